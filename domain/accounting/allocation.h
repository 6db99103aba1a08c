#pragma once
// Which open claims a payment settles: the waterfall (domain rules J.6, R-J-06, R-J-07). Only what is due takes part;
// what is left over stays unapplied until the next due date.
#include <optional>
#include <vector>

#include "domain/date.h"
#include "domain/money.h"
#include "domain/named.h"

namespace leasebook {

enum class ClaimComponent { Cost, Fee, LateInterest, Vat, Interest, Principal };
template <>
struct NamesOf<ClaimComponent> {
    static constexpr Names<ClaimComponent, 6> names{{{ClaimComponent::Cost, "cost"},
                                                     {ClaimComponent::Fee, "fee"},
                                                     {ClaimComponent::LateInterest, "late_interest"},
                                                     {ClaimComponent::Vat, "vat"},
                                                     {ClaimComponent::Interest, "interest"},
                                                     {ClaimComponent::Principal, "principal"}}};
};

// What comes first: a component of every instalment, or everything of the oldest instalment.
enum class AllocationPrecedence { Component, Instalment };
template <>
struct NamesOf<AllocationPrecedence> {
    static constexpr Names<AllocationPrecedence, 2> names{
        {{AllocationPrecedence::Component, "component"}, {AllocationPrecedence::Instalment, "instalment"}}};
};

struct AllocationOrder {
    std::vector<ClaimComponent> components;  // each of them once
    AllocationPrecedence precedence = AllocationPrecedence::Component;
    bool operator==(const AllocationOrder&) const = default;
};
// Costs, fees, late interest, VAT, interest, principal: the order of Civil Code 561.
AllocationOrder statutory_order();
// VAT, interest, principal, and only then what came of being late (R-J-07).
AllocationOrder rent_first_order();
// On field "components": each component has its place, once.
Errors check(const AllocationOrder& order);

// Something owed, or the part of it that a payment settled. Claims that belong to no instalment have number 0.
struct Claim {
    int instalment = 0;
    Date due_date;
    ClaimComponent component = ClaimComponent::Principal;
    Money amount;
    bool operator==(const Claim&) const = default;
};

struct Payment {
    Money amount;  // not negative
    Date on;
    std::optional<int> designated_instalment;  // the debtor's choice (Civil Code 560): settled before all others
};

struct Allocation {
    std::vector<Claim> settled;  // in the order in which they were, no zeros
    Money unapplied;             // settled and unapplied add up to the payment
};

// Within what takes precedence the oldest due date comes first, then the order of the claims as given.
Allocation allocate(const Payment& payment, std::vector<Claim> open, const AllocationOrder& order);

}  // namespace leasebook
