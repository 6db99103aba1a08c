#include "reports/table_choice.h"

#include <algorithm>
#include <functional>
#include <map>

#include "domain/decimal_text.h"
#include "reports/edition.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

std::string folded(std::string_view text) {
    std::string folded(text);
    for (char& c : folded)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return folded;
}

Result<std::size_t> column_named(const Table& table, std::string_view name, const char* field) {
    std::string known;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].name == name) return i;
        known += (known.empty() ? "" : ", ") + table.columns[i].name;
    }
    return invalid(field, "The report has no column \"{0}\". There are: {1}.", shortened(name), known);
}

bool contains(const Table& table, const Row& row, const std::string& folded_search) {
    for (std::size_t i = 0; i < row.cells.size(); ++i)
        if (const auto* text = std::get_if<std::string>(&row.cells[i]))
            if (folded(*text).find(folded_search) != std::string::npos) return true;
    return table.columns.empty();
}

// Empty cells stand last, whichever way round.
void sort_rows(std::vector<Row>& rows, std::size_t column, bool descending) {
    std::ranges::stable_sort(rows, [&](const Row& a, const Row& b) {
        const auto &x = a.cells[column], &y = b.cells[column];
        const bool no_x = std::holds_alternative<std::monostate>(x), no_y = std::holds_alternative<std::monostate>(y);
        if (no_x || no_y) return !no_x && no_y;
        if (const auto* mx = std::get_if<Money>(&x), *my = std::get_if<Money>(&y); mx != nullptr && my != nullptr)
            return descending ? mx->minor_units() > my->minor_units() : mx->minor_units() < my->minor_units();
        return descending ? y < x : x < y;
    });
}

// Details alone, with a total of what adds up.
void keep_details(Table& table, const std::function<bool(const Row&)>& wanted) {
    std::vector<Row> details;
    for (auto& row : table.rows)
        if (row.role == RowRole::Detail && wanted(row)) details.push_back(std::move(row));
    table.rows = std::move(details);
}

Table with_columns(const Table& table, const std::vector<std::size_t>& wanted) {
    Table narrow = table;
    narrow.columns.clear();
    narrow.chart.reset();
    for (const auto i : wanted) narrow.columns.push_back(table.columns[i]);
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        narrow.rows[r].cells.clear();
        for (const auto i : wanted) narrow.rows[r].cells.push_back(table.rows[r].cells[i]);
    }
    return narrow;
}

}  // namespace

std::vector<std::string> names_in(std::string_view list) {
    std::vector<std::string> names;
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        if (comma > 0) names.emplace_back(list.substr(0, comma));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return names;
}

Result<Table> chosen(Table table, const TableChoice& choice) {
    std::vector<std::pair<std::size_t, std::string>> where;
    for (const auto& [name, value] : choice.where) {
        const auto column = column_named(table, name, "where");
        if (!column) return column.errors();
        where.emplace_back(*column, value);
    }
    const bool descending = choice.sort.starts_with('-');
    const auto sort = choice.sort.empty() ? Result<std::size_t>(std::size_t{0})
                                          : column_named(table, choice.sort.substr(descending ? 1 : 0), "sort");
    if (!sort) return sort.errors();
    std::vector<std::size_t> columns;
    for (const auto& name : choice.columns) {
        const auto column = column_named(table, name, "columns");
        if (!column) return column.errors();
        columns.push_back(*column);
    }
    if (choice.columns_as_made) std::ranges::sort(columns);
    if (!where.empty() || !choice.search.empty() || !choice.sort.empty()) {
        const bool all = where.empty() && choice.search.empty();
        std::optional<Row> total;
        if (all && !table.rows.empty() && table.rows.back().role == RowRole::Total) total = table.rows.back();
        const auto search = folded(choice.search);
        keep_details(table, [&](const Row& row) {
            return std::ranges::all_of(
                       where, [&](const auto& one) { return plain_text(row.cells[one.first]) == one.second; }) &&
                   (search.empty() || contains(table, row, search));
        });
        if (!choice.sort.empty()) sort_rows(table.rows, *sort, descending);
        if (total)
            table.rows.push_back(*std::move(total));
        else
            add_total(table);
    }
    return columns.empty() ? table : with_columns(table, columns);
}

namespace {

std::string key_of(const Table& table, const Row& row) {
    std::string key = to_text(row.role);
    for (std::size_t i = 0; i < row.cells.size(); ++i)
        if (table.columns[i].type <= ColumnType::Word) key += "\t" + plain_text(row.cells[i]);
    return key;
}

bool is_compared(const Column& column) { return is_number(column); }

// now − before; what does not exist counts as nothing where the other does.
Cell change(const Cell& now, const Cell& before) {
    if (const auto* a = std::get_if<Money>(&now)) {
        const auto* b = std::get_if<Money>(&before);
        return b == nullptr ? *a : *a - *b;
    }
    if (const auto* a = std::get_if<std::int64_t>(&now)) {
        const auto* b = std::get_if<std::int64_t>(&before);
        return b == nullptr ? *a : *a - *b;
    }
    if (const auto* a = std::get_if<Rate>(&now)) {
        const auto* b = std::get_if<Rate>(&before);
        return b == nullptr ? *a : Rate{a->e10 - b->e10};
    }
    if (const auto* b = std::get_if<Money>(&before)) return -*b;
    if (const auto* b = std::get_if<std::int64_t>(&before)) return -*b;
    if (const auto* b = std::get_if<Rate>(&before)) return Rate{-b->e10};
    return {};
}

Row compared_row(const Table& table, const Row* now, const Row* before) {
    const auto& shown = now != nullptr ? *now : *before;
    Row row{shown.role, {}, now != nullptr ? now->opens : std::string{}};
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (!is_compared(table.columns[i])) {
            row.cells.push_back(shown.cells[i]);
            continue;
        }
        const auto a = now != nullptr ? now->cells[i] : Cell{}, b = before != nullptr ? before->cells[i] : Cell{};
        row.cells.insert(row.cells.end(), {a, b, change(a, b)});
    }
    return row;
}

}  // namespace

Table compared(const Table& now, const Table& before) {
    Table table{now.name, now.as_of, now.currency, {}, {}, now.notes, {}, now.preliminary || before.preliminary};
    for (const auto& column : now.columns) {
        table.columns.push_back(column);
        if (!is_compared(column)) continue;
        table.columns.push_back({column.name + "_before", column.type, column.sums});
        table.columns.push_back({column.name + "_change", column.type, column.sums});
    }
    std::map<std::string, const Row*> earlier;
    for (const auto& row : before.rows) earlier.emplace(key_of(before, row), &row);
    const Row* total = nullptr;
    for (const auto& row : now.rows) {
        const auto found = earlier.find(key_of(now, row));
        const auto* then = found == earlier.end() ? nullptr : found->second;
        if (found != earlier.end()) earlier.erase(found);
        if (row.role == RowRole::Total) {
            total = then;
            continue;
        }
        table.rows.push_back(compared_row(now, &row, then));
    }
    for (const auto& row : before.rows)
        if (row.role == RowRole::Detail && earlier.contains(key_of(before, row)))
            table.rows.push_back(compared_row(now, nullptr, &row));
    if (!now.rows.empty() && now.rows.back().role == RowRole::Total)
        table.rows.push_back(compared_row(now, &now.rows.back(), total));
    if (before.as_of != now.as_of) table.notes.push_back({"Compared with {0}.", {to_text(before.as_of)}});
    return table;
}

}  // namespace leasebook::reports
