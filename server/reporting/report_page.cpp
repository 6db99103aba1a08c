// A report as a page: chosen, sorted and compared by its address, every figure a link to what it is made of.
#include <algorithm>

#include "db/risk_store.h"
#include "reports/catalogue.h"
#include "reports/formats.h"
#include "reports/table_chart.h"
#include "server/known_at.h"
#include "server/reporting/report_query.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"
#include "server/web/thousands.h"

namespace leasebook::server {

namespace {

constexpr std::size_t lines_a_page = 200;
constexpr std::size_t unbroken = 14;  // letters that paper keeps in one line: a date, the number of a lease

// The address with parameters put in the place of others; empty ones are dropped.
std::string address(const Call& call, std::initializer_list<std::pair<std::string, std::string>> changed) {
    auto parameters = call.request.parameters();
    parameters.erase("page");
    for (const auto& [name, value] : changed) parameters.insert_or_assign(name, value);
    return path_with(call.request.path, parameters);
}

// Where a row's figures lead, on the day of the report.
std::string opened(const std::string& path, const ReportQuery& query) {
    if (path.empty()) return {};
    std::string more;
    if (!path.starts_with("/journal")) more = "as_of=" + to_text(query.asked.as_of);
    return more.empty() ? path : path + (path.find('?') == std::string::npos ? '?' : '&') + more;
}

void add_question(Data& page, const Call& call, const ReportQuery& query, const reports::Table& whole) {
    page.set("ACTION_PATH", call.request.path)
        .set("AS_OF", to_text(query.asked.as_of))
        .set("KNOWN_AT", control_text(query.asked.known_at))
        .set("QUERY", query.choice.search);
    const auto chosen = query.against ? parameter_of(*query.against) : "";
    const auto against = [&](const std::string& value, std::string text) {
        page.add("AGAINST").set("VALUE", value).set("TEXT", std::move(text)).show("ON", value == chosen);
    };
    against("", call.t("Nothing"));
    against(parameter_of(Comparison{Against::PreviousMonth, {}}), call.t("Previous month"));
    against(parameter_of(Comparison{Against::LastYear, {}}), call.t("Same month last year"));
    for (const auto& kept : call.app.database.read(db::stress_scenarios))
        against(parameter_of(Comparison{{}, kept.scenario.name}), filled(call.t("Scenario {0}"), {kept.scenario.name}));
    for (const auto& column : whole.columns) {
        const auto& shown = query.choice.columns;
        page.add("SHOWN")
            .set("NAME", column.name)
            .set("TEXT", label_of(call.language, column.name))
            .show("ON", shown.empty() || std::ranges::find(shown, column.name) != shown.end());
    }
    for (const auto& [name, value] : query.choice.where) {
        page.add("KEPT").set("NAME", name).set("VALUE", value);
        page.add("CHIP")
            .set("TEXT", label_of(call.language, name) + ": " + value_text(call.language, value))
            .set("HREF", address(call, {{name, ""}}));
    }
    for (const char* name : {"sort", "currency", "rows", "columns"})
        if (const auto value = call.parameter(name); !value.empty())
            page.add("KEPT").set("NAME", name).set("VALUE", value);
}

void add_downloads(Data& page, const Call& call, const ReportQuery& query) {
    for (const auto& format : reports::formats()) {
        auto parameters = call.request.parameters();
        parameters.erase("page");
        parameters["format"] = format.name;
        if (format.of_a_language) parameters["language"] = query.language == Language::Chinese ? "zh" : "en";
        std::string name = format.name;
        for (char& c : name) c = static_cast<char>(c - 'a' + 'A');
        page.add("DOWNLOAD_LINK")
            .set("TEXT", name)
            .set("HREF", path_with("/api/v1/reports/" + query.asked.name, parameters));
    }
}

void add_heads(Data& page, const Call& call, const ReportQuery& query, const reports::Table& table,
               const reports::Edition& edition) {
    const auto& sort = query.choice.sort;
    for (const auto& column : table.columns) {
        const bool up = sort == column.name, down = sort == "-" + column.name;
        // Figures are wanted from the largest on, texts from A on.
        const bool figure = reports::is_number(column);
        const auto next = figure ? (down ? column.name : "-" + column.name) : (up ? "-" + column.name : column.name);
        page.add("HEAD")
            .set("TEXT", edition.label(column.name))
            .set("HREF", address(call, {{"sort", next}}))
            .set("SORT", up     ? "ascending"
                         : down ? "descending"
                                : "")
            .show("NUMERIC", figure);
    }
}

void add_line(Data& page, const Call& call, const ReportQuery& query, const reports::Table& table,
              const reports::Row& row, const reports::Edition& edition) {
    auto& line = page.add("LINE");
    line.show("STRONG", row.role != reports::RowRole::Detail);
    const auto leads_to = opened(row.opens, query);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        auto text = reports::shown(row.cells[i], table.columns[i], edition);
        if (i == 0 && text.empty() && row.role == reports::RowRole::Total) text = call.t("Total");
        const bool figure = reports::is_number(table.columns[i]);
        if (figure) text = figure_text(std::move(text));
        line.add("CELL")
            .show("SHORT", !figure && text.size() <= unbroken)
            .set("HREF", text.empty() || (i > 0 && !figure) ? "" : leads_to)
            .set("TEXT", std::move(text))
            .show("NUMERIC", figure);
    }
}

void add_lines(Data& page, const Call& call, const ReportQuery& query, const reports::Table& table,
               const reports::Edition& edition) {
    const auto& rows = table.rows;
    const bool has_total = !rows.empty() && rows.back().role == reports::RowRole::Total;
    const auto count = rows.size() - (has_total ? 1 : 0);
    const auto first =
        static_cast<std::size_t>(parse_integer(call.parameter("page"), 0, 1'000'000).value_or(0)) * lines_a_page;
    const auto last = std::min(count, first + lines_a_page);
    for (auto i = first; i < last; ++i) add_line(page, call, query, table, rows[i], edition);
    if (has_total) add_line(page, call, query, table, rows.back(), edition);
    page.set("COUNT", filled(call.t("{0} lines"), {count_text(static_cast<std::int64_t>(count))}));
    page.set("EMPTY_TEXT", call.t("Nothing matches."));
    if (first == 0 && last == count) return;
    auto& pager = page.add("PAGER");
    if (first > 0) pager.set("FIRST_HREF", address(call, {}));
    if (last < count) pager.set("NEXT_HREF", address(call, {{"page", std::to_string(last / lines_a_page)}}));
}

Response report_page(const Call& call) {
    const auto& name = call.path_value(0);
    if (const auto known = reports::find_report(name); !known) return no_such_page(call, known.error());
    const auto query = report_query(call, name);
    if (!query) return refusal_page(call, query.errors());
    auto whole = *query;
    whole.choice.columns.clear();
    const auto all = report_of(call, whole);
    if (!all) return refusal_page(call, all.errors());
    const auto table = reports::chosen(all->table, {query->choice.columns, {}, "", "", query->choice.columns_as_made});
    if (!table) return refusal_page(call, table.errors());
    const auto edition = edition_of(call.language, *all, call.app.config.company);
    Data page;
    page.set("TITLE", edition.title)
        .set("SUB", reports::origin_line(*table, edition))
        .set("COLUMNS", std::to_string(table->columns.size()));
    if (table->preliminary) page.add("TAG").set("TEXT", reports::preliminary_mark(edition)).set("KIND", "neg");
    add_downloads(page, call, *query);
    add_question(page, call, *query, all->table);
    if (const auto chart = reports::table_chart(*table, edition)) page.draw("CHART", *chart).show("HAS_CHART");
    add_heads(page, call, *query, *table, edition);
    add_lines(page, call, *query, *table, edition);
    for (const auto& note : table->notes) page.add("NOTE").set("TEXT", reports::note_text(note, edition));
    const auto frame = call.frame(edition.title, "reports",
                                  {{call.t("Books"), ""}, {call.t("Reports"), "/reports"}, {edition.title, ""}});
    return html(call.app.view.page("report", frame, page));
}

}  // namespace

void add_report_pages(std::vector<Route>& routes) {
    add_pack_pages(routes);
    routes.push_back({"GET", "/reports/{name}", Permission::Read, report_page});
}

}  // namespace leasebook::server
