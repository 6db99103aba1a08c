#pragma once
// Receipts: money that came in, from the day it is recorded until it is matched to a lease or given back. None is ever
// deleted.
#include <optional>
#include <string>

#include "db/contract_store.h"
#include "domain/books/receipt.h"

namespace leasebook::db {

// Under what PostingBatch takes entries that belong to no contract.
inline constexpr std::int64_t no_contract = 0;

// Numbers it by the year it is recorded in; the serial number counts on over the years. The same reference, value date
// and amount again is a conflict that names the receipt.
Result<Receipt> add_receipt(Connection& connection, const ReceiptEntry& slip, const Act& act, Moment recorded_at);

std::optional<Receipt> find_receipt(Connection& connection, const ReceiptNumber& number, Lock lock = Lock::None);

// Keeps what became of a receipt that is locked: all from its status on.
void keep_decision(Connection& connection, const Receipt& receipt);

struct ReceiptQuery {
    std::optional<ReceiptStatus> status = {};
    std::optional<Date> from = {}, until = {};  // by value date
    bool descending = false;                    // the latest value date first; else the oldest
    std::string after = {};                     // Page::next of the page before
    int limit = 50;
};
inline constexpr int most_receipts_listed = 100'000;  // at once, whatever the limit asked for
Page<Receipt> list_receipts(Connection& connection, const ReceiptQuery& query);

// Where the receipts that are unmatched and the ledger's entries without a contract do not hold the same. Empty when
// all is well.
Errors verify_receipts(Connection& connection);

}  // namespace leasebook::db
