#include "server/book.h"

#include <algorithm>

#include "db/contract_file.h"
#include "db/portfolio_store.h"
#include "server/books/live_exposure.h"
#include "db/counters.h"
#include "db/watch_store.h"
#include "server/books/arrears.h"
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
        const auto parts = parts_known_at(connection, page->portfolio, day, moment);
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
    std::vector<std::pair<std::uint32_t, PortfolioContract>> changed;
    for (const auto& number : numbers) {
        auto contract = running_contract(connection, kept.page->portfolio, number, day);
        if (!contract) return false;
        changed.emplace_back(db::position_of(kept.page->portfolio, number), *std::move(contract));
    }
    const BookRules rules(connection, day);
    auto& page = own(kept.page);
    for (auto& [position, contract] : changed) {
        auto& at = page.portfolio.contracts[position] = std::move(contract);
        if (at.status == ContractStatus::Matured || at.status == ContractStatus::Repossessed)
            renew_off_lease(connection, page.portfolio, at.number, day);
        if (kept.parts.empty()) continue;
        const auto file = db::find_file(connection, at.number);
        kept.parts[position] = live_parts(*file, rules.policy(), day);
        for (auto& [valuation, valued] : kept.valued)
            own(valued.positions)[position] = reports::exposure_position(
                at, kept.parts[position], day, valuation.currency, valued.curve ? &*valued.curve : nullptr);
    }
    page.marks = marks;
    return true;
}

void Book::reload(db::Connection& connection, Date day, Day& kept) {
    const Day before = std::move(kept);
    kept = {};
    kept.page = std::make_shared<BookPage>(BookPage{db::book_marks(connection), running_portfolio(connection, day)});
    if (before.parts.empty() || book_rules_text(connection) != before.rules) return;
    const auto& contracts = kept.page->portfolio.contracts;
    const auto unchanged = unchanged_since(before.page->portfolio, contracts);
    if (std::ranges::count(unchanged, unmapped) > most_taken_one_by_one) return;
    kept.rules = before.rules;
    const BookRules rules(connection, day);
    for (std::size_t i = 0; i < contracts.size(); ++i)
        kept.parts.push_back(unchanged[i] != unmapped
                                 ? before.parts[unchanged[i]]
                                 : live_parts(*db::find_file(connection, contracts[i].number), rules.policy(), day));
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
    kept.parts = live_parts(connection, kept.page->portfolio, day);
}

std::shared_ptr<const ArrearsPage> Book::arrears(Date day, Currency currency) {
    const std::lock_guard lock(arrears_mutex_);
    const auto book = as_of(day);
    const std::pair key{day, currency};
    if (const auto found = arrears_.find(key); found != arrears_.end() && found->second->book == book)
        return found->second;
    auto page = std::make_shared<ArrearsPage>(ArrearsPage{
        book, database_.read([&](db::Connection& c) { return arrears_view(c, book->portfolio, day, currency); })});
    if (arrears_.size() >= days_kept) arrears_.clear();
    arrears_[key] = page;
    return page;
}

std::shared_ptr<const WatchPage> Book::watch(Date day, Currency currency) {
    const std::lock_guard lock(watch_mutex_);
    const auto book = arrears(day, currency);
    const auto version = database_.read([](db::Connection& c) { return db::watch_version(c); });
    const std::pair key{day, currency};
    if (const auto found = watch_.find(key);
        found != watch_.end() && found->second->arrears == book && found->second->version == version)
        return found->second;
    const auto& portfolio = book->book->portfolio;
    auto page = std::make_shared<WatchPage>();
    page->version = version;
    page->arrears = book;
    page->view = database_.read([&](db::Connection& c) { return watch_view(c, portfolio, day); });
    page->findings = reports::early_warnings(portfolio, book->view, page->view, day);
    if (watch_.size() >= days_kept) watch_.clear();
    watch_[key] = page;
    return page;
}

}  // namespace leasebook::server
