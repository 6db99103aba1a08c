// Results of stress runs: one before and after, or two side by side; and the API.
#include <charconv>
#include <nlohmann/json.hpp>

#include "server/loss_entry.h"
#include "server/record_json.h"
#include "server/stress_view.h"
#include "server/tables.h"
#include "server/web/form.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

using nlohmann::json;

constexpr const char* figure_names[] = {"present_value", "expected_loss", "exposure_at_risk", "residual_gap"};

std::optional<std::int64_t> number_of(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size()) return {};
    return number;
}

std::optional<db::StressRun> find_run(const Call& call, const std::string& text) {
    const auto id = number_of(text);
    if (!id) return {};
    return call.app.database.read([&](db::Connection& c) { return db::find_stress_run(c, *id); });
}

// A run whose figures are read; amounts in its currency.
struct Outcome {
    db::StressRun run;
    json result;
    Currency currency;

    explicit Outcome(db::StressRun stored)
        : run(std::move(stored)), result(json::parse(run.result)), currency(*parse_currency(run.currency)) {}
    std::string amount(const json& text) const {
        return money_text(*parse_money(text.get<std::string>(), currency, ""));
    }
    std::string title() const { return run.scenario + " (" + std::to_string(run.id) + ")"; }
};

void add_totals(Data& page, const Call& call, const std::vector<Outcome>& outcomes) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("The whole book")).set("SPAN", "s12").set("META", outcomes.front().run.currency);
    std::vector<Heading> headings{{"Figure"}, {"Before", true}};
    add_columns(table, call, headings);
    for (const auto& outcome : outcomes) table.add("COLUMN").set("TEXT", outcome.title()).show("NUMERIC");
    for (const char* name : {"exposure", "present_value", "expected_loss", "exposure_at_risk", "residual_gap"}) {
        auto& row = table.add("ROW");
        text_cell(row, label_of(call.language, name));
        number_cell(row, outcomes.front().amount(outcomes.front().result["before"][name]));
        for (const auto& outcome : outcomes) number_cell(row, outcome.amount(outcome.result["after"][name]));
    }
}

const json* line_of(const Outcome& outcome, const char* list, const json& code) {
    for (const auto& line : outcome.result[list])
        if (line["code"] == code) return &line;
    return nullptr;
}

// One line a cluster or industry: each figure before, and after in every outcome.
void add_lines(Data& page, const Call& call, const std::vector<Outcome>& outcomes, const char* list,
               const char* title) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t(title)).set("SPAN", "s12");
    add_columns(table, call, {{"Name"}});
    for (const char* name : figure_names) {
        table.add("COLUMN").set("TEXT", label_of(call.language, name) + ", " + call.t("before")).show("NUMERIC");
        for (std::size_t i = 0; i < outcomes.size(); ++i)
            table.add("COLUMN")
                .set("TEXT", outcomes.size() == 1 ? call.t("after") : outcomes[i].title())
                .show("NUMERIC");
    }
    for (const auto& line : outcomes.front().result[list]) {
        auto& row = table.add("ROW");
        text_cell(row, value_text(call.language, line["code"].get<std::string>()));
        for (const char* name : figure_names) {
            number_cell(row, outcomes.front().amount(line["before"][name]));
            for (const auto& outcome : outcomes) {
                const auto* found = line_of(outcome, list, line["code"]);
                number_cell(row, found ? outcome.amount((*found)["after"][name]) : "–");
            }
        }
    }
}

