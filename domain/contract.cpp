#include "domain/contract.h"

namespace leasebook {

namespace {

template <class... Fs>
struct Overloaded : Fs... {
    using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

Error wrong_status(const Contract& contract, const char* wanted) {
    return conflict("Contract {0} is {1}; only a contract that is {2} allows this.", contract.number.text,
                    to_text(contract.status), wanted);
}

}  // namespace

std::string event_name(const ContractEvent& event) {
    return std::visit(
        Overloaded{[](const ContractDrafted&) { return "drafted"; }, [](const ContractRevised&) { return "revised"; },
                   [](const ContractApproved&) { return "approved"; },
                   [](const ContractActivated&) { return "activated"; },
                   [](const ContractTakenOn&) { return "taken_on"; }},
        event);
}

const Act& act_of(const ContractEvent& event) {
    return std::visit([](const auto& e) -> const Act& { return e.act; }, event);
}

Contract evolve(Contract contract, const ContractEvent& event) {
    const auto enter = [&](const Act& act, const ContractContent& content, ContractStatus status) {
        contract.content = content;
        contract.entered_by = act.by;
        contract.status = status;
    };
    std::visit(Overloaded{[&](const ContractDrafted& e) { enter(e.act, e.content, ContractStatus::Draft); },
                          [&](const ContractRevised& e) { enter(e.act, e.content, ContractStatus::Draft); },
                          [&](const ContractApproved&) { contract.status = ContractStatus::Approved; },
                          [&](const ContractActivated&) { contract.status = ContractStatus::Active; },
                          [&](const ContractTakenOn& e) { enter(e.act, e.content, e.status); }},
               event);
    ++contract.version;
    return contract;
}

Result<ContractRevised> revise(const Contract& contract, Act act, ContractContent content) {
    if (contract.status != ContractStatus::Draft) return wrong_status(contract, "draft");
    return ContractRevised{std::move(act), std::move(content)};
}

Result<ContractApproved> approve(const Contract& contract, Act act) {
    if (contract.status != ContractStatus::Draft) return wrong_status(contract, "draft");
    if (act.by == contract.entered_by)
        return forbidden("You entered contract {0} and cannot approve it: somebody else must.", contract.number.text);
    return ContractApproved{std::move(act)};
}

Result<ContractActivated> activate(const Contract& contract, Act act, int assets_assigned) {
    if (contract.status != ContractStatus::Approved) return wrong_status(contract, "approved");
    if (assets_assigned == 0)
        return conflict("Contract {0} has no asset yet. Enter the machine with its serial number first.",
                        contract.number.text);
    return ContractActivated{std::move(act)};
}

}  // namespace leasebook
