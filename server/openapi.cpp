// The OpenAPI 3.1 document, made from the route table and from the fields that each record names: it cannot say
// anything the program does not do.
#include <algorithm>
#include <cctype>

#include "domain/market.h"
#include "server/comparison.h"
#include "server/contract_view.h"
#include "server/contracts.h"
#include "server/openapi_schemas.h"
#include "server/quote_request.h"
#include "server/register.h"
#include "server/risk_quote.h"

namespace leasebook::server {

namespace {

using namespace schemas;

// Takes the members of the rate out of the flat fields.
Json rate_schema(Json& properties) {
    constexpr std::string_view prefix = "rate.";
    Json rate = object(), others = Json::object();
    for (const auto& [name, schema] : properties.items())
        if (name.starts_with(prefix))
            rate["properties"][name.substr(prefix.size())] = schema;
        else
            others[name] = schema;
    properties = std::move(others);
    return rate;
}

Json quote_request() {
    auto schema = record_schema<QuoteFields>();
    auto& properties = schema["properties"];
    properties["rate"] = rate_schema(properties);
    properties["steps"] = list_of(with(object(), {{"from_period", whole()}, {"factor", text()}}));
    properties["skip_months"] = list_of(whole());
    properties["rents"] = list_of(with(object(), {{"date", text()}, {"amount", text()}}));
    return schema;
}

Json comparison_request() {
    auto quotes = list_of(reference("QuoteRequest"));
    quotes["minItems"] = 1;
    quotes["maxItems"] = most_compared;
    auto schema = with(object(), {{"quotes", quotes}});
    schema["required"] = {"quotes"};
    return schema;
}

Json risk_price_request() {
    auto schema = quote_request();
    const auto risk = record_schema<RiskFields>();
    for (const auto& [name, property] : risk["properties"].items()) schema["properties"][name] = property;
    for (const auto& name : risk["required"]) schema["required"].push_back(name);
    return schema;
}

Json risk_price_schema() {
    return with(object(), {{"rent", text()},
                           {"rate", text()},
                           {"parts", list_of(with(object(), {{"part", text()}, {"amount", text()}, {"rate", text()}}))},
                           {"default_rate", text()},
                           {"loss_given_default", text()},
                           {"capital", text()},
                           {"expected_loss", text()},
                           {"operating_cost", text()},
                           {"capital_cost", text()}});
}

Json schedule_row() {
    return with(object(), {{"number", whole()},
                           {"due_date", text()},
                           {"opening", text()},
                           {"rent", text()},
                           {"interest", text()},
                           {"principal", text()},
                           {"closing", text()},
                           {"kind", text()}});
}

Json totals_schema() { return with(object(), {{"rent", text()}, {"interest", text()}, {"principal", text()}}); }

Json quote_schema() {
    return with(object(), {{"schedule", list_of(with(schedule_row(), {{"pay_date", text()}}))},
                           {"totals", totals_schema()},
                           {"terms", record_schema<LeaseTerms>()},
                           {"rent", text()},
                           {"nominal_rate", text()},
                           {"implicit_rate", text_or_null()},
                           {"ifrs16_rate", text_or_null()},
                           {"customer_rate", text_or_null()},
                           {"irr_periodic", text_or_null()},
                           {"npv", text_or_null()},
                           {"pv01", text_or_null()},
                           {"modified_duration", text_or_null()},
                           {"weighted_average_life", text()},
                           {"spread_over_curve", text_or_null()},
                           {"key_rate_deltas", list_of(with(object(), {{"tenor", text()}, {"value", text()}}))},
                           {"snapshot", text_or_null()},
                           {"resets", list_of(with(object(), {{"date", text()},
                                                              {"observed", text()},
                                                              {"published", text()},
                                                              {"index", text()},
                                                              {"rate", text()},
                                                              {"projected", {{"type", "boolean"}}}}))},
                           {"row_rates", list_of(text())},
                           {"warnings", list_of(text())}});
}

Json component_schemas() {
    Json schemas;
    add_books_schemas(schemas);
    add_change_schemas(schemas);
    add_residual_schemas(schemas);
    add_risk_schemas(schemas);
    add_watch_schemas(schemas);
    add_job_schemas(schemas);
    schemas["Cluster"] = record_schema<Cluster>();
    schemas["Industry"] = record_schema<Industry>();
    schemas["Lessee"] = record_schema<Lessee>();
    schemas["Supplier"] = record_schema<Supplier>();
    schemas["AssetClass"] = record_schema<AssetClass>();
    schemas["Asset"] = record_schema<Asset>();
    schemas["Appraisal"] = record_schema<Appraisal>();
    add_exposure_schemas(schemas);
    schemas["MarketQuote"] = record_schema<MarketQuote>();
    schemas["LeaseEntry"] = record_schema<LeaseEntry>();
    schemas["Contract"] = with(record_schema<ContractContent>(),
                               {{"number", text()}, {"status", text()}, {"version", whole()}, {"entered_by", text()}});
    schemas["ContractState"] = with(schemas["Contract"], {{"as_of", text()},
                                                          {"known_at", text_or_null()},
                                                          {"ended_on", text_or_null()},
                                                          {"position", or_null(record_schema<Position>())}});
    schemas["ContractRow"] = with(object(), {{"number", text()},
                                             {"status", text()},
                                             {"lessee", text()},
                                             {"lessee_name", text()},
                                             {"currency", text()},
                                             {"financed_amount", text()},
                                             {"rent", text()},
                                             {"annual_rate", text()},
                                             {"commencement", text()},
                                             {"periods", whole()},
                                             {"version", whole()}});
    schemas["User"] = with(object(), {{"name", text()},
                                      {"display_name", text()},
                                      {"roles", list_of(text())},
                                      {"disabled", {{"type", "boolean"}}},
                                      {"second_factor", {{"type", "boolean"}}}});
    for (const char* name :
         {"Cluster", "Industry", "Lessee", "Supplier", "AssetClass", "Asset", "Appraisal", "MarketQuote", "User"})
        schemas[std::string(name) + "Page"] = page_of(name);
    schemas["ContractPage"] = page_of("ContractRow");
    schemas["Attachment"] = with(object(), {{"id", whole()},
                                            {"name", text()},
                                            {"media_type", text()},
                                            {"size", whole()},
                                            {"sha256", text()},
                                            {"added_by", text()},
                                            {"added_at", text()}});
    schemas["AttachmentPage"] = page_of("Attachment");
    schemas["QuoteRequest"] = quote_request();
    schemas["QuoteComparisonRequest"] = comparison_request();
    schemas["QuoteComparison"] = with(object(), {{"quotes", list_of(reference("Quote"))}});
    schemas["RiskPriceRequest"] = risk_price_request();
    schemas["RiskPrice"] = risk_price_schema();
    schemas["Quote"] = quote_schema();
    schemas["ScheduleDocument"] = with(object(), {{"contract", text()},
                                                  {"schedule", list_of(schedule_row())},
                                                  {"totals", totals_schema()},
                                                  {"dues", list_of(reference("Due"))}});
    schemas["EventsDocument"] = with(object(), {{"contract", text()},
                                                {"events", list_of(with(object(), {{"number", whole()},
                                                                                   {"event", text()},
                                                                                   {"effective_date", text()},
                                                                                   {"recorded_at", text()},
                                                                                   {"by", text()},
                                                                                   {"hash", text()},
                                                                                   {"fields", object()}}))}});
    schemas["CalendarPage"] =
        with(object(), {{"items", list_of(with(object(), {{"name", text()}}))}, {"next", text_or_null()}});
    schemas["CalendarDay"] = record_schema<CalendarDay>();
    schemas["CalendarDays"] = with(object(), {{"days", list_of(reference("CalendarDay"))}});
    schemas["CalendarYear"] =
        with(object(), {{"name", text()}, {"year", whole()}, {"days", list_of(reference("CalendarDay"))}});
    schemas["CurveSnapshot"] = with(object(), {{"id", text()},
                                               {"curve", text()},
                                               {"day", text()},
                                               {"interpolation", text()},
                                               {"quotes", list_of(reference("MarketQuote"))},
                                               {"created_at", text()}});
    schemas["CurveDocument"] = with(object(), {{"name", text()},
                                               {"reference", text()},
                                               {"interpolation", text()},
                                               {"snapshot", text()},
                                               {"notes", list_of(text())},
                                               {"nodes", list_of(object())},
                                               {"instruments", list_of(object())},
                                               {"left_out", list_of(reference("MarketQuote"))}});
    schemas["ReportList"] = with(object(), {{"items", list_of(with(object(), {{"name", text()}, {"title", text()}}))},
                                            {"next", text_or_null()}});
    schemas["JsonSchema"] = object();
    schemas["Report"] = with(object(), {{"report", text()},
                                        {"as_of", text()},
                                        {"currency", text()},
                                        {"preliminary", {{"type", "boolean"}}},
                                        {"notes", list_of(text())},
                                        {"rows", list_of(object())},
                                        {"subtotals", list_of(object())},
                                        {"total", {{"type", Json::array({"object", "null"})}}}});
    schemas["ImportOutcome"] = with(
        object(), {{"rows_read", whole()},
                   {"rows_stored", whole()},
                   {"faults", whole()},
                   {"errors", list_of(with(object(), {{"line", whole()}, {"column", text()}, {"message", text()}}))}});
    add_access_schemas(schemas);
    schemas["Problem"] =
        with(object(), {{"type", text()},
                        {"title", text()},
                        {"status", whole()},
                        {"detail", text()},
                        {"errors", list_of(with(object(), {{"field", text()}, {"message", text()}}))}});
    return schemas;
}

Json path_parameters(const std::string& pattern) {
    Json parameters = Json::array();
    for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{', open + 1)) {
        const auto name = pattern.substr(open + 1, pattern.find('}', open) - open - 1);
        parameters.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", text()}});
    }
    return parameters;
}

Json content(const std::string& type, const std::string& schema) { return {{type, {{"schema", reference(schema)}}}}; }

Json operation(const Route& route) {
    Json op{{"summary", route.summary}, {"parameters", path_parameters(route.pattern)}};
    if (route.changes_something())
        op["parameters"].push_back({{"name", "Idempotency-Key"},
                                    {"in", "header"},
                                    {"required", false},
                                    {"schema", {{"type", "string"}, {"maxLength", 255}}}});
    if (!route.request_schema.empty())
        op["requestBody"] = {{"required", true}, {"content", content("application/json", route.request_schema)}};
    auto& responses = op["responses"];
    responses["2XX"] = {
        {"description", "Done"},
        {"content", route.response_schema.empty() ? Json{{"application/octet-stream", Json::object()}}
                                                  : content("application/json", route.response_schema)}};
    responses["4XX"] = {{"description", "Refused, with the reasons"},
                        {"content", content("application/problem+json", "Problem")}};
    return op;
}

std::string document(const std::vector<Route>& routes) {
    Json paths = Json::object();
    for (const auto& route : routes) {
        if (!route.is_api() || route.summary.empty()) continue;
        auto method = route.method;
        std::ranges::transform(method, method.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        paths[route.pattern][method] = operation(route);
    }
    Json api{{"openapi", "3.1.0"},
             {"info",
              {{"title", "Leasebook"},
               {"version", "1"},
               {"description", "Money and rates are decimal strings. Errors are RFC 9457 problem documents."}}},
             {"security", {{{"token", Json::array()}}}},
             {"paths", paths}};
    api["components"]["schemas"] = component_schemas();
    api["components"]["securitySchemes"] = {{"token", {{"type", "http"}, {"scheme", "bearer"}}}};
    return api.dump(2);
}

}  // namespace

void add_openapi_route(std::vector<Route>& routes) {
    const auto text = document(routes);
    routes.push_back({"GET", "/api/openapi.json", Permission::Read, [text](const Call&) { return json_text(text); }});
}

}  // namespace leasebook::server
