#include "pricing/actus/events.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace leasebook::pricing::actus {

namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

using Payoff = double (*)(const Course&, const State&, const Event&);
using Transition = void (*)(const Course&, State&, const Event&);

// ---- amounts that a payoff and its transition share; without sign

double redeemed(const Course& course, const State& state) {
    const bool interest_included = course.terms.contract_type != ContractType::Lam;
    const double due = state.redemption - (interest_included ? signed_by_role(course.terms, state.accrued) : 0);
    return std::min(due, std::abs(state.notional));  // negative when the payment does not cover the interest
}

double prepaid(const State& state, const Event& event) { return std::min(event.observed, std::abs(state.notional)); }

double interest_in_advance(const Course& course, const State& state, const Event& event) {
    if (!event.until) return 0;
    return year_fraction(course, state.at, calculation_time(course, *event.until)) * state.rate * state.base;
}

// ---- payoffs

double nothing(const Course&, const State&, const Event&) { return 0; }

double paid_out(const Course& course, const State&, const Event&) {
    const Terms& terms = course.terms;
    return -signed_by_role(terms, *terms.notional_principal + terms.premium_discount_at_ied.value_or(0));
}

double redemption(const Course& course, const State& state, const Event&) {
    return state.notional_scaling * signed_by_role(course.terms, redeemed(course, state));
}

double rest_of_principal(const Course&, const State& state, const Event&) {
    return state.notional_scaling * state.notional;
}

double interest(const Course& course, const State& state, const Event& event) {
    return state.interest_scaling * (state.accrued + interest_in_advance(course, state, event));
}

double fee(const Course& course, const State& state, const Event&) {
    if (course.terms.fee_basis == FeeBasis::Notional) return state.fee_accrued;
    return signed_by_role(course.terms, *course.terms.fee_rate);
}

// The standard adds the signed accrued interest inside the role's sign, for a liability too; the contract tests agree.
double purchase_price(const Course& course, const State& state, const Event&) {
    return -signed_by_role(course.terms, *course.terms.price_at_purchase_date + state.accrued);
}

double termination_price(const Course& course, const State& state, const Event&) {
    return signed_by_role(course.terms, *course.terms.price_at_termination_date + state.accrued);
}

double prepayment(const Course& course, const State& state, const Event& event) {
    return signed_by_role(course.terms, prepaid(state, event));
}

double penalty(const Course& course, const State& state, const Event& event) {
    const Terms& terms = course.terms;
    const double rate = terms.penalty_rate.value_or(0);
    if (terms.penalty_type == PenaltyType::Absolute) return signed_by_role(terms, rate);
    if (terms.penalty_type == PenaltyType::RelativeToNotional) return state.years * state.notional * rate;
    return state.years * state.notional * std::max(0.0, state.rate - event.observed);
}

// ---- transitions

void unchanged(const Course&, State&, const Event&) {}

// The interest calculation base after a change of the notional. The standard keeps any agreed base; the contract tests
// (as the reference implementation) let that of a LAM go with the notional unless it is lagged.
void carry_base(const Course& course, State& state) {
    const auto base = course.terms.interest_calculation_base;
    const bool stays = course.terms.contract_type == ContractType::Lam ? base == InterestCalculationBase::LaggedNotional
                                                                       : base != InterestCalculationBase::Notional;
    if (!stays || course.terms.contract_type == ContractType::Pam) state.base = state.notional;
}

void exchange(const Course& course, State& state, const Event& event) {
    begin_principal(course, state);
    // An annuity that redeems from the first day on has no day before on which to fix its payment.
    const auto& first = course.principal_redemption.anchor;
    const bool fixed = course.terms.contract_type != ContractType::Ann ||
                       course.terms.next_principal_redemption_payment ||
                       *first - std::chrono::days{1} >= event.scheduled;
    if (!fixed) state.redemption = redemption_amount(course, state, Redemptions::From, event.scheduled);
}

void redeem(const Course& course, State& state, const Event&) {
    state.notional -= signed_by_role(course.terms, redeemed(course, state));
    carry_base(course, state);
}

