// How a class of equipment loses value: the curve in force, the fit to sales with its data, curves entered and
// accepted.
#include <array>
#include <cmath>

#include "db/register_store.h"
#include "db/residual_fit_store.h"
#include "domain/decimal_text.h"
#include "pricing/residual_curve.h"
#include "server/entry_page.h"
#include "server/record_json.h"
#include "server/register_forms.h"
#include "server/residual_fits.h"
#include "server/residual_view.h"
#include "server/routes.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

constexpr double percent_of_rate = 1e8;  // a Rate of 1e-10 as a percentage
constexpr double nine_in_ten = 1.6449;   // of a normal distribution lie within so many deviations

std::string exponent_text(Rate exponent) { return decimal_text(round_half_away(exponent.e10, 100'000'000), 2); }

struct ClassRecords {
    AssetClass asset_class;
    std::vector<CurvePoint> points;  // of all its curves, the latest first
    std::optional<FittedCurve> fit;
};

std::optional<ClassRecords> class_records(const Call& call) {
    return call.app.database.read([&](db::Connection& c) -> std::optional<ClassRecords> {
        const AssetClassCode code{call.path_value(0)};
        auto asset_class = db::find<AssetClass>(c, code);
        if (!asset_class) return {};
        return ClassRecords{*std::move(asset_class), db::curve_points_of(c, code), db::find_fit(c, code)};
    });
}

Response no_such_class(const Call& call) {
    return no_such_page(call, not_found("", "There is no {0} \"{1}\".", "Asset class", shortened(call.path_value(0))));
}

reports::Point at(int months, double percent) { return {months / 12.0, percent}; }

void draw_fit(reports::LineChart& chart, const FittedCurve& fit) {
    const double wide = std::exp(nine_in_ten * static_cast<double>(fit.spread.e10) / rate_scale);
    std::array<reports::Line, 3> lines{{{{}, 1, false}, {{}, 4, true}, {{}, 4, true}}};
    double highest = 100;
    for (const auto& point : fit.points) {
        const double share = static_cast<double>(point.share.e10) / percent_of_rate;
        lines[0].points.push_back(at(point.age_months, share));
        lines[1].points.push_back(at(point.age_months, share / wide));
        lines[2].points.push_back(at(point.age_months, share * wide));
        chart.band_low.push_back(at(point.age_months, static_cast<double>(point.low.e10) / percent_of_rate));
        chart.band_high.push_back(at(point.age_months, static_cast<double>(point.high.e10) / percent_of_rate));
        highest = std::max(highest, share * wide);
    }
    for (auto& line : lines) chart.lines.push_back(std::move(line));
    const int oldest = fit.points.back().age_months;
    for (const auto& sale : fit.observed) {
        const double share = static_cast<double>(sale.share.e10) / percent_of_rate;
        // A few sales far beyond the others would press all else to the ground.
        if (sale.age_months <= oldest && share <= 1.25 * highest)
            chart.marks.push_back(
                {at(sale.age_months, share), std::to_string(sale.age_months) + ": " + percent_text(sale.share, 1)});
    }
}

void draw(Data& page, const Call& call, const ClassRecords& records, const ResidualCurve& curve) {
    reports::LineChart chart;
    chart.lines = {{{}, 0, false}};
    for (std::size_t month = 0; month < curve.share_by_month.size(); ++month)
        chart.lines[0].points.push_back(
            at(static_cast<int>(month), static_cast<double>(curve.share_by_month[month].e10) / percent_of_rate));
    if (records.fit) {
        draw_fit(chart, *records.fit);
        page.show("FITTED");
    }
    for (const double year : reports::round_steps(0, static_cast<double>(curve.share_by_month.size() - 1) / 12.0))
        chart.x_ticks.push_back({year, std::to_string(static_cast<int>(year)) + " " + call.t("years")});
    chart.y_text = [](double percent) { return std::to_string(static_cast<int>(percent)) + "%"; };
    page.set("CHART_META", call.t("share of cost by age"));
    page.draw("CHART", reports::line_chart(chart, {760, 340, call.t("Value over its life")}));
}

