#pragma once
// What stands on every contract right now, out of its life in the books.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "db/contract_file.h"
#include "domain/exposure/parts.h"
#include "domain/portfolio.h"
#include "server/books/bookkeeping.h"

namespace leasebook::server {

// How late a lease is that runs at the end of the day.
struct Lateness {
    int days_past_due = 0;
    Money net_investment, overdue;  // the ledger's, before any allowance; due and unpaid, a part of it
};
struct LiveContract {
    ExposureParts parts;
    std::optional<Lateness> lateness;  // none: it does not run then
};
// Of one contract at the end of the day, as it is known now.
LiveContract live_contract(const db::ContractFile& file, const BookPolicy& policy, Date as_of);
ExposureParts live_parts(const db::ContractFile& file, const BookPolicy& policy, Date as_of);

// The same where its life up to that day is at hand.
ExposureParts live_parts(const db::ContractFile& file, const Life& life, Date as_of);

// Parts that were worked out on the way, beside the contracts of a portfolio; each holds for a version of its contract,
// which is 0 of an unknown one.
struct PartsOnTheWay {
    std::shared_ptr<const Portfolio> portfolio;
    std::vector<int> versions;
    std::vector<ExposureParts> parts;
    explicit PartsOnTheWay(std::shared_ptr<const Portfolio> of);
};
// Of all contracts of a portfolio, beside them: as known, and worked out where not.
std::vector<ExposureParts> live_parts(db::Connection& connection, const Portfolio& portfolio, Date as_of,
                                      std::optional<PartsOnTheWay> known);

// Of all contracts of a portfolio that the same transaction read, beside them.
std::vector<LiveContract> live_contracts(db::Connection& connection, const Portfolio& portfolio, Date as_of);
std::vector<ExposureParts> live_parts(db::Connection& connection, const Portfolio& portfolio, Date as_of);

// The same of a portfolio as it was known at that moment.
std::vector<LiveContract> live_known_at(db::Connection& connection, const Portfolio& portfolio, Date as_of,
                                        db::Moment moment);

// What a contract's parts follow from beside its events: while it is the same, so are they.
std::string book_rules_text(db::Connection& connection);

}  // namespace leasebook::server