Response result_page(const Call& call) {
    const auto run = find_run(call, call.path_value(0));
    if (!run) return no_such_page(call, not_found("", "There is no such run."));
    std::vector<Outcome> outcomes{Outcome(*run)};
    if (const auto other = call.parameter("with"); !other.empty()) {
        const auto found = find_run(call, other);
        if (!found) return no_such_page(call, not_found("", "There is no such run."));
        if (found->currency != run->currency)
            return refusal_page(call, {conflict("These runs are in different currencies.")});
        outcomes.emplace_back(*found);
    }
    Data page;
    const auto title = call.t("Stress result") + " " + std::to_string(run->id);
    page.set("TITLE", title).set("SUB", run->scenario + " · " + date_text(run->as_of, call.language));
    add_totals(page, call, outcomes);
    add_lines(page, call, outcomes, "clusters", "By cluster");
    add_lines(page, call, outcomes, "industries", "By industry");
    page.set("FOOT",
             filled(call.t("Result {0}: the same book, curve and scenario give the same."), {run->result_hash}));
    const auto frame =
        call.frame(title, "stress", {{call.t("Risk"), ""}, {call.t("Stress scenarios"), "/stress"}, {title, ""}});
    return html(call.app.view.page("risk", frame, page));
}

Response as_problem(const Errors& errors) { return problem(errors); }

std::string summary_json(const db::StressRun& run) {
    RecordJson out;
    out.with("id", std::to_string(run.id));
    out("scenario", run.scenario);
    out("as_of", run.as_of);
    out("currency", run.currency);
    out("result_hash", run.result_hash);
    out("started_by", run.started_by);
    out("finished_at", db::moment_text(run.finished_at));
    return out.object();
}

std::string run_json(const db::StressRun& run) {
    auto text = summary_json(run);
    text.pop_back();
    return text + ",\"result\":" + run.result + "}";
}

Response get_scenarios(const Call& call) {
    const db::Page<db::KeptScenario> page{call.app.database.read(db::stress_scenarios), ""};
    return json_text(page_json(page, [](const db::KeptScenario& kept) { return record_json(kept.scenario); }));
}

Response post_scenario(const Call& call) {
    const auto json_body = call.json();
    const auto scenario =
        json_body ? read_json_record<StressScenario>(*json_body) : Result<StressScenario>(json_body.errors());
    if (!scenario) return problem(scenario.errors());
    return keep_scenario(call, *scenario, json_text(record_json(*scenario), 201), as_problem);
}

Response post_run(const Call& call) {
    const auto json_body = call.json();
    const auto entry =
        json_body ? read_json_record<LossRunEntry>(*json_body) : Result<LossRunEntry>(json_body.errors());
    if (!entry) return problem(entry.errors());
    return keep_stress(
        call, call.path_value(0), entry->as_of.value_or(call.today()),
        [](const db::StressRun& run) { return json_text(run_json(run), 201); }, as_problem);
}

Response get_runs(const Call& call) {
    const db::Page<db::StressRun> page{call.app.database.read(db::stress_runs), ""};
    return json_text(page_json(page, summary_json));
}

Response get_run(const Call& call) {
    const auto run = find_run(call, call.path_value(0));
    return run ? json_text(run_json(*run)) : problem({not_found("", "There is no such run.")});
}

}  // namespace

void add_stress_results(std::vector<Route>& routes) {
    using enum Permission;
    const std::string v1 = "/api/v1";
    routes.push_back({"GET", "/stress-runs/{id}", Read, result_page});
    routes.push_back(
        {"GET", v1 + "/stress-scenarios", Read, get_scenarios, "Stress scenarios by name", "", "StressScenarioPage"});
    routes.push_back({"POST", v1 + "/stress-scenarios", ManageRisk, post_scenario, "Keep a stress scenario",
                      "StressScenario", "StressScenario"});
    routes.push_back({"POST", v1 + "/stress-scenarios/{name}/runs", ManageRisk, post_run,
                      "Run it on the book of a day; the same book, curve and scenario give the same hash",
                      "LossRunEntry", "StressRun"});
    routes.push_back({"GET", v1 + "/stress-runs", Read, get_runs, "Stress runs, newest first", "", "StressRunPage"});
    routes.push_back({"GET", v1 + "/stress-runs/{id}", Read, get_run, "One of them with its figures", "", "StressRun"});
}

}  // namespace leasebook::server