void prepay(const Course& course, State& state, const Event& event) {
    const double before = std::abs(state.notional);
    state.notional -= signed_by_role(course.terms, prepaid(state, event));
    if (course.terms.prepayment_effect == PrepaymentEffect::ReducesRedemption && before > 0)
        state.redemption *= std::abs(state.notional) / before;
    carry_base(course, state);
}

void pay_interest(const Course& course, State& state, const Event& event) {
    state.accrued = -interest_in_advance(course, state, event);
}

void capitalize(const Course& course, State& state, const Event&) {
    state.notional += state.accrued;
    state.accrued = 0;
    if (course.terms.contract_type == ContractType::Pam ||
        course.terms.interest_calculation_base != InterestCalculationBase::LaggedNotional)
        state.base = state.notional;
}

void pay_fee(const Course&, State& state, const Event&) { state.fee_accrued = 0; }

void apply_rate(const Course& course, State& state, double rate) {
    if (course.terms.cycle_point_of_rate_reset == CyclePoint::End)
        state.accrued += (rate - state.rate) * state.base_years;
    state.rate = rate;
    state.base_years = 0;
}

void reset_rate(const Course& course, State& state, const Event& event) {
    const Terms& terms = course.terms;
    const double market = event.observed * terms.rate_multiplier.value_or(1) + terms.rate_spread.value_or(0);
    const double change = std::min(std::max(market - state.rate, terms.period_floor.value_or(-unbounded)),
                                   terms.period_cap.value_or(unbounded));
    apply_rate(course, state,
               std::min(std::max(state.rate + change, terms.life_floor.value_or(-unbounded)),
                        terms.life_cap.value_or(unbounded)));
}

void take_fixed_rate(const Course& course, State& state, const Event&) {
    apply_rate(course, state, *course.terms.next_reset_rate);
}

void fix_redemption(const Course& course, State& state, const Event& event) {
    state.redemption = redemption_amount(course, state, Redemptions::After, event.scheduled);
}

void scale(const Course& course, State& state, const Event& event) {
    const double multiplier = event.observed / *course.terms.scaling_index_at_contract_deal_date;
    if (course.terms.scaling_effect.interest) state.interest_scaling = multiplier;
    if (course.terms.scaling_effect.principal) state.notional_scaling = multiplier;
}

void renew_base(const Course&, State& state, const Event&) { state.base = state.notional; }

void end(const Course&, State& state, const Event&) {
    state.notional = state.accrued = state.base = state.fee_accrued = 0;
}

struct Functions {
    EventType type;
    Payoff payoff;
    Transition transition;
};
constexpr std::array<Functions, 15> functions{{{EventType::Ied, paid_out, exchange},
                                               {EventType::Pr, redemption, redeem},
                                               {EventType::Py, penalty, unchanged},
                                               {EventType::Pp, prepayment, prepay},
                                               {EventType::Ip, interest, pay_interest},
                                               {EventType::Ipci, nothing, capitalize},
                                               {EventType::Fp, fee, pay_fee},
                                               {EventType::Rrf, nothing, take_fixed_rate},
                                               {EventType::Rr, nothing, reset_rate},
                                               {EventType::Prf, nothing, fix_redemption},
                                               {EventType::Sc, nothing, scale},
                                               {EventType::Ipcb, nothing, renew_base},
                                               {EventType::Prd, purchase_price, unchanged},
                                               {EventType::Td, termination_price, end},
                                               {EventType::Md, rest_of_principal, end}}};

const Functions& functions_of(EventType type) {
    const auto& row = functions[static_cast<std::size_t>(type)];
    ensure(row.type == type, "the functions stand in the order of the event types");
    return row;
}

}  // namespace

double payoff(const Course& course, const State& state, const Event& event) {
    return event.exchange_rate * functions_of(event.type).payoff(course, state, event);
}

void change_state(const Course& course, State& state, const Event& event) {
    functions_of(event.type).transition(course, state, event);
}

}  // namespace leasebook::pricing::actus
