#include "db/risk_store.h"
#include "reports/stress.h"
#include "server/loss_entry.h"
#include "server/openapi_schemas.h"

namespace leasebook::server::schemas {

namespace {

Json estimate() { return with(object(), {{"value", text()}, {"standard_error", text()}}); }

Json contribution() {
    return with(object(), {{"code", text()},
                           {"name", text()},
                           {"exposure", text()},
                           {"expected_loss", text()},
                           {"expected_shortfall_99", text()},
                           {"expected_shortfall_99.9", text()}});
}

Json loss_figures() {
    const auto opinion = with(
        object(),
        {{"model", text()},
         {"expected_loss", text()},
         {"unexpected_loss", text()},
         {"tails",
          list_of(with(object(), {{"level", text()}, {"value_at_risk", text()}, {"expected_shortfall", text()}}))}});
    return with(
        object(),
        {{"lessees", whole()},
         {"exposure", text()},
         {"other_currencies", whole()},
         {"parameters", record_schema<RiskParameters>()},
         {"sum_of_expected_losses", text()},
         {"expected_loss", estimate()},
         {"unexpected_loss", estimate()},
         {"tails",
          list_of(
              with(object(), {{"level", text()}, {"value_at_risk", estimate()}, {"expected_shortfall", estimate()}}))},
         {"second_opinion", or_null(opinion)},
         {"clusters", list_of(contribution())},
         {"industries", list_of(contribution())},
         {"largest_lessees", list_of(contribution())},
         {"histogram", list_of(with(object(), {{"from", text()}, {"until", text()}, {"scenarios", whole()}}))}});
}

Json effect() {
    return with(object(), {{"run", whole()},
                           {"as_of", text()},
                           {"loss_on_default", text()},
                           {"known_loss", text()},
                           {"expected_loss_before", text()},
                           {"expected_loss_after", text()},
                           {"unexpected_loss_before", text()},
                           {"unexpected_loss_after", text()},
                           {"tails", list_of(with(object(), {{"level", text()},
                                                             {"value_at_risk_before", text()},
                                                             {"value_at_risk_after", text()},
                                                             {"expected_shortfall_before", text()},
                                                             {"expected_shortfall_after", text()},
                                                             {"contribution", text()}}))}});
}

Json stress_result() {
    const auto figures = record_schema<reports::StressFigures>();
    const auto line = with(object(), {{"code", text()}, {"before", figures}, {"after", figures}});
    return with(object(), {{"scenario", reference("StressScenario")},
                           {"as_of", text()},
                           {"currency", text()},
                           {"curve_snapshot", text()},
                           {"before", figures},
                           {"after", figures},
                           {"clusters", list_of(line)},
                           {"industries", list_of(line)}});
}

}  // namespace

void add_risk_schemas(Json& schemas) {
    const auto run = with(object(), {{"id", whole()},
                                     {"as_of", text()},
                                     {"currency", text()},
                                     {"inputs_hash", text()},
                                     {"started_by", text()},
                                     {"finished_at", text()}});
    schemas["RiskRunRow"] = run;
    schemas["RiskRunPage"] = page_of("RiskRunRow");
    schemas["RiskRun"] = with(run, {{"draws_hash", text()}, {"figures", loss_figures()}});
    schemas["RiskAccepted"] = with(object(), {{"accepted", truth()}});
    schemas["RiskState"] =
        with(object(), {{"running", truth()}, {"done", whole()}, {"of", whole()}, {"refused", list_of(text())}});
    schemas["RiskParameters"] = record_schema<RiskParameters>();
    schemas["IndustryCorrelation"] = record_schema<IndustryCorrelation>();
    schemas["IndustryCorrelationPage"] = page_of("IndustryCorrelation");
    schemas["LossRunEntry"] = record_schema<LossRunEntry>();
    schemas["NewLeaseEntry"] = record_schema<NewLeaseEntry>();
    schemas["LeaseEffect"] = effect();
    schemas["StressScenario"] = record_schema<StressScenario>();
    schemas["StressScenarioPage"] = page_of("StressScenario");
    const auto stress = with(object(), {{"id", whole()},
                                        {"scenario", text()},
                                        {"as_of", text()},
                                        {"currency", text()},
                                        {"result_hash", text()},
                                        {"started_by", text()},
                                        {"finished_at", text()}});
    schemas["StressRunRow"] = stress;
    schemas["StressRunPage"] = page_of("StressRunRow");
    schemas["StressRun"] = with(stress, {{"result", stress_result()}});
}

}  // namespace leasebook::server::schemas
