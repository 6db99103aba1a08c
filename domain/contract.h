#pragma once
// A contract is its events: append-only and numbered; its state is a fold over them. Decisions are functions
// from a state to an event or the reason why not; only `evolve` changes a contract.
//
//   draft ──approve──▶ approved ──activate──▶ active            draft ──revise──▶ draft
//   taken_on (import of a running book) ──▶ draft | approved | active
#include <variant>

#include "domain/fields.h"
#include "domain/rent_plan.h"
#include "domain/terms.h"

namespace leasebook {

enum class ContractStatus { Draft, Approved, Active };
template <>
struct NamesOf<ContractStatus> {
    static constexpr Names<ContractStatus, 3> names{
        {{ContractStatus::Draft, "draft"}, {ContractStatus::Approved, "approved"}, {ContractStatus::Active, "active"}}};
};

// What is written into a lease: who uses the machine, which class of machine, and the terms.
struct ContractContent {
    LesseeCode lessee;
    std::optional<SupplierCode> supplier;
    LeaseTerms terms;
    RentPlan plan;
    Money rent;  // the level rent that the terms give; of other plans the first that repays principal
    bool operator==(const ContractContent&) const = default;
};
void visit_fields(auto& terms, auto& field) requires std::same_as<std::remove_cvref_t<decltype(terms)>, LeaseTerms> {
    field("currency", terms.currency);
    field("financed_amount", terms.financed_amount);
    field("annual_rate", terms.annual_rate);
    field("commencement", terms.commencement);
    field("first_rent_date", terms.first_rent_date);
    field("periods", terms.periods);
    field("period_months", terms.period_months);
    field("timing", terms.timing);
    field("day_count", terms.day_count);
    field("balloon", terms.balloon);
    field("guaranteed_residual", terms.guaranteed_residual);
    field("unguaranteed_residual", terms.unguaranteed_residual);
}
void visit_fields(auto& content,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(content)>, ContractContent> {
    field("lessee", content.lessee);
    field("supplier", content.supplier);
    visit_fields(content.terms, field);
    visit_fields(content.plan, field);
    field("rent", content.rent);
}

// Who did it, on which business date; the store adds when it was recorded.
struct Act {
    std::string by;
    Date on;
    bool operator==(const Act&) const = default;
};

struct ContractDrafted {
    Act act;
    ContractContent content;
    bool operator==(const ContractDrafted&) const = default;
};
struct ContractRevised {
    Act act;
    ContractContent content;
    bool operator==(const ContractRevised&) const = default;
};
struct ContractApproved {
    Act act;
    bool operator==(const ContractApproved&) const = default;
};
struct ContractActivated {
    Act act;
    bool operator==(const ContractActivated&) const = default;
};
struct ContractTakenOn {
    Act act;
    ContractContent content;
    ContractStatus status;
    bool operator==(const ContractTakenOn&) const = default;
};
using ContractEvent =
    std::variant<ContractDrafted, ContractRevised, ContractApproved, ContractActivated, ContractTakenOn>;

// The name an event is stored and shown under: "drafted", "approved" …
std::string event_name(const ContractEvent& event);
const Act& act_of(const ContractEvent& event);

struct Contract {
    ContractNumber number;
    ContractStatus status = ContractStatus::Draft;
    ContractContent content;
    std::string entered_by;  // who drafted or last revised it: may not approve it
    int version = 0;         // number of its last event
    bool operator==(const Contract&) const = default;
};

Contract evolve(Contract contract, const ContractEvent& event);

// Each takes the state and what is asked for; the event is what happened, an error why it may not.
Result<ContractRevised> revise(const Contract& contract, Act act, ContractContent content);
// Four eyes: refused to whoever entered or last changed the contract.
Result<ContractApproved> approve(const Contract& contract, Act act);
// Takes effect on the commencement date of the terms; refused while no asset is assigned (R-A-04).
Result<ContractActivated> activate(const Contract& contract, Act act, int assets_assigned);

}  // namespace leasebook
