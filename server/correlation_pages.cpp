// Pairs of industries whose correlation is not that of all: list, form, and taking one back.
#include "db/register_store.h"
#include "server/kept_forms.h"
#include "server/loss_view.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

const std::string here = "/risk/correlations";

Frame frame_of(const Call& call, const std::string& tail = {}) {
    std::vector<Crumb> crumbs{{call.t("Risk"), ""},
                              {call.t("Loss distribution"), "/risk"},
                              {call.t("Industry correlations"), tail.empty() ? "" : here}};
    if (!tail.empty()) crumbs.push_back({tail, ""});
    return call.frame(call.t("Industry correlations"), "risk", std::move(crumbs));
}

std::vector<Choice> industries(const Call& call) {
    std::vector<Choice> choices;
    for (const auto& industry : call.app.database.read([](db::Connection& c) { return db::all<Industry>(c); }))
        choices.push_back(
            {industry.code.text, industry.code.text + " " + localised(call.language, industry.name, industry.name_zh)});
    return choices;
}

std::string removal_of(const IndustryCode& first, const IndustryCode& second) {
    return path_to(path_to(here, first.text), second.text) + "/remove";
}

Response list_page(const Call& call) {
    const auto [of_all, correlations] = call.app.database.read([](db::Connection& c) {
        return std::pair{db::risk_parameters(c).industry_correlation, db::industry_correlations(c)};
    });
    const auto named = industries(call);
    const auto name_of = [&](const IndustryCode& code) {
        for (const auto& choice : named)
            if (choice.value == code.text) return choice.text;
        return code.text;
    };
    Data page;
    const auto title = call.t("Industry correlations");
    page.set("TITLE", title)
        .set("SUB",
             filled(call.t("Any two industries are correlated by {0}; these pairs have a correlation of their own."),
                    {percent_text(of_all)}));
    const bool may_change = call.may(Permission::ManageRisk);
    if (may_change)
        page.add("ACTION")
            .set("TEXT", call.t("Set a correlation"))
            .set("HREF", here + "/new")
            .show("PRIMARY")
            .show("ADD");
    auto& table = page.add("TABLE");
    table.set("TITLE", title).set("SPAN", "s12").set("EMPTY_TEXT", call.t("No pair has a correlation of its own."));
    add_columns(table, call, {{"Industry"}, {"Industry"}, {"Correlation", true}, {"Action"}});
    for (const auto& pair : correlations) {
        auto& row = table.add("ROW");
        text_cell(row, name_of(pair.first), path_to("/industries", pair.first.text));
        text_cell(row, name_of(pair.second), path_to("/industries", pair.second.text));
        number_cell(row, percent_text(pair.correlation));
        text_cell(row, may_change ? call.t("Remove") : "", may_change ? removal_of(pair.first, pair.second) : "");
    }
    return html(call.app.view.page("books", frame_of(call), page));
}

std::vector<FormField> correlation_fields(const Call& call) {
    return {{"first", Control::Select, 6, "", industries(call)},
            {"second", Control::Select, 6, "", industries(call)},
            {"correlation", Control::Percent, 3, "Between -100 and 100; replaces what was set of the two", {}}};
}

Response form_page(const Call& call, const Fields& shown, const Errors& errors) {
    Data page;
    const auto title = call.t("Set a correlation");
    page.set("TITLE", title).set("ACTION_PATH", here).set("SAVE_TEXT", call.t("Save")).set("CANCEL_HREF", here);
    add_errors(page, call.language, errors);
    add_group(page, call.language, "", correlation_fields(call), kept_form(page, call, title, shown), errors);
    return html(call.app.view.page("form", frame_of(call, title), page), errors.empty() ? 200 : status_of(errors));
}

Response new_page(const Call& call) { return form_page(call, {}, {}); }

Response post_correlation(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return form_page(call, *form, errors); };
    const auto correlation = read_record<IndustryCorrelation>(as_typed(*form, correlation_fields(call)));
    if (!correlation) return refused(correlation.errors());
    return change_correlation(call, *correlation, see_other(here + "?saved=1"), refused);
}

Response removal_page(const Call& call, const Errors& errors) {
    const IndustryCode first{call.path_value(0)}, second{call.path_value(1)};
    Data page;
    const auto title = call.t("Take back a correlation");
    page.set("TITLE", title + ": " + shortened(first.text) + ", " + shortened(second.text))
        .set("SUB", call.t("The correlation of all industries holds for the two again."))
        .set("ACTION_PATH", removal_of(first, second))
        .set("SAVE_TEXT", call.t("Remove"))
        .set("CANCEL_HREF", here);
    add_errors(page, call.language, errors);
    return html(call.app.view.page("form", frame_of(call, title), page), errors.empty() ? 200 : status_of(errors));
}

Response show_removal(const Call& call) { return removal_page(call, {}); }

Response post_removal(const Call& call) {
    return remove_correlation(call, {call.path_value(0)}, {call.path_value(1)}, see_other(here + "?saved=1"),
                              [&](const Errors& errors) { return removal_page(call, errors); });
}

}  // namespace

void add_correlation_pages(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", here, Read, list_page});
    routes.push_back({"GET", here + "/new", ManageRisk, new_page});
    routes.push_back({"POST", here, ManageRisk, post_correlation});
    routes.push_back({"GET", here + "/{first}/{second}/remove", ManageRisk, show_removal});
    routes.push_back({"POST", here + "/{first}/{second}/remove", ManageRisk, post_removal});
}

}  // namespace leasebook::server
