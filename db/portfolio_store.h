#pragma once
// The whole book in memory, as the reports want it.
#include "db/database.h"
#include "domain/portfolio.h"

namespace leasebook::db {

// All clusters, industries, classes, suppliers, lessees, contracts and assets, each ordered by code, with references
// resolved to positions; names that records share (groups, anchors, provinces, branches) in their order. Assets acquired after `as_of` are there too; appraisals made after it are not.
Portfolio load_portfolio(Connection& connection, Date as_of);

}  // namespace leasebook::db
