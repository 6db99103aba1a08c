#pragma once
// What the pages of leases share.
#include <string>

#include "domain/contract.h"
#include "server/call.h"

namespace leasebook::server {

// The colour of a status: "warn" for a draft, "plain" for approved, "pos" for active.
std::string status_kind(ContractStatus status);

Response contract_list_page(const Call& call);

}  // namespace leasebook::server
