#pragma once
// The whole book in memory, as the reports want it.
#include <string>
#include <unordered_map>

#include "db/database.h"
#include "domain/portfolio.h"

namespace leasebook::db {

// All clusters, industries, classes, lessees, contracts and assets, each ordered by code, with references resolved
// to positions. Assets acquired after `as_of` are there too; appraisals made after it are not.
Portfolio load_portfolio(Connection& connection, Date as_of);

// Of machines that were appraised more than once by that day: the appraisal before the last one, by the machine's code.
std::unordered_map<std::string, Appraisal> previous_appraisals(Connection& connection, Date as_of);

}  // namespace leasebook::db
