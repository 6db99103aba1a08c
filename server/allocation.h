#pragma once
// The company's orders in which payments settle what is owed: what page and API share.
#include "db/database.h"
#include "domain/life/due.h"

namespace leasebook::server {

// The statutory order holds from the first day on; a company's own take its place from theirs.
std::vector<DatedOrder> orders_in_force(db::Connection& connection);

// On "components" and "from": every component once; from today on at the earliest, as what was settled stays settled.
Errors check_new(const DatedOrder& order, Date today);

// In the place of the one from the same day.
void keep_order(db::Connection& connection, const DatedOrder& order);

}  // namespace leasebook::server
