#pragma once
// Receipts: the use cases behind their pages and their API. Each runs in the caller's transaction, decides under lock,
// and posts what follows.
#include "db/receipt_store.h"
#include "server/books/payments.h"

namespace leasebook::server {

struct MatchEntry {
    ContractNumber contract;
};
void visit_fields(auto& entry, auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, MatchEntry> {
    field("contract", entry.contract);
}
inline Errors check(const MatchEntry&) { return {}; }

// `act` is who does it, today. Refused: a day to come, one before the books begin, and what is recorded already.
Result<Receipt> record_receipt(db::Connection& connection, const ReceiptEntry& slip, const Act& act, db::Moment at);
// The money becomes a payment of the lease on its value date, as if it had been known from the first; who paid is
// recorded where it is not the lessee.
Result<Receipt> match_receipt(db::Connection& connection, const ReceiptNumber& number, const MatchEntry& entry,
                              const Act& act, db::Moment at);
// The money leaves the bank for whoever sent it, on the day of the entry.
Result<Receipt> give_receipt_back(db::Connection& connection, const ReceiptNumber& number, const ReversalEntry& entry,
                                  const Act& act, db::Moment at);

// The leases it may be for, the surest first; none once it is no longer unmatched.
std::vector<MatchProposal> proposals_for(db::Connection& connection, const Receipt& receipt, Date today);

}  // namespace leasebook::server
