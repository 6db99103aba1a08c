#include "reports/table.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "domain/overloaded.h"

namespace leasebook::reports {

namespace {

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

std::string line_of(const nlohmann::ordered_json& value) {
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string plain_text(const Cell& cell) {
    return std::visit(
        Overloaded{[](std::monostate) { return std::string{}; }, [](const std::string& text) { return text; },
                   [](std::int64_t count) { return std::to_string(count); },
                   [](Money amount) { return to_text(amount); }, [](Rate rate) { return to_text(rate); },
                   [](Date day) { return to_text(day); }},
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

std::string sentence(const Note& note) { return filled(note.text, note.arguments); }

std::string to_csv(const Table& table) {
    std::string out =
        "\xEF\xBB\xBF"
        "row";
    for (const auto& column : table.columns) out += "," + csv_text(column.name);
    out += "\r\n";
    for (const auto& row : table.rows) {
        ensure(row.cells.size() == table.columns.size(), "a row has a cell for every column");
        out += name_of(row.role);
        for (const auto& cell : row.cells) out += "," + csv_cell(cell);
        out += "\r\n";
    }
    return out;
}

std::string to_json(const Table& table) {
    nlohmann::ordered_json notes = nlohmann::ordered_json::array();
    for (const auto& note : table.notes) notes.push_back(sentence(note));
    // Row by row: a document of a long list would take many times the room of its text.
    std::string rows, subtotals, total = "null";
    for (const auto& row : table.rows) {
        auto text = line_of(json_row(table, row));
        if (row.role == RowRole::Total) {
            total = std::move(text);
            continue;
        }
        auto& list = row.role == RowRole::Detail ? rows : subtotals;
        list += (list.empty() ? "\n    " : ",\n    ") + text;
    }
    return "{\n  \"report\": " + line_of(table.name) + ",\n  \"as_of\": " + line_of(to_text(table.as_of)) +
           ",\n  \"currency\": " + line_of(table.currency.text()) +
           ",\n  \"preliminary\": " + line_of(table.preliminary) + ",\n  \"notes\": " + line_of(notes) +
           ",\n  \"rows\": [" + rows + "],\n  \"subtotals\": [" + subtotals + "],\n  \"total\": " + total + "\n}\n";
}

std::string json_schema(const Table& table) {
    using Json = nlohmann::ordered_json;
    Json row{{"type", "object"}, {"additionalProperties", false}};
    for (const auto& column : table.columns) {
        auto& value = row["properties"][column.name];
        value["type"] = {column.type == ColumnType::Count ? "integer" : "string", "null"};
        if (column.type == ColumnType::Amount) value["pattern"] = "^-?[0-9]+(\\.[0-9]+)?$";
        if (column.type == ColumnType::Share) value["pattern"] = "^-?[0-9]+\\.[0-9]{4,10}$";
        if (column.type == ColumnType::Day) value["format"] = "date";
        row["required"].push_back(column.name);
    }
    const Json rows{{"type", "array"}, {"items", {{"$ref", "#/$defs/row"}}}};
    Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", table.name}, {"type", "object"}};
    schema["properties"] = {{"report", {{"const", table.name}}},
                            {"as_of", {{"type", "string"}, {"format", "date"}}},
                            {"currency", {{"type", "string"}, {"pattern", "^[A-Z]{3}$"}}},
                            {"preliminary", {{"type", "boolean"}}},
                            {"notes", {{"type", "array"}, {"items", {{"type", "string"}}}}},
                            {"rows", rows},
                            {"subtotals", rows},
                            {"total", {{"anyOf", {{{"$ref", "#/$defs/row"}}, {{"type", "null"}}}}}}};
    Json required = Json::array();
    for (const auto& [name, property] : schema["properties"].items()) required.push_back(name);
    schema["required"] = std::move(required);
    schema["additionalProperties"] = false;
    schema["$defs"] = {{"row", row}};
    return schema.dump(2) + "\n";
}

}  // namespace leasebook::reports
