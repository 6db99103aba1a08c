#pragma once
// The book before and after a stress scenario, by cluster and industry. A pure function: the same book, day, curve and
// scenario give the same result, and its text the same hash.
#include "domain/stress_scenario.h"
#include "pricing/curve.h"
#include "reports/loss_book.h"

namespace leasebook::reports {

struct StressFigures {
    Money exposure;
    Money present_value;     // of what falls due after the day, on the curve
    Money expected_loss;     // within a year
    Money exposure_at_risk;  // of lessees that default with the probability of grade CCC or a higher one
    Money residual_gap;      // what machines are expected to fetch less than the residuals booked (R-F-03)
};
void visit_fields(auto& f, auto& field) requires std::same_as<std::remove_cvref_t<decltype(f)>, StressFigures> {
    field("exposure", f.exposure);
    field("present_value", f.present_value);
    field("expected_loss", f.expected_loss);
    field("exposure_at_risk", f.exposure_at_risk);
    field("residual_gap", f.residual_gap);
}

struct StressLine {
    std::string code;  // of the cluster or industry; "unmapped"
    StressFigures before, after;
};

struct StressResult {
    Date as_of;
    Currency currency;
    StressFigures before, after;
    std::vector<StressLine> clusters, industries;  // with exposure, by code, unmapped last; each adds up to the total
};

// Multipliers of a lessee's cluster, industry and of all apply one after the other, to at most 1. An anchor that
// defaults takes those who depend on it along (G.5). Machines lose their part of today's and of every later value.
// Errors: names that the book does not know. The curve's reference day is `as_of`.
Result<StressResult> stress(const LossSources& sources, const pricing::DiscountCurve& curve,
                            const StressScenario& scenario);

// The portfolio as the scenario would have it: machines stand as if they had been appraised today at what is left of
// their value, and a lessee whose probability of default changes stands in the mildest grade of at least the new one.
// What is booked stays as it is. Errors: as of stress.
Result<Portfolio> stressed_portfolio(const LossSources& sources, const StressScenario& scenario);

// The curve with these shifts of its zero rates; they fade linearly from one key rate to the next.
pricing::DiscountCurve shifted(const pricing::DiscountCurve& curve, const std::vector<NamedShock>& shifts);

}  // namespace leasebook::reports
