#pragma once
// The closing rates that were entered.
#include <vector>

#include "db/database.h"
#include "domain/market.h"

namespace leasebook::db {

struct ExchangeRate {
    Currency from, to;
    Date date;
    Rate rate;  // units of `to` for one of `from`
};
// The latest first, at most that many.
std::vector<ExchangeRate> latest_exchange_rates(Connection& connection, int limit);

}  // namespace leasebook::db
