// The provisions of a month: which contract stands in which stage and class, why, and what is allowed for it.
#include "db/provision_list.h"
#include "db/register_store.h"
#include "server/filters.h"
#include "server/lists.h"
#include "server/record_json.h"
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

const List& provisions() {
    using enum reports::ColumnType;
    static const List list{"/provisions",
                           "Provisions",
                           {{"contract", Text, true, true},
                            {"lessee"},
                            {"cluster"},
                            {"stage", Word},
                            {"own_stage", Word, false},
                            {"category", Word},
                            {"days_past_due", Count, true, true},
                            {"currency", Text, false},
                            {"exposure", Amount, true, true},
                            {"overdue", Amount, false},
                            {"expected_loss", Amount, true, true},
                            {"overlay", Amount, true, true},
                            {"allowance", Amount, true, true},
                            {"reasons"}},
                           "contract"};
    return list;
}

std::vector<ListCell> cells_of(const db::ListedProvision& listed) {
    const auto& provision = listed.provision;
    return {{provision.contract.text, path_to("/contracts", provision.contract.text)},
            {listed.lessee_name, path_to("/lessees", listed.lessee.text)},
            {listed.cluster, listed.cluster.empty() ? "" : path_to("/clusters", listed.cluster)},
            {to_text(provision.stage), "", "", colour_of(provision.stage)},
            {to_text(provision.own_stage), "", "", colour_of(provision.own_stage)},
            {to_text(provision.category)},
            {std::int64_t{provision.days_past_due}},
            {provision.exposure.currency().text()},
            {provision.exposure},
            {provision.overdue},
            {provision.expected_loss},
            {provision.overlay},
            {provision.allowance},
            {provision.reasons}};
}

// Without a month in the address it is the last one that has ended: a view that was kept without one moves on.
Result<db::ProvisionQuery> listed_query(const Call& call) {
    const auto period = call.parameter("period");
    return provision_query(call, period.empty() ? to_text(period_of(call.today()).previous()) : period);
}

void add_totals(Data& page, const Call& call, const ShownList& shown, const std::vector<db::ProvisionTotal>& totals) {
    if (totals.empty()) return;
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("By stage")).set("SPAN", "s12");
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
            .set("HREF", shown.with("stage", to_text(total.stage)))
            .set("TAG_KIND", colour_of(total.stage));
        text_cell(row, total.exposure.currency().text());
        number_cell(row, std::to_string(total.contracts));
        for (const Money amount : {total.exposure, total.expected_loss, total.overlay, total.allowance})
            number_cell(row, money_text(amount));
    }
}

void add_filters(Data& page, const Call& call, const ShownList& shown, const std::vector<Cluster>& clusters) {
    std::vector<Choice> places;
    for (const auto& cluster : clusters)
        places.push_back({cluster.code.text, localised(call.language, cluster.name, cluster.name_zh)});
    const auto filter = [&](const char* name) { return Filter{name, label_of(call.language, name)}; };
    page.show("CONTROLS");
    add_input(page, call, filter("period"), "month");
    add_input(page, call, filter("contract"), "text");
    add_select(page, call, filter("stage"), choices_of<Stage>(call.language));
    add_select(page, call, filter("category"), choices_of<RiskClass>(call.language));
    add_select(page, call, filter("cluster"), std::move(places));
    if (const auto sort = call.parameter("sort"); !sort.empty())
        page.add("KEPT").set("NAME", "sort").set("VALUE", sort);
    for (const char* name : {"period", "contract", "cluster"})
        if (const auto value = call.parameter(name); !value.empty()) shown.add_filter_chip(page, name, value);
    for (const char* name : {"stage", "category"})
        if (const auto value = call.parameter(name); !value.empty())
            shown.add_filter_chip(page, name, value_text(call.language, value));
}

Response list_page(const Call& call) {
    const ShownList shown(call, provisions());
    if (auto plain = shown.plain_address()) return *std::move(plain);
    const auto query = listed_query(call);
    if (!query) return refusal_page(call, query.errors());
    const auto [list, totals, clusters] = call.app.database.read([&](db::Connection& c) {
        return std::tuple{db::list_provisions(c, *query), db::total_provisions(c, *query), db::all<Cluster>(c)};
    });
    const auto title = call.t("Provisions");
    Data page;
    shown.fill(page);
    page.set("TITLE", title + " " + to_text(query->period))
        .set("SUB",
             call.t("Expected losses at the end of the month (IFRS 9), and why each contract stands where it does."))
        .set("EMPTY_TEXT", call.t("No provision matches. They are made when the month is closed."));
    page.add("ACTION")
        .set("TEXT", call.t("Overlays"))
        .set("HREF", path_to("/periods", to_text(query->period)) + "/overlays");
    add_filters(page, call, shown, clusters);
    add_totals(page, call, shown, totals);
    for (const auto& listed : list.rows) shown.add_row(page, cells_of(listed));
    add_pager(page, call, list.next);
    return html(
        call.app.view.page("list", call.frame(title, "provisions", {{call.t("Books"), ""}, {title, ""}}), page));
}

Response list_file(const Call& call) {
    const auto asked = listed_query(call);
    if (!asked) return refusal_page(call, asked.errors());
    auto query = *asked;
    query.after.clear();
    query.limit = most_rows_in_file;
    const auto list = call.app.database.read([&](db::Connection& c) { return db::list_provisions(c, query); });
    const ShownList shown(call, provisions());
    auto file = shown.file();
    file.as_of = query.period.last_day();
    for (const auto& listed : list.rows) shown.add_row(file, cells_of(listed));
    return shown.answer(std::move(file), !list.next.empty());
}

}  // namespace

void add_provision_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/provisions", Read, list_page});
    routes.push_back({"GET", "/provisions/export", Read, list_file});
    routes.push_back(
        {"GET", "/api/v1/periods/{period}/provisions", Read, get_provisions,
         "Stage, class and allowance of the contracts at a month's end; sort (contract, days_past_due, exposure, "
         "expected_loss, overlay or allowance, with - for the largest first)",
         "", "ProvisionPage"});
}

}  // namespace leasebook::server
