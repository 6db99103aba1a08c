#pragma once
// Who may come in and what they did: users, sessions, tokens, remembered answers, and the audit log. Secrets come
// in hashed; nothing here can be used to sign in.
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "db/page.h"
#include "domain/access.h"
#include "domain/identifiers.h"

namespace leasebook::db {

struct User {
    UserId id;         // given by add_user
    std::string name;  // what they sign in with
    std::string display_name;
    std::string password_hash;
    bool must_change_password = true;
    bool disabled = false;
    Moment created_at;
    std::set<Role> roles;
    bool operator==(const User&) const = default;
};
std::optional<User> find_user(Connection& connection, std::string_view name);
std::optional<User> find_user(Connection& connection, UserId id);
std::vector<User> all_users(Connection& connection);  // by name
std::int64_t count_users(Connection& connection);
// A taken name is a conflict.
Result<User> add_user(Connection& connection, User user);
// Everything but id, name and created_at.
Result<Done> replace_user(Connection& connection, const User& user);

struct Session {
    std::string id_hash;  // SHA-256 of the cookie
    UserId user;
    std::string csrf_token;
    Moment created_at, last_seen_at;
    std::string peer, agent;
    // "pending": the password was right, the code is still to come. "password", "code" (password and code) or
    // "provider" (a sign-in service) say how this person came in.
    std::string entered_by = "password";
    bool operator==(const Session&) const = default;
};
void add_session(Connection& connection, const Session& session);
std::optional<Session> find_session(Connection& connection, std::string_view id_hash);
void session_seen(Connection& connection, std::string_view id_hash, Moment at);
std::vector<Session> sessions_of(Connection& connection, UserId user);  // last seen first
void session_entered_by(Connection& connection, std::string_view id_hash, std::string_view entered_by);
void end_session(Connection& connection, std::string_view id_hash);
// Only a session of that user whose hash begins with those (at least 16) characters; false when there is none.
bool end_session_of(Connection& connection, UserId user, std::string_view id_hash_beginning);
// All of a user, but the one to keep (empty: none).
void end_sessions(Connection& connection, UserId user, std::string_view but_id_hash = {});
// Those created before or last seen before; answers how many.
std::int64_t end_sessions_older_than(Connection& connection, Moment created, Moment last_seen);

struct ApiToken {
    std::string token_hash;
    std::string prefix;  // the first characters, shown so that people can tell tokens apart
    UserId user;
    std::string label;
    std::string scopes;  // as the server writes them
    Moment created_at, expires_at;
    std::optional<Moment> last_used_at;
    bool operator==(const ApiToken&) const = default;
};
void add_token(Connection& connection, const ApiToken& token);
std::optional<ApiToken> find_token(Connection& connection, std::string_view token_hash);
std::vector<ApiToken> tokens_of(Connection& connection, UserId user);  // newest first
void token_used(Connection& connection, std::string_view token_hash, Moment at);
// Only a token of that user with that prefix; false when there is none.
bool revoke_token(Connection& connection, UserId user, std::string_view prefix);

// The answer given to a request that carried an idempotency key, written in the transaction of its effect.
struct IdempotencyKey {
    UserId user;
    std::string route, key;
};
struct RememberedAnswer {
    std::string body_hash;  // of the request
    int status = 0;
    std::string content_type, body;
    Moment created_at;
    bool operator==(const RememberedAnswer&) const = default;
};
std::optional<RememberedAnswer> find_answer(Connection& connection, const IdempotencyKey& key);
// Throws DatabaseError(Duplicate) when another request with that key came first: look its answer up.
void remember_answer(Connection& connection, const IdempotencyKey& key, const RememberedAnswer& answer);
std::int64_t forget_answers_before(Connection& connection, Moment created);

struct AuditEntry {
    std::int64_t sequence = 0;  // given by append_audit
    Moment at;
    std::string user, peer, request_id;
    std::string action;       // "contract.approve"
    std::string subject;      // "L-2026-000123"
    std::string detail;       // what stands after the change
    std::string before = {};  // what stood before it, where something did
    bool operator==(const AuditEntry&) const = default;
};
void append_audit(Connection& connection, const AuditEntry& entry);
struct AuditQuery {
    std::string search;           // in user, action, subject and address
    std::string user, action;     // exactly this user; an action that begins like this
    std::optional<Moment> since;  // not earlier
    std::optional<Moment> until;  // earlier than this
    std::string after;            // cursor: Page::next
    int limit = 50;
};
// Newest first.
Page<AuditEntry> list_audit(Connection& connection, const AuditQuery& query);

// The last entry's number and hash. Kept where nobody who can write to the database can change it, it proves later
// that nothing up to it was altered, taken out or cut off: the hash of each entry is made from all before it.
struct AuditHead {
    std::int64_t sequence = 0;
    std::string hash;
    bool operator==(const AuditHead&) const = default;
};
AuditHead audit_head(Connection& connection);
std::string head_text(const AuditHead& head);  // "1234:9f86d081…"
Result<AuditHead> parse_audit_head(std::string_view text);
// Altered, added or removed entries; empty when all is well. An end cut off together with its counter shows only
// against heads that were kept elsewhere.
Errors verify_audit(Connection& connection);
Errors verify_audit_against(Connection& connection, const std::vector<AuditHead>& kept);

}  // namespace leasebook::db
