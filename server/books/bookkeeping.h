#pragma once
// Keeping the books of contracts: what should stand in the journal follows from the events; what is posted is the
// difference to what stands there. So every posting is idempotent, and a back-dated event corrects what came after.
#include <map>
#include <mutex>

#include "db/contract_file.h"
#include "db/journal_store.h"
#include "domain/life/life.h"

namespace leasebook::server {

// The company's rules and periods as they stand in the database, read once a transaction.
class BookRules {
public:
    // Books that were not begun yet begin with the period of `today`.
    BookRules(db::Connection& connection, Date today);
    BookRules(const BookRules&) = delete;
    BookRules& operator=(const BookRules&) = delete;

    const Periods& periods() const { return periods_; }
    const BookPolicy& policy() const { return policy_; }
    // Reads every calendar there is. From then on contracts are lived through without the connection.
    void read_calendars(db::Connection& connection);
    void begin(db::Connection& connection) const { db::begin_books(connection, periods_.first()); }

private:
    Periods periods_;
    std::mutex mutex_;  // of the calendars: contracts are lived through on several cores
    std::map<std::string, BusinessCalendar, std::less<>> calendars_;
    bool all_calendars_read_ = false;
    BookPolicy policy_;
};

// The lease lived through to the end of that day. The contract has commenced.
Life life_of(const db::ContractFile& file, const BookPolicy& policy, Date through);

// VAT inside late interest: that of the main supply.
Rate late_interest_vat(const ContractContent& content, const BookPolicy& policy, Date on);

// Every journal entry that should stand for it by then.
std::vector<JournalEntry> entries_for(const Life& life);

// Records the event and posts what follows from it, in the caller's transaction; time is posted up to the event's
// date at least. Errors: somebody changed the contract meanwhile.
Result<Contract> record(db::Connection& connection, const db::ContractFile& before, const ContractEvent& event,
                        const BookRules& rules, db::Moment recorded_at);

// Posts what differs from the events, up to the day or to where time was posted already.
void post(db::Connection& connection, const db::ContractFile& file, Date through, const BookRules& rules, Poster poster,
          db::Moment recorded_at);

// The company's orders in which payments settle what is owed, each from its day on.
std::vector<DatedOrder> allocation_orders(db::Connection& connection);
void keep_allocation_orders(db::Connection& connection, const std::vector<DatedOrder>& orders);

}  // namespace leasebook::server
