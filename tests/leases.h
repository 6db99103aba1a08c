#pragma once
// The reference leases of domain.md 0.7 and short ways to write amounts and rates in tests.
#include <string>

#include "domain/terms.h"

namespace leasebook::tests {

inline Money cny(const char* text) { return *parse_money(text, CNY, "amount"); }
inline Rate rate(const char* text) { return *parse_rate(text, "rate"); }

// L1: 1,000,000.00 at 6 %, 36 monthly rents in arrears, MONTHS/12.
inline LeaseTerms l1() {
    LeaseTerms terms;
    terms.financed_amount = cny("1000000.00");
    terms.annual_rate = rate("0.06");
    terms.commencement = date(2025, 1, 20);
    terms.first_rent_date = date(2025, 2, 20);
    terms.periods = 36;
    return terms;
}

// L2: 1,000,000.00 at 6 %, 12 quarterly rents in arrears.
inline LeaseTerms l2() {
    LeaseTerms terms = l1();
    terms.first_rent_date = date(2025, 4, 20);
    terms.periods = 12;
    terms.period_months = 3;
    return terms;
}

inline LeaseTerms in_advance(LeaseTerms terms) {
    terms.timing = Timing::Advance;
    terms.first_rent_date = terms.commencement;
    return terms;
}

// EX-B8: 500,000.00 at 5.40 %, ACT/360, a long first period of 40 days.
inline LeaseTerms ex_b8() {
    LeaseTerms terms;
    terms.financed_amount = cny("500000.00");
    terms.annual_rate = rate("0.054");
    terms.commencement = date(2025, 3, 11);
    terms.first_rent_date = date(2025, 4, 20);
    terms.periods = 12;
    terms.day_count = DayCount::Actual360;
    return terms;
}

}  // namespace leasebook::tests
