#pragma once
// Contracts under /api/v1.
#include "db/contract_store.h"
#include "server/register.h"

namespace leasebook::server {

// What a list of contracts is asked for: search, status, lessee, cluster, industry, after, limit.
Result<db::ContractQuery> contract_query(const Call& call);

// As the API shows a contract, and as the audit log keeps it.
std::string contract_json(const Contract& contract);

void add_contract_api(std::vector<Route>& routes);

}  // namespace leasebook::server
