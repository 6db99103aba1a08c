// Curves of asset classes and their fits under /api/v1.
#include "db/register_store.h"
#include "db/residual_fit_store.h"
#include "server/record_json.h"
#include "server/residual_fits.h"
#include "server/residual_view.h"
#include "server/routes.h"

namespace leasebook::server {

namespace {

Response points_answer(const std::vector<CurvePoint>& points, int status = 200) {
    return json_text("{\"items\":" + json_array(points, record_json<CurvePoint>) + ",\"next\":null}", status);
}

bool class_is_there(const Call& call, const AssetClassCode& code) {
    return call.app.database.read([&](db::Connection& c) { return db::find<AssetClass>(c, code).has_value(); });
}

Response no_such_class(const Call& call) {
    return problem({not_found("", "There is no asset class \"{0}\".", shortened(call.path_value(0)))});
}

Response get_curves(const Call& call) {
    const AssetClassCode code{call.path_value(0)};
    if (!class_is_there(call, code)) return no_such_class(call);
    return points_answer(call.app.database.read([&](db::Connection& c) { return db::curve_points_of(c, code); }));
}

Response post_curve(const Call& call) {
    auto json = call.json();
    if (!json) return problem(json.errors());
    auto fields = *std::move(json);
    fields.fields.insert_or_assign("asset_class", call.path_value(0));
    const auto entry = read_json_record<CurveEntry>(fields);
    if (!entry) return problem(entry.errors());
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto points = enter_curve(c, *entry);
        if (!points) return points.errors();
        return Call::Changed{points_answer(*points, 201), entry->asset_class.text, entry->points};
    };
    return call.change("residual.enter_curve", store, [](const Errors& errors) { return problem(errors); });
}

template <class Point>
std::string point_json(const Point& point) {
    RecordJson out;
    out("age_months", point.age_months);
    out("share", point.share);
    if constexpr (std::is_same_v<Point, FittedPoint>) {
        out("low", point.low);
        out("high", point.high);
    }
    return out.object();
}

std::string fit_json(const FittedCurve& fit) {
    RecordJson out;
    out("asset_class", fit.asset_class);
    out("through", fit.through);
    out("sales", fit.sales);
    out("left_out", fit.left_out);
    out("models", fit.models);
    out("with_cost", fit.with_cost);
    out("usage_exponent", fit.usage_exponent);
    out("spread", fit.spread);
    out.with("points", json_array(fit.points, point_json<FittedPoint>));
    out.with("observed", json_array(fit.observed, point_json<ObservedShare>));
    return out.object();
}

Response get_fit(const Call& call) {
    const AssetClassCode code{call.path_value(0)};
    const auto fit = call.app.database.read([&](db::Connection& c) { return db::find_fit(c, code); });
    if (!fit)
        return problem(
            {not_found("", "Class {0} has no fit: import sales of its machines first.", shortened(code.text))});
    return json_text(fit_json(*fit));
}

Response post_accept(const Call& call) {
    const AssetClassCode code{call.path_value(0)};
    const auto accept = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto points = accept_fit(c, code, call.today());
        if (!points) return points.errors();
        return Call::Changed{points_answer(*points, 201), code.text, *points->front().source};
    };
    return call.change("residual.accept_fit", accept, [](const Errors& errors) { return problem(errors); });
}

}  // namespace

void add_residual_curve_api(std::vector<Route>& routes) {
    using enum Permission;
    const std::string one = "/api/v1/asset-classes/{code}";
    routes.push_back({"GET", one + "/curves", Read, get_curves, "The residual curves of a class, the latest first", "",
                      "CurvePointPage"});
    routes.push_back({"POST", one + "/curves", Appraise, post_curve, "Enter a residual curve, valid from a day on",
                      "CurveEntry", "CurvePointPage"});
    routes.push_back({"GET", one + "/fit", Read, get_fit, "The last fit of a class to sales", "", "FittedCurve"});
    routes.push_back({"POST", one + "/fit/accept", Appraise, post_accept,
                      "Accept the last fit as the curve from today on", "", "CurvePointPage"});
}

}  // namespace leasebook::server
