#include "pricing/securities.h"

#include <cmath>

#include "pricing/day_counts.h"

namespace leasebook::pricing {

namespace {

constexpr DayCounting of_basis[] = {DayCounting::Thirty360Us, DayCounting::ActualActualExcel, DayCounting::Actual360,
                                    DayCounting::Actual365Fixed, DayCounting::ThirtyE360};

Errors no_such_basis(int basis) {
    if (basis >= 0 && basis <= 4) return {};
    return {invalid("basis", "The basis is one of 0 to 4.")};
}

Errors out_of_order(Date settlement, Date maturity) {
    if (settlement < maturity) return {};
    return {invalid("maturity", "Maturity lies after settlement.")};
}

Errors not_a_coupon_frequency(int frequency) {
    if (frequency == 1 || frequency == 2 || frequency == 4) return {};
    return {invalid("frequency", "Coupons are paid 1, 2 or 4 times a year.")};
}

Errors not_positive(const char* field, double value) {
    if (value > 0) return {};
    return {invalid(field, "This must be above zero.")};
}

// The errors of the first list that has any.
template <class... Lists>
Errors first_of(Lists... lists) {
    Errors found;
    ((found.empty() ? static_cast<void>(found = std::move(lists)) : static_cast<void>(0)), ...);
    return found;
}

Errors not_a_bill(Date settlement, Date maturity, const char* field, double figure) {
    auto errors = first_of(out_of_order(settlement, maturity), not_positive(field, figure));
    if (errors.empty() && maturity > add_months(settlement, 12))
        errors.push_back(invalid("maturity", "A treasury bill matures within a year."));
    return errors;
}

int bill_days(Date settlement, Date maturity) {
    return *days_counted(DayCounting::Thirty360Us, {settlement, maturity, {}, true, {}, {}, {}, 12, nullptr});
}

}  // namespace

Result<double> spreadsheet_year_fraction(Date start, Date end, int basis) {
    if (auto errors = no_such_basis(basis); !errors.empty()) return errors;
    if (end < start) std::swap(start, end);
    return year_fraction(of_basis[basis], {start, end, {}, true, {}, {}, {}, 12, nullptr});
}

Result<double> accrued_interest(const AccruedInterest& bond) {
    auto errors =
        first_of(not_positive("rate", bond.rate), not_positive("par", bond.par), not_a_coupon_frequency(bond.frequency),
                 no_such_basis(bond.basis), out_of_order(bond.issue, bond.settlement));
    if (!errors.empty()) return errors;
    return bond.par * bond.rate * *spreadsheet_year_fraction(bond.issue, bond.settlement, bond.basis);
}

Result<double> coupon_days(Date settlement, Date maturity, int frequency, int basis) {
    auto errors = first_of(not_a_coupon_frequency(frequency), no_such_basis(basis), out_of_order(settlement, maturity));
    if (!errors.empty()) return errors;
    if (basis == 3) return 365.0 / frequency;
    if (basis != 1) return 360.0 / frequency;
    const int months = 12 / frequency;
    int back = 0;
    while (add_months(maturity, -(back + 1) * months) > settlement) ++back;
    return days_between(add_months(maturity, -(back + 1) * months), add_months(maturity, -back * months));
}

Result<double> discount_of(const Discounted& paper, double price) {
    auto errors = first_of(no_such_basis(paper.basis), out_of_order(paper.settlement, paper.maturity),
                           not_positive("pr", price), not_positive("redemption", paper.redemption));
    if (!errors.empty()) return errors;
    const auto years = *spreadsheet_year_fraction(paper.settlement, paper.maturity, paper.basis);
    return (paper.redemption - price) / paper.redemption / years;
}

Result<double> price_of(const Discounted& paper, double discount) {
    auto errors = first_of(no_such_basis(paper.basis), out_of_order(paper.settlement, paper.maturity),
                           not_positive("discount", discount), not_positive("redemption", paper.redemption));
    if (!errors.empty()) return errors;
    const auto years = *spreadsheet_year_fraction(paper.settlement, paper.maturity, paper.basis);
    return paper.redemption * (1 - discount * years);
}

Result<double> bill_price(Date settlement, Date maturity, double discount) {
    if (auto errors = not_a_bill(settlement, maturity, "discount", discount); !errors.empty()) return errors;
    return 100 * (1 - discount * bill_days(settlement, maturity) / 360);
}

Result<double> bill_yield(Date settlement, Date maturity, double price) {
    if (auto errors = not_a_bill(settlement, maturity, "pr", price); !errors.empty()) return errors;
    return (100 - price) * 360 / (price * bill_days(settlement, maturity));
}

Result<double> bill_bond_yield(Date settlement, Date maturity, double discount) {
    if (auto errors = not_a_bill(settlement, maturity, "discount", discount); !errors.empty()) return errors;
    return 365 * discount / (360 - discount * bill_days(settlement, maturity));
}

Result<double> from_fraction(double quoted, double denominator) {
    if (denominator < 1) return invalid("fraction", "The denominator is at least 1.");
    const double d = std::trunc(denominator), whole = std::trunc(quoted);
    return whole + (quoted - whole) * std::pow(10, std::ceil(std::log10(d))) / d;
}

Result<double> to_fraction(double decimal, double denominator) {
    if (denominator < 1) return invalid("fraction", "The denominator is at least 1.");
    const double d = std::trunc(denominator), whole = std::trunc(decimal);
    return whole + (decimal - whole) * d * std::pow(10, -std::ceil(std::log10(d)));
}

}  // namespace leasebook::pricing
