#include "server/books/arrears.h"

#include <algorithm>

#include "db/contract_file.h"
#include "db/month_end_store.h"
#include "db/portfolio_store.h"
#include "domain/life/conduct.h"
#include "domain/two_halves.h"
#include "server/books/bookkeeping.h"

namespace leasebook::server {

namespace {

constexpr int months_followed = 15;  // a year of roll rates, each a mean of three months
constexpr int batch_size = 2'000;

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

// The contract at the end of the day, by what is known of it without a close; nothing when it does not run then.
std::optional<MonthEnd> live_row(const db::ContractFile& file, const BookPolicy& policy, Date day) {
    const auto& content = file.contract.content;
    if (content.terms.commencement > day || file.contract.status == ContractStatus::Disbursed) return {};
    const auto life = life_of(file, policy, day);
    if (life.ended_on) return {};
    const int days = days_past_due(life, day);
    StageTriggers triggers;
    triggers.days_past_due = days;
    triggers.risk_class = class_of_days(days, false);
    return MonthEnd{day,
                    file.contract.number,
                    content.terms.currency,
                    days > 0 ? std::optional(days) : std::nullopt,
                    stage_of(triggers).value,
                    triggers.risk_class,
                    net_investment(content, life, day),
                    life.overdue()};
}

std::vector<MonthEnd> live_rows(db::Connection& connection, Date day) {
    const BookRules rules(connection, day);
    std::vector<MonthEnd> rows;
    for (std::int64_t after = 0;;) {
        const auto files = db::files_after(connection, after, batch_size);
        std::vector<std::optional<MonthEnd>> made(files.size());
        in_two_halves(files.size(), [&](std::size_t i) { made[i] = live_row(files[i], rules.policy(), day); });
        for (auto& row : made)
            if (row) rows.push_back(*std::move(row));
        if (files.size() < batch_size) return rows;
        after = files.back().id;
    }
}

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

}  // namespace

reports::ArrearsView kept_month_ends(db::Connection& connection, const Portfolio& portfolio, Date until,
                                     Currency currency, int months) {
    reports::ArrearsView view(currency);
    StandingMaker maker(portfolio, currency);
    const auto kept = db::month_ends_kept(connection, add_months(month_start(until), -months), until);
    if (!kept.empty()) recall_defaults(connection, portfolio, kept.front() - std::chrono::days(1), view.history);
    for (const Date day : kept) view.history.follow(maker.of(day, db::month_end_rows(connection, day)));
    view.other_currencies = maker.other_currencies;
    return view;
}

reports::ArrearsView arrears_view(db::Connection& connection, const Portfolio& portfolio, Date as_of,
                                  Currency currency) {
    auto view = kept_month_ends(connection, portfolio, as_of, currency, months_followed);
    const Date books_from = BookRules(connection, as_of).periods().first().first_day();
    if (as_of < books_from || view.history.latest().day == as_of) return view;
    StandingMaker maker(portfolio, currency);
    auto now = maker.of(as_of, live_rows(connection, as_of));
    carry_on(now, view.history.latest());
    view.history.follow(std::move(now));
    view.provisional = true;
    view.other_currencies = maker.other_currencies;
    return view;
}

Date arrears_day(db::Connection& connection, Date today) {
    const auto last = db::last_month_end_kept(connection, today);
    constexpr int followed_days = 62;
    if (!last || days_between(*last, today) <= followed_days) return today;
    return period_of(*last).next().last_day();
}

}  // namespace leasebook::server
