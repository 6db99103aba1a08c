#include "pricing/schedule_change.h"

#include <algorithm>

#include "domain/accounting/share.h"
#include "pricing/net_investment.h"
#include "pricing/relevel.h"

namespace leasebook::pricing {

namespace {

// The rent after this one on the grid of the contract.
Date next_on_grid(const LeaseTerms& terms, Date last) {
    int step = 0;
    while (due_date(terms.first_rent_date, step, terms.period_months, true) <= last) ++step;
    return due_date(terms.first_rent_date, step, terms.period_months, true);
}

std::vector<Date> dates_of(const RunningLease& lease, const RentIntent& intent) {
    std::vector<Date> dates;
    for (const auto& rent : lease.rents) dates.push_back(rent.date);
    const auto left = static_cast<int>(dates.size());
    const auto wanted = static_cast<std::size_t>(intent.new_periods.value_or(left) + intent.added_periods.value_or(0));
    while (dates.size() < wanted)
        dates.push_back(next_on_grid(lease.terms, dates.empty() ? lease.terms.commencement : dates.back()));
    dates.resize(wanted);
    return dates;
}

// The months that a season skips stay free of rent.
std::vector<Date> free_dates(const std::vector<Date>& dates, const RentPlan& plan) {
    std::vector<Date> free;
    std::ranges::copy_if(dates, std::back_inserter(free), [&](Date day) {
        const auto month = static_cast<int>(unsigned{std::chrono::year_month_day{day}.month()});
        return std::ranges::find(plan.skip_months, month) != plan.skip_months.end();
    });
    return free;
}

LeaseRest rest_of(const RunningLease& lease, const RentPlan& plan, const ScheduleChanged& change) {
    LeaseRest rest{lease.terms, dates_of(lease, change.intent), {}, lease.carried, {}};
    rest.free = free_dates(rest.dates, plan);
    rest.terms.financed_amount += change.capitalised - change.repaid;
    rest.terms.annual_rate = change.intent.new_rate.value_or(lease.terms.annual_rate);
    if (rest.dates.empty()) return rest;
    // Balloon and residuals keep their distance to the last rent.
    const bool after_it = lease.rents.empty() || lease.final > lease.rents.back().date;
    const bool same_end = !lease.rents.empty() && rest.dates.back() == lease.rents.back().date;
    if (same_end)
        rest.final = lease.final;
    else
        rest.final = after_it ? next_on_grid(lease.terms, rest.dates.back()) : rest.dates.back();
    return rest;
}

Money sum_of(const std::vector<DatedAmount>& amounts, Currency currency) {
    Money sum = Money::zero(currency);
    for (const auto& amount : amounts) sum += amount.amount;
    return sum;
}

// Adds what falls due at the end; a flow of zero ends a period too.
std::vector<DatedAmount> with_end(std::vector<DatedAmount> flows, Date final, Money end) {
    if (flows.back().date == final)
        flows.back().amount += end;
    else
        flows.push_back({final, end});
    return flows;
}

// The rate at which given rents repay the account, and the rents with the last one balanced.
Result<Done> solve_given(LeaseRest& rest, Money rent, std::vector<DatedAmount>& rents) {
    const auto& terms = rest.terms;
    for (const Date due : rest.dates) rents.push_back({due, rent});
    auto flows = with_end(rents, rest.final, terms.residual_and_balloon());
    const Money paid = sum_of(flows, terms.currency), owed = terms.financed_amount + rest.carried;
    if (paid < owed)
        return invalid("given_rent", "The new rents repay {0} in all, less than the {1} that is owed.", to_text(paid),
                       to_text(owed));
    flows.front().amount -= rest.carried;
    const auto rate = rate_of(flows, terms.day_count, terms.commencement, terms.financed_amount);
    if (!rate) return invalid("given_rent", "These rents bear more than 1,000 % a year. Check the amount.");
    rest.terms.annual_rate = *rate;
    return Done{};
}

Result<std::vector<DatedAmount>> rents_of(LeaseRest& rest, const RunningLease& lease, const RentIntent& intent) {
    switch (intent.rule) {
        case RentRule::Level:
            return level_rents(rest, {intent.free_rents.value_or(0), intent.free_interest == FreeInterest::Paid});
        case RentRule::KeepPrincipal: return linear_rents(rest);
        case RentRule::KeepRent: {
            const auto paid =
                std::ranges::find_if(lease.rents, [](const auto& rent) { return !rent.amount.is_zero(); });
            if (paid == lease.rents.end()) return invalid("rule", "No rent is left that could be kept.");
            return kept_rents(rest, paid->amount);
        }
        case RentRule::Given: {
            std::vector<DatedAmount> rents;
            if (const auto solved = solve_given(rest, *intent.given_rent, rents); !solved) return solved.errors();
            return rents;
        }
    }
    throw InvariantBroken("every rule gives rents");
}

// What the lessor waits for after the change, its running period's interest taken off where it is paid.
std::vector<DatedAmount> investment_flows(const RunningLease& lease, const ScheduleChanged& change) {
    const auto& terms = lease.terms;
    auto flows =
        with_end(change.rents, change.final, terms.balloon + terms.guaranteed_residual + lease.unguaranteed_residual);
    flows.front().amount -= lease.net_carried;
    return flows;
}

bool is_modification(ScheduleChangeKind kind) {
    return kind != ScheduleChangeKind::RateReset && kind != ScheduleChangeKind::PartialPrepayment;
}

// What the change does to the net investment: its rate from now on, and gain or loss.
Result<Done> measure(const RunningLease& lease, DecidedChange& change) {
    auto& event = change.event;
    const Money net = lease.net_investment + event.capitalised - event.repaid;
    const auto flows = investment_flows(lease, event);
    const auto& terms = lease.terms;
    const bool same_rate = !lease.apart && event.annual_rate == lease.implicit_rate;
    if (event.kind == ScheduleChangeKind::RateReset) {
        if (!lease.apart) return Done{};
        const auto rate = rate_of(flows, terms.day_count, terms.commencement, net);
        if (!rate) return rate.errors();
        event.implicit_rate = *rate;
        return Done{};
    }
    // At its own rate a balance is worth what it is, to the rounding of the rents.
    const Money worth =
        same_rate ? net : present_value(flows, {lease.implicit_rate, terms.day_count, terms.commencement});
    event.modification_gain = worth - net;
    if (!same_rate) event.implicit_rate = lease.implicit_rate;
    if (!is_modification(event.kind)) return Done{};
    const Money carrying = net + lease.net_carried;
    change.test = modification_test({}, carrying, carrying + event.modification_gain);
    if (change.test->treatment != ModificationTreatment::Derecognise) return Done{};
    if (!event.intent.market_rate)
        return invalid("market_rate",
                       "The change moves the present value by {0}: it is substantial. Enter the market rate at which "
                       "the lease is valued anew.",
                       to_text(change.test->gain()));
    event.implicit_rate = *event.intent.market_rate;
    event.modification_gain = present_value(flows, {*event.implicit_rate, terms.day_count, terms.commencement}) - net;
    return Done{};
}

Errors check(const RunningLease& lease, const ScheduleChanged& wish) {
    Errors errors;
    const Money owed = lease.terms.financed_amount + wish.capitalised;
    if (wish.repaid >= owed && !wish.repaid.is_zero())
        errors.push_back(
            invalid("amount", "Only {0} of principal is left. Settle the lease early instead.", to_text(owed)));
    if (lease.rents.empty() && !wish.intent.new_periods)
        errors.push_back(invalid("effective_date", "No rent falls due after {0}.", to_text(wish.act.on)));
    return errors;
}

}  // namespace

Result<DecidedChange> decided(const RunningLease& lease, const ContractContent& content, ScheduleChanged wish) {
    const auto currency = lease.terms.currency;
    for (auto* amount : {&wish.repaid, &wish.fee, &wish.capitalised}) *amount = in_currency(currency, *amount);
    wish.modification_gain = Money::zero(currency);
    wish.implicit_rate.reset();
    if (auto errors = check(lease, wish); !errors.empty()) return errors;
    auto rest = rest_of(lease, content.plan, wish);
    auto rents = rents_of(rest, lease, wish.intent);
    if (!rents) return rents.errors();
    DecidedChange change{std::move(wish), {}};
    auto& event = change.event;
    event.rents = *rents;
    // A kept rent may repay everything before the term is over.
    event.final = event.rents.size() < rest.dates.size() ? event.rents.back().date : rest.final;
    event.annual_rate = rest.terms.annual_rate;
    if (content.conditions.product != Product::Operating)
        if (const auto measured = measure(lease, change); !measured) return measured.errors();
    const auto schedule = amortise(rest.terms, event.rents, event.final, rest.carried);
    if (!schedule) return schedule.errors();
    event.rents.back().amount = schedule->rows[event.rents.size() - 1].rent;
    return change;
}

Result<ResidualImpaired> decided(const RunningLease& lease, const ContractContent& content, ResidualImpaired wish) {
    if (content.conditions.product == Product::Operating)
        return conflict("The machine of an operating lease is an asset of its own: it has no residual receivable.");
    const LeaseFlows flows{lease.terms.commencement, lease.terms.day_count, lease.rents, lease.unguaranteed_residual,
                           lease.final};
    const auto impairment = residual_impairment(flows, lease.unguaranteed_residual - wish.reduction,
                                                lease.implicit_rate, lease.terms.commencement);
    if (!impairment) return impairment.errors();
    wish.loss = impairment->loss;
    return wish;
}

namespace {

// Either kind of change, decided where it takes effect.
Result<ContractEvent> decided_in(const LeaseHistory& history, const ContractEvent& wish) {
    const auto lease = running_on(history.content, history.agreed, history.events, act_of(wish).on);
    if (const auto* changed = std::get_if<ScheduleChanged>(&wish)) {
        auto change = decided(lease, history.content, *changed);
        if (!change) return change.errors();
        return ContractEvent(change->event);
    }
    auto impaired = decided(lease, history.content, std::get<ResidualImpaired>(wish));
    if (!impaired) return impaired.errors();
    return ContractEvent(*impaired);
}

bool moves_the_runs(const ContractEvent& event) {
    return std::holds_alternative<ScheduleChanged>(event) || std::holds_alternative<ResidualImpaired>(event);
}

void replace(ContractEvent& event, int number) {
    if (auto* changed = std::get_if<ScheduleChanged>(&event)) changed->replaces = number;
    if (auto* impaired = std::get_if<ResidualImpaired>(&event)) impaired->replaces = number;
}

}  // namespace

Result<std::vector<ContractEvent>> with_later_changes(const LeaseHistory& history, const ContractEvent& wish) {
    const auto& by = act_of(wish).by;
    const Date on = act_of(wish).on;
    std::vector<NumberedEvent> known;
    std::vector<const NumberedEvent*> later;
    for (const auto* event : effective_order(history.events))
        if (moves_the_runs(event->event) && act_of(event->event).on > on)
            later.push_back(event);
        else
            known.push_back(*event);
    int number = history.events.empty() ? 0 : history.events.back().number;
    std::vector<ContractEvent> decisions;
    const auto take = [&](const ContractEvent& event) -> Result<ContractEvent> {
        return decided_in({history.content, history.agreed, known}, event);
    };
    auto first = take(wish);
    if (!first) return first.errors();
    decisions.push_back(*first);
    known.push_back({++number, *first});
    for (const auto* event : later) {
        auto again = take(event->event);
        if (!again) {
            Errors errors{conflict("The change of {0} that is recorded already could no longer be.",
                                   to_text(act_of(event->event).on))};
            errors.insert(errors.end(), again.errors().begin(), again.errors().end());
            return errors;
        }
        if (*again == event->event) {
            known.push_back(*event);
            continue;
        }
        ContractEvent replacement = *again;
        replace(replacement, event->number);
        std::visit([&](auto& e) { e.act.by = by; }, replacement);
        decisions.push_back(replacement);
        known.push_back({++number, std::move(replacement)});
    }
    return decisions;
}

}  // namespace leasebook::pricing
