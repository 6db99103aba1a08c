// The schemas of sessions, tokens and the audit log.
#include "server/openapi_schemas.h"

namespace leasebook::server::schemas {

void add_access_schemas(Json& schemas) {
    schemas["TokenRequest"] =
        with(object(),
             {{"label", text()}, {"scopes", {{"type", "string"}, {"example", "read;payments"}}}, {"days", whole()}});
    schemas["TokenRequest"]["required"] = {"label"};
    schemas["Token"] = with(object(), {{"token", text()}, {"prefix", text()}, {"expires_at", text()}});
    schemas["KeptToken"] = with(object(), {{"prefix", text()},
                                           {"label", text()},
                                           {"scopes", text()},
                                           {"created_at", text()},
                                           {"expires_at", text()},
                                           {"last_used_at", text_or_null()}});
    schemas["Session"] = with(object(), {{"id", text()},
                                         {"created_at", text()},
                                         {"last_seen_at", text()},
                                         {"peer", text()},
                                         {"agent", text()},
                                         {"entered_by", text()},
                                         {"present", {{"type", "boolean"}}}});
    schemas["AuditEntry"] = with(object(), {{"sequence", whole()},
                                            {"at", text()},
                                            {"user", text()},
                                            {"peer", text()},
                                            {"request", text()},
                                            {"action", text()},
                                            {"subject", text()},
                                            {"before", text()},
                                            {"after", text()}});
    schemas["AuditHead"] = with(object(), {{"sequence", whole()}, {"hash", text()}, {"head", text()}});
    schemas["Ended"] = with(object(), {{"ended", text()}});
    for (const char* name : {"KeptToken", "Session", "AuditEntry"}) schemas[std::string(name) + "Page"] = page_of(name);
}

}  // namespace leasebook::server::schemas
