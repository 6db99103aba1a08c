// Schemas of exposure, collateral and limits.
#include "domain/exposure/collateral.h"
#include "domain/exposure/limit.h"
#include "server/contract_steps.h"
#include "server/openapi_schemas.h"

namespace leasebook::server::schemas {

namespace {

Json parts(Json schema) {
    for (const char* part :
         {"net_investment", "overdue", "undrawn", "unguaranteed_residual", "deposit", "collateral", "exposure"})
        schema["properties"][part] = text();
    return schema;
}

Json list_document(Json item) {
    return with(object(), {{"items", list_of(std::move(item))}, {"next", text_or_null()}});
}

Json limit_use() {
    return with(object(), {{"used", text()},
                           {"base", text_or_null()},
                           {"allowed", text_or_null()},
                           {"share", text_or_null()},
                           {"of_limit", text_or_null()},
                           {"status", text()}});
}

}  // namespace

void add_exposure_schemas(Json& schemas) {
    schemas["Collateral"] = record_schema<Collateral>();
    schemas["Limit"] = record_schema<Limit>();
    schemas["CompanyFigures"] = record_schema<CompanyFigures>();
    for (const char* name : {"Collateral", "Limit", "CompanyFigures"})
        schemas[std::string(name) + "Page"] = page_of(name);
    schemas["OverrideEntry"] = record_schema<OverrideEntry>();
    schemas["ExposedContractPage"] = list_document(parts(with(object(), {{"contract", text()}, {"lessee", text()}})));
    schemas["ExposureTrend"] = list_document(
        parts(with(object(), {{"period", text()}, {"axis", text()}, {"place", text()}, {"contracts", whole()}})));
    schemas["LimitPreset"] = with(object(), {{"lessor", text()}});
    schemas["LimitPresetOutcome"] = with(object(), {{"added", whole()}});
    schemas["LimitEffects"] =
        with(object(),
             {{"contract", text()},
              {"breach", truth()},
              {"stop", text_or_null()},
              {"effects",
               list_of(with(object(),
                            {{"limit", text()}, {"item", text()}, {"before", limit_use()}, {"after", limit_use()}}))}});
}

}  // namespace leasebook::server::schemas
