#include "domain/life/lessee_account.h"

#include <algorithm>
#include <ranges>

namespace leasebook {

namespace {

using enum ClaimComponent;

bool is_rent(const Due& due) { return due.kind == DueKind::Rent || due.kind == DueKind::Balloon; }

void add(Settlement& sum, const Due& due, const Claim& part, Money amount) {
    if (part.component == LateInterest) {
        sum.late_interest += amount;
    } else if (is_rent(due) && (part.component == Interest || part.component == Principal)) {
        sum.rent += amount;
        (part.component == Interest ? sum.interest : sum.principal) += amount;
    } else {
        sum.charge += amount;
    }
}

void add(Settlement& sum, const Settlement& more) {
    sum.rent += more.rent;
    sum.principal += more.principal;
    sum.interest += more.interest;
    sum.charge += more.charge;
    sum.late_interest += more.late_interest;
}

Money rest_of(const AppliedPayment& payment) {
    Money rest = payment.amount;
    for (const auto& part : payment.settled) rest -= part.amount;
    return rest;
}

}  // namespace

AllocationOrder order_on(const std::vector<DatedOrder>& orders, Date day) {
    auto order = statutory_order();
    for (const auto& dated : orders)
        if (dated.from <= day) order = dated.order;
    return order;
}

Settlement LesseeAccount::nothing() const {
    const Money zero = Money::zero(currency_);
    return {zero, zero, zero, zero, zero};
}

Due& LesseeAccount::due_of(const Claim& claim) {
    const auto found = std::ranges::find(dues_, claim.instalment, &Due::number);
    ensure(found != dues_.end(), "what was settled had fallen due");
    return *found;
}

Settlement LesseeAccount::applied(const std::vector<Claim>& settled, Date on, int sign) {
    auto sum = nothing();
    for (const auto& part : settled) {
        auto& due = due_of(part);
        const Money amount = sign < 0 ? -part.amount : part.amount;
        due.paid[part.component] += amount;
        add(sum, due, part, amount);
        if (part.component != Interest && part.component != Principal) continue;
        if (sign > 0)
            due.rent_paid.push_back({on, part.amount});
        else
            due.rent_paid.erase(std::ranges::find(due.rent_paid, DatedAmount{on, part.amount}));
    }
    return sum;
}

std::vector<Claim> LesseeAccount::open_claims(Date on) {
    std::vector<Claim> open;
    for (auto& due : dues_) {
        if (is_rent(due) && due.collection_date < on && due.written_off.is_zero()) {
            const auto cost = late_interest(late_, OverdueItem{due.collection_date, due.rent(), due.rent_paid}, on);
            due.owed[LateInterest] = std::max(due.paid[LateInterest], cost);
        }
        for (const auto& [component, name] : NamesOf<ClaimComponent>::names)
            if (due.open(component) > Money::zero(currency_) && due.written_off.is_zero())
                open.push_back({due.number, due.due_date, component, due.open(component)});
    }
    return open;
}

Settlement LesseeAccount::settle(AppliedPayment& payment, Date on) {
    auto open = open_claims(on);
    const auto allocation = allocate({rest_of(payment), on, {}}, std::move(open), order_on(orders_, payment.on));
    payment.settled.insert(payment.settled.end(), allocation.settled.begin(), allocation.settled.end());
    // Paid on the day the money came, even where it waited for the due date.
    return applied(allocation.settled, payment.on, +1);
}

Settlement LesseeAccount::charge(Due due) {
    const Date on = due.due_date;
    dues_.push_back(std::move(due));
    auto sum = nothing();
    for (auto& payment : payments_)
        if (!payment.reversed && !rest_of(payment).is_zero()) add(sum, settle(payment, on));
    return sum;
}

Settlement LesseeAccount::pay(int event, Date on, Money amount) {
    payments_.push_back({event, on, amount, {}, false});
    return settle(payments_.back(), on);
}

Settlement LesseeAccount::reverse(int event) {
    const auto payment = std::ranges::find(payments_, event, &AppliedPayment::event);
    ensure(payment != payments_.end() && !payment->reversed, "only a payment that stands can be reversed");
    const auto sum = applied(payment->settled, payment->on, -1);
    payment->settled.clear();
    payment->reversed = true;
    return sum;
}

Settlement LesseeAccount::capitalise(int event, Date on, Money amount) {
    if (amount.is_zero()) return nothing();
    payments_.push_back({event, on, amount, {}, false});
    auto& settled = payments_.back().settled;
    Money rest = amount;
    for (const auto& claim : open_claims(on)) {
        if ((claim.component != Interest && claim.component != Principal) || !is_rent(due_of(claim))) continue;
        settled.push_back(claim);
        settled.back().amount = std::min(rest, claim.amount);
        rest -= settled.back().amount;
    }
    std::erase_if(settled, [](const Claim& claim) { return claim.amount.is_zero(); });
    return applied(settled, on, +1);
}

// Settled last, opened first, until so much of the money is free.
Settlement LesseeAccount::reopen(Money wanted) {
    auto sum = nothing();
    for (auto& payment : payments_ | std::views::reverse)
        while (!payment.reversed && !payment.settled.empty() && unapplied() < wanted) {
            add(sum, applied({payment.settled.back()}, payment.on, -1));
            payment.settled.pop_back();
        }
    return sum;
}

Settlement LesseeAccount::refund(Money amount) {
    const auto reopened = reopen(amount);
    for (auto& payment : payments_) {
        if (payment.reversed) continue;
        const Money part = std::min(amount, rest_of(payment));
        payment.amount -= part;
        amount -= part;
    }
    ensure(amount.is_zero(), "no more is refunded than was paid");
    return reopened;
}

Settlement LesseeAccount::write_off() {
    auto sum = nothing();
    for (auto& due : dues_) {
        due.written_off = due.unpaid();
        for (const auto component : {Cost, Fee, Vat, Interest, Principal})
            add(sum, due, {due.number, due.due_date, component, {}}, due.open(component));
    }
    return sum;
}

Money LesseeAccount::unapplied() const {
    Money sum = Money::zero(currency_);
    for (const auto& payment : payments_)
        if (!payment.reversed) sum += rest_of(payment);
    return sum;
}

}  // namespace leasebook
