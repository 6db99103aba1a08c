#pragma once
// A contract is its events: append-only and numbered; its state is a fold over them. Decisions are functions
// from a state to an event or the reason why not; only `evolve` changes a contract.
//
//   draft ─apply─▶ applied ─credit─▶ accepted ─approve─▶ approved ─sign─▶ signed ─pay─▶ disbursed ─activate─▶ active
//     ▲              └─returned─┐ └─▶ declined                                                                 │
//     └──────revise────────────┘                 matured · early_terminated · total_loss · repossessed · written_off
//   taken_on (import of a book) ──▶ any status
#include "domain/contract_events.h"

namespace leasebook {

struct Contract {
    ContractNumber number;
    ContractStatus status = ContractStatus::Draft;
    ContractContent content;
    std::string entered_by;  // who drafted or last revised it: may not approve it
    Money disbursed;         // to the supplier so far
    std::optional<Date> ended_on;
    int version = 0;  // number of its last event
    bool operator==(const Contract&) const = default;
};

Contract evolve(Contract contract, const ContractEvent& event);

// Each takes the state and what is asked for; the event is what happened, an error why it may not.
Result<ContractRevised> revise(const Contract& contract, Act act, ContractContent content);
Result<ContractApplied> apply(const Contract& contract, Act act);
// Refused to whoever entered or last changed the contract. Anything but an acceptance says why.
Result<CreditDecided> decide_credit(const Contract& contract, Act act, CreditDecision decision, std::string reason);
// Four eyes: refused to whoever entered or last changed the contract.
Result<ContractApproved> approve(const Contract& contract, Act act);
// Where nobody is to be paid for the machine, a signed contract may commence at once.
Result<ContractSigned> sign(const Contract& contract, Act act);
// In one or more payments, together not above the financed amount.
Result<SupplierPaid> pay_supplier(const Contract& contract, Act act, Money amount, std::string reference);
// Takes effect on the commencement date of the terms; refused while no asset is assigned (R-A-04).
// Implicit rate and classification are the caller's to add.
Result<ContractActivated> activate(const Contract& contract, Act act, int assets_assigned);
// On field "currency".
Result<Done> require_currency(const Contract& contract, Money amount);
// Whether the contract is one that runs: the error names what it is, and since when.
Result<Done> require_active(const Contract& contract, Date on);

}  // namespace leasebook
