#include "reports/residual_maturities.h"

#include <algorithm>
#include <map>

#include "domain/accounting/share.h"
#include "domain/concentration.h"

namespace leasebook::reports {

namespace {

Date start_of(Date day, MaturityStep step) {
    const auto month = month_start(day);
    if (step == MaturityStep::Month) return month;
    const auto number = static_cast<unsigned>(std::chrono::year_month_day(month).month());
    return add_months(month, -static_cast<int>((number - 1) % 3));
}

MaturityCell empty_cell(Date from, std::uint32_t asset_class, Money zero) {
    return {from, asset_class, 0, zero, zero, zero, zero, zero, zero};
}

void add(MaturityCell& to, const MaturityCell& part) {
    to.contracts += part.contracts;
    to.booked += part.booked;
    to.guaranteed += part.guaranteed;
    to.unguaranteed += part.unguaranteed;
    to.forecast += part.forecast;
    to.at_risk += part.at_risk;
    to.at_risk_stressed += part.at_risk_stressed;
}

// A position as one cell for each class of its machines.
std::vector<MaturityCell> parts_of(const ResidualPosition& position, Rate stress, Date from) {
    const auto zero = Money::zero(position.booked.currency());
    auto parts = position.parts;
    if (parts.empty()) parts.push_back({unmapped, zero, zero});
    std::vector<std::int64_t> weights;
    for (const auto& part : parts) weights.push_back(std::max<std::int64_t>(1, part.cost.minor_units()));
    const auto guaranteed = split(position.guaranteed, weights), unguaranteed = split(position.unguaranteed, weights);
    std::vector<MaturityCell> cells;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto& cell = cells.emplace_back(empty_cell(from, parts[i].asset_class, zero));
        cell.contracts = 1;
        cell.guaranteed = guaranteed[i];
        cell.unguaranteed = unguaranteed[i];
        cell.booked = guaranteed[i] + unguaranteed[i];
        cell.forecast = parts[i].forecast;
        cell.at_risk = residual_at_risk(cell.booked, cell.forecast);
        cell.at_risk_stressed = residual_at_risk(cell.booked, stressed(cell.forecast, stress));
    }
    return cells;
}

Row row_of(RowRole role, std::string asset_class, Cell quarter, const MaturityCell& cell) {
    return {role,
            {std::move(asset_class), std::move(quarter), cell.contracts, cell.booked, cell.guaranteed,
             cell.unguaranteed, cell.forecast, share(cell.forecast, cell.booked), cell.at_risk, cell.at_risk_stressed}};
}

std::string quarter_text(Date from) {
    const std::chrono::year_month_day day(from);
    return std::to_string(static_cast<int>(day.year())) + "-Q" +
           std::to_string((static_cast<unsigned>(day.month()) + 2) / 3);
}

std::string class_name(const Portfolio& portfolio, std::uint32_t asset_class) {
    return asset_class == unmapped ? "unmapped" : portfolio.asset_classes[asset_class].code.text;
}

}  // namespace

std::vector<MaturityCell> maturities(const ResidualBook& book, MaturityStep step) {
    std::map<std::pair<Date, std::uint32_t>, MaturityCell> wall;
    for (const auto& position : book.positions) {
        const Date from = start_of(position.term_end, step);
        for (const auto& part : parts_of(position, book.stress, from)) {
            const auto empty = empty_cell(from, part.asset_class, Money::zero(book.currency));
            add(wall.try_emplace({from, part.asset_class}, empty).first->second, part);
        }
    }
    std::vector<MaturityCell> cells;
    for (const auto& [key, cell] : wall) cells.push_back(cell);
    return cells;
}

Table maturity_table(const Portfolio& portfolio, const ResidualBook& book) {
    Table table{"residual_maturities", book.as_of, book.currency, {}, {}, {}};
    using enum ColumnType;
    table.columns = {{"asset_class", Text},  {"quarter", Text},           {"contracts", Count}, {"booked", Amount},
                     {"guaranteed", Amount}, {"unguaranteed", Amount},    {"forecast", Amount}, {"coverage", Share},
                     {"at_risk", Amount},    {"at_risk_stressed", Amount}};
    auto cells = maturities(book, MaturityStep::Quarter);
    std::ranges::stable_sort(cells, {}, &MaturityCell::asset_class);
    const auto zero = Money::zero(book.currency);
    auto total = empty_cell(book.as_of, unmapped, zero);
    for (auto from = cells.begin(); from != cells.end();) {
        auto sum = empty_cell(book.as_of, from->asset_class, zero);
        const auto name = class_name(portfolio, from->asset_class);
        for (const auto of = from->asset_class; from != cells.end() && from->asset_class == of; ++from) {
            table.rows.push_back(row_of(RowRole::Detail, name, quarter_text(from->from), *from));
            add(sum, *from);
        }
        table.rows.push_back(row_of(RowRole::Subtotal, name, Cell{}, sum));
        add(total, sum);
    }
    table.rows.push_back(row_of(RowRole::Total, "", Cell{}, total));
    table.notes.push_back(
        "A lease with machines of several classes counts in each of them, its residual by their cost.");
    return table;
}

}  // namespace leasebook::reports
