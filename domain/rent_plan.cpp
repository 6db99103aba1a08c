#include "domain/rent_plan.h"

#include <algorithm>
#include <string>

namespace leasebook {

namespace {

unsigned month_of(Date date) { return static_cast<unsigned>(std::chrono::year_month_day{date}.month()); }

void check_unused(const RentPlan& plan, Errors& errors) {
    const auto refuse = [&](const char* field, bool given, Structure user) {
        if (given && plan.structure != user)
            errors.push_back(
                invalid(field, "Rents of structure \"{0}\" do not use this field.", to_text(plan.structure)));
    };
    refuse("steps", !plan.steps.empty(), Structure::Step);
    refuse("skip_months", !plan.skip_months.empty(), Structure::Seasonal);
    refuse("interest_only_periods", plan.interest_only_periods != 0, Structure::InterestOnlyThenLevel);
    refuse("rents", !plan.rents.empty(), Structure::Custom);
}

void check_steps(const RentPlan& plan, const LeaseTerms& terms, Errors& errors) {
    if (plan.steps.empty()) errors.push_back(invalid("steps", "Stepped rents need at least one step."));
    int previous = 1;
    for (const auto& step : plan.steps) {
        if (step.from_period <= previous || step.from_period > terms.periods)
            errors.push_back(invalid(
                "steps", "A step begins with a rent from 2 to {0}, each later than the one before; {1} does not.",
                std::to_string(terms.periods), std::to_string(step.from_period)));
        if (step.factor.e10 < 0 || step.factor.e10 > 100 * rate_scale)
            errors.push_back(invalid("steps", "The factor of a step lies between 0 and 100."));
        previous = std::max(previous, step.from_period);
    }
    if (errors.empty() && plan.steps.back().factor.e10 == 0)
        errors.push_back(invalid("steps", "The last rents cannot be zero."));
}

void check_skip_months(const RentPlan& plan, const LeaseTerms& terms, Errors& errors) {
    if (plan.skip_months.empty())
        errors.push_back(invalid("skip_months", "Seasonal rents need at least one month without rent."));
    if (std::ranges::any_of(plan.skip_months, [](int month) { return month < 1 || month > 12; }))
        errors.push_back(invalid("skip_months", "Months are written 1 to 12."));
    const Date last = rent_dates(terms).back();
    if (std::ranges::find(plan.skip_months, static_cast<int>(month_of(last))) != plan.skip_months.end())
        errors.push_back(invalid("skip_months", "The last rent ({0}) falls in a month without rent.", to_text(last)));
}

void check_rents(const RentPlan& plan, const LeaseTerms& terms, Errors& errors) {
    if (plan.rents.size() != static_cast<std::size_t>(terms.periods))
        errors.push_back(invalid("rents", "There are {0} rents for {1} periods.", std::to_string(plan.rents.size()),
                                 std::to_string(terms.periods)));
    Date previous = terms.commencement - std::chrono::days{terms.timing == Timing::Advance ? 1 : 0};
    for (const auto& rent : plan.rents) {
        if (rent.date <= previous || rent.date >= date(2200, 1, 1))
            errors.push_back(invalid(
                "rents", "The rent of {0} is out of order: dates ascend after commencement, up to the year 2199.",
                to_text(rent.date)));
        else if (rent.date > add_months(previous, 24))
            errors.push_back(invalid("rents", "The rent of {0} falls due more than two years after the day before it.",
                                     to_text(rent.date)));
        if (rent.amount.currency() != terms.currency || rent.amount.is_negative())
            errors.push_back(invalid("rents", "Rents are amounts in {0}, not negative.", terms.currency.text()));
        previous = std::max(previous, rent.date);
    }
}

}  // namespace

Result<RentPlan> validated(RentPlan plan, const LeaseTerms& terms) {
    Errors errors;
    check_unused(plan, errors);
    if (plan.structure == Structure::Step) check_steps(plan, terms, errors);
    if (plan.structure == Structure::Seasonal) check_skip_months(plan, terms, errors);
    if (plan.structure == Structure::Custom) check_rents(plan, terms, errors);
    if (plan.structure == Structure::InterestOnlyThenLevel &&
        (plan.interest_only_periods < 1 || plan.interest_only_periods >= terms.periods))
        errors.push_back(invalid("interest_only_periods", "Interest alone is paid in 1 to {0} periods, not in {1}.",
                                 std::to_string(terms.periods - 1), std::to_string(plan.interest_only_periods)));
    if (!errors.empty()) return errors;
    return plan;
}

Date final_date(const LeaseTerms& terms, const RentPlan& plan) {
    if (plan.structure != Structure::Custom) return final_date(terms);
    const Date last = plan.rents.back().date;
    return terms.timing == Timing::Advance ? due_date(last, 1, terms.period_months, true) : last;
}

}  // namespace leasebook
