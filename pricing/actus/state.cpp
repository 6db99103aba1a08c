#include "pricing/actus/state.h"

#include <algorithm>
#include <span>

namespace leasebook::pricing::actus {

namespace {

// Years from the last of `times` before the status date to it; nothing when none is before.
double years_since_last(const Course& course, const std::vector<Time>& times, const State& state) {
    const auto next = std::ranges::lower_bound(times, *course.terms.status_date);
    if (next == times.begin()) return 0;
    return year_fraction(course, calculation_time(course, *(next - 1)), state.at);
}

double accrued_at_status(const Course& course, const State& state) {
    if (course.terms.accrued_interest) return signed_by_role(course.terms, *course.terms.accrued_interest);
    return years_since_last(course, course.interest_times, state) * state.base * state.rate;
}

double fee_at_status(const Course& course, const State& state) {
    const Terms& terms = course.terms;
    if (terms.fee_accrued) return signed_by_role(terms, *terms.fee_accrued);
    if (terms.fee_basis == FeeBasis::Absolute) return 0;
    return years_since_last(course, course.fee_times, state) * state.notional * terms.fee_rate.value_or(0);
}

double base_at_exchange(const Terms& terms) {
    const bool agreed = terms.contract_type != ContractType::Pam &&
                        terms.interest_calculation_base != InterestCalculationBase::Notional;
    const double amount =
        agreed ? terms.interest_calculation_base_amount.value_or(*terms.notional_principal) : *terms.notional_principal;
    return signed_by_role(terms, amount);
}

double accrued_at_exchange(const Course& course, const State& state) {
    const Terms& terms = course.terms;
    if (terms.accrued_interest) return signed_by_role(terms, *terms.accrued_interest);
    const auto& anchor = terms.cycle_anchor_date_of_interest_payment;
    if (!anchor || *anchor >= *terms.initial_exchange_date) return 0;
    return year_fraction(course, calculation_time(course, *anchor), state.at) * state.notional * state.rate;
}

void put_out(const Course& course, State& state) {
    state.notional = signed_by_role(course.terms, *course.terms.notional_principal);
    state.rate = course.terms.nominal_interest_rate.value_or(0);
    state.base = base_at_exchange(course.terms);
}

// The payment, for one owed at the first of `times`, that repays it by the last of them.
double annuity_factor(const Course& course, std::span<const Time> times, double rate) {
    double growth = 1, sum = 1;
    for (auto i = times.size() - 1; i > 0; --i) {
        growth *= 1 + rate * year_fraction(course, times[i - 1], times[i]);
        sum += growth;
    }
    return growth / sum;
}

}  // namespace

State initial_state(const Course& course) {
    const Terms& terms = course.terms;
    State state{.at = calculation_time(course, *terms.status_date)};
    state.notional_scaling = terms.notional_scaling_multiplier.value_or(1);
    state.interest_scaling = terms.interest_scaling_multiplier.value_or(1);
    state.redemption = terms.next_principal_redemption_payment.value_or(0);
    const bool running = *terms.initial_exchange_date <= *terms.status_date;
    if (running) {
        put_out(course, state);
        state.accrued = accrued_at_status(course, state);
        state.fee_accrued = fee_at_status(course, state);
    }
    const bool fixed = terms.next_principal_redemption_payment || terms.contract_type == ContractType::Pam;
    if (!fixed && (running || terms.contract_type == ContractType::Lam))
        state.redemption = redemption_amount(course, state, Redemptions::After, *terms.status_date);
    return state;
}

void begin_principal(const Course& course, State& state) {
    put_out(course, state);
    state.accrued = accrued_at_exchange(course, state);
}

void accrue(const Course& course, State& state, Time to) {
    const double years = year_fraction(course, state.at, to);
    state.accrued += years * state.rate * state.base;
    state.base_years += years * state.base;
    if (course.terms.fee_basis == FeeBasis::Notional)
        state.fee_accrued += years * state.notional * course.terms.fee_rate.value_or(0);
    state.years = years;
    state.at = to;
}

double redemption_amount(const Course& course, const State& state, Redemptions redemptions, Time time) {
    const auto& all = course.redemption_times;
    const auto first =
        redemptions == Redemptions::From ? std::ranges::lower_bound(all, time) : std::ranges::upper_bound(all, time);
    const std::span<const Time> times(first, all.end());
    if (times.empty()) return signed_by_role(course.terms, state.notional + state.accrued);
    if (course.terms.contract_type == ContractType::Lam)
        return *course.terms.notional_principal / static_cast<double>(times.size());
    const double owed =
        state.notional + state.accrued + year_fraction(course, state.at, times.front()) * state.rate * state.notional;
    return signed_by_role(course.terms, owed) * annuity_factor(course, times, state.rate);
}

}  // namespace leasebook::pricing::actus
