#include "server/audit_view.h"

#include "domain/decimal_text.h"
#include "reports/table.h"
#include "server/record_json.h"

namespace leasebook::server {

namespace {

constexpr std::size_t most_rows = 1'000'000;

Result<std::optional<db::Moment>> day_of(const Call& call, const char* name, std::chrono::days later) {
    const auto text = call.parameter(name);
    if (text.empty()) return std::optional<db::Moment>{};
    const auto day = parse_date(text, name);
    if (!day) return day.errors();
    return std::optional<db::Moment>(db::Moment(*day) + later);
}

}  // namespace

Result<db::AuditQuery> audit_query(const Call& call) {
    db::AuditQuery query;
    query.search = call.parameter("q");
    query.user = call.parameter("user");
    query.action = call.parameter("action");
    query.after = call.parameter("after");
    const auto since = day_of(call, "from", std::chrono::days(0)), until = day_of(call, "to", std::chrono::days(1));
    if (!since) return since.errors();
    if (!until) return until.errors();
    query.since = *since;
    query.until = *until;
    if (const auto limit = call.parameter("limit"); !limit.empty()) {
        const auto number = parse_integer(limit, 1, 1000);
        if (!number) return invalid("limit", "A page has 1 to 1000 rows.");
        query.limit = static_cast<int>(*number);
    }
    return query;
}

std::string audit_entry_json(const db::AuditEntry& entry) {
    RecordJson out;
    out.with("sequence", std::to_string(entry.sequence));
    out("at", db::moment_text(entry.at));
    out("user", entry.user);
    out("peer", entry.peer);
    out("request", entry.request_id);
    out("action", entry.action);
    out("subject", entry.subject);
    out("before", entry.before);
    out("after", entry.detail);
    return out.object();
}

std::string audit_csv(db::Database& database, db::AuditQuery query) {
    std::string text = "\xEF\xBB\xBFsequence,at,user,address,request,action,subject,before,after\r\n";
    query.limit = 1000;
    query.after.clear();
    for (std::size_t rows = 0; rows < most_rows;) {
        const auto page = database.read([&](db::Connection& c) { return db::list_audit(c, query); });
        for (const auto& entry : page.rows) {
            text += std::to_string(entry.sequence) + "," + db::moment_text(entry.at);
            for (const auto* cell : {&entry.user, &entry.peer, &entry.request_id, &entry.action, &entry.subject,
                                     &entry.before, &entry.detail})
                text += "," + reports::csv_text(*cell);
            text += "\r\n";
        }
        rows += page.rows.size();
        if (page.next.empty()) break;
        query.after = page.next;
    }
    return text;
}

}  // namespace leasebook::server
