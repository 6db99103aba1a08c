// Stress scenarios: their list and form, runs on the book, and results side by side; pages and API.
#include <charconv>
#include <nlohmann/json.hpp>

#include "db/risk_store.h"
#include "server/entry_page.h"
#include "server/loss_entry.h"
#include "server/record_json.h"
#include "server/risk/stress_runs.h"
#include "server/routes.h"
#include "server/stress_view.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

std::vector<FormField> scenario_fields() {
    return {
        {"name", Control::Text, 3, "", {}},
        {"description", Control::Text, 3, "", {}, true},
        {"curve_shifts", Control::Text, 6, "Basis points by key rate, like 1Y:100;5Y:150, or all:100", {}, true},
        {"cluster_multipliers", Control::Text, 6, "Of the rate of default, like K1:2.5;K2:1.5, or all:1.5", {}, true},
        {"industry_multipliers", Control::Text, 6, "The same by industry, like C34:2.0", {}, true},
        {"residual_falls",
         Control::Text,
         6,
         "Part of the value lost by asset class, like CNC:0.20, or all:0.10",
         {},
         true},
        {"anchor_defaults", Control::Text, 6, "Anchor enterprises by name, divided by semicolons", {}, true}};
}

void add_scenarios(Data& page, const Call& call, const std::vector<db::KeptScenario>& scenarios) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Scenarios")).set("SPAN", "s12").set("EMPTY_TEXT", call.t("There is no scenario yet."));
    add_columns(table, call, {{"Name"}, {"Description"}, {"Changed by"}});
    for (const auto& kept : scenarios) {
        auto& row = table.add("ROW");
        text_cell(row, kept.scenario.name, path_to("/stress", kept.scenario.name));
        text_cell(row, kept.scenario.description.value_or(""));
        text_cell(row, kept.changed_by);
    }
}

void add_runs(Data& page, const Call& call, const std::vector<db::StressRun>& runs) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Runs")).set("SPAN", "s12").set("EMPTY_TEXT", call.t("No scenario has been run yet."));
    add_columns(table, call, {{"Run"}, {"Scenario"}, {"As of"}, {"Result hash"}, {"Run by"}, {"Compare"}});
    for (const auto& run : runs) {
        auto& row = table.add("ROW");
        text_cell(row, std::to_string(run.id), path_to("/stress-runs", std::to_string(run.id)));
        text_cell(row, run.scenario);
        text_cell(row, date_text(run.as_of, call.language));
        text_cell(row, run.result_hash.substr(0, 16));
        text_cell(row, run.started_by);
        if (run.id == runs.front().id)
            text_cell(row, "");
        else
            text_cell(row, call.t("with the last run"),
                      path_with(path_to("/stress-runs", std::to_string(runs.front().id)),
                                {{"with", std::to_string(run.id)}}));
    }
}

Response stress_page(const Call& call) {
    const auto [scenarios, runs] = call.app.database.read([](db::Connection& c) {
        return std::pair{db::stress_scenarios(c), db::stress_runs(c)};
    });
    Data page;
    const auto title = call.t("Stress scenarios");
    page.set("TITLE", title).set("SUB", call.t("What the book looks like after a named shock."));
    if (call.may(Permission::ManageRisk))
        page.add("ACTION").set("TEXT", call.t("New scenario")).set("HREF", "/stress/new").show("PRIMARY").show("ADD");
    add_scenarios(page, call, scenarios);
    add_runs(page, call, runs);
    const auto frame = call.frame(title, "stress", {{call.t("Risk"), ""}, {title, ""}});
    return html(call.app.view.page("risk", frame, page));
}

Response form_page(const Call& call, const Fields& shown, const Errors& errors) {
    const auto title = call.t("Stress scenario");
    const auto frame =
        call.frame(title, "stress", {{call.t("Risk"), ""}, {call.t("Stress scenarios"), "/stress"}, {title, ""}});
    return entry_page(call, frame,
                      {title, call.t("Names are those of the register; a name that is not there is refused."),
                       "/stress", "/stress", scenario_fields()},
                      shown, errors);
}

Response new_scenario(const Call& call) { return form_page(call, {}, {}); }

Response post_scenario(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return form_page(call, *form, errors); };
    const auto scenario = read_record<StressScenario>(as_typed(*form, scenario_fields()));
    if (!scenario) return refused(scenario.errors());
    return keep_scenario(call, *scenario, see_other(path_to("/stress", scenario->name) + "?saved=1"), refused);
}

std::vector<FormField> run_fields() {
    return {{"as_of", Control::Date, 2, "The curve needs market quotes of that day", {}}};
}

Response scenario_page(const Call& call, const Fields& shown, const Errors& errors) {
    const auto scenario =
        call.app.database.read([&](db::Connection& c) { return db::find_stress_scenario(c, call.path_value(0)); });
    if (!scenario)
        return no_such_page(call, not_found("", "There is no scenario \"{0}\".", shortened(call.path_value(0))));
    Data page;
    page.set("TITLE", scenario->name).set("SUB", scenario->description.value_or(""));
    add_errors(page, call.language, errors);
    if (call.may(Permission::ManageRisk)) {
        page.add("ACTION").set("TEXT", call.t("Edit")).set("HREF", path_to("/stress", scenario->name) + "/edit");
        auto& run = page.add("RUN").set("ACTION_PATH", path_to("/stress", scenario->name) + "/runs");
        add_group(run, call.language, "", run_fields(), shown, errors);
    }
    for (const auto& [name, value] : write_record(*scenario))
        if (name != "name")
            page.add("PAIR").set("LABEL", label_of(call.language, name)).set("TEXT", value.empty() ? "–" : value);
    const auto frame =
        call.frame(scenario->name, "stress",
                   {{call.t("Risk"), ""}, {call.t("Stress scenarios"), "/stress"}, {scenario->name, ""}});
    return html(call.app.view.page("stress", frame, page), errors.empty() ? 200 : status_of(errors));
}

Response show_scenario(const Call& call) { return scenario_page(call, {{"as_of", to_text(call.today())}}, {}); }

Response edit_scenario(const Call& call) {
    const auto scenario =
        call.app.database.read([&](db::Connection& c) { return db::find_stress_scenario(c, call.path_value(0)); });
    if (!scenario)
        return no_such_page(call, not_found("", "There is no scenario \"{0}\".", shortened(call.path_value(0))));
    return form_page(call, write_record(*scenario), {});
}

Response post_run(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return scenario_page(call, *form, errors); };
    const auto entry = read_record<LossRunEntry>(as_typed(*form, run_fields()));
    if (!entry) return refused(entry.errors());
    const auto to_result = [](const db::StressRun& run) {
        return see_other(path_to("/stress-runs", std::to_string(run.id)));
    };
    return keep_stress(call, call.path_value(0), entry->as_of.value_or(call.today()), to_result, refused);
}

}  // namespace

void add_stress_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/stress", Read, stress_page});
    routes.push_back({"POST", "/stress", ManageRisk, post_scenario});
    routes.push_back({"GET", "/stress/new", ManageRisk, new_scenario});
    routes.push_back({"GET", "/stress/{name}", Read, show_scenario});
    routes.push_back({"GET", "/stress/{name}/edit", ManageRisk, edit_scenario});
    routes.push_back({"POST", "/stress/{name}/runs", ManageRisk, post_run});
    add_stress_results(routes);
}

}  // namespace leasebook::server
