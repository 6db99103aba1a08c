#pragma once
// Requests for changes of running leases as they come in through form and API.
#include "server/books/servicing.h"
#include "server/routes.h"
#include "server/web/form.h"

namespace leasebook::server {

// The controls of a kind's fields.
std::vector<FormField> change_fields(const Call& call, ChangeKind kind);

// The contract's proposal, in a transaction that keeps nothing. Errors: as of propose, or no such contract.
Result<Proposal> preview_change(const Call& call, const ContractNumber& number, const ChangeInput& input);

// What confirming does, in a sentence.
std::string consequence(const Call& call, const Proposal& proposal);

void add_change_api(std::vector<Route>& routes);

}  // namespace leasebook::server
