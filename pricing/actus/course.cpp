#include "pricing/actus/course.h"

#include <cmath>

#include "domain/date.h"
#include "pricing/actus/business_day.h"

namespace leasebook::pricing::actus {

int sign_of(ContractRole role) {
    switch (role) {
        case ContractRole::Rpl:
        case ContractRole::Pfl:
        case ContractRole::Pf:
        case ContractRole::Sel:
        case ContractRole::Udlm: return -1;
        default: return 1;
    }
}

namespace {

constexpr double longest_life = 300;  // years; dates end with 2199

template <class T>
void require(Errors& errors, const std::optional<T>& value, const char* term) {
    if (!value) errors.push_back(invalid(term, "This field cannot be empty."));
}

Errors missing_terms(const Terms& terms) {
    Errors errors;
    require(errors, terms.status_date, "statusDate");
    require(errors, terms.initial_exchange_date, "initialExchangeDate");
    require(errors, terms.notional_principal, "notionalPrincipal");
    if (terms.currency.empty()) errors.push_back(invalid("currency", "This field cannot be empty."));
    if (terms.purchase_date) require(errors, terms.price_at_purchase_date, "priceAtPurchaseDate");
    if (terms.termination_date) require(errors, terms.price_at_termination_date, "priceAtTerminationDate");
    if (terms.contract_type == ContractType::Pam) {
        require(errors, terms.maturity_date, "maturityDate");
        return errors;
    }
    const bool has_end = terms.maturity_date || (terms.contract_type == ContractType::Ann && terms.amortization_date);
    if (!has_end) require(errors, terms.cycle_of_principal_redemption, "cycleOfPrincipalRedemption");
    if (!has_end || terms.contract_type == ContractType::Nam)
        require(errors, terms.next_principal_redemption_payment, "nextPrincipalRedemptionPayment");
    return errors;
}

// The last redemption before the status date, or the first one when none lies behind it; and how many periods after
// it the loan is repaid when the redemptions number `redemptions`.
struct Reach {
    Time from;
    int periods;
};
Reach reach_of(const Terms& terms, Time first, int redemptions) {
    const Time status = *terms.status_date;
    if (first >= status) return {first, redemptions - 1};  // the first is one of them
    const auto past =
        schedule(first, terms.cycle_of_principal_redemption, status, AtEnd::Excluded, terms.end_of_month_convention);
    return {past.back(), redemptions};
}

// A contract without a maturity ends when its redemptions have repaid it. NAM and ANN take the interest of the first
// period for that of all, as the standard does; what is left falls due at that maturity.
Result<Time> computed_maturity(const Terms& terms, Time first) {
    const Period period = terms.cycle_of_principal_redemption->period;
    const double notional = *terms.notional_principal;
    double redemption = *terms.next_principal_redemption_payment;
    if (terms.contract_type != ContractType::Lam) {
        const Time from = reach_of(terms, first, 1).from;
        const Time to = periods_after(from, period, 1, EndOfMonthConvention::SameDay);
        redemption -= notional * terms.nominal_interest_rate.value_or(0) *
                      year_fraction(YearCount{terms.day_count_convention, terms.calendar, {}}, from, to);
    }
    const double redemptions = std::ceil(notional / redemption);
    const double years = redemptions * (period.months / 12.0 + period.days / 365.0);
    if (!(redemption > 0) || !(years < longest_life))
        return invalid("nextPrincipalRedemptionPayment", "This payment never repays the principal.");
    const Reach reach = reach_of(terms, first, static_cast<int>(redemptions));
    const Time maturity = periods_after(reach.from, period, reach.periods, terms.end_of_month_convention);
    if (maturity >= Time{date(2200, 1, 1)})
        return invalid("nextPrincipalRedemptionPayment", "This payment never repays the principal.");
    return maturity;
}

Result<Time> maturity_of(const Terms& terms, std::optional<Time> first_redemption) {
    if (terms.maturity_date) return *terms.maturity_date;
    if (terms.contract_type == ContractType::Ann && terms.amortization_date) return *terms.amortization_date;
    return computed_maturity(terms, *first_redemption);
}

}  // namespace

Result<Course> course_of(const Terms& terms) {
    if (auto errors = missing_terms(terms); !errors.empty()) return errors;
    Course course{
        .terms = terms,
        .maturity = {},
        .principal_redemption = {terms.cycle_anchor_date_of_principal_redemption, terms.cycle_of_principal_redemption},
        .interest_payment = {terms.cycle_anchor_date_of_interest_payment, terms.cycle_of_interest_payment},
        .fee = {terms.cycle_anchor_date_of_fee, terms.cycle_of_fee},
        .redemption_times = {},
        .interest_times = {},
        .fee_times = {}};
    const bool redeems = terms.contract_type != ContractType::Pam;
    auto& redemption = course.principal_redemption;
    redemption.anchor = first_time(redemption, *terms.initial_exchange_date);
    const auto maturity = maturity_of(terms, redemption.anchor);
    if (!maturity) return maturity.errors();
    course.maturity = *maturity;

    if (redeems) {
        const bool amortizes = terms.contract_type == ContractType::Ann && terms.amortization_date;
        course.redemption_times =
            schedule(redemption.anchor, redemption.cycle, amortizes ? *terms.amortization_date : *maturity,
                     AtEnd::Included, terms.end_of_month_convention);
    }
    // NAM and ANN pay interest with each redemption unless another cycle is agreed.
    const bool with_redemption = redeems && terms.contract_type != ContractType::Lam;
    if (with_redemption && !course.interest_payment.anchor && !course.interest_payment.cycle)
        course.interest_payment = redemption;
    if (terms.nominal_interest_rate) course.interest_times = times_of(course, course.interest_payment, AtEnd::Included);
    const bool has_fee = terms.fee_rate.value_or(0) != 0 && (course.fee.anchor || course.fee.cycle);
    if (has_fee) course.fee_times = times_of(course, course.fee, AtEnd::Included);
    return course;
}

std::vector<Time> times_of(const Course& course, const Recurrence& recurrence, AtEnd at_end) {
    return schedule(first_time(recurrence, *course.terms.initial_exchange_date), recurrence.cycle, course.maturity,
                    at_end, course.terms.end_of_month_convention);
}

double signed_by_role(const Terms& terms, double amount) { return sign_of(terms.contract_role) * amount; }

Time calculation_time(const Course& course, Time scheduled) {
    if (scheduled == course.maturity) return scheduled;
    return calculation_time(course.terms.business_day_convention, course.terms.calendar, scheduled);
}

double year_fraction(const Course& course, Time from, Time to) {
    return year_fraction(YearCount{course.terms.day_count_convention, course.terms.calendar, course.maturity}, from,
                         to);
}

}  // namespace leasebook::pricing::actus
