#include "domain/accounting/allocation.h"

#include <algorithm>
#include <tuple>

namespace leasebook {

namespace {

auto rank_of(ClaimComponent component, const AllocationOrder& order) {
    return std::ranges::find(order.components, component) - order.components.begin();
}

}  // namespace

AllocationOrder statutory_order() {
    return {{ClaimComponent::Cost, ClaimComponent::Fee, ClaimComponent::LateInterest, ClaimComponent::Vat,
             ClaimComponent::Interest, ClaimComponent::Principal},
            AllocationPrecedence::Component};
}

AllocationOrder rent_first_order() {
    return {{ClaimComponent::Vat, ClaimComponent::Interest, ClaimComponent::Principal, ClaimComponent::Cost,
             ClaimComponent::Fee, ClaimComponent::LateInterest},
            AllocationPrecedence::Component};
}

Errors check(const AllocationOrder& order) {
    const auto places = [&](const auto& named) { return std::ranges::count(order.components, named.first); };
    for (const auto& named : NamesOf<ClaimComponent>::names)
        if (places(named) != 1)
            return {invalid("components", "The order of settlement names each of these once: {0}.",
                            all_names<ClaimComponent>())};
    return {};
}

Allocation allocate(const Payment& payment, std::vector<Claim> open, const AllocationOrder& order) {
    ensure(!payment.amount.is_negative() && check(order).empty(), "a payment and an order that were checked");
    const auto precedence = [&](const Claim& claim) {
        const bool designated = payment.designated_instalment == claim.instalment;
        const auto rank = rank_of(claim.component, order);
        const bool component_first = order.precedence == AllocationPrecedence::Component;
        return std::tuple(!designated, component_first ? rank : 0, claim.due_date, rank);
    };
    std::erase_if(open, [&](const Claim& claim) { return claim.due_date > payment.on; });
    std::ranges::stable_sort(open, {}, precedence);
    Allocation allocation{{}, payment.amount};
    for (Claim& claim : open) {
        ensure(!claim.amount.is_negative(), "what is claimed is owed to the lessor");
        claim.amount = std::min(claim.amount, allocation.unapplied);
        if (claim.amount.is_zero()) continue;
        allocation.unapplied -= claim.amount;
        allocation.settled.push_back(claim);
    }
    return allocation;
}

}  // namespace leasebook
