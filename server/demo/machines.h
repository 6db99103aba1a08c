#pragma once
// What the demo makes up about machines: their papers, what others like them were sold for, a curve somebody entered,
// and a few that came back from their leases.
#include <string>
#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "domain/residual_curve.h"
#include "server/demo/random.h"

namespace leasebook::server {

// Place, meter, condition, insurance and registered title, as they stand at the end of May 2026.
void add_papers(Random& random, Asset& asset, const std::string& place);

// Sales of used machines of four classes from 2019 to May 2026; every third names its price when new.
std::vector<UsedSale> made_up_sales(Random& random, const std::vector<AssetClass>& classes);

// A curve of forklifts as a trade association might publish it, valid from January 2026.
std::vector<CurvePoint> published_curve();

// Takes back the machines of these leases, whose terms have ended, stores and offers them, sells one. Answers how many
// came back: those whose term ends after the demo is made stay out.
int take_machines_back(db::Connection& connection, const std::vector<ContractNumber>& leases, db::Moment recorded_at);

}  // namespace leasebook::server
