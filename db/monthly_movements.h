#pragma once
// What each month moved on each account, and the balances that follow from it.
#include <optional>
#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "domain/books/trial_balance.h"

namespace leasebook::db {

// Of all accounts and currencies up to and with that period, by ascending period; with a moment, of the entries that
// were recorded by then.
std::vector<MonthlyMovement> monthly_movements(Connection& connection, Period through,
                                               std::optional<Moment> known_at = {});

// By account in the order of the enumeration and by currency; accounts without movement or balance are left out.
std::vector<TrialBalanceLine> trial_balance(Connection& connection, Period period, std::optional<Moment> known_at = {});

}  // namespace leasebook::db
