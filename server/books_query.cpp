#include "server/books_query.h"

#include <algorithm>

#include "db/monthly_movements.h"
#include "server/register.h"

namespace leasebook::server {

Result<db::JournalQuery> journal_query(const Call& call) {
    db::JournalQuery query;
    query.limit = list_query(call).limit;
    Errors errors;
    if (const auto text = call.parameter("period"); !text.empty()) {
        const auto period = parse_period(text, "period");
        if (period)
            query.period = *period;
        else
            errors.push_back(period.error());
    }
    if (const auto text = call.parameter("account"); !text.empty()) {
        const auto account = parse_named<Account>(text, "account");
        if (account)
            query.account = *account;
        else
            errors.push_back(account.error());
    }
    query.after = parse_integer(call.parameter("after"), 0, std::numeric_limits<std::int64_t>::max()).value_or(0);
    if (!errors.empty()) return errors;
    return query;
}

Result<Period> period_asked(const Call& call) {
    const auto text = call.parameter("period");
    if (text.empty()) return period_of(call.today());
    return parse_period(text, "period");
}

std::vector<TrialBalanceLine> trial_balance_asked(const Call& call, Period period, std::optional<db::Moment> known_at) {
    return call.app.database.read([&](db::Connection& c) { return db::trial_balance(c, period, known_at); });
}

db::Page<db::PostedEntry> journal_page(db::Connection& connection, const db::JournalQuery& query) {
    auto wanted = query;
    wanted.limit = std::clamp(query.limit, 1, 999) + 1;
    db::Page<db::PostedEntry> page{db::list_entries(connection, wanted), ""};
    if (page.rows.size() == static_cast<std::size_t>(wanted.limit)) {
        page.rows.pop_back();
        page.next = std::to_string(page.rows.back().id);
    }
    return page;
}

const ChartLine& chart_line(const std::vector<ChartLine>& chart, Account account) {
    const auto found = std::ranges::find(chart, account, &ChartLine::account);
    ensure(found != chart.end(), "every account stands in the chart");
    return *found;
}

}  // namespace leasebook::server
