#include "server/risk_quote.h"

#include "db/pricing_parameters_store.h"
#include "db/register_store.h"
#include "pricing/residual_curve.h"
#include "server/residual_review.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

void draw_lines(Data& shown, const Call& call, const pricing::RiskPrice& price) {
    const auto basis_points = [](Rate rate) { return static_cast<double>(rate.e10) / 1e6; };
    std::vector<reports::WaterfallStep> steps;
    std::size_t colour = 0;
    for (const auto& line : price.lines) {
        const auto name = value_text(call.language, to_text(line.part));
        steps.push_back({name, basis_points_text(line.rate), basis_points(line.rate),
                         name + ": " + money_text(line.amount), colour++});
    }
    const reports::WaterfallStep total{call.t("Rate"), percent_text(price.rate, 4), basis_points(price.rate),
                                       money_text(price.rent), 5};
    const auto label = call.t("Parts of the rate in basis points");
    const auto axis = [](double value) { return count_text(static_cast<std::int64_t>(value)); };
    shown.draw("RISK_CHART", reports::waterfall(steps, total, axis, {720, 260, label}));
}

void fill_lines(Data& shown, const Call& call, const pricing::RiskPrice& price) {
    for (const auto& line : price.lines)
        shown.add("RISK_LINE")
            .set("LABEL", value_text(call.language, to_text(line.part)))
            .set("AMOUNT", money_text(line.amount))
            .set("BASIS_POINTS", basis_points_text(line.rate));
    shown.set("RISK_TOTAL", money_text(price.rent)).set("RISK_TOTAL_RATE", basis_points_text(price.rate));
    const auto pair = [&](const char* label, const std::string& text) {
        shown.add("PAIR").set("LABEL", call.t(label)).set("TEXT", text);
    };
    pair("Default rate a year", percent_text(price.default_rate));
    pair("Loss given default", percent_text(price.loss_given_default));
    pair("Expected loss, worth today", money_text(price.expected_loss));
    pair("Capital of the exposure", percent_text(price.capital));
}

}  // namespace

Errors check(const RiskFields& risk) {
    Errors errors;
    if (risk.asset_cost && *risk.asset_cost <= Money::zero(risk.asset_cost->currency()))
        errors.push_back(invalid("asset_cost", "The cost must be above zero."));
    if (risk.sales_million_eur && *risk.sales_million_eur < 0)
        errors.push_back(invalid("sales_million_eur", "Sales cannot be negative."));
    return errors;
}

std::vector<FormField> risk_fields(const std::vector<Choice>& classes, Language language) {
    return {
        {"grade", Control::Select, 3, "", choices_of<RatingGrade>(language)},
        {"asset_class", Control::Select, 3, "", classes, true},
        {"asset_cost", Control::Money, 3, "Left empty: the financed amount", {}, true},
        {"sales_million_eur", Control::Number, 3, "Up to 50: less capital, as for small and medium firms", {}, true}};
}

FormGroup risk_group(const Call& call) {
    std::vector<Choice> classes;
    for (const auto& c :
         call.app.database.read([](db::Connection& connection) { return db::all<AssetClass>(connection); }))
        classes.push_back({c.code.text, localised(call.language, c.name, c.name_zh)});
    return {"Risk-based price", risk_fields(classes, call.language)};
}

Result<pricing::RiskPrice> price_risk(const Call& call, const PricingRequest& request, const RiskFields& risk) {
    const auto [asset_class, residual_curve, parameters] = call.app.database.read([&](db::Connection& c) {
        auto found = db::find<AssetClass>(c, risk.asset_class);
        auto in_force = found ? curve_in_force(c, *found, call.today()) : ResidualCurve{};
        return std::tuple{std::move(found), std::move(in_force), db::pricing_parameters(c)};
    });
    if (!asset_class)
        return not_found("asset_class", "There is no asset class \"{0}\".", shortened(risk.asset_class.text));
    const auto curve = call.app.curves.on(request.curve, request.as_of.value_or(request.quote.terms.commencement));
    if (!*curve) return curve->errors();
    // Where the financed amount is what is worked out, the machine costs what it comes to.
    const auto solved = pricing::solve(request.quote);
    if (!solved) return solved.errors();
    return pricing::risk_price({request.quote, risk.grade, risk.sales_million_eur,
                                risk.asset_cost.value_or(solved->terms.financed_amount), residual_curve},
                               parameters, **curve);
}

void fill_risk_price(Data& result, const Call& call, const Fields& form, const PricingRequest& request,
                     const pricing::Quote& quote) {
    auto fields = as_typed(form, risk_fields({}, call.language));
    std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
    if (!fields.contains("asset_class")) return;
    fields["currency"] = request.quote.terms.currency.text();
    RiskFields risk;
    FieldReader reader(fields, request.quote.terms.currency);
    visit_fields(risk, reader);
    auto errors = reader.errors(false);
    for (auto& error : check(risk)) errors.push_back(std::move(error));
    const auto price = errors.empty() ? price_risk(call, request, risk) : Result<pricing::RiskPrice>(errors);
    auto& shown = result.add("RISK");
    if (!price) {
        for (const auto& error : price.errors()) shown.add("RISK_PROBLEM").set("TEXT", tr(call.language, error));
        return;
    }
    shown.set("RISK_RENT", money_with_sign(price->rent));
    const auto over = quote.rent - price->rent;
    shown.set("RISK_NOTE",
              filled(call.t(over.is_negative() ? "the quoted rent is {0} below it" : "the quoted rent is {0} above it"),
                     {money_text(over.is_negative() ? -over : over)}));
    shown.set("RISK_KIND", over.is_negative() ? "neg" : "pos");
    draw_lines(shown, call, *price);
    fill_lines(shown, call, *price);
}

}  // namespace leasebook::server
