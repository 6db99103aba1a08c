#pragma once
// How the book stood at month ends: of months closed here from the provisions, of earlier ones as brought along.
#include <optional>
#include <span>
#include <vector>

#include "db/database.h"
#include "domain/credit/month_end.h"

namespace leasebook::db {

// Changes whenever a month end is brought along or closed here.
std::int64_t month_ends_version(Connection& connection);
void month_ends_changed(Connection& connection);

// Each contract is there, and has no row for that month end yet; a bad one throws DatabaseError, so check first.
void add_month_ends(Connection& connection, std::span<const MonthEnd> rows);

// The last days of months that have rows of either kind, from `from` to `until`, oldest first.
std::vector<Date> month_ends_kept(Connection& connection, Date from, Date until);
std::optional<Date> last_month_end_kept(Connection& connection, Date until);

// By ascending contract number. A month that was closed here is told by its provisions alone.
std::vector<MonthEnd> month_end_rows(Connection& connection, Date month_end);

// The earliest month end that finds the contract more than 90 days past due, of all that are kept until `until`, for
// every contract that has one.
std::vector<MonthEnd> first_defaults(Connection& connection, Date until);

// Whether a contract has a row for the month end already, brought along or closed here.
bool has_month_end(Connection& connection, const ContractNumber& contract, Date month_end);

}  // namespace leasebook::db
