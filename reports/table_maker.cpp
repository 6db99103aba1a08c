#include "reports/table_maker.h"

#include "domain/concentration.h"
#include "domain/percent.h"

namespace leasebook::reports {

namespace {

void add_to(Cell& sum, const Cell& part) {
    if (const auto* amount = std::get_if<Money>(&part))
        std::get<Money>(sum) += *amount;
    else if (const auto* count = std::get_if<std::int64_t>(&part))
        std::get<std::int64_t>(sum) += *count;
}

}  // namespace

Totals::Totals(const Table& head) : cells_(head.columns.size()) {
    for (std::size_t i = 0; i < cells_.size(); ++i)
        if (head.columns[i].sums)
            cells_[i] =
                head.columns[i].type == ColumnType::Amount ? Cell{Money::zero(head.currency)} : Cell{std::int64_t{0}};
}

void Totals::add(const Row& detail) {
    for (std::size_t i = 0; i < cells_.size(); ++i)
        if (cells_[i].index() != 0) add_to(cells_[i], detail.cells[i]);
}

std::vector<Cell> sums_of(const Table& table, std::size_t first, std::size_t last) {
    Totals totals(table);
    for (std::size_t r = first; r < last; ++r)
        if (table.rows[r].role == RowRole::Detail) totals.add(table.rows[r]);
    return totals.cells();
}

void add_total(Table& table) { table.rows.push_back({RowRole::Total, sums_of(table, 0, table.rows.size())}); }

void add_subtotals_and_total(Table& table) {
    auto total = sums_of(table, 0, table.rows.size());
    const auto same_group = [&](std::size_t a, std::size_t b) {
        return table.rows[a].cells.front() == table.rows[b].cells.front();
    };
    std::vector<Row> rows;
    for (std::size_t from = 0, to = 0; from < table.rows.size(); from = to) {
        while (to < table.rows.size() && same_group(from, to)) ++to;
        auto sums = sums_of(table, from, to);
        sums.front() = table.rows[from].cells.front();
        for (std::size_t i = from; i < to; ++i) rows.push_back(std::move(table.rows[i]));
        rows.push_back({RowRole::Subtotal, std::move(sums)});
    }
    table.rows = std::move(rows);
    table.rows.push_back({RowRole::Total, std::move(total)});
}

std::string page_link(std::string_view path,
                      std::initializer_list<std::pair<std::string_view, std::string_view>> parameters) {
    std::string link(path);
    char before = '?';
    for (const auto& [name, value] : parameters) {
        if (value.empty()) continue;
        link += before + std::string(name) + "=" + percent_encoded(value);
        before = '&';
    }
    return link;
}

std::string contract_link(std::string_view number) { return "/contracts/" + percent_encoded(number); }

Cell share_cell(Money part, Money whole) { return whole.is_zero() ? Cell{} : Cell{share(part, whole)}; }

}  // namespace leasebook::reports
