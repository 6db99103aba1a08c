#pragma once
// Writing leases: the use cases behind the forms and the API. Each decides with the domain and stores the outcome
// in the caller's transaction.
#include <string>

#include "db/contract_store.h"
#include "domain/contract.h"
#include "domain/register.h"
#include "server/book.h"

namespace leasebook::server {

// What a lease is entered with: its content and the machine, as form, JSON and CSV name it.
struct LeaseEntry {
    LesseeCode lessee;
    std::optional<SupplierCode> supplier;
    AssetClassCode asset_class;
    std::string serial_number;
    std::optional<Money> asset_cost;  // the financed amount, when left out
    LeaseTerms terms;
    RentPlan plan;
    LeaseConditions conditions = {};
    std::optional<std::string> branch = {};  // of the leasing company that writes it
};
void visit_fields(auto& entry, auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, LeaseEntry> {
    field("lessee", entry.lessee);
    field("supplier", entry.supplier);
    field("asset_class", entry.asset_class);
    field("serial_number", entry.serial_number);
    visit_fields(entry.terms, field);
    visit_fields(entry.plan, field);
    field("asset_cost", entry.asset_cost);
    visit_fields(entry.conditions, field);
    field("branch", entry.branch);
}
Errors check(const LeaseEntry& entry);
Errors check(const LeaseEntry& entry, const Errors& unread);

// The entry as it was typed; a first rent date that was left out is one period after commencement (in arrears) or
// commencement itself (in advance).
Fields with_first_rent_date(Fields fields);

Result<Contract> draft_lease(db::Connection& connection, const LeaseEntry& entry, const Act& act,
                             db::Moment recorded_at);
// `version` is the one the person looked at.
Result<Contract> revise_lease(db::Connection& connection, const ContractNumber& number, int version,
                              const LeaseEntry& entry, const Act& act, db::Moment recorded_at);
Result<Contract> apply_for_lease(db::Connection& connection, const ContractNumber& number, int version, const Act& act,
                                 db::Moment recorded_at);
Result<Contract> decide_credit_of_lease(db::Connection& connection, const ContractNumber& number, int version,
                                        const Act& act, CreditDecision decision, std::string reason,
                                        db::Moment recorded_at);
// Refused while it breaks a limit that nobody let pass; whoever let it pass may not approve it as well.
Result<Contract> approve_lease(db::Connection& connection, Book& book, const ContractNumber& number, int version,
                               const Act& act, db::Moment recorded_at);
// Lets this version of the lease break the limits that it breaks now; on record with the reason. Refused to whoever
// entered it, and where no limit is broken.
Result<Contract> override_limits_of_lease(db::Connection& connection, Book& book, const ContractNumber& number,
                                          int version, const Act& act, std::string reason, db::Moment recorded_at);
Result<Contract> sign_lease(db::Connection& connection, const ContractNumber& number, int version, const Act& act,
                            db::Moment recorded_at);
// What is still open of the financed amount when no amount is named. Limits are checked again: a breach passes where
// approval let it, or an override of this version.
Result<Contract> pay_supplier_of_lease(db::Connection& connection, Book& book, const ContractNumber& number,
                                       int version, const Act& act, std::optional<Money> amount, std::string reference,
                                       db::Moment recorded_at);
// Its classification goes on record; refused where tests and product disagree and no reason says why (R-D-01).
Result<Contract> activate_lease(db::Connection& connection, const ContractNumber& number, int version, const Act& act,
                                const std::optional<std::string>& classification_override, db::Moment recorded_at);

// The entry a draft was made from, to be edited again.
LeaseEntry entry_of(const Contract& contract, const std::vector<Asset>& assets);

}  // namespace leasebook::server
