// The loss distribution of the book: its page, its parameters, and the start of a run.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "db/register_store.h"
#include "server/kept_forms.h"
#include "server/loss_view.h"
#include "server/quote_page.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

using nlohmann::json;

struct RiskPage {
    std::optional<db::RiskRun> run;
    json figures;
    Currency currency;

    Money money(const json& text) const { return *parse_money(text.get<std::string>(), currency, ""); }
};

RiskPage load_page(const Call& call) {
    RiskPage page;
    page.run = call.app.database.read(db::last_risk_run);
    if (!page.run) return page;
    page.figures = json::parse(page.run->figures);
    page.currency = *parse_currency(page.run->currency);
    return page;
}

std::string level_name(const json& tail) { return tail["level"].get<std::string>() + "%"; }

void add_kpis(Data& page, const Call& call, const RiskPage& risk) {
    const auto kpi = [&](const std::string& label, const json& estimate) {
        page.add("KPI")
            .set("LABEL", label)
            .set("VALUE", short_money(risk.money(estimate["value"]), call.language))
            .set("NOTE", "± " + short_money(risk.money(estimate["standard_error"]), call.language));
    };
    kpi(call.t("Expected loss"), risk.figures["expected_loss"]);
    kpi(call.t("Unexpected loss"), risk.figures["unexpected_loss"]);
    for (const auto& tail : risk.figures["tails"]) {
        kpi(call.t("Value at risk") + " " + level_name(tail), tail["value_at_risk"]);
        kpi(call.t("Expected shortfall") + " " + level_name(tail), tail["expected_shortfall"]);
    }
}

double major(Money amount) { return static_cast<double>(amount.minor_units()) / 100; }

// How many scenarios lose how much, with the figures as upright lines.
void draw_distribution(Data& page, const Call& call, const RiskPage& risk) {
    reports::LineChart chart;
    chart.lines = {{{}, 0, false}};
    double highest = 0;
    const auto& first = risk.figures["histogram"].at(0);
    const double width = major(risk.money(first["until"])) - major(risk.money(first["from"]));
    for (const auto& bin : risk.figures["histogram"]) {
        const auto scenarios = bin["scenarios"].get<double>();
        // The last one takes all the rest; it is drawn as wide as the others.
        const double from = major(risk.money(bin["from"]));
        const double until = std::min(major(risk.money(bin["until"])), from + width);
        chart.lines[0].points.push_back({from, scenarios});
        chart.lines[0].points.push_back({until, scenarios});
        highest = std::max(highest, scenarios);
        chart.marks.push_back({{(from + until) / 2, scenarios},
                               short_money(risk.money(bin["from"]), call.language) + " – " +
                                   short_money(risk.money(bin["until"]), call.language) + ": " +
                                   count_text(bin["scenarios"].get<std::int64_t>())});
    }
    const auto upright = [&](const json& value, std::size_t colour) {
        const double at = major(risk.money(value));
        chart.lines.push_back({{{at, 0}, {at, highest}}, colour, true});
    };
    upright(risk.figures["expected_loss"]["value"], 1);
    std::size_t colour = 2;
    for (const auto& tail : risk.figures["tails"]) upright(tail["value_at_risk"]["value"], colour++);
    const auto& points = chart.lines[0].points;
    for (const double loss : reports::round_steps(points.front().x, points.back().x))
        if (loss >= points.front().x && loss <= points.back().x)
            chart.x_ticks.push_back(
                {loss, short_money(Money::minor(std::int64_t(loss) * 100, risk.currency), call.language)});
    chart.y_text = [](double scenarios) { return count_text(static_cast<std::int64_t>(scenarios)); };
    page.draw("CHART", reports::line_chart(chart, {760, 300, call.t("Scenarios by loss")}));
    page.set("CHART_TITLE", call.t("Scenarios by loss"))
        .set("CHART_META", call.t("Dashed: expected loss, value at risk 99% and 99.9%"));
}

