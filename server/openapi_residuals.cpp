// Residual values in the OpenAPI document.
#include "domain/remarketing.h"
#include "domain/residual_curve.h"
#include "server/openapi_schemas.h"
#include "server/residual_fits.h"

namespace leasebook::server::schemas {

namespace {

// What stands in the path is not asked for in the body.
Json without(Json schema, const char* property) {
    schema["properties"].erase(property);
    auto& required = schema["required"];
    for (auto at = required.begin(); at != required.end(); ++at)
        if (*at == property) {
            required.erase(at);
            break;
        }
    return schema;
}

Json machine_schema() {
    return with(object(), {{"asset", text()},
                           {"contract", text()},
                           {"state", text()},
                           {"returned", text()},
                           {"since", text()},
                           {"days_off_lease", whole()},
                           {"currency", text()},
                           {"carrying_amount", text()},
                           {"costs", text()},
                           {"asked", text()},
                           {"place", text_or_null()},
                           {"channel", text_or_null()},
                           {"buyer", text_or_null()},
                           {"price", text_or_null()},
                           {"vat", text_or_null()},
                           {"gain", text_or_null()},
                           {"steps", list_of(record_schema<RemarketingStep>())}});
}

Json impairment_schema() {
    return with(object(), {{"id", whole()},
                           {"contract", text()},
                           {"as_of", text()},
                           {"currency", text()},
                           {"unguaranteed_residual", text()},
                           {"guaranteed_residual", text()},
                           {"forecast", text()},
                           {"reduction", text()},
                           {"status", text()},
                           {"proposed_by", text()},
                           {"proposed_at", text()},
                           {"decided_by", text_or_null()},
                           {"decided_at", text_or_null()},
                           {"reason", text_or_null()}});
}

}  // namespace

void add_residual_schemas(Json& schemas) {
    schemas["CurvePoint"] = record_schema<CurvePoint>();
    schemas["CurveEntry"] = without(record_schema<CurveEntry>(), "asset_class");
    const auto point = with(object(), {{"age_months", whole()}, {"share", text()}, {"low", text()}, {"high", text()}});
    schemas["FittedCurve"] =
        with(object(), {{"asset_class", text()},
                        {"through", text()},
                        {"sales", whole()},
                        {"left_out", whole()},
                        {"models", whole()},
                        {"with_cost", whole()},
                        {"usage_exponent", text()},
                        {"spread", text()},
                        {"points", list_of(point)},
                        {"observed", list_of(with(object(), {{"age_months", whole()}, {"share", text()}}))}});
    schemas["AssetChange"] = with(object(), {{"number", whole()},
                                             {"field", text()},
                                             {"before", text_or_null()},
                                             {"after", text_or_null()},
                                             {"changed_by", text()},
                                             {"changed_at", text()}});
    schemas["RemarketingStep"] = without(record_schema<RemarketingStep>(), "asset");
    schemas["OffLeaseMachine"] = machine_schema();
    schemas["Impairment"] = impairment_schema();
    schemas["ReviewOutcome"] = with(object(), {{"as_of", text()},
                                               {"proposed", whole()},
                                               {"renewed", whole()},
                                               {"withdrawn", whole()},
                                               {"reduction", text()}});
    for (const char* name : {"CurvePoint", "AssetChange", "Impairment"})
        schemas[std::string(name) + "Page"] = page_of(name);
}

}  // namespace leasebook::server::schemas
