#include "server/exposure_charts.h"

#include <algorithm>

#include "reports/chart.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

using reports::ExposureFigures;
using reports::ExposureGroup;

constexpr std::size_t groups_drawn = 30, heat_rows = 18, heat_columns = 14, trend_lines = 4, coloured = 5;

Money amount_of(const ExposureFigures& figures) { return figures.parts.exposure(); }
double length_of(Money amount) { return static_cast<double>(amount.minor_units()); }

std::span<const ExposureGroup> drawn(const reports::Exposure& book, std::size_t most) {
    return std::span(book.groups).first(std::min(most, book.groups.size()));
}

// The columns with the most exposure get colours of their own; the rest share one.
std::vector<std::uint32_t> leading_columns(const reports::Exposure& book, std::size_t most) {
    std::map<std::uint32_t, std::int64_t> sums;
    for (const auto& group : book.groups)
        for (const auto& cell : group.cells) sums[cell.place] += amount_of(cell.figures).minor_units();
    std::vector<std::uint32_t> columns;
    for (const auto& [column, sum] : sums) columns.push_back(column);
    std::ranges::stable_sort(columns, std::ranges::greater{}, [&](std::uint32_t column) { return sums[column]; });
    if (columns.size() > most) columns.resize(most);
    return columns;
}

std::size_t place_among(const std::vector<std::uint32_t>& leading, std::uint32_t column) {
    return static_cast<std::size_t>(std::ranges::find(leading, column) - leading.begin());
}

std::string said(const std::string& name, const ExposureFigures& figures) {
    return name + ": " + money_with_sign(amount_of(figures)) + " (" + percent_text(figures.exposure_share, 2) + ")";
}

void draw_treemap(Data& page, const ExposureView& view, const std::vector<std::uint32_t>& leading) {
    std::vector<reports::TreemapGroup> groups;
    for (const auto& group : drawn(view.book, groups_drawn)) {
        const auto name = view.row_name(group.place);
        const auto link = view.contracts_of(group.place, {});
        reports::TreemapGroup box{name, percent_text(group.figures.exposure_share, 1), link, {}};
        const auto item = [&](const std::string& inner, const ExposureFigures& figures, std::string to,
                              std::size_t colour) {
            box.items.push_back({inner, millions_text(amount_of(figures)), length_of(amount_of(figures)),
                                 said(inner.empty() ? name : name + " · " + inner, figures), std::move(to), colour});
        };
        for (const auto& cell : group.cells)
            item(view.column_name(cell.place), cell.figures, view.contracts_of(group.place, cell.place),
                 place_among(leading, cell.place));
        if (group.cells.empty()) item("", group.figures, link, 0);
        groups.push_back(std::move(box));
    }
    page.draw("TREEMAP", reports::treemap(groups, {760, 372, view.call.t("Treemap of exposure by the chosen axes")}));
}

void draw_bars(Data& page, const ExposureView& view, const std::vector<std::uint32_t>& leading) {
    std::vector<reports::Bar> bars;
    for (const auto& group : drawn(view.book, groups_drawn)) {
        const auto link = view.contracts_of(group.place, {});
        reports::Bar bar{view.row_name(group.place), millions_text(amount_of(group.figures)), link, {}};
        for (const auto& cell : group.cells)
            bar.parts.push_back({length_of(amount_of(cell.figures)), said(view.column_name(cell.place), cell.figures),
                                 view.contracts_of(group.place, cell.place), place_among(leading, cell.place)});
        if (group.cells.empty())
            bar.parts.push_back({length_of(amount_of(group.figures)), said(bar.name, group.figures), link, 0});
        bars.push_back(std::move(bar));
    }
    page.draw("BARS", reports::stacked_bars(bars, {520, 0, view.call.t("Exposure by group")}));
}

// Lines over month ends: of all that the axis holds, or of one place of it.
reports::Line trend_of(const std::vector<db::PeriodExposure>& frozen, std::size_t colour,
                       std::vector<Period>& periods) {
    std::map<Period, double> sums;
    for (const auto& [period, snapshot] : frozen) sums[period] += length_of(snapshot.parts.exposure()) / 1e8;
    reports::Line line{{}, colour, false};
    for (const auto& [period, sum] : sums) {
        if (std::ranges::find(periods, period) == periods.end()) periods.push_back(period);
        line.points.push_back({static_cast<double>(days_between(date(1970, 1, 1), period.last_day())), sum});
    }
    return line;
}

}  // namespace