void add_contributions(Data& page, const Call& call, const RiskPage& risk, const char* list, const char* title,
                       const char* folder) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t(title))
        .set("SPAN", "s12")
        .set("META", call.t("Parts of the expected shortfall; expected loss before contagion"));
    add_columns(table, call, {{"Name"}, {"Exposure", true}, {"Expected loss", true}, {"99%", true}, {"99.9%", true}});
    std::array<Money, 4> sums;
    sums.fill(Money::zero(risk.currency));
    for (const auto& part : risk.figures[list]) {
        const auto code = part["code"].get<std::string>(), name = part["name"].get<std::string>();
        auto& row = table.add("ROW");
        const bool linked = !name.empty() && !code.empty();
        text_cell(row,
                  linked         ? code + " " + name
                  : name.empty() ? value_text(call.language, code)
                                 : name,
                  linked ? path_to(folder, code) : "");
        std::size_t column = 0;
        for (const char* figure : {"exposure", "expected_loss", "expected_shortfall_99", "expected_shortfall_99.9"}) {
            const auto amount = risk.money(part[figure]);
            number_cell(row, money_text(amount));
            sums[column++] += amount;
        }
    }
    auto& total = table.add("TOTAL");
    total.add("CELL").set("TEXT", call.t("Total"));
    for (const auto sum : sums) total.add("CELL").set("TEXT", money_text(sum)).show("NUMERIC");
}

// CreditRisk+ beside the simulation.
void add_second_opinion(Data& page, const Call& call, const RiskPage& risk) {
    const auto& other = risk.figures["second_opinion"];
    if (!other.is_object()) return;
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Second opinion"))
        .set("SPAN", "s12")
        .set("META", call.t("CreditRisk+, analytic, without contagion"));
    add_columns(table, call, {{"Figure"}, {"Factor model", true}, {"Standard error", true}, {"CreditRisk+", true}});
    const auto line = [&](const std::string& name, const json& estimate, const json& opinion) {
        auto& row = table.add("ROW");
        text_cell(row, name);
        number_cell(row, money_text(risk.money(estimate["value"])));
        number_cell(row, money_text(risk.money(estimate["standard_error"])));
        number_cell(row, money_text(risk.money(opinion)));
    };
    line(call.t("Expected loss"), risk.figures["expected_loss"], other["expected_loss"]);
    line(call.t("Unexpected loss"), risk.figures["unexpected_loss"], other["unexpected_loss"]);
    for (std::size_t i = 0; i < other["tails"].size(); ++i) {
        const auto& tail = risk.figures["tails"][i];
        const auto& opinion = other["tails"][i];
        line(call.t("Value at risk") + " " + level_name(tail), tail["value_at_risk"], opinion["value_at_risk"]);
        line(call.t("Expected shortfall") + " " + level_name(tail), tail["expected_shortfall"],
             opinion["expected_shortfall"]);
    }
}

// `watched`: the page is kept up to date and does not hold the figures of a run that just ended.
void add_run_progress(Data& page, const Call& call, bool watched) {
    const auto job = call.app.losses.state();
    auto& progress = page.add("PROGRESS");
    progress.set("POLL_HREF", "/risk/progress").show("RUNNING", job.running);
    if (job.running)
        progress.set("TEXT",
                     filled(call.t("Simulating: {0} of {1} scenarios."), {count_text(job.done), count_text(job.of)}));
    else if (!job.failure.empty())
        progress.set("TEXT", call.t("The run was broken off. Start it again."));
    else if (watched && job.of > 0 && job.refused.empty())
        progress.set("TEXT", call.t("The run is finished. Reload the page to see its figures."));
    add_errors(progress, call.language, job.refused);
}

void add_tasks(Data& page, const Call& call) {
    if (!call.may(Permission::ManageRisk) || call.app.losses.state().running) return;
    page.add("TASK")
        .set("ACTION_PATH", "/risk/runs")
        .set("TEXT", call.t("Run the loss distribution"))
        .set("EXPLANATION", call.t("Simulates who defaults together, on the book of today."))
        .show("PRIMARY");
}

std::string made_from(const Call& call, const RiskPage& risk) {
    const auto& parameters = risk.figures["parameters"];
    return filled(call.t("Book of {0}, {1} scenarios, seed {2}, run by {3}; inputs {4}."),
                  {date_text(risk.run->as_of, call.language), count_text(parameters["scenarios"].get<std::int64_t>()),
                   parameters["seed"].dump(), risk.run->started_by, risk.run->inputs_hash.substr(0, 16)});
}

