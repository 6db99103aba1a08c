#include "reports/html.h"

#include "reports/markup.h"
#include "reports/table_chart.h"

namespace leasebook::reports {

namespace {

constexpr std::string_view style =
    "body{font:14px/1.45 Inter,\"Noto Sans CJK SC\",\"PingFang SC\",\"Microsoft YaHei\",sans-serif;margin:24px;"
    "color:#101c2e}h1{font-size:22px;margin:0 0 4px}p{color:#46536a;margin:4px 0}.mark{color:#b3261e;font-weight:600}"
    "table{border-collapse:collapse;font-variant-numeric:tabular-nums}th{position:sticky;top:0;background:#eef1f5;"
    "text-align:left;vertical-align:bottom}th,td{padding:4px 8px;border-bottom:1px solid #dfe4ea}.n{text-align:right;"
    "white-space:nowrap}.subtotal td,.total td{font-weight:600;border-top:1px solid #566375}svg{max-width:760px;"
    "height:auto}@media print{@page{size:A4 landscape}body{margin:0;font-size:9px}thead{display:table-header-group}"
    "tr{break-inside:avoid}}";

void add_head(const Table& table, const Edition& edition, std::string& out) {
    out += "<thead><tr>";
    for (const auto& column : table.columns)
        out += std::string("<th scope=\"col\"") + (is_number(column) ? " class=\"n\"" : "") + ">" +
               markup_text(edition.label(column.name)) + "</th>";
    out += "</tr></thead>\n<tbody>\n";
}

void add_row(const Table& table, const Edition& edition, const Row& row, std::string& out) {
    ensure(row.cells.size() == table.columns.size(), "a row has a cell for every column");
    out += row.role == RowRole::Detail ? "<tr>" : "<tr class=\"" + to_text(row.role) + "\">";
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        auto words = shown(row.cells[i], table.columns[i], edition);
        if (i == 0 && words.empty() && row.role == RowRole::Total) words = edition.text("Total");
        out += (is_number(table.columns[i]) ? "<td class=\"n\">" : "<td>") + markup_text(words) + "</td>";
    }
    out += "</tr>\n";
}

}  // namespace

std::string to_html(const Table& table, const Edition& edition) {
    const auto title = markup_text(edition.title.empty() ? table.name : edition.title);
    std::string out =
        "<!doctype html>\n<html lang=\"" + markup_text(edition.language) +
        "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" + title +
        "</title><style>" + std::string(style) + "</style></head>\n<body><main><h1>" + title + "</h1>\n";
    if (table.preliminary) out += "<p class=\"mark\">" + markup_text(preliminary_mark(edition)) + "</p>\n";
    out += "<p>" + markup_text(origin_line(table, edition)) + "</p>\n";
    if (const auto chart = table_chart(table, edition)) out += chart->text + "\n";
    out += "<table><caption hidden>" + title + "</caption>";
    add_head(table, edition, out);
    for (const auto& row : table.rows) add_row(table, edition, row, out);
    out += "</tbody></table>\n";
    for (const auto& note : table.notes) out += "<p>" + markup_text(note_text(note, edition)) + "</p>\n";
    return out + "</main></body></html>\n";
}

}  // namespace leasebook::reports
