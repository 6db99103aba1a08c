#pragma once
// How the book stood at month ends: of months closed here from the provisions, of earlier ones as brought along.
#include <functional>
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

// How a contract stood at a month's end, as those take it who take in the whole book.
struct KeptStanding {
    std::int64_t contract_id = 0;
    int days_past_due = 0;
    Stage stage = Stage::One;
    RiskClass category = RiskClass::Normal;
    Money net_investment, overdue;
    bool operator==(const KeptStanding&) const = default;
};
// By ascending id, one held at a time. A month that was closed here is told by its provisions alone.
void each_standing(Connection& connection, Date month_end, const std::function<void(const KeptStanding&)>& visit);
// Of contracts with ids from the first to the last that were brought along, so not of a month that was closed here.
std::vector<KeptStanding> brought_between(Connection& connection, Date month_end, std::int64_t first_id,
                                          std::int64_t last_id);

// The earliest month end that finds the contract more than 90 days past due, of all that are kept until `until`, for
// every contract that has one.
std::vector<MonthEnd> first_defaults(Connection& connection, Date until);

// Whether a contract has a row for the month end already, brought along or closed here.
bool has_month_end(Connection& connection, const ContractNumber& contract, Date month_end);

}  // namespace leasebook::db