Response risk_page(const Call& call, const Errors& errors) {
    const auto risk = load_page(call);
    Data page;
    const auto title = call.t("Loss distribution");
    page.set("TITLE", title)
        .set("SUB", call.t("What the book may lose within a year, when clusters fall ill together."));
    page.add("ACTION").set("TEXT", call.t("Parameters")).set("HREF", "/risk/parameters");
    page.add("ACTION").set("TEXT", call.t("Industry correlations")).set("HREF", "/risk/correlations");
    add_errors(page, call.language, errors);
    add_tasks(page, call);
    add_run_progress(page, call, false);
    if (risk.run) {
        add_kpis(page, call, risk);
        draw_distribution(page, call, risk);
        add_second_opinion(page, call, risk);
        add_contributions(page, call, risk, "clusters", "By cluster", "/clusters");
        add_contributions(page, call, risk, "industries", "By industry", "/industries");
        add_contributions(page, call, risk, "largest_lessees", "By lessee", "/lessees");
        page.set("FOOT", made_from(call, risk));
    } else {
        page.set("FOOT", call.t("The loss distribution has not been run yet."));
    }
    const auto frame = call.frame(title, "risk", {{call.t("Risk"), ""}, {title, ""}});
    return html(call.app.view.page("risk", frame, page), errors.empty() ? 200 : status_of(errors));
}

Response show_risk(const Call& call) { return risk_page(call, {}); }

Response progress_part(const Call& call) {
    Data part;
    add_run_progress(part, call, true);
    return html(call.app.view.part("risk_progress", call.frame("", "risk", {}), part));
}

Response post_run(const Call& call) {
    return start_losses(call, call.today(), see_other("/risk"),
                        [&](const Errors& errors) { return risk_page(call, errors); });
}

std::vector<FormGroup> parameter_groups() {
    return {{"What moves credit",
             {{"economy_share", Control::Percent, 2, "Of the whole economy", {}},
              {"cluster_share", Control::Percent, 2, "Of the lessee's cluster", {}},
              {"industry_share", Control::Percent, 2, "Of the lessee's industry", {}},
              {"industry_correlation", Control::Percent, 2, "Between two industries", {}}}},
            {"Anchor enterprises",
             {{"contagion", Control::Percent, 2, "How much distress is passed on (lambda)", {}},
              {"anchor_dependence", Control::Percent, 2, "Of a supplier's sales", {}},
              {"anchor_default_rate", Control::Percent, 2, "A year, of anchors that are no lessees", {}}}},
            {"Simulation", {{"scenarios", Control::Number, 2, "", {}}, {"seed", Control::Number, 2, "", {}}}}};
}

Response parameters_page(const Call& call, const Fields& shown, const Errors& errors) {
    Data page;
    const auto title = call.t("Risk parameters");
    page.set("TITLE", title)
        .set("SUB", call.t("What the loss distribution is made from, beside the rates of default."));
    page.set("ACTION_PATH", "/risk/parameters").set("CANCEL_HREF", "/risk");
    if (call.may(Permission::ManageRisk)) page.set("SAVE_TEXT", call.t("Save"));
    add_errors(page, call.language, errors);
    const auto typed = kept_form(page, call, title, shown);
    for (const auto& group : parameter_groups())
        add_group(page, call.language, group.title, group.fields, typed, errors);
    const auto frame =
        call.frame(title, "risk", {{call.t("Risk"), ""}, {call.t("Loss distribution"), "/risk"}, {title, ""}});
    return html(call.app.view.page("form", frame, page), errors.empty() ? 200 : status_of(errors));
}

Response show_parameters(const Call& call) {
    const auto parameters = call.app.database.read(db::risk_parameters);
    return parameters_page(call, for_editing(write_record(parameters), all_fields(parameter_groups())), {});
}

Response post_parameters(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return parameters_page(call, *form, errors); };
    const auto parameters = read_record<RiskParameters>(as_typed(*form, all_fields(parameter_groups())));
    if (!parameters) return refused(parameters.errors());
    return change_risk_parameters(call, *parameters, see_other("/risk/parameters?saved=1"), refused);
}

}  // namespace

void add_loss_pages(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/risk", Read, show_risk});
    routes.push_back({"GET", "/risk/progress", Read, progress_part});
    routes.push_back({"POST", "/risk/runs", ManageRisk, post_run});
    routes.push_back({"GET", "/risk/parameters", Read, show_parameters});
    routes.push_back({"POST", "/risk/parameters", ManageRisk, post_parameters});
}

}  // namespace leasebook::server
