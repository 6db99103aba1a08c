#pragma once
// Proof of the books against the contracts' events.
#include <vector>

#include "db/database.h"
#include "domain/date.h"
#include "domain/money.h"

namespace leasebook::server {

struct BooksProof {
    Errors findings;  // empty when all is well
    std::int64_t contracts = 0, entries = 0;
    std::vector<Money> receivables;  // that the ledger and the schedules agree on, by currency
};

// Every contract's journal is what its events call for, and the receivable in the ledger is what its schedule leaves
// outstanding, with interest earned and rents overdue; what it holds of no contract is what waits to be matched.
BooksProof prove_books(db::Database& database, Date today);

}  // namespace leasebook::server
