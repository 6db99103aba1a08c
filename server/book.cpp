#include "server/book.h"

#include <algorithm>

#include "db/contract_file.h"
#include "db/month_end_store.h"
#include "db/portfolio_store.h"
#include "db/watch_store.h"
#include "server/books/arrears.h"
#include "server/books/live_exposure.h"
#include "server/books/running_book.h"
#include "server/books/watch_view.h"

namespace leasebook::server {

namespace {

constexpr std::size_t days_kept = 4, valuations_kept = 3;
constexpr int most_taken_one_by_one = 2'000;

// Readers keep what they were given: while one does, a change is made to a copy.
template <class T>
T& own(std::shared_ptr<T>& shared) {
    if (shared.use_count() > 1) shared = std::make_shared<T>(*shared);
    return *shared;
}

// What stood beside the contracts of a book, in their new places, and `none` beside those that are new.
template <class T>
std::vector<T> moved(std::vector<T> values, const std::vector<std::uint32_t>& places, std::size_t count,
                     const T& none) {
    std::vector<T> in_place(count, none);
    for (std::size_t i = 0; i < places.size(); ++i) in_place[places[i]] = std::move(values[i]);
    return in_place;
}

// Where each contract stood in the portfolio before, or `unmapped` where something has happened to it since.
std::vector<std::uint32_t> unchanged_since(const Portfolio& before, const std::vector<PortfolioContract>& contracts) {
    std::vector<std::uint32_t> positions;
    positions.reserve(contracts.size());
    for (const auto& contract : contracts) {
        const auto position = db::position_of(before, contract.number);
        const bool same = position != unmapped && before.contracts[position].version == contract.version;
        positions.push_back(same ? position : unmapped);
    }
    return positions;
}

// Where each contract of the book before stands now, while its month ends can go on being told by that: every one is
// there, in the cluster and industry it was in.
std::optional<std::vector<std::uint32_t>> places_now(const Portfolio& before, const Portfolio& now) {
    const auto code = [](const auto& record) -> const std::string& { return record.code.text; };
    if (!std::ranges::equal(before.clusters, now.clusters, {}, code, code) ||
        !std::ranges::equal(before.industries, now.industries, {}, code, code))
        return {};
    std::vector<std::uint32_t> places;
    places.reserve(before.contracts.size());
    for (std::uint32_t i = 0; i < before.contracts.size(); ++i) {
        const auto place = db::position_of(now, before.contracts[i].number);
        if (place == unmapped || reports::segment_of(now, place) != reports::segment_of(before, i)) return {};
        places.push_back(place);
    }
    return places;
}

}  // namespace

std::shared_ptr<const BookPage> Book::as_of(Date day) {
    return database_.read([&](db::Connection& connection) {
        // Held while loading as well: many readers of a changed book wait for one load instead of doing it each.
        const std::lock_guard lock(mutex_);
        return std::shared_ptr<const BookPage>(current(connection, day).page);
    });
}

LiveExposure Book::exposure(Date day, Currency currency, const pricing::DiscountCurve* curve) {
    return database_.read([&](db::Connection& connection) { return exposure(connection, day, currency, curve); });
}

LiveExposure Book::exposure(db::Connection& connection, Date day, Currency currency,
                            const pricing::DiscountCurve* curve) {
    const std::lock_guard lock(mutex_);
    auto& kept = current(connection, day);
    know_parts(connection, day, kept);
    const Valuation asked{currency, curve == nullptr ? "" : curve->name + " " + curve->snapshot};
    auto& valued = kept.valued[asked];
    if (!valued.positions) {
        valued.positions = std::make_shared<Positions>(
            reports::exposure_positions(kept.page->portfolio, kept.parts, day, currency, curve));
        if (curve != nullptr) valued.curve = *curve;
    }
    LiveExposure live{kept.page, valued.positions};
    while (kept.valued.size() > valuations_kept)
        kept.valued.erase(kept.valued.begin()->first == asked ? std::next(kept.valued.begin()) : kept.valued.begin());
    return live;
}

LiveExposure Book::as_known(Date day, db::Moment moment, Currency currency, const pricing::DiscountCurve* curve) {
    return database_.read([&](db::Connection& connection) {
        auto page = std::make_shared<BookPage>(
            BookPage{db::book_marks(connection), portfolio_known_at(connection, day, moment)});
        std::vector<ExposureParts> parts;
        for (auto& live : live_known_at(connection, page->portfolio, day, moment))
            parts.push_back(std::move(live.parts));
        auto positions =
            std::make_shared<Positions>(reports::exposure_positions(page->portfolio, parts, day, currency, curve));
        return LiveExposure{std::move(page), std::move(positions)};
    });
}

Book::Day& Book::current(db::Connection& connection, Date day) {
    if (!days_.contains(day) && days_.size() >= days_kept) days_.clear();
    auto& kept = days_[day];
    try {
        catch_up(connection, day, kept);
    } catch (...) {
        days_.erase(day);  // half a change is worse than none
        throw;
    }
    return kept;
}

void Book::catch_up(db::Connection& connection, Date day, Day& kept) {
    const auto marks = db::book_marks(connection);
    // Others may have brought it further than this transaction sees.
    if (kept.page && kept.page->marks.register_changes >= marks.register_changes &&
        kept.page->marks.events >= marks.events)
        return;
    const bool contracts_alone = kept.page && kept.page->marks.register_changes == marks.register_changes;
    if (contracts_alone && take_changes(connection, day, kept, marks)) return;
    reload(connection, day, kept);
}

// Answers whether the page could be brought up to date contract by contract.
bool Book::take_changes(db::Connection& connection, Date day, Day& kept, const db::BookMarks& marks) {
    const auto numbers = db::changed_after(connection, kept.page->marks.events);
    if (std::ssize(numbers) > most_taken_one_by_one) return false;
    std::vector<ContractUpdate> updates;
    for (const auto& number : numbers) {
        auto update = running_contract(connection, kept.page->portfolio, number, day);
        if (!update) return false;
        updates.push_back(*std::move(update));
    }
    auto& page = own(kept.page);
    const auto places = take_in(page.portfolio, std::move(updates));
    if (places.size() != page.portfolio.contracts.size()) make_room(places, kept);
    const BookRules rules(connection, day);
    for (const auto& number : numbers) renew(connection, rules.policy(), day, kept, number);
    page.marks = marks;
    return true;
}

// For contracts that came between the others, which now stand at those places.
void Book::make_room(const std::vector<std::uint32_t>& places, Day& kept) {
    const auto& contracts = kept.page->portfolio.contracts;
    if (!kept.parts.empty()) {
        kept.parts = moved(std::move(kept.parts), places, contracts.size(), ExposureParts::none(CNY));
        kept.lateness = moved(std::move(kept.lateness), places, contracts.size(), std::optional<Lateness>{});
        for (auto& [valuation, valued] : kept.valued)
            valued.positions = std::make_shared<Positions>(
                moved(*valued.positions, places, contracts.size(), reports::ExposurePosition{}));
    }
    for (auto& [currency, arrears] : kept.arrears) arrears.month_ends.history.renumber(places);
    kept.entered.reset();
}

// What follows from one contract of the page.
void Book::renew(db::Connection& connection, const BookPolicy& policy, Date day, Day& kept,
                 const ContractNumber& number) {
    auto& portfolio = kept.page->portfolio;
    const auto position = db::position_of(portfolio, number);
    const auto& contract = portfolio.contracts[position];
    if (contract.status == ContractStatus::Matured || contract.status == ContractStatus::Repossessed)
        renew_off_lease(connection, portfolio, number, day);
    if (kept.parts.empty()) return;
    auto live = live_contract(*db::find_file(connection, number), policy, day);
    kept.parts[position] = live.parts;
    kept.lateness[position] = std::move(live.lateness);
    for (auto& [valuation, valued] : kept.valued)
        own(valued.positions)[position] = reports::exposure_position(
            contract, kept.parts[position], day, valuation.currency, valued.curve ? &*valued.curve : nullptr);
}

void Book::reload(db::Connection& connection, Date day, Day& kept) {
    const Day before = std::move(kept);
    kept = {};
    kept.page = std::make_shared<BookPage>(BookPage{db::book_marks(connection), running_portfolio(connection, day)});
    if (!before.arrears.empty())
        if (const auto places = places_now(before.page->portfolio, kept.page->portfolio))
            for (const auto& [currency, arrears] : before.arrears) {
                Arrears carried{arrears.version, arrears.month_ends, arrears.open, {}, {}, {}};
                carried.month_ends.history.renumber(*places);
                kept.arrears.emplace(currency, std::move(carried));
            }
    if (before.parts.empty() || book_rules_text(connection) != before.rules) return;
    const auto& contracts = kept.page->portfolio.contracts;
    const auto unchanged = unchanged_since(before.page->portfolio, contracts);
    if (std::ranges::count(unchanged, unmapped) > most_taken_one_by_one) return;
    kept.rules = before.rules;
    const BookRules rules(connection, day);
    for (std::size_t i = 0; i < contracts.size(); ++i) {
        const auto position = unchanged[i];
        auto live = position != unmapped
                        ? LiveContract{before.parts[position], before.lateness[position]}
                        : live_contract(*db::find_file(connection, contracts[i].number), rules.policy(), day);
        kept.parts.push_back(std::move(live.parts));
        kept.lateness.push_back(std::move(live.lateness));
    }
    for (const auto& [valuation, old] : before.valued) {
        auto& now = kept.valued[valuation] = {std::make_shared<Positions>(contracts.size()), old.curve};
        for (std::size_t i = 0; i < contracts.size(); ++i)
            (*now.positions)[i] = unchanged[i] != unmapped
                                      ? (*old.positions)[unchanged[i]]
                                      : reports::exposure_position(contracts[i], kept.parts[i], day, valuation.currency,
                                                                   old.curve ? &*old.curve : nullptr);
    }
}

void Book::know_parts(db::Connection& connection, Date day, Day& kept) {
    if (kept.parts.size() == kept.page->portfolio.contracts.size()) return;
    kept.rules = book_rules_text(connection);
    kept.parts.clear();
    kept.lateness.clear();
    for (auto& live : live_contracts(connection, kept.page->portfolio, day)) {
        kept.parts.push_back(std::move(live.parts));
        kept.lateness.push_back(std::move(live.lateness));
    }
}

// The view of that day is made anew where something was recorded since.
Book::Arrears& Book::know_arrears(db::Connection& connection, Date day, Currency currency, Day& kept) {
    const auto& portfolio = kept.page->portfolio;
    const auto version = db::month_ends_version(connection);
    auto found = kept.arrears.find(currency);
    if (found == kept.arrears.end() || found->second.version != version) {
        Arrears fresh{version, kept_month_ends(connection, portfolio, day, currency, months_followed), false, {}, {},
                      {}};
        fresh.open = is_open(connection, fresh.month_ends, day);
        found = kept.arrears.insert_or_assign(currency, std::move(fresh)).first;
    }
    auto& arrears = found->second;
    if (arrears.shown && arrears.made_at == kept.page->marks) return arrears;
    auto view = std::make_shared<reports::ArrearsView>(arrears.month_ends);
    if (arrears.open) {
        know_parts(connection, day, kept);
        add_open_day(portfolio, day, kept.lateness, *view);
    }
    arrears.shown = std::move(view);
    arrears.findings.reset();
    arrears.made_at = kept.page->marks;
    return arrears;
}

ArrearsPage Book::arrears(Date day, Currency currency) {
    return database_.read([&](db::Connection& connection) {
        const std::lock_guard lock(mutex_);
        auto& kept = current(connection, day);
        return ArrearsPage{kept.page, know_arrears(connection, day, currency, kept).shown};
    });
}

WatchPage Book::watch(Date day, Currency currency) {
    return database_.read([&](db::Connection& connection) {
        const std::lock_guard lock(mutex_);
        auto& kept = current(connection, day);
        auto& arrears = know_arrears(connection, day, currency, kept);
        const auto& portfolio = kept.page->portfolio;
        if (const auto version = db::watch_version(connection); !kept.entered || kept.watch_version != version) {
            kept.entered = std::make_shared<reports::WatchView>(watch_view(connection, portfolio, day));
            kept.watch_version = version;
            for (auto& [each, of_currency] : kept.arrears) of_currency.findings.reset();
        }
        if (!arrears.findings)
            arrears.findings = std::make_shared<std::vector<reports::Finding>>(
                reports::early_warnings(portfolio, *arrears.shown, *kept.entered, day));
        return WatchPage{{kept.page, arrears.shown}, kept.entered, arrears.findings};
    });
}

}  // namespace leasebook::server
