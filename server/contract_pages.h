#pragma once
// What the pages of leases share.
#include <optional>
#include <string>
#include <vector>

#include "domain/contract.h"
#include "server/call.h"
#include "server/web/form.h"

namespace leasebook::server {

struct ContractView;
struct Route;

// The colour of a status: "warn" for a draft, "plain" for approved, "pos" for active.
std::string status_kind(ContractStatus status);

void add_contract_list_routes(std::vector<Route>& routes);

// The form of a new lease with what was typed so far; and the page on which it gets a lessee that is not in the
// register yet, to come back with.
Response new_lease_page(const Call& call, const Fields& shown);
inline constexpr const char* new_lessee_path = "/contracts/new/lessee";
void add_lessee_in_place_routes(std::vector<Route>& routes);

// The page of one lease, with what is wrong on top; 404 where there is none.
Response lease_page(const Call& call, const ContractNumber& number, const Errors& errors);
Response no_such_contract_page(const Call& call);
// The table of its files, and the form that adds one.
void add_attachments(Data& page, const Call& call, const ContractNumber& number);
// Links to the documents there are of it.
void add_document_links(Data& page, const Call& call, const ContractView& view);
// A table of what the lease, before it begins, would do to the last loss distribution; nothing where none was run.
void add_loss_effect(Data& page, const Call& call, const Contract& contract);
// The same for a form that is being filled: once it names the lessee. Its machine, new, is worth what it costs; as long
// as no class of machine is chosen there is none.
void add_form_loss_effect(Data& page, const Call& call, const Fields& form, const LeaseTerms& terms);

// Something to be done with the lease that the path names, that asks for entries: a form of its own which posts to
// /contracts/{number}/name. Amounts are in the currency that `shown` has under "currency".
struct LeaseTask {
    std::string name, title;  // title in the person's language; its button says the same
    std::vector<FormField> fields;
    std::optional<int> version = {};
    std::string confirm = {};  // the consequence, asked about before it is sent; "{amount}" is what was typed there
};
Response task_page(const Call& call, const LeaseTask& task, const Fields& shown, const Errors& errors);
// What was typed into it, made plain; empty controls are left out.
Fields typed_task(const Fields& form, const std::vector<FormField>& fields);

}  // namespace leasebook::server