std::string ExposureView::row_name(std::uint32_t place) const {
    return place_text(call, book.axes.rows, asked.portfolio(), place);
}

std::string ExposureView::column_name(std::uint32_t place) const {
    return place_text(call, *book.axes.columns, asked.portfolio(), place);
}

std::string ExposureView::contracts_of(std::uint32_t row, std::optional<std::uint32_t> column) const {
    auto parameters = asked.parameters();
    parameters["row"] = name_of_place(book.axes.rows, asked.portfolio(), row).code;
    if (column) parameters["column"] = name_of_place(*book.axes.columns, asked.portfolio(), *column).code;
    return path_with("/exposure/contracts", parameters);
}

void draw_parts(Data& page, const ExposureView& view) {
    const auto leading = leading_columns(view.book, coloured);
    draw_treemap(page, view, leading);
    draw_bars(page, view, leading);
    for (std::size_t i = 0; i < leading.size(); ++i)
        page.add("LEGEND").set("TEXT", view.column_name(leading[i])).set("COLOUR", "k" + std::to_string(i + 1));
    if (!leading.empty()) page.add("LEGEND").set("TEXT", view.call.t("All others")).set("COLOUR", "k6");
}

void draw_heat_map(Data& page, const ExposureView& view) {
    if (!view.book.axes.columns) return;
    const auto columns = leading_columns(view.book, heat_columns);
    reports::HeatMap map;
    for (const auto column : columns) map.columns.push_back(view.column_name(column));
    for (const auto& group : drawn(view.book, heat_rows)) {
        const auto row = map.rows.size();
        map.rows.push_back(view.row_name(group.place));
        for (const auto& cell : group.cells) {
            const auto column = place_among(columns, cell.place);
            if (column == columns.size()) continue;
            map.cells.push_back({row, column, length_of(amount_of(cell.figures)),
                                 millions_text(amount_of(cell.figures)),
                                 said(map.rows.back() + " · " + map.columns[column], cell.figures),
                                 view.contracts_of(group.place, cell.place)});
        }
    }
    page.draw("HEAT_MAP", reports::heat_map(map, {1180, 0, view.call.t("Heat map of exposure")}));
    page.show("CROSSED");
}

void draw_trend(Data& page, const ExposureView& view) {
    std::vector<Period> periods;
    reports::LineChart chart;
    const auto axis = view.book.axes.rows;
    const auto& portfolio = view.asked.portfolio();
    view.call.app.database.read([&](db::Connection& c) {
        // Grades are few, and every contract has one: together they are the book.
        chart.lines.push_back(trend_of(db::exposure_snapshots(c, Axis::Grade, view.asked.currency), 0, periods));
        for (const auto& group : drawn(view.book, trend_lines)) {
            const auto place = name_of_place(axis, portfolio, group.place).code;
            chart.lines.push_back(
                trend_of(db::exposure_snapshots(c, axis, view.asked.currency, place), chart.lines.size(), periods));
        }
    });
    if (periods.size() < 2) return;
    for (const auto& period : periods)
        chart.x_ticks.push_back(
            {static_cast<double>(days_between(date(1970, 1, 1), period.last_day())), to_text(period)});
    chart.y_text = [](double millions) { return count_text(static_cast<std::int64_t>(millions)); };
    page.draw("TREND", reports::line_chart(chart, {1180, 260, view.call.t("Exposure at month ends")}));
    page.show("HAS_MONTHS");
    page.add("TREND_LEGEND").set("TEXT", view.call.t("The whole book")).set("COLOUR", "k1");
    std::size_t colour = 2;
    for (const auto& group : drawn(view.book, trend_lines))
        page.add("TREND_LEGEND").set("TEXT", view.row_name(group.place)).set("COLOUR", "k" + std::to_string(colour++));
}

}  // namespace leasebook::server
