#include "server/lists.h"

#include <algorithm>

#include "db/saved_views.h"
#include "domain/overloaded.h"
#include "reports/formats.h"
#include "reports/table_choice.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

constexpr std::string_view ticked = "show.";  // a box of the form, one a column

bool is_figure(reports::ColumnType type) {
    using enum reports::ColumnType;
    return type == Count || type == Amount || type == Share;
}

// In the list's own order; those that it does not know are passed over, as a view may be older than the list.
std::vector<std::size_t> positions(const List& list, const std::vector<std::string>& names) {
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < list.columns.size(); ++i)
        if (std::ranges::find(names, list.columns[i].name) != names.end()) chosen.push_back(i);
    if (!chosen.empty()) return chosen;
    for (std::size_t i = 0; i < list.columns.size(); ++i)
        if (list.columns[i].usual) chosen.push_back(i);
    return chosen;
}

std::vector<std::string> columns_asked(const Call& call) {
    auto names = reports::names_in(call.parameter("columns"));
    for (const auto& [parameter, value] : call.request.parameters())
        if (parameter.starts_with(ticked)) names.push_back(parameter.substr(ticked.size()));
    return names;
}

std::string sort_asked(const Call& call, const List& list) {
    const auto asked = call.parameter("sort");
    const auto name = asked.starts_with('-') ? asked.substr(1) : asked;
    const auto column = std::ranges::find(list.columns, name, &ListColumn::name);
    return column != list.columns.end() && column->sorted_by ? asked : list.usual_sort;
}

reports::Edition edition(const Call& call, const List& list) {
    const auto language = call.language;
    return {.language = std::string(code_of(language)),
            .title = call.t(list.title),
            .entity = call.app.config.company,
            .run = {},
            .text = [language](std::string_view english) { return tr(language, english); },
            .label = [language](std::string_view name) { return label_of(language, name); },
            .word = [language](std::string_view name) { return value_text(language, name); }};
}

}  // namespace

std::string text_of(Language language, const reports::Cell& value, reports::ColumnType type) {
    return std::visit(
        Overloaded{[](std::monostate) { return std::string{}; },
                   [&](const std::string& text) {
                       return type == reports::ColumnType::Word ? value_text(language, text) : text;
                   },
                   [](std::int64_t count) { return std::to_string(count); },
                   [](Money amount) { return money_with_sign(amount); }, [](Rate rate) { return percent_text(rate); },
                   [&](Date day) { return date_text(day, language); }},
        value);
}

ShownList::ShownList(const Call& call, const List& list)
    : call_(call), list_(list), shown_(positions(list, columns_asked(call))), sort_(sort_asked(call, list)) {}

Fields ShownList::parameters() const {
    auto parameters = call_.request.parameters();
    for (const char* passing : {"after", "saved", "columns", "format"}) parameters.erase(passing);
    // A view that is kept today shows tomorrow's figures tomorrow.
    const Fields usual{{"sort", list_.usual_sort}, {"as_of", to_text(call_.today())}};
    std::erase_if(parameters, [&](const auto& p) {
        const auto same = usual.find(p.first);
        return p.first.starts_with(ticked) || p.second.empty() || (same != usual.end() && same->second == p.second);
    });
    std::string columns;
    if (shown_ != positions(list_, {}))
        for (const auto i : shown_) columns += (columns.empty() ? "" : ",") + list_.columns[i].name;
    if (!columns.empty()) parameters["columns"] = columns;
    return parameters;
}

std::string ShownList::with(const std::string& parameter, const std::string& value) const {
    auto changed = parameters();
    changed.insert_or_assign(parameter, value);
    return path_with(list_.path, changed);
}

std::optional<Response> ShownList::plain_address() const {
    const bool from_form =
        std::ranges::any_of(call_.request.parameters(), [](const auto& p) { return p.first.starts_with(ticked); });
    return from_form ? std::optional(see_other(path_with(list_.path, parameters()))) : std::nullopt;
}

