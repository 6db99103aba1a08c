#include "server/risk/stress_runs.h"

#include <nlohmann/json.hpp>

#include "db/hash_chain.h"
#include "server/record_json.h"

namespace leasebook::server {

namespace {

using nlohmann::ordered_json;

ordered_json figures_json(const reports::StressFigures& figures) { return ordered_json::parse(record_json(figures)); }

ordered_json lines_json(const std::vector<reports::StressLine>& lines) {
    auto list = ordered_json::array();
    for (const auto& line : lines)
        list.push_back(
            {{"code", line.code}, {"before", figures_json(line.before)}, {"after", figures_json(line.after)}});
    return list;
}

}  // namespace

std::string stress_document(const reports::StressResult& result, const StressScenario& scenario,
                            const std::string& curve_snapshot) {
    ordered_json out;
    out["scenario"] = ordered_json::parse(record_json(scenario));
    out["as_of"] = to_text(result.as_of);
    out["currency"] = result.currency.text();
    out["curve_snapshot"] = curve_snapshot;
    out["before"] = figures_json(result.before);
    out["after"] = figures_json(result.after);
    out["clusters"] = lines_json(result.clusters);
    out["industries"] = lines_json(result.industries);
    return out.dump();
}

Result<db::StressRun> run_stress(const RiskInputs& inputs, const pricing::DiscountCurve& curve,
                                 const StressScenario& scenario, const StressOrder& order) {
    const auto result = reports::stress(inputs.sources(order.as_of, order.currency), curve, scenario);
    if (!result) return result.errors();
    auto document = stress_document(*result, scenario, curve.snapshot);
    auto hash = db::sha256_hex(document);
    return db::StressRun{0,
                         scenario.name,
                         order.as_of,
                         order.currency.text(),
                         record_json(scenario),
                         std::move(document),
                         std::move(hash),
                         order.by,
                         order.now};
}

}  // namespace leasebook::server
