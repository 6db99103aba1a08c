#pragma once
// What the journal and the balances are asked for, by the API and by the pages.
#include "db/journal_store.h"
#include "server/call.h"

namespace leasebook::server {

// The trial balance of the period; as it was known at that moment, where one is given.
std::vector<TrialBalanceLine> trial_balance_asked(const Call& call, Period period, std::optional<db::Moment> known_at);

// Parameters "period", "account", "after", "limit".
Result<db::JournalQuery> journal_query(const Call& call);
// Parameter "period"; the one of today when left out.
Result<Period> period_asked(const Call& call);

db::Page<db::PostedEntry> journal_page(db::Connection& connection, const db::JournalQuery& query);

const ChartLine& chart_line(const std::vector<ChartLine>& chart, Account account);

// What may be edited of an account of the chart.
struct AccountEntry {
    std::string code, name, name_zh;
    AccountSide side = AccountSide::Debit;
};
void visit_fields(auto& entry, auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, AccountEntry> {
    field("code", entry.code);
    field("name", entry.name);
    field("name_zh", entry.name_zh);
    field("side", entry.side);
}
inline Errors check(const AccountEntry&) { return {}; }

}  // namespace leasebook::server
