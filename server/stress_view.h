#pragma once
// What pages and API of the stress scenarios share.
#include "db/risk_store.h"
#include "server/call.h"
#include "server/routes.h"

namespace leasebook::server {

// Refused when it names a cluster, industry, asset class or anchor that there is not.
Response keep_scenario(const Call& call, const StressScenario& scenario, Response accepted,
                       const Call::Refusal& refused);

// Runs the kept scenario of that name on the book of that day and keeps the result.
Response keep_stress(const Call& call, const std::string& name, Date as_of,
                     const std::function<Response(const db::StressRun&)>& accepted, const Call::Refusal& refused);

// Pages of results, one or two side by side, and the API.
void add_stress_results(std::vector<Route>& routes);

}  // namespace leasebook::server