// What the curve is drawn from, year by year.
void add_values(Data& page, const Call& call, const ResidualCurve& curve) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Value over its life")).set("SPAN", "s12");
    add_columns(table, call, {{"Age in months", true}, {"Share of cost", true}});
    for (std::size_t month = 0; month < curve.share_by_month.size(); month += 12) {
        auto& row = table.add("ROW");
        number_cell(row, std::to_string(month));
        number_cell(row, percent_text(curve.share_by_month[month]));
    }
}

void add_fit_kpis(Data& page, const Call& call, const FittedCurve& fit) {
    add_kpi(page, call, "Sales used", count_text(fit.sales),
            filled(call.t("until {0}"), {date_text(fit.through, call.language)}));
    add_kpi(page, call, "Left out", count_text(fit.left_out), call.t("of unknown age, model or currency"));
    add_kpi(page, call, "Models", count_text(fit.models),
            filled(call.t("{0} sales name the price when new"), {count_text(fit.with_cost)}));
    for (const auto& point : fit.points)
        if (point.age_months == 36)
            add_kpi(page, call, "Worth after three years", percent_text(point.share, 1),
                    percent_text(point.low, 1) + " – " + percent_text(point.high, 1));
    add_kpi(page, call, "Exponent of use", exponent_text(fit.usage_exponent), "");
    add_kpi(page, call, "Spread of single prices", percent_text(fit.spread, 0), call.t("of the logarithm"));
}

void add_curves(Data& page, const Call& call, const std::vector<CurvePoint>& points, Date today) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Curves of this class"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No curve yet: the losses of the class hold."));
    add_columns(table, call,
                {{"Valid from"}, {"Age in months", true}, {"Share of cost", true}, {"Band"}, {"Source"}, {"Status"}});
    const auto in_force = points_in_force(points, today);
    for (const auto& point : points) {
        const bool holds = !in_force.empty() && in_force.front().valid_from == point.valid_from;
        auto& row = table.add("ROW");
        text_cell(row, date_text(point.valid_from, call.language));
        number_cell(row, std::to_string(point.age_months));
        number_cell(row, percent_text(point.share));
        text_cell(row, point.low && point.high ? percent_text(*point.low) + " – " + percent_text(*point.high) : "");
        text_cell(row, point.source.value_or(""));
        text_cell(row, holds ? call.t("in force") : point.valid_from > today ? call.t("to come") : call.t("replaced"));
    }
}

// The fields of a class as people read them: rates as percentages, the exponent of use as the number it is.
class DetailWriter {
public:
    DetailWriter(Data& page, Language language) : page_(page), language_(language) {}

    template <class T>
    void operator()(std::string_view name, const T& value) {
        pair(name, FieldWriter::text(value));
    }
    void operator()(std::string_view name, Rate value) { pair(name, percent_text(value)); }
    void operator()(std::string_view name, std::optional<Rate> value) {
        if (value) pair(name, name == "usage_exponent" ? exponent_text(*value) : percent_text(*value));
    }

private:
    void pair(std::string_view name, const std::string& text) {
        if (!text.empty()) page_.add("PAIR").set("LABEL", label_of(language_, name)).set("TEXT", text);
    }
    Data& page_;
    Language language_;
};

void add_details(Data& page, const Call& call, const AssetClass& asset_class) {
    DetailWriter writer(page, call.language);
    visit_fields(asset_class, writer);
}

