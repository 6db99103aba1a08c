// What management adds to the provisions of a month, or takes off them, with its reason: list and form.
#include "db/close_store.h"
#include "db/register_store.h"
#include "server/close_inputs.h"
#include "server/entry_page.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

std::string page_of(Period period) { return path_to("/periods", to_text(period)) + "/overlays"; }

Frame frame_of(const Call& call, Period period) {
    return call.frame(call.t("Overlays"), "periods",
                      {{call.t("Books"), ""},
                       {call.t("Periods"), "/periods"},
                       {to_text(period), path_to("/periods", to_text(period))},
                       {call.t("Overlays"), ""}});
}

Response list_page(const Call& call) {
    const auto period = parse_period(call.path_value(0), "period");
    if (!period) return no_such_page(call, period.error());
    const auto [overlays, clusters] = call.app.database.read([&](db::Connection& c) {
        return std::pair{db::overlays_of(c, *period), db::all<Cluster>(c)};
    });
    const auto title = call.t("Overlays") + " " + to_text(*period);
    Data page;
    page.set("TITLE", title).set("SUB", call.t("Judgement on top of the expected losses, with its reason (IFRS 9)."));
    if (call.may(Permission::ClosePeriods))
        page.add("ACTION")
            .set("TEXT", call.t("Enter an overlay"))
            .set("HREF", page_of(*period) + "/new")
            .show("PRIMARY");
    auto& table = page.add("TABLE");
    table.set("TITLE", title).set("SPAN", "s12").set("EMPTY_TEXT", call.t("Nothing was added to this month."));
    add_columns(table, call, {{"Cluster"}, {"Share of the expected loss", true}, {"Reason"}, {"Entered by"}});
    for (const auto& overlay : overlays) {
        auto& row = table.add("ROW");
        if (overlay.cluster == "*")
            text_cell(row, call.t("All contracts"), path_with("/provisions", {{"period", to_text(*period)}}));
        for (const auto& cluster : clusters)
            if (cluster.code.text == overlay.cluster)
                text_cell(row, localised(call.language, cluster.name, cluster.name_zh),
                          path_with("/provisions", {{"period", to_text(*period)}, {"cluster", overlay.cluster}}));
        number_cell(row, percent_text(overlay.share));
        text_cell(row, overlay.reason);
        text_cell(row, overlay.entered_by);
    }
    return html(call.app.view.page("books", frame_of(call, *period), page));
}

std::vector<FormField> overlay_fields(const Call& call) {
    std::vector<Choice> places{{"*", call.t("All contracts")}};
    for (const auto& cluster : call.app.database.read([](db::Connection& c) { return db::all<Cluster>(c); }))
        places.push_back({cluster.code.text, localised(call.language, cluster.name, cluster.name_zh)});
    return {{"cluster", Control::Select, 3, "", std::move(places)},
            {"share", Control::Percent, 3, "Of the expected loss; below zero takes off", {}},
            {"reason", Control::Text, 6, "It stays on record with the decision", {}}};
}

Response form_page(const Call& call, Period period, const Fields& shown, const Errors& errors) {
    return entry_page(call, frame_of(call, period),
                      {call.t("Enter an overlay") + " " + to_text(period), "", page_of(period), page_of(period),
                       overlay_fields(call)},
                      shown, errors);
}

Response new_page(const Call& call) {
    const auto period = parse_period(call.path_value(0), "period");
    return period ? form_page(call, *period, {}, {}) : no_such_page(call, period.error());
}

Response post_overlay_form(const Call& call) {
    const auto period = parse_period(call.path_value(0), "period");
    if (!period) return no_such_page(call, period.error());
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return form_page(call, *period, *form, errors); };
    const auto entry = read_record<OverlayEntry>(as_typed(*form, overlay_fields(call)));
    if (!entry) return refused(entry.errors());
    const auto keep = [&](db::Connection& c) -> Result<Call::Changed> {
        if (auto errors = refused_overlay(c, *period, *entry); !errors.empty()) return errors;
        db::keep_overlay(c, *period, {entry->cluster, entry->share, entry->reason, call.who.name});
        return Call::Changed{see_other(page_of(*period) + "?saved=1"), to_text(*period), record_json(*entry)};
    };
    return call.change("period.overlay", keep, refused);
}

}  // namespace

void add_overlay_pages(std::vector<Route>& routes) {
    using enum Permission;
    const std::string page = "/periods/{period}/overlays";
    routes.push_back({"GET", page, Read, list_page});
    routes.push_back({"GET", page + "/new", ClosePeriods, new_page});
    routes.push_back({"POST", page, ClosePeriods, post_overlay_form});
}

}  // namespace leasebook::server
