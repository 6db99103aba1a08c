#include "reports/table.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

namespace leasebook::reports {

namespace {

template <class... Fs>
struct Overloaded : Fs... {
    using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

std::string role_name(RowRole role) {
    switch (role) {
        case RowRole::Detail: return "detail";
        case RowRole::Subtotal: return "subtotal";
        case RowRole::Total: return "total";
    }
    throw InvariantBroken("every row has a role");
}

// Full-width signs count as well: spreadsheets on Chinese systems take them for the plain ones.
bool looks_like_formula(std::string_view text) {
    constexpr std::array<std::string_view, 12> starts{"=",  "+",  "-",  "@",  "\t", "\r",
                                                      "\n", "＝", "＋", "－", "＠", "'"};
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));  // spreadsheets drop blanks first
    if (text.starts_with('\0')) return true;
    for (const auto start : starts)
        if (text.starts_with(start)) return true;
    return false;
}

std::string csv_cell(const Cell& cell) {
    const auto* text = std::get_if<std::string>(&cell);
    return text ? csv_text(*text) : plain_text(cell);
}

nlohmann::ordered_json json_row(const Table& table, const Row& row) {
    nlohmann::ordered_json object;
    ensure(row.cells.size() == table.columns.size(), "a row has a cell for every column");
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto& cell = row.cells[i];
        auto& value = object[table.columns[i].name];
        if (const auto* count = std::get_if<std::int64_t>(&cell))
            value = *count;
        else if (!std::holds_alternative<std::monostate>(cell))
            value = plain_text(cell);
    }
    return object;
}

}  // namespace

std::string plain_text(const Cell& cell) {
    return std::visit(
        Overloaded{[](std::monostate) { return std::string{}; }, [](const std::string& text) { return text; },
                   [](std::int64_t count) { return std::to_string(count); },
                   [](Money amount) { return to_text(amount); }, [](Rate rate) { return to_text(rate); }},
        cell);
}

std::string csv_text(const std::string& text) {
    const std::string guarded = looks_like_formula(text) ? "'" + text : text;
    const bool outer_blank = !guarded.empty() && (guarded.front() == ' ' || guarded.back() == ' ');
    if (guarded.find_first_of(",\"\r\n") == std::string::npos && !outer_blank) return guarded;
    std::string quoted = "\"";
    for (const char c : guarded) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

std::string to_csv(const Table& table) {
    std::string out =
        "\xEF\xBB\xBF"
        "row";
    for (const auto& column : table.columns) out += "," + csv_text(column.name);
    out += "\r\n";
    for (const auto& row : table.rows) {
        ensure(row.cells.size() == table.columns.size(), "a row has a cell for every column");
        out += role_name(row.role);
        for (const auto& cell : row.cells) out += "," + csv_cell(cell);
        out += "\r\n";
    }
    return out;
}

namespace {

// A value within a document, its lines that many spaces in.
std::string indented(const nlohmann::ordered_json& value, std::size_t spaces) {
    const auto plain = value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
    std::string text;
    for (const char c : plain) {
        text += c;
        if (c == '\n') text.append(spaces, ' ');
    }
    return text;
}

void append_rows(std::string& text, const Table& table, RowRole role) {
    bool first = true;
    for (const auto& row : table.rows) {
        if (row.role != role) continue;
        const auto object = indented(json_row(table, row), 4);
        if (first) text.reserve(text.size() + table.rows.size() * (object.size() + 32));
        text += first ? "[\n    " : ",\n    ";
        text += object;
        first = false;
    }
    text += first ? "[]" : "\n  ]";
}

}  // namespace

// Row by row: of a report with hundreds of thousands of them the document is never held but as text.
std::string to_json(const Table& table) {
    const auto total = std::ranges::find(table.rows, RowRole::Total, &Row::role);
    std::string text = "{\n";
    text += "  \"report\": " + indented(table.name, 2) + ",\n";
    text += "  \"as_of\": " + indented(to_text(table.as_of), 2) + ",\n";
    text += "  \"currency\": " + indented(table.currency.text(), 2) + ",\n";
    text += "  \"notes\": " + indented(table.notes, 2) + ",\n";
    text += "  \"rows\": ";
    append_rows(text, table, RowRole::Detail);
    text += ",\n  \"subtotals\": ";
    append_rows(text, table, RowRole::Subtotal);
    text += ",\n  \"total\": " + (total == table.rows.end() ? "null" : indented(json_row(table, *total), 2)) + "\n}\n";
    return text;
}

}  // namespace leasebook::reports
