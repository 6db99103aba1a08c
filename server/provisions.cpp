// The provisions of a month: which contract stands in which stage and class, why, and what is allowed for it.
#include "db/provision_list.h"
#include "db/register_store.h"
#include "server/filters.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

Result<db::ProvisionQuery> provision_query(const Call& call, std::string_view period) {
    Asked asked(call);
    db::ProvisionQuery query;
    if (const auto read = parse_period(period, "period"))
        query.period = *read;
    else
        asked.errors.push_back(read.error());
    query.stage = asked.one_of<Stage>("stage");
    query.category = asked.one_of<RiskClass>("category");
    query.cluster = asked.text("cluster");
    if (const auto contract = asked.text("contract")) query.contract = ContractNumber{*contract};
    read_sort(call.parameter("sort"), query.sort, query.descending, asked.errors);
    query.after = call.parameter("after");
    if (!asked.errors.empty()) return asked.errors;
    return query;
}

std::string provision_json(const db::ListedProvision& listed) {
    const auto& provision = listed.provision;
    RecordJson out;
    out("contract", provision.contract);
    out("lessee", listed.lessee);
    out("cluster", listed.cluster);
    out("currency", provision.exposure.currency());
    out("days_past_due", provision.days_past_due);
    out("stage", provision.stage);
    out("own_stage", provision.own_stage);
    out("category", provision.category);
    out("exposure", provision.exposure);
    out("overdue", provision.overdue);
    out("expected_loss", provision.expected_loss);
    out("overlay", provision.overlay);
    out("allowance", provision.allowance);
    out("reasons", provision.reasons);
    return out.object();
}

Response get_provisions(const Call& call) {
    const auto query = provision_query(call, call.path_value(0));
    if (!query) return problem(query.errors());
    const auto page = call.app.database.read([&](db::Connection& c) { return db::list_provisions(c, *query); });
    return json_text(page_json(page, provision_json));
}

const char* colour_of(Stage stage) {
    switch (stage) {
        case Stage::One: return "pos";
        case Stage::Two: return "warn";
        case Stage::Three:
        case Stage::Poci: return "neg";
    }
    throw InvariantBroken("every stage has its colour");
}

void add_totals(Data& page, const Call& call, const std::vector<db::ProvisionTotal>& totals) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("By stage")).set("SPAN", "s12").set("EMPTY_TEXT", call.t("Nothing is allowed for."));
    add_columns(table, call,
                {{"Stage"},
                 {"Currency"},
                 {"Contracts", true},
                 {"Exposure", true},
                 {"Expected loss", true},
                 {"Overlay", true},
                 {"Allowance", true}});
    for (const auto& total : totals) {
        auto& row = table.add("ROW");
        row.add("CELL")
            .set("TEXT", value_text(call.language, to_text(total.stage)))
            .set("HREF", with_parameter(call, "stage", to_text(total.stage)))
            .set("TAG_KIND", colour_of(total.stage));
        text_cell(row, total.exposure.currency().text());
        number_cell(row, std::to_string(total.contracts));
        for (const Money amount : {total.exposure, total.expected_loss, total.overlay, total.allowance})
            number_cell(row, money_text(amount));
    }
}

void add_provisions(Data& page, const Call& call, const std::vector<db::ListedProvision>& list) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Provisions"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No provision matches. They are made when the month is closed."));
    add_sorted_heads(table, call,
                     {{"Contract", "contract"},
                      {"Stage"},
                      {"Class"},
                      {"Days past due", "days_past_due", true},
                      {"Exposure", "exposure", true},
                      {"Expected loss", "expected_loss", true},
                      {"Overlay", "overlay", true},
                      {"Allowance", "allowance", true},
                      {"Reasons"}},
                     "contract");
    for (const auto& [provision, lessee, name, cluster] : list) {
        auto& row = table.add("ROW");
        row.add("CELL")
            .set("TEXT", provision.contract.text)
            .set("HREF", path_to("/contracts", provision.contract.text))
            .set("SMALL", name);
        row.add("CELL")
            .set("TEXT", value_text(call.language, to_text(provision.stage)))
            .set("TAG_KIND", colour_of(provision.stage));
        text_cell(row, value_text(call.language, to_text(provision.category)));
        number_cell(row, std::to_string(provision.days_past_due));
        for (const Money amount : {provision.exposure, provision.expected_loss, provision.overlay})
            number_cell(row, money_text(amount));
        number_cell(row, money_with_sign(provision.allowance));
        text_cell(row, provision.reasons);
    }
}

Response provisions_page(const Call& call) {
    const auto asked = call.parameter("period");
    const auto query = provision_query(call, asked.empty() ? to_text(period_of(call.today()).previous()) : asked);
    if (!query) return refusal_page(call, query.errors());
    const auto [list, totals, clusters] = call.app.database.read([&](db::Connection& c) {
        return std::tuple{db::list_provisions(c, *query), db::total_provisions(c, *query), db::all<Cluster>(c)};
    });
    std::vector<Choice> places;
    for (const auto& cluster : clusters)
        places.push_back({cluster.code.text, localised(call.language, cluster.name, cluster.name_zh)});
    const auto title = call.t("Provisions");
    Data page;
    page.set("TITLE", title + " " + to_text(query->period))
        .set("SUB",
             call.t("Expected losses at the end of the month (IFRS 9), and why each contract stands where it does."))
        .set("ACTION_PATH", "/provisions");
    page.add("ACTION")
        .set("TEXT", call.t("Overlays"))
        .set("HREF", path_to("/periods", to_text(query->period)) + "/overlays");
    page.add("MONTH").set("PERIOD", to_text(query->period));
    add_select(page, call, {"stage", call.t("Stage")}, choices_of<Stage>(call.language));
    add_select(page, call, {"category", call.t("Class")}, choices_of<RiskClass>(call.language));
    add_select(page, call, {"cluster", call.t("Cluster")}, std::move(places));
    add_input(page, call, {"contract", call.t("Contract")}, "text");
    if (const auto sort = call.parameter("sort"); !sort.empty())
        page.add("KEPT").set("NAME", "sort").set("VALUE", sort);
    add_totals(page, call, totals);
    add_provisions(page, call, list.rows);
    add_pager(page, call, list.next);
    return html(
        call.app.view.page("books", call.frame(title, "provisions", {{call.t("Books"), ""}, {title, ""}}), page));
}

}  // namespace

void add_provision_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/provisions", Read, provisions_page});
    routes.push_back(
        {"GET", "/api/v1/periods/{period}/provisions", Read, get_provisions,
         "Stage, class and allowance of the contracts at a month's end; sort (contract, days_past_due, exposure, "
         "expected_loss, overlay or allowance, with - for the largest first)",
         "", "ProvisionPage"});
}

}  // namespace leasebook::server
