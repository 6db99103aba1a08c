#include "server/contract_steps.h"

#include "server/contracts.h"

namespace leasebook::server {

namespace {

// Marks a text for the catalogue; it is translated where it is shown.
std::string t(const char* english) { return english; }

std::vector<FormField> credit_fields(Language language) {
    return {{"decision", Control::Radios, 6, "", choices_of<CreditDecision>(language)},
            {"reason", Control::Text, 6, "It stays on record with the decision", {}}};
}

std::vector<FormField> disbursement_fields(Language) {
    return {{"amount", Control::Money, 3, "Left empty: all that is still to be paid; without VAT", {}, true},
            {"reference", Control::Text, 3, "Of the bank", {}}};
}

std::vector<FormField> activation_fields(Language) {
    return {{"classification_override",
             Control::Text,
             6,
             "Only where the tests say finance lease and the product operating lease, or the other way round",
             {},
             true}};
}

Result<Contract> take_credit_decision(db::Connection& c, const StepAsked& asked) {
    const auto entry = read_json_record<CreditDecisionEntry>(asked.fields);
    if (!entry) return entry.errors();
    return decide_credit_of_lease(c, asked.number, asked.version, asked.act, *entry->decision, entry->reason, asked.at);
}

Result<Contract> take_disbursement(db::Connection& c, const StepAsked& asked) {
    const auto entry = read_json_record<DisbursementEntry>(asked.fields);
    if (!entry) return entry.errors();
    return pay_supplier_of_lease(c, *asked.book, asked.number, asked.version, asked.act, entry->amount,
                                 entry->reference, asked.at);
}

Result<Contract> take_approval(db::Connection& c, const StepAsked& asked) {
    return approve_lease(c, *asked.book, asked.number, asked.version, asked.act, asked.at);
}

Result<Contract> take_override(db::Connection& c, const StepAsked& asked) {
    const auto entry = read_json_record<OverrideEntry>(asked.fields);
    if (!entry) return entry.errors();
    return override_limits_of_lease(c, *asked.book, asked.number, asked.version, asked.act, entry->reason, asked.at);
}

std::vector<FormField> override_fields(Language) {
    return {{"reason", Control::Text, 6, "It stays on record with your name", {}}};
}

Result<Contract> take_activation(db::Connection& c, const StepAsked& asked) {
    const auto entry = read_json_record<ActivationEntry>(asked.fields);
    if (!entry) return entry.errors();
    return activate_lease(c, asked.number, asked.version, asked.act, entry->classification_override, asked.at);
}

// A step that asks for nothing.
template <auto use_case>
Result<Contract> plain(db::Connection& c, const StepAsked& asked) {
    return use_case(c, asked.number, asked.version, asked.act, asked.at);
}

std::vector<ContractStep> all_steps() {
    using enum ContractStatus;
    using enum Permission;
    return {
        {"apply", Draft, EditContracts, false, t("Apply"), t("Hands the application to credit: {0} to be financed."),
         "Hand a draft to credit (If-Match)", "", nullptr, plain<apply_for_lease>},
        {"credit-decision", Applied, DecideCredit, true, t("Decide on credit"),
         t("Accepts, returns or declines the application."), "Accept, return or decline an application (If-Match)",
         "CreditDecisionEntry", credit_fields, take_credit_decision},
        {"approve", Accepted, ApproveContracts, true, t("Approve"), t("Approves exactly these terms: {0} financed."),
         "Approve an accepted contract somebody else entered (If-Match)", "", nullptr, take_approval},
        {std::string(override_step), Accepted, OverrideLimits, true, t("Override limits"),
         t("Lets this lease of {0} break its limits, on record with your reason."),
         "Let a contract break its limits, with the reason (If-Match)", "OverrideEntry", override_fields,
         take_override},
        {"sign", Approved, EditContracts, false, t("Sign"), t("Records that both sides have signed."),
         "Record the signatures (If-Match)", "", nullptr, plain<sign_lease>},
        {"disburse", Signed, PostPayments, false, t("Pay the supplier"), t("Pays out what is financed: {0} in all."),
         "Pay the supplier, in one or more payments (If-Match)", "DisbursementEntry", disbursement_fields,
         take_disbursement},
        {"activate", Disbursed, EditContracts, false, t("Activate"), t("Puts {0} into the book from commencement on."),
         "Activate a contract that is paid out (If-Match)", "ActivationEntry", activation_fields, take_activation}};
}

}  // namespace

Errors check(const CreditDecisionEntry& entry) {
    if (entry.decision) return {};
    return {invalid("decision", "This field cannot be empty.")};
}

Errors check(const DisbursementEntry&) { return {}; }
Errors check(const ActivationEntry&) { return {}; }
Errors check(const OverrideEntry&) { return {}; }

std::span<const ContractStep> contract_steps() {
    static const auto steps = all_steps();
    return steps;
}

Result<int> seen_version(const Call& call) {
    const auto header = call.request.header("if-match");
    if (!header) return invalid("if_match", "Send If-Match with the ETag of the contract that you saw.");
    auto text = *header;
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    const auto version = parse_integer(text, 1, 1'000'000'000);
    if (!version) return invalid("if_match", "Send If-Match with the ETag of the contract that you saw.");
    return static_cast<int>(*version);
}

int posted_version(const Fields& form) {
    const auto found = form.find("version");
    return found == form.end() ? 0 : static_cast<int>(parse_integer(found->second, 1, 1'000'000'000).value_or(0));
}

}  // namespace leasebook::server
