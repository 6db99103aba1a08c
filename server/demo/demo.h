#pragma once
// A made-up but plausible portfolio of equipment leases in Chinese industrial clusters: the same for the same number
// of contracts and the same seed, on every machine.
#include <cstdint>

#include "db/database.h"
#include "server/import/import.h"

namespace leasebook::server {

struct DemoOptions {
    int contracts = 2'000;
    std::uint64_t seed = 1;
};

struct DemoOutcome {
    std::size_t lessees = 0, suppliers = 0, contracts = 0, assets = 0, appraisals = 0, market_quotes = 0, sales = 0,
                month_ends = 0;
    int returned = 0;              // leases whose machines came back
    std::int64_t impairments = 0;  // proposed
};

// Fills a database that holds no lessees and no contracts yet; a conflict otherwise. One transaction, and the fits
// to the sales in another.
Result<DemoOutcome> fill_demo(db::Database& database, const DemoOptions& options, db::Moment recorded_at,
                              const Progress& progress = {});

}  // namespace leasebook::server
