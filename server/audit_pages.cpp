// The audit log for those who may read it: filtered, exported, and its head to be kept elsewhere.
#include "server/access_pages.h"
#include "server/audit_view.h"
#include "server/record_json.h"
#include "server/tables.h"

namespace leasebook::server {

namespace {

Fields filter_of(const Call& call) {
    Fields filter;
    for (const char* name : {"q", "user", "action", "from", "to"}) filter[name] = call.parameter(name);
    return filter;
}

Response audit_page(const Call& call) {
    const auto query = audit_query(call);
    Data page;
    const auto filter = filter_of(call);
    add_group(page, call.language, "",
              {{"q", Control::Text, 2, "", {}, true},
               {"user", Control::Text, 2, "", {}, true},
               {"action", Control::Text, 2, "", {}, true},
               {"from", Control::Date, 2, "", {}, true},
               {"to", Control::Date, 2, "", {}, true}},
              filter, query ? Errors{} : query.errors());
    if (!query) add_errors(page, call.language, query.errors());
    page.set("TITLE", call.t("Audit log"));
    page.add("DOWNLOAD_LINK").set("TEXT", "CSV").set("HREF", path_with("/audit/export", filter));
    struct Read {
        db::Page<db::AuditEntry> entries;
        db::AuditHead head;
    };
    const auto read = call.app.database.read([&](db::Connection& c) {
        return Read{query ? db::list_audit(c, *query) : db::Page<db::AuditEntry>{}, db::audit_head(c)};
    });
    page.set("HEAD", db::head_text(read.head));
    for (const auto& entry : read.entries.rows)
        page.add("ENTRY")
            .set("NUMBER", std::to_string(entry.sequence))
            .set("AT", db::moment_text(entry.at))
            .set("USER_NAME", entry.user)
            .set("PEER", entry.peer)
            .set("ACTION_NAME", entry.action)
            .set("SUBJECT", entry.subject)
            .set("BEFORE", entry.before)
            .set("AFTER", entry.detail);
    add_pager(page, call, read.entries.next);
    const auto frame =
        call.frame(call.t("Audit log"), "audit", {{call.t("Administration"), ""}, {call.t("Audit log"), ""}});
    return html(call.app.view.page("audit", frame, page), query ? 200 : 422);
}

Response export_audit(const Call& call) {
    const auto query = audit_query(call);
    if (!query) return refusal_page(call, query.errors());
    Response response{200, "text/csv; charset=utf-8", audit_csv(call.app.database, *query), {}, false};
    return response.with("Content-Disposition", "attachment; filename=\"audit-" + to_text(call.today()) + ".csv\"");
}

Response get_audit(const Call& call) {
    const auto query = audit_query(call);
    if (!query) return problem(query.errors());
    const auto page = call.app.database.read([&](db::Connection& c) { return db::list_audit(c, *query); });
    return json_text("{\"items\":" + json_array(page.rows, audit_entry_json) +
                     ",\"next\":" + (page.next.empty() ? "null" : json_string(page.next)) + "}");
}

Response get_head(const Call& call) {
    const auto head = call.app.database.read([](db::Connection& c) { return db::audit_head(c); });
    RecordJson out;
    out.with("sequence", std::to_string(head.sequence));
    out("hash", head.hash);
    out("head", db::head_text(head));
    return json_text(out.object());
}

}  // namespace

void add_audit_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/audit", ReadAudit, audit_page});
    routes.push_back({"GET", "/audit/export", ReadAudit, export_audit});
    routes.push_back({"GET", "/api/v1/audit", ReadAudit, get_audit,
                      "Who did what, newest first: q, user, action, from, to, after, limit", "", "AuditEntryPage"});
    routes.push_back({"GET", "/api/v1/audit/head", ReadAudit, get_head,
                      "Number and hash of the last entry, to be kept where nobody can change it", "", "AuditHead"});
}

}  // namespace leasebook::server
