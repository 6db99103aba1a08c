#include "reports/table_chart.h"

#include <algorithm>
#include <cmath>

namespace leasebook::reports {

namespace {

// Lengths on paper, not figures.
double length_of(const Cell& cell) {
    if (const auto* amount = std::get_if<Money>(&cell))
        return static_cast<double>(amount->minor_units()) / std::pow(10, minor_digits(amount->currency()));
    if (const auto* count = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*count);
    if (const auto* rate = std::get_if<Rate>(&cell)) return static_cast<double>(rate->e10) / rate_scale;
    return 0;
}

std::vector<const Row*> details_of(const Table& table, std::size_t most) {
    std::vector<const Row*> details;
    for (const auto& row : table.rows)
        if (row.role == RowRole::Detail && details.size() < most) details.push_back(&row);
    return details;
}

std::string axis_text(double value) {
    const double size = std::abs(value);
    const auto [unit, letter] = size >= 1e9   ? std::pair{1e9, "bn"}
                                : size >= 1e6 ? std::pair{1e6, "m"}
                                : size >= 1e3 ? std::pair{1e3, "k"}
                                              : std::pair{1.0, ""};
    auto text = std::to_string(static_cast<std::int64_t>(std::llround(value / unit * 10)));
    const bool negative = text.starts_with('-');
    if (negative) text.erase(0, 1);
    if (text.size() < 2) text.insert(0, "0");
    const auto whole = text.substr(0, text.size() - 1);
    const auto tenth = text.back() == '0' ? std::string{} : "." + text.substr(text.size() - 1);
    return (negative ? "-" : "") + whole + tenth + letter;
}

std::string label_of(const Table& table, const Edition& edition) {
    std::string label = edition.title;
    for (const auto value : table.chart->values) label += ", " + edition.label(table.columns[value].name);
    return label;
}

Svg lying_bars(const Table& table, const Edition& edition, const std::vector<const Row*>& details) {
    std::vector<Bar> bars;
    for (const auto* row : details) {
        const auto name = shown(row->cells[table.chart->names], table.columns[table.chart->names], edition);
        Bar bar{
            name, shown(row->cells[table.chart->values[0]], table.columns[table.chart->values[0]], edition), {}, {}};
        for (std::size_t i = 0; i < table.chart->values.size(); ++i) {
            const auto column = table.chart->values[i];
            bar.parts.push_back({std::max(0.0, length_of(row->cells[column])),
                                 name + ": " + shown(row->cells[column], table.columns[column], edition), "", i});
        }
        bars.push_back(std::move(bar));
    }
    return stacked_bars(bars, {760, 0, label_of(table, edition)});
}

Svg course(const Table& table, const Edition& edition, const std::vector<const Row*>& details) {
    LineChart chart;
    for (std::size_t i = 0; i < table.chart->values.size(); ++i) {
        Line line{{}, i, i > 0};
        for (std::size_t at = 0; at < details.size(); ++at)
            line.points.push_back({static_cast<double>(at), length_of(details[at]->cells[table.chart->values[i]])});
        chart.lines.push_back(std::move(line));
    }
    const auto step = std::max<std::size_t>(1, details.size() / 6);
    for (std::size_t at = 0; at < details.size(); at += step)
        chart.x_ticks.push_back({static_cast<double>(at), shown(details[at]->cells[table.chart->names],
                                                                table.columns[table.chart->names], edition)});
    chart.y_text = axis_text;
    return line_chart(chart, {760, 300, label_of(table, edition)});
}

}  // namespace

std::optional<Svg> table_chart(const Table& table, const Edition& edition) {
    if (!table.chart) return {};
    const auto details = details_of(table, table.chart->over_time ? table.rows.size() : drawn_rows);
    const bool any = std::ranges::any_of(details, [&](const Row* row) {
        return std::ranges::any_of(table.chart->values,
                                   [&](std::size_t value) { return length_of(row->cells[value]) > 0; });
    });
    if (!any) return {};
    return table.chart->over_time ? course(table, edition, details) : lying_bars(table, edition, details);
}

}  // namespace leasebook::reports
