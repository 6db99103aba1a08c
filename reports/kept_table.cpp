#include "reports/kept_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "domain/overloaded.h"

namespace leasebook::reports {

namespace {

// The first line is the head as JSON. Each other line is a row: role, link and cells with tabs between them; a cell
// begins with a letter that says what it is.

void append_escaped(std::string& out, std::string_view text) {
    const auto is_special = [](char c) { return c == '\\' || c == '\t' || c == '\n'; };
    for (auto at = std::ranges::find_if(text, is_special); at != text.end();
         at = std::ranges::find_if(text, is_special)) {
        out.append(text.begin(), at);
        out += '\\';
        out += *at == '\t' ? 't' : *at == '\n' ? 'n' : *at;
        text = {std::next(at), text.end()};
    }
    out += text;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out += text[i];
            continue;
        }
        ensure(++i < text.size(), "a kept table escapes something");
        out += text[i] == 't' ? '\t' : text[i] == 'n' ? '\n' : text[i];
    }
    return out;
}

void append_number(std::string& out, std::int64_t number) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
    out.append(digits.begin(), end);
}

void append_cell(std::string& out, const Cell& cell) {
    const auto append = [&](char kind, std::int64_t number) {
        out += kind;
        append_number(out, number);
    };
    std::visit(Overloaded{[&](std::monostate) { out += '-'; },
                          [&](const std::string& text) {
                              out += 't';
                              append_escaped(out, text);
                          },
                          [&](std::int64_t count) { append('n', count); },
                          [&](Money amount) {
                              out += 'm' + amount.currency().text();
                              append_number(out, amount.minor_units());
                          },
                          [&](Rate rate) { append('r', rate.e10); },
                          [&](Date day) { append('d', day.time_since_epoch().count()); }},
               cell);
}

std::int64_t number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    ensure(error == std::errc{} && end == text.data() + text.size(), "a kept table holds whole numbers");
    return number;
}

Cell read_cell(std::string_view text) {
    ensure(!text.empty(), "a cell of a kept table says what it is");
    const auto rest = text.substr(1);
    switch (text.front()) {
        case '-': return {};
        case 't': return unescaped(rest);
        case 'n': return number_in(rest);
        case 'm': return Money::minor(number_in(rest.substr(3)), Currency{{rest.at(0), rest.at(1), rest.at(2)}});
        case 'r': return Rate{number_in(rest)};
        case 'd': return Date(std::chrono::days(number_in(rest)));
        default: throw InvariantBroken("a cell of a kept table is of a known kind");
    }
}

std::string_view up_to(char end, std::string_view& rest) {
    const auto at = std::min(rest.find(end), rest.size());
    const auto part = rest.substr(0, at);
    rest.remove_prefix(std::min(at + 1, rest.size()));
    return part;
}

Row read_row(std::string_view line, std::size_t columns) {
    Row row;
    row.role = *parse_named<RowRole>(up_to('\t', line), "");
    row.opens = unescaped(up_to('\t', line));
    while (!line.empty()) row.cells.push_back(read_cell(up_to('\t', line)));
    ensure(row.cells.size() == columns, "a row of a kept table has a cell for every column");
    return row;
}

}  // namespace

std::string kept_head(const Table& table) {
    nlohmann::ordered_json head{{"name", table.name},
                                {"as_of", to_text(table.as_of)},
                                {"currency", table.currency.text()},
                                {"notes", nlohmann::ordered_json::array()}};
    for (const auto& note : table.notes) head["notes"].push_back({{"text", note.text}, {"arguments", note.arguments}});
    for (const auto& column : table.columns)
        head["columns"].push_back({{"name", column.name}, {"type", name_of(column.type)}, {"sums", column.sums}});
    if (table.chart)
        head["chart"] = {
            {"names", table.chart->names}, {"values", table.chart->values}, {"over_time", table.chart->over_time}};
    return head.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

void append_kept(std::string& text, const Row& row) {
    text += name_of(row.role);
    text += '\t';
    append_escaped(text, row.opens);
    for (const auto& cell : row.cells) {
        text += '\t';
        append_cell(text, cell);
    }
    text += '\n';
}

std::string to_kept(const Table& table) {
    auto text = kept_head(table);
    for (const auto& row : table.rows) append_kept(text, row);
    return text;
}

Table from_kept(std::string_view text) {
    const auto head = nlohmann::json::parse(up_to('\n', text));
    const auto said = [](const nlohmann::json& from, const char* name) { return from.at(name).get<std::string>(); };
    Table table{
        said(head, "name"), *parse_date(said(head, "as_of"), ""), *parse_currency(said(head, "currency")), {}, {}, {}};
    for (const auto& note : head.at("notes"))
        table.notes.emplace_back(said(note, "text"), note.at("arguments").get<std::vector<std::string>>());
    for (const auto& column : head.at("columns"))
        table.columns.push_back(
            {said(column, "name"), *parse_named<ColumnType>(said(column, "type"), ""), column.at("sums").get<bool>()});
    if (head.contains("chart")) {
        const auto& chart = head.at("chart");
        table.chart = TableChart{chart.at("names").get<std::size_t>(),
                                 chart.at("values").get<std::vector<std::size_t>>(), chart.at("over_time").get<bool>()};
    }
    while (!text.empty()) table.rows.push_back(read_row(up_to('\n', text), table.columns.size()));
    return table;
}

}  // namespace leasebook::reports
