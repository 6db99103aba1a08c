#include "server/reporting/journal_file.h"

#include "db/ledger_lines.h"
#include "reports/table.h"

namespace leasebook::server {

JournalTotals write_journal_lines(db::Connection& connection, Period period, std::optional<db::Moment> known_at,
                                  std::ostream& out) {
    JournalTotals totals;
    const auto month = to_text(period);
    const auto number = [](int n) { return n == 0 ? std::string{} : std::to_string(n); };
    out << "\xEF\xBB\xBF"
           "period,journal,line,business_date,posting_date,account,side,amount,currency,contract,product,event,rule,"
           "instalment,reversal\r\n";
    db::each_posted_line(connection, period, known_at, [&](const db::PostedLine& line) {
        const bool credit = line.amount.is_negative();
        const Money amount = credit ? -line.amount : line.amount;
        const auto currency = amount.currency();
        (credit ? totals.credits : totals.debits).try_emplace(currency, Money::zero(currency)).first->second += amount;
        ++totals.lines;
        out << month << ',' << line.entry << ',' << line.line << ',' << to_text(line.business_date) << ','
            << to_text(line.posting_date) << ',' << name_of(line.account) << ',' << (credit ? "credit" : "debit") << ','
            << to_text(amount) << ',' << currency.text() << ',' << reports::csv_text(line.contract) << ','
            << line.product << ',' << number(line.event) << ',' << name_of(line.rule) << ',' << number(line.instalment)
            << ',' << (line.reversal ? 1 : 0) << "\r\n";
    });
    return totals;
}

}  // namespace leasebook::server