Response class_page(const Call& call, const Errors& errors) {
    const auto records = class_records(call);
    if (!records) return no_such_class(call);
    const auto& asset_class = records->asset_class;
    const auto title = localised(call.language, asset_class.name, asset_class.name_zh);
    const auto home = path_to("/asset-classes", asset_class.code.text);
    Data page;
    page.set("TITLE", title).set("SUB", call.t("Asset class") + " " + asset_class.code.text);
    if (call.may(Permission::EditRegister)) page.add("ACTION").set("TEXT", call.t("Edit")).set("HREF", home + "/edit");
    if (call.may(Permission::Appraise)) {
        page.add("ACTION").set("TEXT", call.t("Enter a curve")).set("HREF", home + "/curves/new").show("ADD");
        if (records->fit)
            page.add("TASK")
                .set("ACTION_PATH", home + "/fit/accept")
                .set("TEXT", call.t("Accept the fit"))
                .set("EXPLANATION",
                     filled(call.t("The curve fitted to {0} sales becomes the one in force from today on. "
                                   "Booked residuals stay; estimates follow it."),
                            {count_text(records->fit->sales)}));
    }
    add_errors(page, call.language, errors);
    if (records->fit) add_fit_kpis(page, call, *records->fit);
    const auto curve = pricing::curve_of(asset_class, points_in_force(records->points, call.today()));
    draw(page, call, *records, curve);
    add_values(page, call, curve);
    add_details(page, call, asset_class);
    add_curves(page, call, records->points, call.today());
    const auto frame = call.frame(title, "asset-classes",
                                  {{call.t("Register"), ""}, {call.t("Asset classes"), "/asset-classes"}, {title, ""}});
    return html(call.app.view.page("asset_class", frame, page), errors.empty() ? 200 : status_of(errors));
}

Response show_class(const Call& call) { return class_page(call, {}); }

Response post_accept(const Call& call) {
    const AssetClassCode code{call.path_value(0)};
    const auto accept = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto points = accept_fit(c, code, call.today());
        if (!points) return points.errors();
        return Call::Changed{see_other(path_to("/asset-classes", code.text) + "?saved=1"), code.text,
                             *points->front().source};
    };
    return call.change("residual.accept_fit", accept, [&](const Errors& errors) { return class_page(call, errors); });
}

std::vector<FormField> curve_fields() {
    return {{"valid_from", Control::Date, 3, "", {}},
            {"source", Control::Text, 3, "", {}, true},
            {"points", Control::Lines, 6, "One point a line: age in months, share of cost. 12 0.80", {}}};
}

Response curve_form(const Call& call, const Fields& shown, const Errors& errors) {
    const auto records = class_records(call);
    if (!records) return no_such_class(call);
    const auto home = path_to("/asset-classes", records->asset_class.code.text);
    const auto title = call.t("Enter a curve") + ": " + records->asset_class.code.text;
    const auto frame = call.frame(title, "asset-classes",
                                  {{call.t("Register"), ""},
                                   {call.t("Asset classes"), "/asset-classes"},
                                   {records->asset_class.code.text, home},
                                   {title, ""}});
    return entry_page(call, frame, {title, "", home + "/curves", home, curve_fields()}, shown, errors);
}

Response new_curve(const Call& call) { return curve_form(call, {{"valid_from", to_text(call.today())}}, {}); }

Response post_curve(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return curve_form(call, *form, errors); };
    auto fields = as_typed(*form, curve_fields());
    std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
    fields["asset_class"] = call.path_value(0);
    const auto entry = read_record<CurveEntry>(fields);
    if (!entry) return refused(entry.errors());
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        if (const auto points = enter_curve(c, *entry); !points) return points.errors();
        return Call::Changed{see_other(path_to("/asset-classes", entry->asset_class.text) + "?saved=1"),
                             entry->asset_class.text, entry->points};
    };
    return call.change("residual.enter_curve", store, refused);
}

}  // namespace

void add_residual_curve_pages(std::vector<Route>& routes) {
    using enum Permission;
    const std::string one = "/asset-classes/{code}";
    routes.push_back({"GET", one, Read, show_class});
    routes.push_back({"POST", one + "/fit/accept", Appraise, post_accept});
    routes.push_back({"GET", one + "/curves/new", Appraise, new_curve});
    routes.push_back({"POST", one + "/curves", Appraise, post_curve});
}

}  // namespace leasebook::server
