#include "db/residual_fit_store.h"

#include <charconv>

#include "db/counters.h"
#include "db/record_mapper.h"

namespace leasebook::db {

namespace {

// Whole numbers one behind the other: "12:7900000000:7800000000:8000000000;24:…".
void append_numbers(std::string& text, std::initializer_list<std::int64_t> numbers) {
    if (!text.empty()) text += ';';
    bool first = true;
    for (const auto number : numbers) {
        text += (first ? "" : ":") + std::to_string(number);
        first = false;
    }
}

std::vector<std::int64_t> numbers_in(std::string_view text) {
    std::vector<std::int64_t> numbers;
    while (!text.empty()) {
        std::int64_t number = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
        ensure(fault == std::errc{}, "the numbers of a fit are what this program wrote");
        numbers.push_back(number);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (!text.empty()) text.remove_prefix(1);
    }
    return numbers;
}

FittedCurve fit_at(Statement& row) {
    FittedCurve fit;
    fit.asset_class.text = row.text(0);
    fit.through = *parse_date(row.text(1), "");
    fit.sales = static_cast<int>(row.integer(2));
    fit.left_out = static_cast<int>(row.integer(3));
    fit.models = static_cast<int>(row.integer(4));
    fit.with_cost = static_cast<int>(row.integer(5));
    fit.usage_exponent.e10 = row.integer(6);
    fit.spread.e10 = row.integer(7);
    const auto points = numbers_in(row.text(8)), observed = numbers_in(row.text(9));
    for (std::size_t i = 0; i + 3 < points.size(); i += 4)
        fit.points.push_back({static_cast<int>(points[i]), {points[i + 1]}, {points[i + 2]}, {points[i + 3]}});
    for (std::size_t i = 0; i + 1 < observed.size(); i += 2)
        fit.observed.push_back({static_cast<int>(observed[i]), {observed[i + 1]}});
    return fit;
}

const std::vector<std::string>& fit_columns() {
    static const std::vector<std::string> columns{"asset_class", "through",        "sales",  "left_out", "models",
                                                  "with_cost",   "usage_exponent", "spread", "points",   "observed"};
    return columns;
}

}  // namespace

std::vector<CurvePoint> curves_in_force(Connection& connection, Date on) {
    auto& select = connection.prepare(
        "SELECT " + quoted(columns_of<CurvePoint>()) +
        " FROM `residual_curve_points` p WHERE `valid_from` = (SELECT MAX(l.`valid_from`) FROM `residual_curve_points` "
        "l WHERE l.`asset_class` = p.`asset_class` AND l.`valid_from` <= ?) ORDER BY `asset_class`, `age_months`");
    select.bind(1, to_text(on));
    std::vector<CurvePoint> points;
    while (select.step()) points.push_back(read_row<CurvePoint>(select));
    return points;
}

std::vector<CurvePoint> curve_points_of(Connection& connection, const AssetClassCode& asset_class) {
    auto& select = connection.prepare(
        "SELECT " + quoted(columns_of<CurvePoint>()) +
        " FROM `residual_curve_points` WHERE `asset_class` = ? ORDER BY `valid_from` DESC, `age_months`");
    select.bind(1, asset_class.text);
    std::vector<CurvePoint> points;
    while (select.step()) points.push_back(read_row<CurvePoint>(select));
    return points;
}

std::vector<UsedSale> sales_of(Connection& connection, const AssetClassCode& asset_class) {
    auto& select = connection.prepare("SELECT " + quoted(columns_of<UsedSale>()) +
                                      " FROM `used_sales` WHERE `asset_class` = ? ORDER BY `code`");
    select.bind(1, asset_class.text);
    std::vector<UsedSale> sales;
    while (select.step()) sales.push_back(read_row<UsedSale>(select));
    return sales;
}

std::vector<AssetClassCode> classes_with_sales(Connection& connection) {
    auto& select = connection.prepare("SELECT DISTINCT `asset_class` FROM `used_sales` ORDER BY `asset_class`");
    std::vector<AssetClassCode> classes;
    while (select.step()) classes.push_back({select.text(0)});
    return classes;
}

std::optional<FittedCurve> find_fit(Connection& connection, const AssetClassCode& asset_class) {
    auto& select =
        connection.prepare("SELECT " + quoted(fit_columns()) + " FROM `residual_fits` WHERE `asset_class` = ?");
    if (!select.bind(1, asset_class.text).step()) return {};
    return fit_at(select);
}

void keep_fit(Connection& connection, const FittedCurve& fit) {
    static const std::vector<std::string> keys{"asset_class"};
    std::string points, observed;
    for (const auto& p : fit.points) append_numbers(points, {p.age_months, p.share.e10, p.low.e10, p.high.e10});
    for (const auto& o : fit.observed) append_numbers(observed, {o.age_months, o.share.e10});
    connection.prepare(connection.upsert("residual_fits", keys, fit_columns()))
        .bind(1, fit.asset_class.text)
        .bind(2, to_text(fit.through))
        .bind(3, fit.sales)
        .bind(4, fit.left_out)
        .bind(5, fit.models)
        .bind(6, fit.with_cost)
        .bind(7, fit.usage_exponent.e10)
        .bind(8, fit.spread.e10)
        .bind(9, points)
        .bind(10, observed)
        .execute();
}

}  // namespace leasebook::db
