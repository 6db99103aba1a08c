#include "server/stress_view.h"

#include <set>

#include "db/register_store.h"
#include "server/jobs.h"
#include "server/record_json.h"
#include "server/risk/stress_runs.h"

namespace leasebook::server {

namespace {

template <class Record>
std::vector<std::string> codes_of(db::Connection& connection) {
    std::vector<std::string> codes;
    for (const auto& record : db::all<Record>(connection)) codes.push_back(record.code.text);
    return codes;
}

// Of all anchor enterprises that a lessee names, once each, in order.
std::vector<std::string> anchor_names(db::Connection& connection) {
    std::set<std::string> names;
    for (const auto& lessee : db::all<Lessee>(connection))
        if (lessee.anchor_enterprise) names.insert(*lessee.anchor_enterprise);
    return {names.begin(), names.end()};
}

StressNames known_names(db::Connection& c) {
    return {codes_of<Cluster>(c), codes_of<Industry>(c), codes_of<AssetClass>(c), anchor_names(c)};
}

// Before the transaction that keeps it: curves write down what they are made of.
Result<db::StressRun> stressed(const Call& call, const std::string& name, Date as_of) {
    std::optional<RiskInputs> inputs;
    const auto scenario = call.app.database.read([&](db::Connection& c) {
        auto found = db::find_stress_scenario(c, name);
        if (found) inputs = risk_inputs(c, as_of);
        return found;
    });
    if (!scenario) return not_found("", "There is no scenario \"{0}\".", shortened(name));
    JobRecord record(call.app.database, JobKind::Stress, scenario->name, call.who.name, call.app.clock);
    const auto curve = call.app.curves.on(call.app.currency.text(), as_of);
    auto run =
        *curve ? run_stress(*inputs, **curve, *scenario, {as_of, call.app.currency, call.who.name, call.app.clock()})
               : Result<db::StressRun>(curve->errors());
    record.ended(run, saying("The scenario was run on the book of {0}.", to_text(as_of)));
    return run;
}

}  // namespace

Response keep_scenario(const Call& call, const StressScenario& scenario, Response accepted,
                       const Call::Refusal& refused) {
    const auto keep = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto shocks = shocks_of(scenario);
        if (!shocks) return shocks.errors();
        if (auto unknown = unknown_names(*shocks, known_names(c)); !unknown.empty()) return unknown;
        db::keep_stress_scenario(c, {scenario, call.who.name, call.app.clock()});
        return Call::Changed{accepted, scenario.name, record_json(scenario)};
    };
    return call.change("stress_scenario.keep", keep, refused);
}

Response keep_stress(const Call& call, const std::string& name, Date as_of,
                     const std::function<Response(const db::StressRun&)>& accepted, const Call::Refusal& refused) {
    auto run = stressed(call, name, as_of);
    if (!run) return refused(run.errors());
    const auto keep = [&](db::Connection& c) -> Result<Call::Changed> {
        auto kept = *run;
        kept.id = db::add_stress_run(c, kept);
        return Call::Changed{accepted(kept), name, "{\"result_hash\":" + json_string(kept.result_hash) + "}"};
    };
    return call.change("stress.run", keep, refused);
}

}  // namespace leasebook::server
