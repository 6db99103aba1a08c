#pragma once
// The VAT rates in the database: by kind of supply, each from its day on.
#include <vector>

#include "db/database.h"
#include "domain/accounting/vat.h"

namespace leasebook::db {

// What people entered takes the place of what the program knows from the same day on.
std::vector<VatRate> vat_rates(Connection& connection);
// In the place of the one of the same supply and day.
void keep_vat_rate(Connection& connection, const VatRate& rate);

}  // namespace leasebook::db
