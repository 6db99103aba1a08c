// The price of the risk through the API, and the parameters that it is made from.
#include "db/pricing_parameters_store.h"
#include "server/kept_forms.h"
#include "server/record_json.h"
#include "server/risk_quote.h"
#include "server/routes.h"

namespace leasebook::server {

namespace {

// The fields that the price of the risk asks for beside those of the quote; the quote keeps what is left.
JsonFields taken_out(JsonFields& json) {
    JsonFields risk;
    const RiskFields shape{};
    const auto take = [&](std::string_view name, const auto&) {
        const std::string key(name);
        if (json.numbers.erase(key) > 0) risk.numbers.insert(key);
        if (auto found = json.fields.extract(key)) risk.fields.insert(std::move(found));
    };
    visit_fields(shape, take);
    return risk;
}

Result<RiskFields> read_risk(const JsonFields& json, Currency currency) {
    NumberCheck numbers(json);
    RiskFields risk;
    visit_fields(risk, numbers);
    FieldReader reader(json.fields, currency);
    visit_fields(risk, reader);
    auto errors = std::move(numbers.errors);
    for (auto& error : reader.errors(true)) errors.push_back(std::move(error));
    for (auto& error : check(risk)) errors.push_back(std::move(error));
    if (!errors.empty()) return errors;
    return risk;
}

std::string line_json(const pricing::PriceLine& line) {
    RecordJson out;
    out("part", line.part);
    out("amount", line.amount);
    out("rate", line.rate);
    return out.object();
}

Response post_risk_price(const Call& call) {
    auto json = call.json();
    if (!json) return problem(json.errors());
    auto fields = *std::move(json);
    const auto risk_json = taken_out(fields);
    const auto request = read_pricing_request(fields);
    const auto risk = read_risk(risk_json, request ? request->quote.terms.currency : CNY);
    Errors errors = request ? Errors{} : request.errors();
    if (!risk) errors.insert(errors.end(), risk.errors().begin(), risk.errors().end());
    if (!errors.empty()) return problem(errors);
    const auto price = price_risk(call, *request, *risk);
    if (!price) return problem(in_request_names(price.errors()));
    RecordJson out;
    out("rent", price->rent);
    out("rate", price->rate);
    out.with("parts", json_array(price->lines, line_json));
    out("default_rate", price->default_rate);
    out("loss_given_default", price->loss_given_default);
    out("capital", price->capital);
    out("expected_loss", price->expected_loss);
    out("operating_cost", price->operating_cost);
    out("capital_cost", price->capital_cost);
    return json_text(out.object());
}

std::vector<FormGroup> parameter_groups() {
    return {{"Defaults a year by rating",
             {{"pd_aaa", Control::Percent, 2, "", {}},
              {"pd_aa", Control::Percent, 2, "", {}},
              {"pd_a", Control::Percent, 2, "", {}},
              {"pd_bbb", Control::Percent, 2, "", {}},
              {"pd_bb", Control::Percent, 2, "", {}},
              {"pd_b", Control::Percent, 2, "", {}},
              {"pd_ccc", Control::Percent, 2, "", {}},
              {"pd_unrated", Control::Percent, 2, "", {}}}},
            {"Loss in a default",
             {{"lgd_floor", Control::Percent, 3, "Of the exposure, whatever the machine brings", {}},
              {"forced_sale_haircut", Control::Percent, 3, "Of the estimated value", {}},
              {"selling_cost", Control::Percent, 3, "Of what the machine brings", {}},
              {"months_to_sale", Control::Number, 3, "", {}, false, "months"}}},
            {"Return and work",
             {{"hurdle_rate", Control::Percent, 3, "What capital is to earn a year", {}},
              {"operating_cost_yearly", Control::Percent, 3, "Of the outstanding principal", {}},
              {"operating_cost_upfront", Control::Money, 3, "Of a contract, in the currency of the lease", {}}}}};
}

Response parameters_page(const Call& call, const Fields& shown, const Errors& errors) {
    Data page;
    page.set("TITLE", call.t("Pricing parameters"))
        .set("SUB", call.t("What the risk-based price of a quote is made from."));
    page.set("ACTION_PATH", "/pricing-parameters");
    if (call.may(Permission::EditMarket)) page.set("SAVE_TEXT", call.t("Save"));
    add_errors(page, call.language, errors);
    const auto typed = kept_form(page, call, call.t("Pricing parameters"), shown);
    for (const auto& group : parameter_groups())
        add_group(page, call.language, group.title, group.fields, typed, errors);
    const auto frame = call.frame(call.t("Pricing parameters"), "pricing-parameters",
                                  {{call.t("Market"), ""}, {call.t("Pricing parameters"), ""}});
    return html(call.app.view.page("form", frame, page), errors.empty() ? 200 : 422);
}

Response show_parameters(const Call& call) {
    const auto parameters = call.app.database.read([](db::Connection& c) { return db::pricing_parameters(c); });
    return parameters_page(call, for_editing(write_record(parameters), all_fields(parameter_groups())), {});
}

Response post_parameters(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return parameters_page(call, *form, errors); };
    const auto parameters = read_record<PricingParameters>(as_typed(*form, all_fields(parameter_groups())));
    if (!parameters) return refused(parameters.errors());
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto before = record_json(db::pricing_parameters(c));
        db::replace_pricing_parameters(c, *parameters);
        return Call::Changed{.response = see_other("/pricing-parameters?saved=1"),
                             .subject = "pricing-parameters",
                             .detail = record_json(*parameters),
                             .before = before};
    };
    return call.change("pricing_parameters.change", store, refused);
}

}  // namespace

void add_risk_price_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"POST", "/api/v1/quotes/risk-price", Read, post_risk_price,
                      "What a lease must cost for its risk; nothing is stored", "RiskPriceRequest", "RiskPrice"});
    routes.push_back({"GET", "/pricing-parameters", Read, show_parameters});
    routes.push_back({"POST", "/pricing-parameters", EditMarket, post_parameters});
}

}  // namespace leasebook::server
