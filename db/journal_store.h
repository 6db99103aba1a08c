#pragma once
// The journal in the database: append-only entries with their lines. An entry that no longer holds is taken back by
// its reversal in an open period; nothing is ever altered.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "db/database.h"
#include "db/journal_sums.h"
#include "db/moment.h"
#include "db/page.h"
#include "db/table_rows.h"
#include "domain/books/journal.h"
#include "domain/books/period.h"
#include "domain/contract.h"

namespace leasebook::db {

// --- periods and chart ----------------------------------------------------------------------------------------------

// Nothing before the books were begun.
std::optional<Periods> periods(Connection& connection);
// The first period of the books; does nothing when they have begun.
void begin_books(Connection& connection, Period first);
void keep_period(Connection& connection, const PeriodState& state, Moment at);

// The company's chart: the default one with whatever was edited.
std::vector<ChartLine> chart_of_accounts(Connection& connection);
// A code another account has is a conflict.
Result<Done> keep_chart_line(Connection& connection, const ChartLine& line);

// --- entries --------------------------------------------------------------------------------------------------------

struct PostedEntry {
    std::int64_t id = 0, contract_id = 0;
    ContractNumber contract;
    JournalEntry entry;
    Date posting_date;
    bool reversal = false;
    Moment recorded_at;
};
// All of a contract, oldest first; with `known_at` those that were recorded by then.
std::vector<PostedEntry> entries_of(Connection& connection, const ContractNumber& contract,
                                    std::optional<Moment> known_at = {});
// Of all contracts with ids from the first to the last.
std::map<std::int64_t, std::vector<PostedEntry>> entries_between(Connection& connection, std::int64_t first_id,
                                                                 std::int64_t last_id);
// Those of a period and account, a page at a time; either may be left out.
struct JournalQuery {
    std::optional<Period> period;
    std::optional<Account> account;
    std::int64_t after = 0;  // id of the last entry of the page before
    int limit = 50;
};
std::vector<PostedEntry> list_entries(Connection& connection, const JournalQuery& query);

// Every entry there is, oldest first, one after the other.
void each_entry(Connection& connection, const std::function<void(const PostedEntry&)>& visit);

// What stands of them: entries without those that were taken back, in no order. What the monthly close decides by
// itself (allowances) is left out: it follows from no event.
std::vector<JournalEntry> standing(const std::vector<PostedEntry>& entries);

// A line as those take it who add up the ledger in their own way.
struct LedgerLine {
    std::int64_t contract_id = 0;
    Rule rule = Rule::RentDue;
    Account account = Account::Bank;
    int period = 0;  // Period::number()
    Date posted;
    Money amount;  // debit positive, credit negative
};

// The id of the newest entry, 0 before the first.
std::int64_t last_entry(Connection& connection);

// Entries to be written, gathered so that many go in few round trips.
class PostingBatch {
public:
    PostingBatch(const Periods& periods, Poster poster, Moment recorded_at)
        : periods_(periods), poster_(poster), recorded_at_(moment_text(recorded_at)) {}

    void add(std::int64_t contract_id, const JournalEntry& entry, bool reversal = false);
    void add(std::int64_t contract_id, const Corrections& corrections);
    std::size_t size() const { return entries_.size(); }
    std::vector<LedgerLine> lines() const;  // of what was added and not written yet
    // Does what needs no entry numbers, which others wait for while they are given; nothing can be added after it.
    void make_ready(Connection& connection);
    void write(Connection& connection);

private:
    struct Pending {
        std::int64_t contract_id;
        JournalEntry entry;
        bool reversal;
        Date posting;
    };
    void add_rows(const Pending& pending, std::int64_t number);
    std::unordered_map<std::int64_t, std::string> contract_numbers(Connection& connection) const;

    const Periods& periods_;
    Poster poster_;
    std::string recorded_at_;
    std::vector<Pending> entries_;
    TableRows heads_, lines_;                // once they are ready; their entries are numbered from 1
    std::map<Period, HashSum> hash_growth_;  // of the content hashes
};

// Contracts whose time has been posted up to this day; nothing for one that the books do not hold yet.
std::optional<Date> posted_through(Connection& connection, std::int64_t contract_id);
void keep_posted_through(Connection& connection, std::int64_t contract_id, Date day);
// The same for many, by ascending id, which stood at an earlier day or (the fresh ones) at none.
void advance_posted_through(Connection& connection, const std::vector<std::int64_t>& ids,
                            const std::vector<std::int64_t>& fresh, Date day);

// --- currencies -----------------------------------------------------------------------------------------------------

// In which contracts are written, and so the journal is kept.
std::vector<Currency> journal_currencies(Connection& connection);

// The last exchange rate on or before the day, at most a month old: units of `to` for one of `from`.
std::optional<Rate> closing_rate(Connection& connection, Currency from, Currency to, Date day);
void keep_exchange_rate(Connection& connection, Currency from, Currency to, Date day, Rate rate);

// What breaks the rules of double entry: entries that do not balance, sums that are not zero, and entries posted to a
// period after it was closed. Empty when all is well.
Errors verify_journal(Connection& connection);

}  // namespace leasebook::db
