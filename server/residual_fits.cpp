#include "server/residual_fits.h"

#include <atomic>
#include <future>

#include "db/register_store.h"
#include "db/residual_fit_store.h"
#include "pricing/residual_fit.h"

namespace leasebook::server {

namespace {

std::optional<FittedCurve> fitted(db::Database& database, const AssetClassCode& code) {
    const auto [asset_class, sales] = database.read([&](db::Connection& c) {
        return std::pair{db::find<AssetClass>(c, code), db::sales_of(c, code)};
    });
    ensure(asset_class.has_value(), "the class of a sale is in the register");
    const auto fit = pricing::ResidualFit::of(*asset_class, sales);
    if (!fit) return {};
    return fit->curve();
}

// The points of an entry, "12:0.80;24:0.70".
Result<std::vector<CurvePoint>> points_of(const CurveEntry& entry) {
    const auto wrong =
        invalid("points", "Write the points as age in months and share of the cost, like 12:0.80;24:0.70.");
    std::vector<CurvePoint> points;
    std::string_view rest = entry.points;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(';'), rest.size());
        const auto part = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const auto colon = part.find(':');
        if (colon == std::string_view::npos) return wrong;
        const auto share = parse_rate(part.substr(colon + 1), "points");
        Fields fields{{"age_months", std::string(part.substr(0, colon))},
                      {"share", share ? to_text(*share) : ""},
                      {"asset_class", entry.asset_class.text},
                      {"valid_from", to_text(entry.valid_from)}};
        auto point = read_record<CurvePoint>(fields);
        if (!share || !point) return wrong;
        points.push_back(*std::move(point));
        points.back().source = entry.source;
    }
    if (points.empty()) return wrong;
    for (std::size_t i = 1; i < points.size(); ++i)
        if (points[i].age_months <= points[i - 1].age_months)
            return invalid("points", "The ages go up from point to point.");
    return points;
}

Result<Done> store(db::Connection& connection, const std::vector<CurvePoint>& points) {
    const auto& first = points.front();
    for (const auto& known : db::curve_points_of(connection, first.asset_class))
        if (known.valid_from == first.valid_from)
            return Error{ErrorCode::Conflict,
                         "valid_from",
                         "Class {0} has a curve from {1} on already.",
                         {first.asset_class.text, to_text(first.valid_from)}};
    if (auto missing = db::missing_references(connection, first); !missing.empty()) return missing;
    db::add_all<CurvePoint>(connection, points);
    return Done{};
}

}  // namespace

std::vector<FittedCurve> fit_all_classes(db::Database& database) {
    const auto classes = database.read(db::classes_with_sales);
    std::vector<std::optional<FittedCurve>> found(classes.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (auto i = next++; i < classes.size(); i = next++) found[i] = fitted(database, classes[i]);
    };
    auto second = std::async(std::launch::async, work);
    work();
    second.get();
    std::vector<FittedCurve> fits;
    for (auto& fit : found)
        if (fit) fits.push_back(*std::move(fit));
    database.write([&](db::Connection& connection) {
        for (const auto& fit : fits) db::keep_fit(connection, fit);
    });
    return fits;
}

Result<std::vector<CurvePoint>> accept_fit(db::Connection& connection, const AssetClassCode& asset_class,
                                           Date valid_from) {
    const auto fit = db::find_fit(connection, asset_class);
    if (!fit)
        return not_found("", "Class {0} has no fit: import sales of its machines first.", shortened(asset_class.text));
    const auto source = "fitted to " + std::to_string(fit->sales) + " sales until " + to_text(fit->through);
    std::vector<CurvePoint> points;
    for (const auto& point : fit->points)
        if (point.age_months > 0)
            points.push_back({asset_class, valid_from, point.age_months, point.share, point.low, point.high, source});
    if (const auto stored = store(connection, points); !stored) return stored.errors();
    return points;
}

Errors check(const CurveEntry& entry) {
    const auto points = points_of(entry);
    return points ? Errors{} : points.errors();
}

Result<std::vector<CurvePoint>> enter_curve(db::Connection& connection, const CurveEntry& entry) {
    auto points = points_of(entry);
    if (!points) return points;
    if (const auto stored = store(connection, *points); !stored) return stored.errors();
    return points;
}

}  // namespace leasebook::server
