#include "server/books/arrears.h"

#include <algorithm>

#include "db/month_end_store.h"
#include "db/portfolio_store.h"
#include "server/books/bookkeeping.h"
#include "server/books/close.h"

namespace leasebook::server {

namespace {

// Stage and class of the last month end hold on, unless the days past due call for worse.
void carry_on(StandingsOn& now, const StandingsOn& last) {
    auto known = last.standings.begin();
    for (auto& standing : now.standings) {
        known = std::ranges::lower_bound(known, last.standings.end(), standing.contract, {}, &Standing::contract);
        if (known == last.standings.end() || known->contract != standing.contract) continue;
        standing.stage = std::max(standing.stage, known->stage);
        standing.category = std::max(standing.category, known->category);
    }
}

void recall_defaults(db::Connection& connection, const Portfolio& portfolio, Date until, ArrearsHistory& history) {
    for (const auto& row : db::first_defaults(connection, until)) {
        const auto contract = db::position_of(portfolio, row.contract);
        if (contract == unmapped || row.currency != history.currency()) continue;
        const Date on = row.month_end - std::chrono::days(row.days_past_due.value_or(0) - 91);
        const auto segment = reports::segment_of(portfolio, contract);
        history.recall(contract, {segment, on, row.net_investment, row.net_investment, false});
    }
}

// Month ends that were brought along have been there from the beginning.
bool was_known(db::Connection& connection, Date month_end, db::Moment moment) {
    if (month_end < BookRules(connection, month_end).periods().first().first_day()) return true;
    const auto lock = db::find_close_step(connection, period_of(month_end), to_text(CloseStep::Lock));
    return lock && lock->finished_at && *lock->finished_at <= moment;
}

}  // namespace

reports::ArrearsView kept_month_ends(db::Connection& connection, const Portfolio& portfolio, Date until,
                                     Currency currency, int months, std::optional<db::Moment> known_at) {
    const std::shared_ptr<const Portfolio> borrowed(std::shared_ptr<const Portfolio>{}, &portfolio);
    KeptMonthEnds kept(borrowed, std::make_shared<const db::ContractPositions>(connection, portfolio), currency);
    kept.read(connection, until, months, known_at);
    return std::move(kept).view();
}

KeptMonthEnds::KeptMonthEnds(std::shared_ptr<const Portfolio> portfolio,
                             std::shared_ptr<const db::ContractPositions> positions, Currency currency)
    : portfolio_(std::move(portfolio)), positions_(std::move(positions)), view_(currency) {
    segments_.reserve(portfolio_->contracts.size());
    for (std::uint32_t i = 0; i < portfolio_->contracts.size(); ++i)
        segments_.push_back(reports::segment_of(*portfolio_, i));
}

void KeptMonthEnds::read(db::Connection& connection, Date until, int months, std::optional<db::Moment> known_at) {
    auto kept = db::month_ends_kept(connection, add_months(month_start(until), -months), until);
    if (known_at) std::erase_if(kept, [&](Date day) { return !was_known(connection, day, *known_at); });
    if (!kept.empty()) recall_defaults(connection, *portfolio_, kept.front() - std::chrono::days(1), view_.history);
    for (const Date day : kept) follow(connection, day);
}

// Contracts in other currencies are counted and left out.
void KeptMonthEnds::follow(db::Connection& connection, Date month_end) {
    StandingsOn result{month_end, {}};
    result.standings.reserve(view_.history.latest().standings.size());
    view_.other_currencies = 0;
    db::each_standing(connection, month_end, [&](const db::KeptStanding& kept) {
        const auto contract = positions_->of(kept.contract_id);
        if (contract == unmapped) return;
        if (kept.net_investment.currency() != view_.history.currency()) {
            ++view_.other_currencies;
            return;
        }
        result.standings.push_back({contract, segments_[contract], kept.days_past_due, kept.stage, kept.category,
                                    kept.net_investment, kept.overdue});
    });
    std::ranges::sort(result.standings, {}, &Standing::contract);
    view_.history.follow(std::move(result));
}

bool is_open(db::Connection& connection, const reports::ArrearsView& month_ends, Date as_of) {
    const Date books_from = BookRules(connection, as_of).periods().first().first_day();
    return as_of >= books_from && month_ends.history.latest().day != as_of;
}

void add_open_day(const Portfolio& portfolio, Date as_of, const std::vector<std::optional<Lateness>>& lateness,
                  reports::ArrearsView& view) {
    StandingsOn now{as_of, {}};
    view.other_currencies = 0;
    for (std::uint32_t i = 0; i < lateness.size(); ++i) {
        const auto& late = lateness[i];
        if (!late) continue;
        if (late->net_investment.currency() != view.history.currency()) {
            ++view.other_currencies;
            continue;
        }
        StageTriggers triggers;
        triggers.days_past_due = late->days_past_due;
        triggers.risk_class = class_of_days(late->days_past_due, false);
        now.standings.push_back({i, reports::segment_of(portfolio, i), late->days_past_due, stage_of(triggers).value,
                                 triggers.risk_class, late->net_investment, late->overdue});
    }
    carry_on(now, view.history.latest());
    view.history.follow(std::move(now));
    view.provisional = true;
}

reports::ArrearsView arrears_view(db::Connection& connection, const Portfolio& portfolio, Date as_of,
                                  Currency currency) {
    auto view = kept_month_ends(connection, portfolio, as_of, currency, months_followed);
    if (!is_open(connection, view, as_of)) return view;
    std::vector<std::optional<Lateness>> lateness;
    lateness.reserve(portfolio.contracts.size());
    for (auto& live : live_contracts(connection, portfolio, as_of)) lateness.push_back(std::move(live.lateness));
    add_open_day(portfolio, as_of, lateness, view);
    return view;
}

reports::ArrearsView arrears_known_at(db::Connection& connection, const Portfolio& portfolio, Date as_of,
                                      Currency currency, db::Moment moment) {
    auto view = kept_month_ends(connection, portfolio, as_of, currency, months_followed, moment);
    if (!is_open(connection, view, as_of)) return view;
    std::vector<std::optional<Lateness>> lateness;
    for (auto& live : live_known_at(connection, portfolio, as_of, moment)) lateness.push_back(std::move(live.lateness));
    add_open_day(portfolio, as_of, lateness, view);
    return view;
}

Date arrears_day(db::Connection& connection, Date today) {
    const auto last = db::last_month_end_kept(connection, today);
    constexpr int followed_days = 62;
    if (!last || days_between(*last, today) <= followed_days) return today;
    return period_of(*last).next().last_day();
}

}  // namespace leasebook::server
