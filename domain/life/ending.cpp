#include "domain/life/ending.h"

#include <algorithm>

#include "domain/accounting/repossession.h"
#include "domain/accounting/settlement.h"
#include "domain/accounting/share.h"

namespace leasebook {

namespace {

using enum ClaimComponent;

// What has fallen due by the end and is not paid.
struct OpenDues {
    Money rents, late_interest, costs;
};
OpenDues open_dues(const Life& life) {
    const Money zero = life.unapplied - life.unapplied;
    OpenDues open{zero, zero, zero};
    for (const auto& due : life.dues) {
        const bool rent = due.kind == DueKind::Rent || due.kind == DueKind::Balloon;
        (rent ? open.rents : open.costs) += due.unpaid();
        open.late_interest += due.open(LateInterest);
    }
    return open;
}

Rate rate_on(const LeaseAtEnd& lease, VatTreatment treatment, Date on) {
    const auto rate = vat_rate(lease.vat_rates, treatment, on);
    return rate ? *rate : Rate{};
}

ContractEnded ended(const LeaseAtEnd& lease, Act act, EndKind kind, std::string reason) {
    const Money zero = Money::zero(lease.content.terms.currency);
    return {std::move(act), kind, zero, zero, zero, zero, zero, zero, zero, std::move(reason), zero};
}

template <class Record>
std::vector<NamedAmount> lines_of(const Record& record, std::initializer_list<std::string_view> taken_off) {
    std::vector<NamedAmount> lines;
    auto field = [&](std::string_view name, Money amount) {
        const bool minus = std::ranges::find(taken_off, name) != taken_off.end();
        if (!amount.is_zero()) lines.push_back({std::string(name), minus ? -amount : amount});
    };
    visit_fields(record, field);
    return lines;
}

Money sum_of(const std::vector<NamedAmount>& lines, Currency currency) {
    Money sum = Money::zero(currency);
    for (const auto& line : lines) sum += line.amount;
    return sum;
}

Result<Done> require_term_end(const LeaseAtEnd& lease, Date on) {
    if (on >= lease.running.final) return Done{};
    return invalid("effective_date", "The term ends on {0}. Settle the lease early instead.",
                   to_text(lease.running.final));
}

// Early settlement, and buy-out where `title` comes on top of it.
Ending settled(const LeaseAtEnd& lease, Act act, EndKind kind, std::optional<Rate> fee_rate, Money title,
               std::string reason) {
    const auto& terms = lease.content.terms;
    const auto& conditions = lease.content.conditions;
    const bool taxed = conditions.product != Product::SaleLeaseback;
    const Date on = act.on;
    const auto open = open_dues(lease.life);
    EarlySettlementInputs inputs;
    inputs.as_of = on;
    inputs.principal = lease.running.terms.financed_amount;
    inputs.interest_from = lease.running.since;
    inputs.annual = lease.running.terms.annual_rate;
    inputs.fee = fee_rate.value_or(termination_fee(default_termination_fees(), terms.commencement, on));
    inputs.vat = taxed ? rate_on(lease, VatTreatment::MovableRent, on) : Rate{};
    inputs.overdue_rents = open.rents;
    inputs.late_interest = open.late_interest;
    inputs.costs = open.costs;
    inputs.nominal_price = in_currency(terms.currency, conditions.purchase_price);
    inputs.other_credits = lease.life.unapplied;
    auto lines = early_settlement(inputs);
    // Interest of the running period from before a change in it.
    lines.interest += lease.running.brought;
    lines.vat += share_of(lease.running.brought, inputs.vat);
    if (taxed) lines.vat += share_of(title, rate_on(lease, VatTreatment::EquipmentSale, on));
    auto event = ended(lease, std::move(act), kind, std::move(reason));
    event.fee = lines.termination_fee;
    event.price = lines.nominal_price + title;
    event.vat = lines.vat;
    const Money claim = lines.interest + lines.principal + event.fee + event.price;
    event.deposit_used = lines.deposit = std::min(lease.life.deposit, claim);
    event.claim = claim - event.deposit_used;
    auto named = lines_of(lines, {"deposit", "other_credits"});
    if (!title.is_zero()) named.push_back({"price_of_title", title});
    const Money total = sum_of(named, terms.currency);
    return {std::move(event), std::move(named), total, {}};
}

}  // namespace

Result<Ending> ending(const LeaseAtEnd& lease, Act act, const EarlySettlementRequest& request) {
    const Money none = Money::zero(lease.content.terms.currency);
    return settled(lease, std::move(act), EndKind::EarlySettlement, request.fee_rate, none, request.reason);
}

Result<Ending> ending(const LeaseAtEnd& lease, Act act, const BuyOutRequest& request) {
    const Money none = Money::zero(lease.content.terms.currency);
    const auto plain = settled(lease, act, EndKind::BuyOut, request.fee_rate, none, request.reason);
    // Compared without VAT, and with what the deposit pays of it (R-C-19).
    const Money settlement = plain.event.claim + plain.event.deposit_used;
    const Money price =
        buy_out_price(settlement, request.fair_value_share.value_or(Rate{rate_scale}), request.fair_value);
    return settled(lease, std::move(act), EndKind::BuyOut, request.fee_rate, price - settlement, request.reason);
}

Result<Ending> ending(const LeaseAtEnd& lease, Act act, const TotalLossRequest& request) {
    const auto open = open_dues(lease.life);
    const StipulatedLoss loss{
        stipulated_loss_value(lease.running.terms.financed_amount, request.uplift.value_or(Rate{})),
        open.rents + open.costs, open.late_interest, request.insurance};
    auto event = ended(lease, act, EndKind::TotalLoss, request.reason);
    event.claim = loss.stipulated_value;
    Ending end{std::move(event), lines_of(loss, {"insurance"}), loss.from_lessee() - loss.to_lessee(), {}};
    if (!request.insurance.is_zero())
        end.insurance =
            PaymentReceived{std::move(act), request.insurance, request.reference.value_or(request.reason), "insurer"};
    return end;
}

Result<Ending> ending(const LeaseAtEnd& lease, Act act, const RepossessionRequest& request) {
    auto event = ended(lease, std::move(act), EndKind::Repossession, request.reason);
    event.deposit_used = std::min(lease.life.deposit, lease.carrying);
    const Repossession books{lease.carrying - event.deposit_used, lease.allowance, request.fair_value,
                             request.selling_costs};
    event.asset_value = books.recognised();
    event.allowance = lease.allowance;
    Money unpaid = open_dues(lease.life).rents;
    for (const auto& rent : lease.running.rents) unpaid += rent.amount;
    const auto& terms = lease.content.terms;
    const RepossessionClaim claim{unpaid, request.other_charges, terms.unguaranteed_residual, request.fair_value,
                                  terms.unguaranteed_residual.is_zero()};
    Ending end{std::move(event), lines_of(claim, {"asset_value"}), claim.from_lessee() - claim.to_lessee(), {}};
    if (!end.event.deposit_used.is_zero()) {
        end.lines.push_back({"deposit", -end.event.deposit_used});
        end.total -= end.event.deposit_used;
    }
    end.event.legal_claim = not_below_zero(end.total);
    return end;
}

Result<Ending> ending(const LeaseAtEnd& lease, Act act, const WriteOffRequest& request) {
    auto event = ended(lease, std::move(act), EndKind::WriteOff, request.reason);
    event.deposit_used = std::min(lease.life.deposit, lease.carrying);
    const WriteOff books{lease.carrying - event.deposit_used, lease.allowance};
    event.allowance = books.allowance_used();
    event.legal_claim = lease.carrying - event.deposit_used;
    std::vector<NamedAmount> lines{{"gross_carrying", lease.carrying}};
    if (!event.deposit_used.is_zero()) lines.push_back({"deposit", -event.deposit_used});
    lines.push_back({"allowance", -event.allowance});
    return Ending{std::move(event), std::move(lines), books.further_loss(), {}};
}

Result<Ending> ending(const LeaseAtEnd& lease, Act act, const PurchaseRequest& request) {
    if (const auto over = require_term_end(lease, act.on); !over) return over.errors();
    const auto& content = lease.content;
    const Money price = in_currency(content.terms.currency, request.price.value_or(content.conditions.purchase_price));
    const bool taxed = content.conditions.product != Product::SaleLeaseback;
    auto event = ended(lease, act, EndKind::Purchase, request.reason);
    event.claim = event.price = price;
    if (taxed) event.vat = share_of(price, rate_on(lease, VatTreatment::EquipmentSale, act.on));
    std::vector<NamedAmount> lines{{"price", price}, {"vat", event.vat}};
    return Ending{std::move(event), lines, sum_of(lines, price.currency()), {}};
}

Result<Ending> ending(const LeaseAtEnd& lease, Act act, const ReturnRequest& request) {
    if (const auto over = require_term_end(lease, act.on); !over) return over.errors();
    const auto& terms = lease.content.terms;
    const auto zero = Money::zero(terms.currency);
    const Money guaranteed = in_currency(terms.currency, terms.guaranteed_residual);
    const ResidualGuarantee guarantee{request.guarantee, guaranteed,
                                      guaranteed + in_currency(terms.currency, lease.running.unguaranteed_residual)};
    const Money paid = guaranteed.is_zero() ? zero : residual_shortfall(guarantee, request.asset_value).guarantor_pays;
    auto event = ended(lease, std::move(act), EndKind::Return, request.reason);
    event.fee = request.compensation;
    event.claim = paid + request.compensation;
    // The machine comes in at what it stands for, or at its value where that is less.
    event.asset_value = std::min(request.asset_value, not_below_zero(lease.carrying - paid));
    std::vector<NamedAmount> lines{{"guarantor_pays", paid}, {"compensation", request.compensation}};
    return Ending{std::move(event), lines, sum_of(lines, terms.currency), {}};
}

Result<Ending> ending(const LeaseAtEnd& lease, Act act, const RenewalRequest& request) {
    if (const auto over = require_term_end(lease, act.on); !over) return over.errors();
    if (lease.carrying <= Money::zero(lease.content.terms.currency))
        return conflict("Nothing stands in the books for the machine: there is nothing to lease again.");
    auto event = ended(lease, std::move(act), EndKind::Renewal, request.reason);
    event.asset_value = lease.carrying;
    return Ending{std::move(event), {{"asset_value", lease.carrying}}, lease.carrying, {}};
}

Money assets_held(std::span<const NumberedEvent> events, Currency currency) {
    Money held = Money::zero(currency);
    for (const auto& e : events) {
        if (const auto* end = std::get_if<ContractEnded>(&e.event)) held += end->asset_value;
        if (const auto* sale = std::get_if<AssetSold>(&e.event)) held -= sale->carrying_amount;
        if (const auto* again = std::get_if<AssetLeasedAgain>(&e.event)) held -= again->carrying_amount;
    }
    return held;
}

Money still_recoverable(const Life& life, std::span<const NumberedEvent> events) {
    Money lost = life.unapplied - life.unapplied;
    for (const auto& fact : life.facts) {
        if (fact.rule != Rule::WrittenOff && fact.rule != Rule::Repossessed) continue;
        for (const auto& [part, amount] : fact.parts) {
            if (part == Part::Allowance) lost += amount;
            if (part == Part::Difference) lost -= amount;
        }
    }
    for (const auto& e : events)
        if (const auto* recovery = std::get_if<RecoveryReceived>(&e.event)) lost -= recovery->amount;
    return std::max(not_below_zero(lost), claim_pursued(life, lost.currency()));
}

Money claim_pursued(const Life& life, Currency currency) {
    Money claim = Money::zero(currency);
    for (const auto& fact : life.facts)
        for (const auto& [part, amount] : fact.parts)
            if (part == Part::Claim) claim += fact.rule == Rule::ClaimPursued ? amount : -amount;
    return claim;
}

Result<ClaimGivenUp> given_up(Money claim, Act act, const ClaimWaiverRequest& request) {
    if (claim.is_zero()) return conflict("No claim of this contract is pursued.");
    return ClaimGivenUp{std::move(act), request.reason};
}

Result<RecoveryReceived> recovered(Money recoverable, Act act, const RecoveryRequest& request) {
    if (request.amount > recoverable)
        return invalid("amount", "Only {0} is claimed and not yet recovered.", to_text(recoverable));
    return RecoveryReceived{std::move(act), request.amount, request.reference};
}

namespace {

// What is sold, and what it stands for in the books.
struct Sold {
    Money carrying, costs;  // the costs paid since the return
};

Result<Sold> one_machine(std::span<const OffLeaseMachine> machines, Money held, const AssetCode& code) {
    const auto found = std::ranges::find(machines, code, &OffLeaseMachine::asset);
    if (found == machines.end())
        return not_found("asset", "Machine \"{0}\" did not come back with this lease.", shortened(code.text));
    if (found->state == OffLeaseState::Sold)
        return conflict("Machine {0} was sold on {1}.", code.text, to_text(found->since));
    const auto left = std::ranges::count_if(machines, [](const auto& m) { return m.state != OffLeaseState::Sold; });
    return Sold{left == 1 ? held : found->carrying, found->costs};
}

Sold all_that_are_left(std::span<const OffLeaseMachine> machines, Money held) {
    Sold sold{held, Money::zero(held.currency())};
    for (const auto& machine : machines)
        if (machine.state != OffLeaseState::Sold) sold.costs += machine.costs;
    return sold;
}

}  // namespace

Result<Sale> sold(std::span<const OffLeaseMachine> machines, Money held, const std::vector<VatRate>& vat_rates, Act act,
                  const AssetSaleRequest& request) {
    const bool unsold = std::ranges::any_of(machines, [](const auto& m) { return m.state != OffLeaseState::Sold; });
    if (held.is_zero() && !unsold) return conflict("No machine of this contract came back, or all were sold.");
    const auto what =
        request.asset ? one_machine(machines, held, *request.asset) : Result<Sold>(all_that_are_left(machines, held));
    if (!what) return what.errors();
    const auto rate = vat_rate(vat_rates, VatTreatment::EquipmentSale, act.on);
    const Money vat = rate ? share_of(request.price, *rate) : Money::zero(held.currency());
    const Disposal disposal{{request.price, vat}, what->carrying, request.costs + what->costs};
    Sale sale{
        {std::move(act), request.price, disposal.costs, what->carrying, request.buyer, request.asset, request.channel},
        {{"price", request.price}, {"costs", -request.costs}},
        disposal.gain()};
    if (!what->costs.is_zero()) sale.lines.push_back({"remarketing_costs", -what->costs});
    sale.lines.push_back({"carrying_amount", -what->carrying});
    return sale;
}

}  // namespace leasebook
