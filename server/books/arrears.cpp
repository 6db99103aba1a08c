#include "server/books/arrears.h"

#include <algorithm>

#include "db/month_end_store.h"
#include "db/portfolio_store.h"
#include "server/books/bookkeeping.h"
#include "server/books/close.h"

namespace leasebook::server {

namespace {

class StandingMaker {
public:
    StandingMaker(const Portfolio& portfolio, Currency currency) : portfolio_(portfolio), currency_(currency) {}

    StandingsOn of(Date day, const std::vector<MonthEnd>& rows) {
        StandingsOn result{day, {}};
        result.standings.reserve(rows.size());
        other_currencies = 0;
        for (const auto& row : rows) {
            const auto contract = db::position_of(portfolio_, row.contract);
            if (contract == unmapped) continue;
            if (row.currency != currency_) {
                ++other_currencies;
                continue;
            }
            result.standings.push_back({contract, reports::segment_of(portfolio_, contract),
                                        row.days_past_due.value_or(0), row.stage, row.category, row.net_investment,
                                        row.overdue});
        }
        std::ranges::sort(result.standings, {}, &Standing::contract);
        return result;
    }
    std::int64_t other_currencies = 0;  // of the last day made

private:
    const Portfolio& portfolio_;
    Currency currency_;
};

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
    StandingMaker maker(portfolio, history.currency());
    for (const auto& row : db::first_defaults(connection, until))
        for (const auto& s : maker.of(row.month_end, {row}).standings) {
            const Date on = row.month_end - std::chrono::days(s.days_past_due - 91);
            history.recall(s.contract, {s.segment, on, s.balance, s.balance, false});
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
    reports::ArrearsView view(currency);
    StandingMaker maker(portfolio, currency);
    auto kept = db::month_ends_kept(connection, add_months(month_start(until), -months), until);
    if (known_at) std::erase_if(kept, [&](Date day) { return !was_known(connection, day, *known_at); });
    if (!kept.empty()) recall_defaults(connection, portfolio, kept.front() - std::chrono::days(1), view.history);
    for (const Date day : kept) view.history.follow(maker.of(day, db::month_end_rows(connection, day)));
    view.other_currencies = maker.other_currencies;
    return view;
}

void add_kept_month_end(db::Connection& connection, const Portfolio& portfolio, Date month_end,
                        reports::ArrearsView& view) {
    StandingMaker maker(portfolio, view.history.currency());
    view.history.follow(maker.of(month_end, db::month_end_rows(connection, month_end)));
    view.other_currencies = maker.other_currencies;
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
