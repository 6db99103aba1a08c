#include "domain/terms.h"

#include <array>
#include <string>

namespace leasebook {

namespace {

// An amount left out is zero in no currency of its own: it takes that of the lease. Any other must be in it.
void adopt_currency(LeaseTerms& t, Errors& errors) {
    const std::array<std::pair<const char*, Money*>, 4> amounts{{{"financed_amount", &t.financed_amount},
                                                                 {"balloon", &t.balloon},
                                                                 {"guaranteed_residual", &t.guaranteed_residual},
                                                                 {"unguaranteed_residual", &t.unguaranteed_residual}}};
    for (const auto& [field, amount] : amounts) {
        if (amount->is_zero()) *amount = Money::zero(t.currency);
        if (amount->currency() != t.currency)
            errors.push_back(invalid(field, "The lease is in {0}, this amount in {1}.", t.currency.text(),
                                     amount->currency().text()));
    }
}

void check_amounts(const LeaseTerms& t, Errors& errors) {
    if (t.financed_amount <= Money::zero(t.currency))
        errors.push_back(invalid("financed_amount", "The financed amount must be above zero."));
    const std::array<std::pair<const char*, Money>, 3> at_the_end{{{"balloon", t.balloon},
                                                                   {"guaranteed_residual", t.guaranteed_residual},
                                                                   {"unguaranteed_residual", t.unguaranteed_residual}}};
    for (const auto& [field, amount] : at_the_end)
        if (amount.is_negative()) errors.push_back(invalid(field, "This amount cannot be negative."));
    if (errors.empty() && t.residual_and_balloon() > t.financed_amount)
        errors.push_back(invalid("balloon", "Balloon and residuals together ({0}) exceed the financed amount ({1}).",
                                 to_text(t.residual_and_balloon()), to_text(t.financed_amount)));
}

void check_dates(const LeaseTerms& t, Errors& errors) {
    if (t.first_rent_date < t.commencement)
        errors.push_back(invalid("first_rent_date", "The first rent ({0}) falls due before commencement ({1}).",
                                 to_text(t.first_rent_date), to_text(t.commencement)));
    else if (t.timing == Timing::Arrears && t.first_rent_date == t.commencement)
        errors.push_back(
            invalid("first_rent_date",
                    "A rent in arrears falls due after commencement. Choose a later date, or rents in advance."));
    else if (t.first_rent_date > add_months(t.commencement, 24))
        errors.push_back(
            invalid("first_rent_date", "The first rent falls due more than two years after commencement."));
}

void check_periods(const LeaseTerms& t, Errors& errors) {
    if (t.periods < 1 || t.periods > longest_lease_periods)
        errors.push_back(invalid("periods", "A lease has 1 to {0} rents, not {1}.",
                                 std::to_string(longest_lease_periods), std::to_string(t.periods)));
    if (t.period_months != 1 && t.period_months != 3 && t.period_months != 6 && t.period_months != 12)
        errors.push_back(invalid("period_months", "Rents fall due every 1, 3, 6 or 12 months, not every {0}.",
                                 std::to_string(t.period_months)));
}

}  // namespace

Result<LeaseTerms> validated(LeaseTerms terms) {
    Errors errors;
    adopt_currency(terms, errors);
    if (errors.empty()) check_amounts(terms, errors);
    check_dates(terms, errors);
    check_periods(terms, errors);
    if (terms.annual_rate.e10 < 0 || terms.annual_rate.e10 > rate_scale)
        errors.push_back(invalid("annual_rate", "The rate must lie between 0 and 1 (100 %) a year."));
    if (errors.empty() && final_date(terms) >= date(2200, 1, 1))
        errors.push_back(invalid("periods", "The last rent would fall due after the year 2199."));
    if (!errors.empty()) return errors;
    return terms;
}

std::vector<Date> rent_dates(const LeaseTerms& terms) {
    return due_dates(terms.first_rent_date, terms.periods, terms.period_months, true);
}

Date final_date(const LeaseTerms& terms) {
    const int steps = terms.timing == Timing::Advance ? terms.periods : terms.periods - 1;
    return due_date(terms.first_rent_date, steps, terms.period_months, true);
}

}  // namespace leasebook
