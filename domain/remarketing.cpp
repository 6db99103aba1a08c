#include "domain/remarketing.h"

#include <algorithm>

#include "domain/accounting/share.h"
#include "domain/accounting/vat.h"

namespace leasebook {

namespace {

bool comes_back(EndKind kind) { return kind == EndKind::Return || kind == EndKind::Repossession; }

std::vector<std::int64_t> costs_of(std::span<const Machine> machines) {
    std::vector<std::int64_t> costs;
    for (const auto& machine : machines) costs.push_back(machine.cost.minor_units());
    return costs;
}

// The machines as they came back with the lease: each stands in the books for its share, by cost.
std::vector<OffLeaseMachine> returned(const ReturnedContract& contract, const ContractEnded& end) {
    if (contract.machines.empty()) return {};
    const Money none = Money::zero(end.asset_value.currency());
    const auto shares = split(end.asset_value, costs_of(contract.machines));
    std::vector<OffLeaseMachine> back;
    for (std::size_t i = 0; i < contract.machines.size(); ++i) {
        OffLeaseMachine machine;
        machine.asset = contract.machines[i].code;
        machine.contract = contract.number;
        machine.returned = machine.since = end.act.on;
        machine.carrying = shares[i];
        machine.costs = machine.asked = machine.price = machine.vat = none;
        back.push_back(std::move(machine));
    }
    return back;
}

void take(OffLeaseMachine& machine, const RemarketingStep& step) {
    switch (step.action) {
        case RemarketingAction::Store:
            machine.state = OffLeaseState::Stored;
            machine.place = step.place;
            machine.since = step.date;
            break;
        case RemarketingAction::Offer:
            machine.state = OffLeaseState::Offered;
            machine.channel = step.channel;
            machine.asked = step.amount;
            machine.since = step.date;
            break;
        case RemarketingAction::PayCosts: machine.costs += step.amount; break;
    }
}

// A sale of one machine, or one of several at once: then each has its share of price and costs, by cost.
void sell(const ReturnedContract& contract, std::vector<OffLeaseMachine>& back, const AssetSold& sale) {
    std::vector<std::size_t> which;
    std::vector<std::int64_t> weights;
    for (std::size_t i = 0; i < back.size(); ++i)
        if (back[i].state != OffLeaseState::Sold && (!sale.asset || *sale.asset == back[i].asset)) {
            which.push_back(i);
            weights.push_back(contract.machines[i].cost.minor_units());
        }
    if (which.empty()) return;
    const auto rate =
        vat_rate({contract.vat_rates.begin(), contract.vat_rates.end()}, VatTreatment::EquipmentSale, sale.act.on);
    const auto prices = split(sale.price, weights), costs = split(sale.costs, weights),
               carrying = split(sale.carrying_amount, weights),
               vat = split(rate ? share_of(sale.price, *rate) : sale.price - sale.price, weights);
    for (std::size_t n = 0; n < which.size(); ++n) {
        auto& machine = back[which[n]];
        machine.state = OffLeaseState::Sold;
        machine.since = sale.act.on;
        machine.price = prices[n];
        machine.costs = costs[n];
        machine.carrying = carrying[n];
        machine.vat = vat[n];
        machine.buyer = sale.buyer;
        if (sale.channel) machine.channel = sale.channel;
    }
}

}  // namespace

Errors check(const RemarketingStep& step) {
    const auto zero = Money::zero(step.currency);
    if (step.amount.is_negative()) return {invalid("amount", "This amount cannot be negative.")};
    if (step.action != RemarketingAction::Store && step.amount == zero)
        return {invalid("amount", "The amount must be above zero.")};
    if (step.action == RemarketingAction::Store && step.amount != zero)
        return {invalid("amount", "Enter what storing costs as costs.")};
    return {};
}

int days_off_lease(const OffLeaseMachine& machine, Date on) {
    return days_between(machine.returned, machine.state == OffLeaseState::Sold ? machine.since : on);
}

std::vector<OffLeaseMachine> off_lease(const ReturnedContract& contract, Date on) {
    std::vector<OffLeaseMachine> back;
    for (const auto& e : contract.events)
        if (const auto* end = std::get_if<ContractEnded>(&e.event); end && comes_back(end->kind) && end->act.on <= on)
            back = returned(contract, *end);
    for (const auto& step : contract.steps)
        if (const auto found = std::ranges::find(back, step.asset, &OffLeaseMachine::asset);
            found != back.end() && step.date <= on)
            take(*found, step);
    for (const auto& e : contract.events)
        if (const auto* sale = std::get_if<AssetSold>(&e.event); sale && sale->act.on <= on)
            sell(contract, back, *sale);
    return back;
}

Result<Done> may_follow(const OffLeaseMachine& machine, const RemarketingStep& step) {
    if (machine.state == OffLeaseState::Sold)
        return conflict("Machine {0} was sold on {1}.", machine.asset.text, to_text(machine.since));
    if (step.date < machine.since)
        return invalid("date", "The step before it was taken on {0}.", to_text(machine.since));
    if (step.currency != machine.costs.currency())
        return invalid("currency", "This machine stands in the books in {0}.", machine.costs.currency().text());
    return Done{};
}

}  // namespace leasebook
