#pragma once
// The audit log as a page, the API and the command line show it.
#include <string>

#include "db/access_store.h"
#include "server/call.h"

namespace leasebook::server {

// What a query of the page or the API asks for: q, user, action, from and to (days, both within), after, limit.
Result<db::AuditQuery> audit_query(const Call& call);

std::string audit_entry_json(const db::AuditEntry& entry);

// Every entry that the query finds, newest first, whatever its limit: RFC 4180 with BOM and CRLF, texts guarded
// against formulas. At most a million rows.
std::string audit_csv(db::Database& database, db::AuditQuery query);

}  // namespace leasebook::server
