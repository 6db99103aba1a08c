#pragma once
// The ledger line by line, for those who add it up in their own way.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "db/invoice_store.h"
#include "db/journal_store.h"

namespace leasebook::db {

// Which lines are meant: those posted up to and with the period, and of them those recorded by a moment, or those of
// entries up to the last one.
struct LedgerRange {
    Period through;
    std::optional<Moment> known_at = {};
    std::optional<std::int64_t> last_entry = {};
};
// By entry. One line is held at a time.
void each_ledger_line(Connection& connection, const LedgerRange& range,
                      const std::function<void(const LedgerLine&)>& visit);

// What the entries after the one and up to the other change in the loss allowances of contracts from an id on: the
// contract's id and the credit in minor units of its currency, in no order.
void each_allowance_line(Connection& connection, std::int64_t after_entry, std::int64_t last_entry,
                         std::int64_t from_contract,
                         const std::function<void(std::int64_t contract_id, std::int64_t credit)>& visit);

// A line of the journal with the entry it stands in: nothing of it ever changes.
struct PostedLine {
    std::int64_t entry = 0;
    int line = 0;  // of the entry, from 1
    Date business_date, posting_date;
    Account account = Account::Bank;
    Money amount;  // debit positive, credit negative
    std::string contract, product;
    int event = 0, instalment = 0;  // of the contract; 0 for none
    Rule rule = Rule::RentDue;
    bool reversal = false;
};
// The lines of the period, by entry; with a moment those that were recorded by then. One line is held at a time.
void each_posted_line(Connection& connection, Period period, std::optional<Moment> known_at,
                      const std::function<void(const PostedLine&)>& visit);

struct InvoiceOfMonth {
    std::int64_t contract_id = 0;
    std::string number;
    Invoice invoice;
    Date issued;
};
// Issued in the period, by number, one held at a time; with a moment those that were recorded by then.
void each_invoice_issued(Connection& connection, Period period, std::optional<Moment> known_at,
                         const std::function<void(InvoiceOfMonth&&)>& visit);

}  // namespace leasebook::db
