#include "domain/exposure/parts.h"

#include <algorithm>

#include "domain/accounting/share.h"

namespace leasebook {

namespace {

constexpr std::int64_t fine = 1'000'000'000'000'000'000;

// fine × a / b without leaving 128 bits: amounts are below 1e15, so the products stay below 1e33.
std::int64_t scaled(std::int64_t factor, Money part, Money whole) {
    return round_half_away(int128{factor} * part.minor_units(), whole.minor_units());
}

bool is_rent(const Due& due) { return due.kind == DueKind::Rent || due.kind == DueKind::Balloon; }

// Principal and interest due and unpaid: of rents, which the ledger's net investment holds, and of prepayments and
// settlements, which it has handed over to the account.
struct Overdue {
    Money rents, claims;
};
Overdue overdue(const Life& life, Currency currency) {
    Overdue sums{Money::zero(currency), Money::zero(currency)};
    for (const auto& due : life.dues)
        if (due.written_off.is_zero())
            (is_rent(due) ? sums.rents : sums.claims) +=
                due.open(ClaimComponent::Interest) + due.open(ClaimComponent::Principal);
    return {not_below_zero(sums.rents), not_below_zero(sums.claims)};
}

bool waits_for_commencement(ContractStatus status) {
    return status == ContractStatus::Approved || status == ContractStatus::Signed ||
           status == ContractStatus::Disbursed;
}

ExposureParts before_commencement(const Contract& contract) {
    auto parts = ExposureParts::none(contract.content.terms.currency);
    if (!waits_for_commencement(contract.status)) return parts;
    // A status taken over from another system says that all is paid out without any payment of ours.
    const Money financed = contract.content.terms.financed_amount;
    const Money paid = contract.status == ContractStatus::Disbursed ? financed : std::min(contract.disbursed, financed);
    parts.net_investment = parts.principal = paid;
    parts.undrawn = financed - paid;
    parts.booked_residual = contract.content.terms.unguaranteed_residual;
    return parts;
}

}  // namespace

bool ExposureParts::is_zero() const {
    return net_investment.is_zero() && overdue.is_zero() && undrawn.is_zero() && unguaranteed_residual.is_zero() &&
           principal.is_zero() && booked_residual.is_zero();
}

ExposureParts& ExposureParts::operator+=(const ExposureParts& more) {
    net_investment += more.net_investment;
    overdue += more.overdue;
    undrawn += more.undrawn;
    unguaranteed_residual += more.unguaranteed_residual;
    deposit += more.deposit;
    collateral += more.collateral;
    principal += more.principal;
    booked_residual += more.booked_residual;
    return *this;
}

ExposureParts& ExposureParts::operator-=(const ExposureParts& less) {
    net_investment -= less.net_investment;
    overdue -= less.overdue;
    undrawn -= less.undrawn;
    unguaranteed_residual -= less.unguaranteed_residual;
    deposit -= less.deposit;
    collateral -= less.collateral;
    principal -= less.principal;
    booked_residual -= less.booked_residual;
    return *this;
}

ExposureParts ExposureParts::none(Currency currency) {
    const Money zero = Money::zero(currency);
    return {zero, zero, zero, zero, zero, zero, zero, zero};
}

Money residual_at_risk(const Life& life, Date as_of, Currency currency) {
    const Money zero = Money::zero(currency);
    const auto& run = life.runs.net_investment;
    Money residual = zero, accrued = run.earned_until(as_of);
    std::int64_t factor = fine;
    for (const auto& row : run.rows) {
        if (row.kind == RowKind::UnguaranteedResidual) residual += row.rent;
        if (row.due_date <= as_of) {
            accrued -= row.interest;
            continue;
        }
        // Of the running period only what is still to be earned discounts.
        const Money now = row.opening + std::clamp(accrued, zero, std::max(zero, row.interest));
        accrued = zero;
        if (now > zero) factor = scaled(factor, now, row.opening + row.interest);
    }
    return Money::minor(round_half_away(int128{residual.minor_units()} * factor, fine), currency);
}

ExposureParts exposure_parts(const Contract& by_then, const Life* life, Date as_of) {
    if (life == nullptr) return before_commencement(by_then);
    const auto& content = by_then.content;
    const Currency currency = content.terms.currency;
    auto parts = ExposureParts::none(currency);
    const auto unpaid = overdue(*life, currency);
    parts.overdue = unpaid.rents + unpaid.claims;
    const bool ended = by_then.ended_on.has_value();
    if (!ended && content.conditions.product != Product::Operating) {
        const Money ledger = not_below_zero(net_investment(content, *life, as_of));
        parts.unguaranteed_residual = std::min(residual_at_risk(*life, as_of, currency), ledger);
        parts.net_investment = not_below_zero(ledger - unpaid.rents - parts.unguaranteed_residual);
        for (const auto& row : life->runs.net_investment.rows)
            if (row.kind == RowKind::UnguaranteedResidual) parts.booked_residual += row.rent;
        parts.principal = not_below_zero(life->runs.account.balance_after(as_of, content.terms.financed_amount));
    }
    parts.deposit = std::min(not_below_zero(life->deposit), parts.owed());
    return parts;
}

Contract contract_by(const ContractNumber& number, std::span<const NumberedEvent> events, Date day) {
    const auto day_of = [](const ContractEvent& event) {
        const auto* taken = std::get_if<ContractTakenOn>(&event);
        const Date on = act_of(event).on;
        return taken != nullptr ? std::min(on, taken->content.terms.commencement) : on;
    };
    // Commencement takes effect on its agreed day, which may come before the days its contract was written on.
    std::size_t begun = 0;
    for (std::size_t i = 0; i < events.size(); ++i)
        if (std::holds_alternative<ContractActivated>(events[i].event) && day_of(events[i].event) <= day) begun = i;
    Contract contract;
    contract.number = number;
    for (std::size_t i = 0; i < events.size(); ++i)
        if (i < begun || day_of(events[i].event) <= day) contract = evolve(std::move(contract), events[i].event);
    return contract;
}

bool has_commenced(const Contract& by_then, Date day) {
    return by_then.version > 0 && by_then.status >= ContractStatus::Active && by_then.content.terms.commencement <= day;
}

}  // namespace leasebook
