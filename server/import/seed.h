#pragma once
// What every new database starts with: the industries of GB/T 4754-2017 and seven classes of equipment.
#include "db/database.h"

namespace leasebook::server {

// Adds the records that are not there yet; what is there stays as it is. Run after `migrate`, as often as one likes.
void seed(db::Connection& connection);

}  // namespace leasebook::server
