#include "server/jobs.h"
#include "server/openapi_schemas.h"

namespace leasebook::server::schemas {

namespace {

// The names that a value of the enumeration may have.
template <NamedEnum E>
Json one_of() {
    Json names = Json::array();
    for (const auto& [value, name] : NamesOf<E>::names) names.push_back(name);
    return {{"type", "string"}, {"enum", names}};
}

Json job() {
    return with(object(), {{"id", whole()},
                           {"kind", one_of<JobKind>()},
                           {"subject", text()},
                           {"started_by", text()},
                           {"started_at", text()},
                           {"seen_at", text()},
                           {"finished_at", text_or_null()},
                           {"state", one_of<JobState>()},
                           {"step", text()},
                           {"done", whole()},
                           {"total", or_null(whole())}});
}

}  // namespace

void add_job_schemas(Json& schemas) {
    schemas["Job"] = with(job(), {{"outcome", text_or_null()}});
    schemas["JobPage"] = page_of("Job");
    schemas["JobWithLines"] = with(job(), {{"lines", list_of(with(object(), {{"at", text()}, {"text", text()}}))}});
}

}  // namespace leasebook::server::schemas
