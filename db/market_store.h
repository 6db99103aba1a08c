#pragma once
// Market quotes as curves and floating rents need them.
#include <string>
#include <vector>

#include "db/database.h"
#include "domain/market.h"

namespace leasebook::db {

struct QuotesForDay {
    std::vector<MarketQuote> quotes;   // the latest of each tenor; LPR of any age, all others fresh
    std::vector<MarketQuote> too_old;  // the latest of tenors quoted lately but not within the fresh days
};
// Of the curve, on or before the day. A tenor not quoted for `lately` days is taken for one that the market dropped.
// Deposits and swaps come by instrument and length; when none of them is fresh there are no quotes at all.
QuotesForDay quotes_for_day(Connection& connection, const std::string& curve, Date on, int fresh_days, int lately);

// The loan prime rates of that tenor published on or before the day, oldest first.
std::vector<MarketQuote> loan_prime_rates(Connection& connection, const std::string& curve, const std::string& tenor,
                                          Date on);

}  // namespace leasebook::db