void ShownList::fill(Data& page) const {
    page.set("TITLE", call_.t(list_.title)).set("ACTION_PATH", list_.path);
    for (const auto i : shown_) {
        const auto& column = list_.columns[i];
        const bool up = sort_ == column.name, down = sort_ == "-" + column.name;
        // Figures are wanted from the largest on, texts from A on.
        const bool turn = is_figure(column.type) ? !down : up;
        auto& head = page.add("COLUMN").set("TEXT", label_of(call_.language, column.name));
        head.show("NUMERIC", is_figure(column.type));
        if (column.sorted_by) head.set("HREF", with("sort", (turn ? "-" : "") + column.name));
        if (up || down) head.set("SORT", up ? "ascending" : "descending");
    }
    for (std::size_t i = 0; i < list_.columns.size(); ++i)
        page.add("SHOWN")
            .set("NAME", list_.columns[i].name)
            .set("TEXT", label_of(call_.language, list_.columns[i].name))
            .show("ON", std::ranges::find(shown_, i) != shown_.end());
    for (const auto& [format, text] : {std::pair{"csv", "CSV"}, std::pair{"xlsx", "XLSX"}}) {
        auto asked = parameters();
        asked["format"] = format;
        page.add("DOWNLOAD_LINK").set("TEXT", text).set("HREF", path_with(list_.path + "/export", asked));
    }
    add_views(page);
}

void ShownList::add_views(Data& page) const {
    const auto shown = query_text(parameters());
    auto& views = page.add("VIEWS").set("LIST", list_.path).set("QUERY", shown);
    for (const auto& view :
         call_.app.database.read([&](db::Connection& c) { return db::saved_views(c, call_.who.id, list_.path); }))
        views.add("VIEW")
            .set("NAME", view.name)
            .set("HREF", view.query.empty() ? list_.path : list_.path + "?" + view.query)
            .show("ON", view.query == shown);
}

void ShownList::add_row(Data& page, const std::vector<ListCell>& cells) const {
    auto& row = page.add("ROW");
    for (const auto i : shown_) {
        const auto& [value, href, small, tag_kind, text] = cells.at(i);
        row.add("CELL")
            .set("TEXT", text.empty() ? text_of(call_.language, value, list_.columns[i].type) : text)
            .set("HREF", href)
            .set("SMALL", small)
            .set("TAG_KIND", tag_kind)
            .show("NUMERIC", is_figure(list_.columns[i].type));
    }
}

void ShownList::add_filter_chip(Data& page, const std::string& parameter, const std::string& value) const {
    page.add("CHIP")
        .set("TEXT", label_of(call_.language, parameter) + ": " + value + " ×")
        .set("HREF", with(parameter, ""))
        .show("ON");
}

reports::Table ShownList::file() const {
    reports::Table table{list_.path.substr(1), call_.today(), call_.app.currency, {}, {}, {}};
    for (const auto i : shown_) table.columns.push_back({list_.columns[i].name, list_.columns[i].type});
    return table;
}

void ShownList::add_row(reports::Table& file, const std::vector<ListCell>& cells) const {
    reports::Row row;
    for (const auto i : shown_) row.cells.push_back(cells.at(i).value);
    file.rows.push_back(std::move(row));
}

Response ShownList::answer(reports::Table file, bool cut_off) const {
    const auto format = reports::find_format(call_.parameter("format").empty() ? "csv" : call_.parameter("format"));
    if (!format) return refusal_page(call_, format.errors());
    if (cut_off)
        file.notes.emplace_back("These are the first {0} rows of the list; narrow it to have the others.",
                                std::vector{reports::grouped(std::int64_t{most_rows_in_file})});
    Response response{200, format->content_type, format->render(file, edition(call_, list_)), {}, false};
    if (cut_off) response.with("Leasebook-Cut-Off", std::to_string(most_rows_in_file));
    return response.with("Content-Disposition",
                         "attachment; filename=\"" + file.name + "-" + to_text(file.as_of) + "." + format->name + "\"");
}

}  // namespace leasebook::server
