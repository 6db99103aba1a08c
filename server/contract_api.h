#pragma once
// Contracts under /api/v1.
#include "db/contract_list.h"
#include "server/register.h"
#include "server/web/form.h"

namespace leasebook::server {

// What narrows a list of contracts beside its search and status, as controls: lessee, cluster, industry, entered_by,
// commencement_from, commencement_to, amount_from, amount_to.
std::vector<FormField> lease_filters();
// What a list of contracts is asked for: these, search, status, sort, after, limit.
Result<db::ContractListing> contract_listing(const Call& call);

// As the API shows a contract, and as the audit log keeps it.
std::string contract_json(const Contract& contract);

void add_contract_api(std::vector<Route>& routes);

}  // namespace leasebook::server
