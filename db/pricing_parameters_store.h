#pragma once
// The parameters of the risk price, a row each; the migrations put the defaults there.
#include "db/database.h"
#include "domain/pricing_parameters.h"

namespace leasebook::db {

PricingParameters pricing_parameters(Connection& connection);
void replace_pricing_parameters(Connection& connection, const PricingParameters& parameters);

}  // namespace leasebook::db
