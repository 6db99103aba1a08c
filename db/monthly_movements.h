#pragma once
// What each month moved on each account, for books that are carried forward month by month.
#include <vector>

#include "db/database.h"
#include "domain/books/translation.h"

namespace leasebook::db {

// Of all accounts and currencies up to and with that period, by ascending period.
std::vector<MonthlyMovement> monthly_movements(Connection& connection, Period through);

}  // namespace leasebook::db
