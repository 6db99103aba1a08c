#include "server/books/live_exposure.h"

#include <algorithm>
#include <future>

#include "db/calendar_store.h"
#include "db/portfolio_store.h"
#include "db/vat_rate_store.h"
#include "domain/life/conduct.h"
#include "domain/two_halves.h"

namespace leasebook::server {

namespace {

constexpr int batch_size = 2'000;

}  // namespace

LiveContract live_contract(const db::ContractFile& file, const BookPolicy& policy, Date as_of) {
    const auto by_then = contract_by(file.contract.number, file.events, as_of);
    if (by_then.version == 0) return {ExposureParts::none(file.contract.content.terms.currency), {}};
    if (!has_commenced(by_then, as_of)) return {exposure_parts(by_then, nullptr, as_of), {}};
    const auto life = life_of(file, policy, as_of);
    LiveContract live{exposure_parts(by_then, &life, as_of), {}};
    if (!life.ended_on)
        live.lateness =
            Lateness{days_past_due(life, as_of), net_investment(file.contract.content, life, as_of), life.overdue()};
    return live;
}

ExposureParts live_parts(const db::ContractFile& file, const BookPolicy& policy, Date as_of) {
    return live_contract(file, policy, as_of).parts;
}

std::vector<LiveContract> live_contracts(db::Connection& connection, const Portfolio& portfolio, Date as_of) {
    std::vector<LiveContract> all;
    all.reserve(portfolio.contracts.size());
    for (const auto& contract : portfolio.contracts) all.push_back({ExposureParts::none(contract.terms.currency), {}});
    BookRules rules(connection, as_of);
    rules.read_calendars(connection);
    auto files = db::exposed_files_after(connection, 0, batch_size);
    while (!files.empty()) {
        // The next ones are read while these are lived through, which does not need the connection.
        auto next = std::async(std::launch::async, [&connection, after = files.back().id] {
            return db::exposed_files_after(connection, after, batch_size);
        });
        in_two_halves(files.size(), [&](std::size_t i) {
            if (const auto position = db::position_of(portfolio, files[i].contract.number); position != unmapped)
                all[position] = live_contract(files[i], rules.policy(), as_of);
        });
        files = next.get();
    }
    return all;
}

std::vector<ExposureParts> live_parts(db::Connection& connection, const Portfolio& portfolio, Date as_of) {
    std::vector<ExposureParts> all;
    all.reserve(portfolio.contracts.size());
    for (auto& live : live_contracts(connection, portfolio, as_of)) all.push_back(std::move(live.parts));
    return all;
}

ExposureParts live_parts(const db::ContractFile& file, const Life& life, Date as_of) {
    const auto by_then = contract_by(file.contract.number, file.events, as_of);
    return exposure_parts(by_then, has_commenced(by_then, as_of) ? &life : nullptr, as_of);
}

PartsOnTheWay::PartsOnTheWay(std::shared_ptr<const Portfolio> of)
    : portfolio(std::move(of)), versions(portfolio->contracts.size(), 0) {
    parts.reserve(versions.size());
    for (const auto& contract : portfolio->contracts) parts.push_back(ExposureParts::none(contract.terms.currency));
}

std::vector<ExposureParts> live_parts(db::Connection& connection, const Portfolio& portfolio, Date as_of,
                                      std::optional<PartsOnTheWay> known) {
    // Where little is known, all at once is quicker than one by one.
    if (!known || known->portfolio.get() != &portfolio ||
        std::ranges::count(known->versions, 0) * 2 > std::ssize(known->versions))
        return live_parts(connection, portfolio, as_of);
    const BookRules rules(connection, as_of);
    const auto bring = [&](std::uint32_t at, const db::ContractFile& file) {
        known->parts[at] = live_parts(file, rules.policy(), as_of);
        known->versions[at] = portfolio.contracts[at].version;
    };
    for (const auto& file : db::approved_files(connection)) {
        const auto at = db::position_of(portfolio, file.contract.number);
        if (at != unmapped && portfolio.contracts[at].status >= ContractStatus::Approved) bring(at, file);
    }
    for (std::uint32_t i = 0; i < portfolio.contracts.size(); ++i) {
        const auto& contract = portfolio.contracts[i];
        if (known->versions[i] == contract.version) continue;
        if (contract.status < ContractStatus::Approved)
            known->parts[i] = ExposureParts::none(contract.terms.currency);
        else
            bring(i, *db::find_file(connection, contract.number));
    }
    return std::move(known->parts);
}

std::vector<LiveContract> live_known_at(db::Connection& connection, const Portfolio& portfolio, Date as_of,
                                        db::Moment moment) {
    auto all = live_contracts(connection, portfolio, as_of);
    const BookRules rules(connection, as_of);
    for (const auto& file : db::files_recorded_after(connection, moment)) {
        const auto position = db::position_of(portfolio, file.contract.number);
        const auto known = file.as_known_at(moment);
        all[position] =
            known ? live_contract(*known, rules.policy(), as_of)
                  : LiveContract{ExposureParts::none(portfolio.contracts[position].terms.currency), std::nullopt};
    }
    return all;
}

std::string book_rules_text(db::Connection& connection) {
    std::string text;
    for (const auto& order : allocation_orders(connection)) {
        text += to_text(order.from) + to_text(order.order.precedence);
        for (const auto component : order.order.components) text += to_text(component) + ",";
    }
    for (const auto& rate : db::vat_rates(connection))
        text += to_text(rate.treatment) + to_text(rate.valid_from) + to_text(rate.rate);
    if (const auto periods = db::periods(connection)) text += to_text(periods->first());
    for (const auto& day : db::all_calendar_days(connection))
        text += day.calendar + to_text(day.date) + to_text(day.kind);
    return text;
}

}  // namespace leasebook::server
