#pragma once
// Stress scenarios run on the book of a day, and their results as the one JSON document that is stored, hashed and
// shown.
#include "pricing/curve.h"
#include "reports/stress.h"
#include "server/risk/loss_runs.h"

namespace leasebook::server {

// The same book, curve and scenario give the same bytes.
std::string stress_document(const reports::StressResult& result, const StressScenario& scenario,
                            const std::string& curve_snapshot);

struct StressOrder {
    Date as_of;
    Currency currency;
    std::string by;
    db::Moment now;
};
// Result and its SHA-256, not yet stored. Errors: names that the book does not know.
Result<db::StressRun> run_stress(const RiskInputs& inputs, const pricing::DiscountCurve& curve,
                                 const StressScenario& scenario, const StressOrder& order);

}  // namespace leasebook::server
