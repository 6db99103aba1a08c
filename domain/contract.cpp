#include "domain/contract.h"

#include "domain/overloaded.h"

namespace leasebook {

namespace {

Error wrong_status(const Contract& contract, ContractStatus wanted) {
    return conflict("Contract {0} is {1}; only a contract that is {2} allows this.", contract.number.text,
                    to_text(contract.status), to_text(wanted));
}

ContractStatus status_after(EndKind kind) {
    switch (kind) {
        case EndKind::EarlySettlement:
        case EndKind::BuyOut: return ContractStatus::EarlyTerminated;
        case EndKind::TotalLoss: return ContractStatus::TotalLoss;
        case EndKind::Repossession: return ContractStatus::Repossessed;
        case EndKind::WriteOff: return ContractStatus::WrittenOff;
        case EndKind::Purchase:
        case EndKind::Return:
        case EndKind::Renewal: return ContractStatus::Matured;
    }
    throw InvariantBroken("every way to end leads to a status");
}

ContractStatus status_after(CreditDecision decision) {
    switch (decision) {
        case CreditDecision::Accept: return ContractStatus::Accepted;
        case CreditDecision::Return: return ContractStatus::Draft;
        case CreditDecision::Decline: return ContractStatus::Declined;
    }
    throw InvariantBroken("every credit decision leads to a status");
}

void enter(Contract& contract, const Act& act, const ContractContent& content, ContractStatus status) {
    contract.content = content;
    contract.entered_by = act.by;
    contract.status = status;
    contract.disbursed = Money::zero(content.terms.currency);
}

}  // namespace

std::string event_name(const ContractEvent& event) {
    return std::visit([]<class E>(const E&) { return std::string(E::name); }, event);
}

const Act& act_of(const ContractEvent& event) {
    return std::visit([](const auto& e) -> const Act& { return e.act; }, event);
}

Contract evolve(Contract contract, const ContractEvent& event) {
    const auto becomes = [&](ContractStatus status) { contract.status = status; };
    std::visit(Overloaded{[&](const ContractDrafted& e) { enter(contract, e.act, e.content, ContractStatus::Draft); },
                          [&](const ContractRevised& e) { enter(contract, e.act, e.content, ContractStatus::Draft); },
                          [&](const ContractTakenOn& e) { enter(contract, e.act, e.content, e.status); },
                          [&](const ContractApplied&) { becomes(ContractStatus::Applied); },
                          [&](const CreditDecided& e) { becomes(status_after(e.decision)); },
                          [&](const ContractApproved&) { becomes(ContractStatus::Approved); },
                          [&](const ContractSigned&) {
                              becomes(needs_no_supplier(contract.content) ? ContractStatus::Disbursed
                                                                          : ContractStatus::Signed);
                          },
                          [&](const SupplierPaid& e) {
                              contract.disbursed += e.amount;
                              if (contract.disbursed == contract.content.terms.financed_amount)
                                  becomes(ContractStatus::Disbursed);
                          },
                          [&](const ContractActivated&) { becomes(ContractStatus::Active); },
                          [&](const LesseeReplaced& e) { contract.content.lessee = e.lessee; },
                          [&](const ContractEnded& e) {
                              becomes(status_after(e.kind));
                              contract.ended_on = e.act.on;
                          },
                          [](const auto&) {}},
               event);
    ++contract.version;
    return contract;
}

Result<ContractRevised> revise(const Contract& contract, Act act, ContractContent content) {
    if (contract.status != ContractStatus::Draft) return wrong_status(contract, ContractStatus::Draft);
    return ContractRevised{std::move(act), std::move(content)};
}

Result<ContractApplied> apply(const Contract& contract, Act act) {
    if (contract.status != ContractStatus::Draft) return wrong_status(contract, ContractStatus::Draft);
    return ContractApplied{std::move(act)};
}

Result<CreditDecided> decide_credit(const Contract& contract, Act act, CreditDecision decision, std::string reason) {
    if (contract.status != ContractStatus::Applied) return wrong_status(contract, ContractStatus::Applied);
    if (act.by == contract.entered_by)
        return forbidden("You entered contract {0} and cannot decide on its credit: somebody else must.",
                         contract.number.text);
    if (reason.empty()) return invalid("reason", "Say why: the decision stays on record.");
    return CreditDecided{std::move(act), decision, std::move(reason)};
}

Result<ContractApproved> approve(const Contract& contract, Act act) {
    if (contract.status != ContractStatus::Accepted) return wrong_status(contract, ContractStatus::Accepted);
    if (act.by == contract.entered_by)
        return forbidden("You entered contract {0} and cannot approve it: somebody else must.", contract.number.text);
    return ContractApproved{std::move(act)};
}

Result<ContractSigned> sign(const Contract& contract, Act act) {
    if (contract.status != ContractStatus::Approved) return wrong_status(contract, ContractStatus::Approved);
    return ContractSigned{std::move(act)};
}

Result<SupplierPaid> pay_supplier(const Contract& contract, Act act, Money amount, std::string reference) {
    if (contract.status != ContractStatus::Signed) return wrong_status(contract, ContractStatus::Signed);
    if (const auto same = require_currency(contract, amount); !same) return same.errors();
    const Money open = contract.content.terms.financed_amount - contract.disbursed;
    if (amount <= Money::zero(amount.currency())) return invalid("amount", "The amount must be above zero.");
    if (amount > open) return invalid("amount", "Only {0} of the financed amount is still to be paid.", to_text(open));
    return SupplierPaid{std::move(act), amount, std::move(reference)};
}

Result<ContractActivated> activate(const Contract& contract, Act act, int assets_assigned) {
    if (contract.status != ContractStatus::Disbursed) return wrong_status(contract, ContractStatus::Disbursed);
    if (assets_assigned == 0)
        return conflict("Contract {0} has no asset yet. Enter the machine with its serial number first.",
                        contract.number.text);
    act.on = contract.content.terms.commencement;
    return ContractActivated{std::move(act)};
}

Result<Done> require_currency(const Contract& contract, Money amount) {
    const auto currency = contract.content.terms.currency;
    if (amount.currency() == currency) return Done{};
    return invalid("currency", "Contract {0} is in {1}.", contract.number.text, currency.text());
}

Result<Done> require_active(const Contract& contract, Date on) {
    if (contract.ended_on)
        return conflict("Contract {0} is {1} since {2}.", contract.number.text, to_text(contract.status),
                        to_text(*contract.ended_on));
    if (contract.status != ContractStatus::Active) return wrong_status(contract, ContractStatus::Active);
    if (on < contract.content.terms.commencement)
        return invalid("date", "Contract {0} commenced on {1}: nothing can take effect before.", contract.number.text,
                       to_text(contract.content.terms.commencement));
    return Done{};
}

}  // namespace leasebook
