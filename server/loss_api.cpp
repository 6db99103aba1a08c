// The loss distribution under /api/v1/risk.
#include <charconv>

#include "db/register_store.h"
#include "server/loss_entry.h"
#include "server/loss_view.h"
#include "server/record_json.h"
#include "server/routes.h"

namespace leasebook::server {

namespace {

Response as_problem(const Errors& errors) { return problem(errors); }

// The figures are JSON already; the run's own members stand before them.
std::string run_json(const db::RiskRun& run) {
    RecordJson out;
    out.with("id", std::to_string(run.id));
    out("as_of", run.as_of);
    out("currency", run.currency);
    out("inputs_hash", run.inputs_hash);
    out("draws_hash", run.draws_hash);
    out("started_by", run.started_by);
    out("finished_at", db::moment_text(run.finished_at));
    out.with("figures", run.figures);
    return out.object();
}

std::string summary_json(const db::RiskRun& run) {
    RecordJson out;
    out.with("id", std::to_string(run.id));
    out("as_of", run.as_of);
    out("currency", run.currency);
    out("inputs_hash", run.inputs_hash);
    out("started_by", run.started_by);
    out("finished_at", db::moment_text(run.finished_at));
    return out.object();
}

Response get_runs(const Call& call) {
    const db::Page<db::RiskRun> page{call.app.database.read(db::risk_runs), ""};
    return json_text(page_json(page, summary_json));
}

Response get_run(const Call& call) {
    const auto& text = call.path_value(0);
    std::optional<db::RiskRun> run;
    std::int64_t id = 0;
    if (text == "last")
        run = call.app.database.read(db::last_risk_run);
    else if (std::from_chars(text.data(), text.data() + text.size(), id).ptr == text.data() + text.size())
        run = call.app.database.read([&](db::Connection& c) { return db::find_risk_run(c, id); });
    if (!run) return problem({not_found("", "There is no such run.")});
    return json_text(run_json(*run));
}

std::string state_json(const LossJobs::State& state) {
    RecordJson out;
    out.with("running", state.running ? "true" : "false");
    out.with("done", std::to_string(state.done));
    out.with("of", std::to_string(state.of));
    out.with("refused", json_array(state.refused, [](const Error& error) { return json_string(message(error)); }));
    return out.object();
}

Response get_state(const Call& call) { return json_text(state_json(call.app.losses.state())); }

Response post_run(const Call& call) {
    const auto json = call.json();
    const auto entry = json ? read_json_record<LossRunEntry>(*json) : Result<LossRunEntry>(json.errors());
    if (!entry) return problem(entry.errors());
    return start_losses(call, entry->as_of.value_or(call.today()), json_text("{\"accepted\":true}", 202), as_problem);
}

Response get_parameters(const Call& call) {
    return json_text(record_json(call.app.database.read(db::risk_parameters)));
}

Response put_parameters(const Call& call) {
    const auto json = call.json();
    const auto parameters = json ? read_json_record<RiskParameters>(*json) : Result<RiskParameters>(json.errors());
    if (!parameters) return problem(parameters.errors());
    return change_risk_parameters(call, *parameters, json_text(record_json(*parameters)), as_problem);
}

Response get_correlations(const Call& call) {
    const db::Page<IndustryCorrelation> page{call.app.database.read(db::industry_correlations), ""};
    return json_text(page_json(page, record_json<IndustryCorrelation>));
}

Response put_correlation(const Call& call) {
    const auto json = call.json();
    const auto correlation =
        json ? read_json_record<IndustryCorrelation>(*json) : Result<IndustryCorrelation>(json.errors());
    if (!correlation) return problem(correlation.errors());
    return change_correlation(call, *correlation, json_text(record_json(*correlation)), as_problem);
}

Response delete_correlation(const Call& call) {
    return remove_correlation(call, {call.path_value(0)}, {call.path_value(1)}, json_text("{\"accepted\":true}"),
                              as_problem);
}

Response post_effect(const Call& call) {
    const auto json = call.json();
    const auto entry = json ? read_json_record<NewLeaseEntry>(*json) : Result<NewLeaseEntry>(json.errors());
    if (!entry) return problem(entry.errors());
    const auto lessee = call.app.database.read([&](db::Connection& c) { return db::find<Lessee>(c, entry->lessee); });
    if (!lessee)
        return problem({not_found("lessee", "There is no {0} \"{1}\".", "Lessee", shortened(entry->lessee.text))});
    const auto effect = effect_of(call, *lessee, entry->exposure, entry->machines);
    return effect ? json_text(effect_json(*effect)) : problem(effect.errors());
}

}  // namespace

Errors check(const NewLeaseEntry& entry) {
    Errors errors;
    if (entry.exposure.is_negative()) errors.push_back(invalid("exposure", "This amount cannot be negative."));
    if (entry.machines.is_negative()) errors.push_back(invalid("machines", "This amount cannot be negative."));
    return errors;
}

void add_loss_api(std::vector<Route>& routes) {
    using enum Permission;
    const std::string v1 = "/api/v1/risk";
    routes.push_back({"GET", v1 + "/runs", Read, get_runs, "Loss distributions of the book", "", "RiskRunPage"});
    routes.push_back(
        {"GET", v1 + "/runs/{id}", Read, get_run, "One of them, or `last`, with all its figures", "", "RiskRun"});
    routes.push_back({"POST", v1 + "/runs", ManageRisk, post_run,
                      "Run the loss distribution; it goes on after the answer", "LossRunEntry", "RiskAccepted"});
    routes.push_back({"GET", v1 + "/state", Read, get_state, "How far a run has come", "", "RiskState"});
    routes.push_back({"GET", v1 + "/parameters", Read, get_parameters, "What the loss distribution is made from", "",
                      "RiskParameters"});
    routes.push_back({"PUT", v1 + "/parameters", ManageRisk, put_parameters, "Replace the risk parameters",
                      "RiskParameters", "RiskParameters"});
    routes.push_back({"GET", v1 + "/correlations", Read, get_correlations,
                      "Pairs of industries with a correlation of their own", "", "IndustryCorrelationPage"});
    routes.push_back({"PUT", v1 + "/correlations", ManageRisk, put_correlation, "Set the correlation of two industries",
                      "IndustryCorrelation", "IndustryCorrelation"});
    routes.push_back({"DELETE", v1 + "/correlations/{first}/{second}", ManageRisk, delete_correlation,
                      "Take back the correlation of two industries", "", "RiskAccepted"});
    routes.push_back({"POST", v1 + "/incremental", Read, post_effect,
                      "What one more lease does to the last loss distribution; nothing is stored", "NewLeaseEntry",
                      "LeaseEffect"});
}

}  // namespace leasebook::server
