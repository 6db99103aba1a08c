#include "pricing/actus/plan.h"

#include <algorithm>
#include <tuple>

#include "domain/date.h"
#include "pricing/actus/business_day.h"

namespace leasebook::pricing::actus {

namespace {

using Events = std::vector<Event>;

// An event on the very day the contract names: never moved, though it reckons like the others.
Event fixed(const Course& course, EventType type, Time time) {
    return {.type = type, .scheduled = time, .shown = time, .calculated = calculation_time(course, time), .until = {}};
}

Event moved(const Course& course, EventType type, Time time) {
    Event event = fixed(course, type, time);
    if (time != course.maturity)
        event.shown = event_time(course.terms.business_day_convention, course.terms.calendar, time);
    return event;
}

void add(Events& events, const Course& course, EventType type, const std::vector<Time>& times) {
    for (const Time time : times) events.push_back(moved(course, type, time));
}

void add_if_given(Events& events, const Course& course, EventType type, const std::optional<Time>& time) {
    if (time) events.push_back(fixed(course, type, *time));
}

// Interest is added to the principal up to the capitalization end date, which gets an event of its own if need be.
void add_interest(Events& events, const Course& course) {
    const auto& times = course.interest_times;
    const auto& end = course.terms.capitalization_end_date;
    const bool in_advance = course.terms.cycle_point_of_interest_payment == CyclePoint::Beginning;
    for (std::size_t i = 0; i < times.size(); ++i) {
        if (end && times[i] == *end) continue;
        Event event = moved(course, end && times[i] < *end ? EventType::Ipci : EventType::Ip, times[i]);
        if (in_advance && event.type == EventType::Ip && i + 1 < times.size()) event.until = times[i + 1];
        events.push_back(event);
    }
    if (end) events.push_back(moved(course, EventType::Ipci, *end));
}

// The first reset after the status date takes the rate that is fixed already; an annuity fixes its payment anew.
void add_rate_resets(Events& events, const Course& course) {
    const Terms& terms = course.terms;
    const Recurrence resets{terms.cycle_anchor_date_of_rate_reset, terms.cycle_of_rate_reset};
    if (!resets.anchor && !resets.cycle) return;
    bool rate_is_fixed = terms.next_reset_rate.has_value();
    for (const Time time : times_of(course, resets, AtEnd::Excluded)) {
        Event event = moved(course, EventType::Rr, time);
        if (rate_is_fixed && event.shown > *terms.status_date) {
            event.type = EventType::Rrf;
            rate_is_fixed = false;
        }
        events.push_back(event);
        if (terms.contract_type != ContractType::Ann) continue;
        event.type = EventType::Prf;
        events.push_back(event);
    }
}

void add_redemptions(Events& events, const Course& course) {
    const Terms& terms = course.terms;
    if (terms.contract_type == ContractType::Pam) return;
    add(events, course, EventType::Pr, times_of(course, course.principal_redemption, AtEnd::Excluded));
    const auto& first = course.principal_redemption.anchor;
    if (terms.contract_type != ContractType::Ann || terms.next_principal_redemption_payment || !first) return;
    const Time day_before = *first - std::chrono::days{1};
    if (day_before >= *terms.initial_exchange_date) events.push_back(moved(course, EventType::Prf, day_before));
}

void add_cycles(Events& events, const Course& course) {
    const Terms& terms = course.terms;
    add(events, course, EventType::Fp, course.fee_times);
    const Recurrence scaling{terms.cycle_anchor_date_of_scaling_index, terms.cycle_of_scaling_index};
    const bool scales = terms.scaling_effect.interest || terms.scaling_effect.principal;
    if (scales && (scaling.anchor || scaling.cycle))
        add(events, course, EventType::Sc, times_of(course, scaling, AtEnd::Excluded));
    const Recurrence base{terms.cycle_anchor_date_of_interest_calculation_base,
                          terms.cycle_of_interest_calculation_base};
    const bool lags = terms.contract_type != ContractType::Pam &&
                      terms.interest_calculation_base == InterestCalculationBase::LaggedNotional;
    if (lags && (base.anchor || base.cycle))
        add(events, course, EventType::Ipcb, times_of(course, base, AtEnd::Excluded));
}

void add_prepayments(Events& events, const Contract& contract, const Course& course) {
    if (course.terms.prepayment_effect == PrepaymentEffect::None) return;
    for (const auto& prepayment : contract.prepayments) {
        Event event = fixed(course, EventType::Pp, prepayment.time);
        event.observed = prepayment.amount;
        events.push_back(event);
        event.type = EventType::Py;
        if (course.terms.penalty_type != PenaltyType::None) events.push_back(event);
    }
}

auto order(const Event& event) { return std::tuple(event.shown, event.type, event.scheduled); }

Events all_events(const Contract& contract, const Course& course) {
    Events events{fixed(course, EventType::Ied, *course.terms.initial_exchange_date),
                  fixed(course, EventType::Md, course.maturity)};
    add_redemptions(events, course);
    add_interest(events, course);
    add_rate_resets(events, course);
    add_cycles(events, course);
    add_prepayments(events, contract, course);
    add_if_given(events, course, EventType::Prd, course.terms.purchase_date);
    add_if_given(events, course, EventType::Td, course.terms.termination_date);
    std::ranges::stable_sort(events, {}, order);
    return events;
}

void keep_wanted(Events& events, const Contract& contract, const Course& course) {
    const auto end = std::ranges::find(events, EventType::Td, &Event::type);
    if (end != events.end()) events.erase(end + 1, events.end());
    const Time from = *course.terms.status_date, to = contract.to.value_or(course.maturity);
    std::erase_if(events, [&](const Event& event) { return event.shown <= from || event.shown > to; });
}

Result<double> observe(const Contract& contract, const std::string& code, const char* term, Time time) {
    if (code.empty()) return invalid(term, "This field cannot be empty.");
    const auto series = contract.observed.find(code);
    if (series != contract.observed.end()) {
        const auto later = series->second.upper_bound(time);
        if (later != series->second.begin()) return std::prev(later)->second;
    }
    return invalid(term, "\"{0}\" has no observation on or before {1}.", shortened(code),
                   to_text(std::chrono::floor<std::chrono::days>(time)));
}

// What the market shows for the event; events that do not look at it keep what they have.
Result<double> observed_for(const Event& event, const Contract& contract) {
    const Terms& terms = contract.terms;
    const bool compares = event.type == EventType::Py && terms.penalty_type == PenaltyType::InterestDifferential;
    if (event.type == EventType::Rr || compares)
        return observe(contract, terms.market_object_code_of_rate_reset, "marketObjectCodeOfRateReset",
                       event.scheduled);
    if (event.type != EventType::Sc) return event.observed;
    if (terms.scaling_index_at_contract_deal_date.value_or(0) == 0)
        return invalid("scalingIndexAtContractDealDate", "This field cannot be empty.");
    return observe(contract, terms.market_object_code_of_scaling_index, "marketObjectCodeOfScalingIndex",
                   event.scheduled);
}

// The standard names the market object of an exchange rate after both currencies: "USD/EUR".
Result<double> exchange_rate_for(const Event& event, const Contract& contract) {
    const Terms& terms = contract.terms;
    if (terms.settlement_currency.empty() || terms.settlement_currency == terms.currency) return 1.0;
    return observe(contract, terms.currency + "/" + terms.settlement_currency, "settlementCurrency", event.scheduled);
}

}  // namespace

Result<std::vector<Event>> plan(const Contract& contract, const Course& course) {
    Events events = all_events(contract, course);
    keep_wanted(events, contract, course);
    for (auto& event : events) {
        const auto observed = observed_for(event, contract);
        if (!observed) return observed.errors();
        const auto exchange_rate = exchange_rate_for(event, contract);
        if (!exchange_rate) return exchange_rate.errors();
        event.observed = *observed;
        event.exchange_rate = *exchange_rate;
    }
    return events;
}

}  // namespace leasebook::pricing::actus
