#pragma once
// The steps of a lease from draft to commencement: who may take each, what it asks for and what it does. The API and
// the pages are both made from this one list.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/contract.h"
#include "server/call.h"
#include "server/routes.h"
#include "server/web/form.h"

namespace leasebook::server {

struct CreditDecisionEntry {
    std::optional<CreditDecision> decision;
    std::string reason;
};
void visit_fields(auto& entry,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, CreditDecisionEntry> {
    field("decision", entry.decision);
    field("reason", entry.reason);
}
Errors check(const CreditDecisionEntry& entry);

struct DisbursementEntry {
    Currency currency = CNY;
    std::optional<Money> amount;  // all that is still to be paid, when left out
    std::string reference;        // the bank's
};
void visit_fields(auto& entry,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, DisbursementEntry> {
    field("currency", entry.currency);
    field("amount", entry.amount);
    field("reference", entry.reference);
}
Errors check(const DisbursementEntry& entry);

struct ActivationEntry {
    std::optional<std::string> classification_override;  // why the product stands against the tests
};
void visit_fields(auto& entry,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, ActivationEntry> {
    field("classification_override", entry.classification_override);
}
Errors check(const ActivationEntry& entry);

struct StepAsked {
    ContractNumber number;
    int version;  // that the person looked at
    Act act;
    db::Moment at;
    JsonFields fields;
    Book* book;  // by which limits are checked
};

struct OverrideEntry {
    std::string reason;  // why the limits may be broken
};
void visit_fields(auto& entry, auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, OverrideEntry> {
    field("reason", entry.reason);
}
Errors check(const OverrideEntry& entry);

struct ContractStep {
    std::string name;  // last segment of its paths
    ContractStatus from;
    Permission permission;
    bool by_another;                             // not by whoever entered the contract
    std::string text, explanation;               // English, keys of the catalogue; {0} is the financed amount
    std::string summary, request_schema;         // for the API's document
    std::vector<FormField> (*fields)(Language);  // what it asks for; null: nothing
    Result<Contract> (*take)(db::Connection&, const StepAsked&);
};
std::span<const ContractStep> contract_steps();

// The step that is there only for a lease that breaks a limit, from credit's acceptance to the last payment out.
inline constexpr std::string_view override_step = "override-limits";

// The version that the client saw, from If-Match: "3" in quotes.
Result<int> seen_version(const Call& call);
// The version of the contract that a form was made from.
int posted_version(const Fields& form);

}  // namespace leasebook::server
