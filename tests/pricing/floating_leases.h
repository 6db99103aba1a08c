#pragma once
// Floating leases that several tests look at.
#include "pricing/floating.h"
#include "tests/leases.h"

namespace leasebook::pricing {

using tests::cny;
using tests::in_advance;
using tests::l1;
using tests::rate;

// L1 at LPR 4.20 % and 180 bp, so 6 % until the index is published anew.
inline FloatingTerms plus_180() {
    FloatingTerms floating;
    floating.spread = rate("0.018");
    return floating;
}
inline std::vector<Fixing> falls_after_a_year(const char* to = "0.037") {
    return {{date(2025, 1, 20), rate("0.042")}, {date(2026, 1, 20), rate(to)}};
}

// Three rents agreed one by one, which repay 100,000.00 at 6 %.
inline RentPlan three_rents() {
    RentPlan plan;
    plan.structure = Structure::Custom;
    plan.rents = {{date(2025, 7, 20), cny("40000.00")},
                  {date(2026, 1, 20), cny("40000.00")},
                  {date(2026, 7, 20), cny("25836.27")}};
    return plan;
}
inline LeaseTerms of_three_rents() {
    auto terms = l1();
    terms.financed_amount = cny("100000.00");
    terms.periods = 3;
    terms.first_rent_date = date(2025, 7, 20);
    terms.period_months = 6;
    return terms;
}

}  // namespace leasebook::pricing
