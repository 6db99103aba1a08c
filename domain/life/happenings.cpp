// What each kind of event does to a contract's account and what it tells the books.
#include <algorithm>

#include "domain/accounting/share.h"
#include "domain/life/living.h"

namespace leasebook {

using enum Part;

void Living::happened(const ContractSigned& e) {
    if (commenced_) return;  // signed after the day it commenced on: nothing was left to promise
    committed_ = content_.terms.financed_amount;
    fact(Rule::CommitmentGiven, e.act.on, event_, 0, {{Commitment, committed_}});
}

void Living::meet_commitment(Date on, Money amount) {
    const Money met = std::min(amount, committed_);
    committed_ -= met;
    fact(Rule::CommitmentMet, on, event_, 0, {{Commitment, met}});
}

void Living::close_claim(Date on, Money amount) {
    const Money closed = std::min(amount, claimed_);
    claimed_ -= closed;
    fact(Rule::ClaimClosed, on, event_, 0, {{Claim, closed}});
}

void Living::happened(const ContractActivated& e) {
    commence(event_, FairValue);
    meet_commitment(e.act.on, committed_);
}

void Living::happened(const ContractTakenOn& e) {
    if (e.status != ContractStatus::Active) return;
    if (!taken_on_) return commence(event_, Opening);
    commenced_ = true;
    const Date before = begins_ - std::chrono::days(1);
    const auto& run = runs_.net_investment;
    Money gross = zero_, unguaranteed = zero_, billed = zero_, billed_interest = zero_;
    for (const auto& row : run.rows) {
        if (row.kind == RowKind::Prepayment) continue;
        if (row.due_date <= before) {
            billed += row.rent;
            billed_interest += row.interest;
        } else {
            (row.kind == RowKind::UnguaranteedResidual ? unguaranteed : gross) += row.rent;
        }
    }
    life_.deposit = conditions_.security_deposit;
    earned_ = run.earned_until(before);
    Money unearned = -earned_;
    for (const auto& span : run.earned) unearned += span.amount;
    // What later changes moved is told by them, not by the day it all began.
    for (const auto& change : runs_.changes) {
        gross -= change.gross;
        unguaranteed -= change.unguaranteed;
        unearned -= change.unearned;
    }
    if (operating_) {
        rent_earned_ = runs_.income.earned_until(before);
        depreciated_ = runs_.wear.earned_until(before);
        const Money cost = content_.terms.financed_amount + conditions_.initial_direct_costs;
        const Money accrued_rent = rent_earned_ - billed;
        return fact(Rule::OpeningBalance, begins_, event_, 0,
                    {{AssetCost, cost},
                     {Depreciated, depreciated_},
                     {AccruedRent, accrued_rent},
                     {Deposit, life_.deposit},
                     {Opening, cost - depreciated_ + accrued_rent - life_.deposit}});
    }
    if (leaseback_) {
        vat_deferred_ = deferred_vat(before);
        const Money principal = run.balance_after(before, runs_.initial_net_investment);
        const Money interest = earned_ - billed_interest;
        const Money vat = vat_inside(VatTreatment::LeasebackInterest, interest, before);
        return fact(Rule::OpeningBalance, begins_, event_, 0,
                    {{Principal, principal},
                     {Interest, interest},
                     {DeferredVat, vat},
                     {Deposit, life_.deposit},
                     {Opening, principal + interest - vat - life_.deposit}});
    }
    fact(Rule::OpeningBalance, begins_, event_, 0,
         {{Gross, gross},
          {Unguaranteed, unguaranteed},
          {Unearned, unearned},
          {Deposit, life_.deposit},
          {Opening, gross + unguaranteed - unearned - life_.deposit}});
}

// The machine comes from the supplier we paid, or with a lease that was taken over from another system.
void Living::commence(int event, Part source) {
    commenced_ = true;
    const Date on = content_.terms.commencement;
    const Money fair = content_.terms.financed_amount, costs = conditions_.initial_direct_costs;
    const Money fee = conditions_.upfront_fee;
    const Money vat = vat_on_top(leaseback_ ? VatTreatment::ServiceFee : VatTreatment::MovableRent, fee, on);
    if (operating_) {
        fact(Rule::CommencementOperating, on, event, 0,
             {{AssetCost, fair + costs},
              {source, fair},
              {InitialDirectCosts, costs},
              {Charge, fee + vat},
              {Fee, fee},
              {Vat, vat}});
    } else if (leaseback_) {
        fact(Rule::CommencementLeaseback, on, event, 0,
             {{Principal, fair + costs - fee},
              {Charge, fee + vat},
              {source, fair},
              {InitialDirectCosts, costs},
              {Vat, vat}});
    } else {
        commence_finance(event, source, fee, vat);
    }
    if (fee.is_zero()) return;
    Due up_front = due(-event, DueKind::UpfrontFee, event, on);
    up_front.owed[ClaimComponent::Fee] = fee;
    up_front.owed[ClaimComponent::Vat] = vat;
    charge(std::move(up_front));
}

void Living::commence_finance(int event, Part source, Money fee, Money vat) {
    const Date on = content_.terms.commencement;
    const Money fair = content_.terms.financed_amount, costs = conditions_.initial_direct_costs;
    Money gross = zero_, unguaranteed = zero_;
    for (const auto& row : runs_.net_investment.rows)
        (row.kind == RowKind::UnguaranteedResidual ? unguaranteed : gross) += row.rent;
    // What later changes moved is told by them, not by the day it all began.
    for (const auto& change : runs_.changes) {
        gross -= change.gross;
        unguaranteed -= change.unguaranteed;
    }
    for (const auto& row : runs_.net_investment.rows)
        if (row.kind == RowKind::Prepayment) gross -= row.rent;
    Parts parts{{Gross, gross},
                {Unguaranteed, unguaranteed},
                {Charge, fee + vat},
                {InitialDirectCosts, costs},
                {Unearned, gross + unguaranteed - runs_.initial_net_investment},
                {Vat, vat}};
    if (!sale_.sale_revenue) {
        parts.emplace_back(source, fair);
        return fact(Rule::CommencementFinance, on, event, 0, std::move(parts));
    }
    parts.insert(parts.end(), {{Revenue, *sale_.sale_revenue},
                               {CostOfSale, *sale_.cost_of_sale},
                               {source == Opening ? Opening : Goods, *conditions_.goods_carrying_amount}});
    fact(Rule::CommencementDealer, on, event, 0, std::move(parts));
}

void Living::happened(const SupplierPaid& e) {
    const Money vat = leaseback_ ? zero_ : vat_on_top(VatTreatment::EquipmentSale, e.amount, e.act.on);
    fact(Rule::SupplierPaid, e.act.on, event_, 0, {{FairValue, e.amount}, {InputVat, vat}, {Cash, e.amount + vat}});
    meet_commitment(e.act.on, e.amount);
}

void Living::happened(const PaymentReceived& e) {
    const auto settled = account_.pay(event_, e.act.on, e.amount);
    paid(e.act.on, event_, Cash, e.amount, settled, e.amount - settled.rent - settled.charge - settled.late_interest);
}

void Living::happened(const PaymentReversed& e) {
    const auto& payments = account_.payments();
    const auto payment = std::ranges::find(payments, e.payment, &AppliedPayment::event);
    ensure(payment != payments.end(), "a payment is reversed after it came in");
    const Money amount = payment->amount;
    const auto opened = account_.reverse(e.payment);
    paid(e.act.on, event_, Cash, -amount, opened, -amount - opened.rent - opened.charge - opened.late_interest);
}

void Living::happened(const PaymentRefunded& e) {
    const auto reopened = account_.refund(e.amount);
    const Money freed = reopened.rent + reopened.charge + reopened.late_interest;  // negative
    if (!freed.is_zero()) paid(e.act.on, event_, Cash, zero_, reopened, -freed);
    fact(Rule::PaymentRefunded, e.act.on, event_, 0, {{Unapplied, e.amount}, {Cash, e.amount}});
}

void Living::happened(const FeeCharged& e) {
    Due fee = due(-event_, DueKind::Fee, event_, e.act.on);
    fee.owed[ClaimComponent::Fee] = e.amount;
    fee.owed[ClaimComponent::Vat] = vat_on_top(VatTreatment::ServiceFee, e.amount, e.act.on);
    fact(Rule::FeeCharged, e.act.on, event_, 0,
         {{Charge, fee.owed.sum()}, {Fee, e.amount}, {Vat, fee.owed[ClaimComponent::Vat]}});
    charge(std::move(fee));
}

void Living::happened(const DepositMoved& e) {
    switch (e.move) {
        case DepositMove::Received:
            life_.deposit += e.amount;
            return fact(Rule::DepositReceived, e.act.on, event_, 0, {{Cash, e.amount}, {Deposit, e.amount}});
        case DepositMove::Refunded:
            life_.deposit -= e.amount;
            return fact(Rule::DepositRefunded, e.act.on, event_, 0, {{Deposit, e.amount}, {Cash, e.amount}});
        case DepositMove::Forfeited: {
            life_.deposit -= e.amount;
            const Money vat = vat_inside(rent_treatment(), e.amount, e.act.on);
            return fact(Rule::DepositForfeited, e.act.on, event_, 0,
                        {{Deposit, e.amount}, {LateInterest, e.amount - vat}, {Vat, vat}});
        }
        case DepositMove::Used: {
            life_.deposit -= e.amount;
            const auto settled = account_.pay(event_, e.act.on, e.amount);
            return paid(e.act.on, event_, Deposit, e.amount, settled,
                        e.amount - settled.rent - settled.charge - settled.late_interest);
        }
    }
}

void Living::happened(const ScheduleChanged& e) {
    const auto& change = change_of(event_);
    const Money vat = vat_on_top(VatTreatment::ServiceFee, e.fee, e.act.on) +
                      (leaseback_ ? zero_ : vat_on_top(VatTreatment::MovableRent, e.repaid, e.act.on));
    const Money charged = e.repaid + e.fee + vat, capitalised = in_currency(zero_.currency(), e.capitalised);
    const auto settled = account_.capitalise(event_, e.act.on, capitalised);
    const Money unapplied = capitalised - settled.rent;
    std::vector<std::pair<Part, Money>> parts{
        {Charge, charged}, {Fee, e.fee}, {Vat, vat}, {Gain, e.modification_gain}, {Unapplied, unapplied}};
    if (leaseback_)
        parts.insert(parts.end(), {{Principal, e.modification_gain - e.repaid + capitalised - settled.principal},
                                   {Interest, -settled.interest}});
    else if (operating_)
        // The rents that follow bill again what was billed once; a prepayment bills ahead.
        parts.insert(parts.end(), {{Charge, -settled.rent}, {AccruedRent, capitalised - e.repaid}});
    else
        parts.insert(
            parts.end(),
            {{Gross, change.gross - settled.rent}, {Unguaranteed, change.unguaranteed}, {Unearned, change.unearned}});
    fact(Rule::ScheduleChanged, e.act.on, event_, 0, std::move(parts));
    if (charged.is_zero()) return;
    Due at_once = due(-event_, DueKind::Prepayment, event_, e.act.on);
    at_once.owed[ClaimComponent::Principal] = e.repaid;
    at_once.owed[ClaimComponent::Fee] = e.fee;
    at_once.owed[ClaimComponent::Vat] = vat;
    charge(std::move(at_once));
}

void Living::happened(const ResidualImpaired& e) {
    fact(Rule::ResidualImpaired, e.act.on, event_, 0,
         {{Gain, -e.loss}, {Unearned, -(e.reduction - e.loss)}, {Unguaranteed, -e.reduction}});
}

void Living::happened(const RecoveryReceived& e) {
    fact(Rule::Recovered, e.act.on, event_, 0, {{Cash, e.amount}, {Income, e.amount}});
    close_claim(e.act.on, e.amount);
}

void Living::happened(const ClaimGivenUp& e) { close_claim(e.act.on, claimed_); }

void Living::happened(const AssetLeasedAgain& e) {
    fact(Rule::AssetLeasedAgain, e.act.on, event_, 0, {{AssetValue, e.carrying_amount}});
}

void Living::happened(const AssetSold& e) {
    const Money vat = vat_on_top(VatTreatment::EquipmentSale, e.price, e.act.on);
    fact(Rule::AssetSold, e.act.on, event_, 0,
         {{Cash, e.price + vat - e.costs},
          {AssetValue, e.carrying_amount},
          {Vat, vat},
          {Gain, e.price - e.costs - e.carrying_amount}});
}

namespace {

Rule rule_of(EndKind kind) {
    switch (kind) {
        case EndKind::EarlySettlement:
        case EndKind::BuyOut: return Rule::Settled;
        case EndKind::TotalLoss: return Rule::TotalLoss;
        case EndKind::Repossession: return Rule::Repossessed;
        case EndKind::WriteOff: return Rule::WrittenOff;
        case EndKind::Purchase:
        case EndKind::Return:
        case EndKind::Renewal: return Rule::TermEnded;
    }
    throw InvariantBroken("every way to end has its posting");
}

}  // namespace

// Takes what is not yet due out of the books; answers what it stood for there.
Money Living::derecognise(const ContractEnded& e, const Settlement& overdue, Parts& parts) {
    if (operating_) {
        const Money cost = content_.terms.financed_amount + conditions_.initial_direct_costs;
        Money billed = zero_;
        for (const auto& row : runs_.account.rows) billed += row.rent;
        const Money accrued = rent_earned_ - billed;
        parts.insert(
            parts.end(),
            {{AssetCost, -cost}, {Depreciated, -depreciated_}, {AccruedRent, -accrued}, {Charge, -overdue.rent}});
        return cost - depreciated_ + accrued;
    }
    if (!leaseback_) {
        const auto& change = change_of(event_);
        parts.insert(
            parts.end(),
            {{Gross, change.gross - overdue.rent}, {Unguaranteed, change.unguaranteed}, {Unearned, change.unearned}});
        return change.unearned - change.gross - change.unguaranteed;
    }
    const auto& run = runs_.net_investment;
    const Money principal = run.balance_after(e.act.on, runs_.initial_net_investment);
    Money interest = earned_;
    for (const auto& row : run.rows) interest -= row.interest;
    // VAT on interest falls due with a settlement; of a debtor who does not pay it never does (R-B-19).
    const bool taxed = rule_of(e.kind) == Rule::Settled || rule_of(e.kind) == Rule::TermEnded;
    const Money vat = vat_inside(VatTreatment::LeasebackInterest, interest, e.act.on);
    parts.insert(parts.end(), {{Principal, -principal - overdue.principal},
                               {Interest, -interest - overdue.interest},
                               {DeferredVat, vat},
                               {Vat, taxed ? vat : zero_}});
    return principal + interest - (taxed ? zero_ : vat);
}

void Living::happened(const ContractEnded& e) {
    accrue(e.act.on);
    const bool takes_overdue = e.kind == EndKind::Repossession || e.kind == EndKind::WriteOff;
    const auto overdue = takes_overdue ? account_.write_off() : Settlement{zero_, zero_, zero_, zero_, zero_};
    life_.ended_on = e.act.on;
    life_.deposit -= e.deposit_used;
    Parts parts{{Charge, e.claim + e.vat - overdue.charge},
                {Deposit, e.deposit_used},
                {AssetValue, e.asset_value},
                {Allowance, e.allowance},
                {Fee, e.fee},
                {Price, e.price},
                {Vat, e.vat}};
    const Money carrying = overdue.rent + overdue.charge + derecognise(e, overdue, parts);
    const Money difference = e.claim + e.deposit_used + e.asset_value + e.allowance - e.fee - e.price - carrying;
    const bool interest = leaseback_ && rule_of(e.kind) == Rule::Settled;
    const Money vat = interest ? vat_inside(VatTreatment::LeasebackInterest, difference, e.act.on) : zero_;
    parts.insert(parts.end(), {{interest ? Income : Difference, difference - vat}, {Vat, vat}});
    fact(rule_of(e.kind), e.act.on, event_, 0, std::move(parts));
    claimed_ += in_currency(zero_.currency(), e.legal_claim);
    fact(Rule::ClaimPursued, e.act.on, event_, 0, {{Claim, claimed_}});
    if (e.claim.is_zero() && e.vat.is_zero()) return;
    Due settlement = due(-event_, DueKind::Settlement, event_, e.act.on);
    settlement.owed[ClaimComponent::Fee] = e.fee;
    settlement.owed[ClaimComponent::Principal] = e.claim - e.fee;
    settlement.owed[ClaimComponent::Vat] = e.vat;
    charge(std::move(settlement));
}

}  // namespace leasebook
