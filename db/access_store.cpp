#include "db/access_store.h"

#include "db/counters.h"

namespace leasebook::db {

namespace {

const std::string select_users =
    "SELECT `id`, `name`, `display_name`, `password_hash`, `must_change_password`, `disabled`, `created_at` FROM "
    "`users`";

User user_at(Statement& row) {
    return {.id = {row.integer(0)},
            .name = row.text(1),
            .display_name = row.text(2),
            .password_hash = row.text(3),
            .must_change_password = row.integer(4) != 0,
            .disabled = row.integer(5) != 0,
            .created_at = moment_of(row.text(6)),
            .roles = {}};
}

std::optional<User> with_roles(Connection& connection, Statement& select) {
    if (!select.step()) return std::nullopt;
    auto user = user_at(select);
    select.reset();
    auto& roles = connection.prepare("SELECT `role` FROM `user_roles` WHERE `user` = ?");
    roles.bind(1, user.id.value);
    while (roles.step()) user.roles.insert(*parse_named<Role>(roles.text(0), "role"));
    return user;
}

void write_roles(Connection& connection, const User& user) {
    connection.prepare("DELETE FROM `user_roles` WHERE `user` = ?").bind(1, user.id.value).execute();
    for (const auto role : user.roles)
        connection.prepare("INSERT INTO `user_roles` (`user`, `role`) VALUES (?, ?)")
            .bind(1, user.id.value)
            .bind(2, to_text(role))
            .execute();
}

const std::string select_sessions =
    "SELECT `id_hash`, `user`, `csrf_token`, `created_at`, `last_seen_at`, `peer`, `agent`, `entered_by` FROM "
    "`sessions`";

Session session_at(Statement& row) {
    return {.id_hash = row.text(0),
            .user = {row.integer(1)},
            .csrf_token = row.text(2),
            .created_at = moment_of(row.text(3)),
            .last_seen_at = moment_of(row.text(4)),
            .peer = row.text(5),
            .agent = row.text(6),
            .entered_by = row.text(7)};
}

const std::string select_tokens =
    "SELECT `token_hash`, `prefix`, `user`, `label`, `scopes`, `created_at`, `expires_at`, `last_used_at` FROM "
    "`api_tokens`";

ApiToken token_at(Statement& row) {
    return {.token_hash = row.text(0),
            .prefix = row.text(1),
            .user = {row.integer(2)},
            .label = row.text(3),
            .scopes = row.text(4),
            .created_at = moment_of(row.text(5)),
            .expires_at = moment_of(row.text(6)),
            .last_used_at = row.is_null(7) ? std::optional<Moment>{} : moment_of(row.text(7))};
}

}  // namespace

std::optional<User> find_user(Connection& connection, std::string_view name) {
    return with_roles(connection, connection.prepare(select_users + " WHERE `name` = ?").bind(1, name));
}
std::optional<User> find_user(Connection& connection, UserId id) {
    return with_roles(connection, connection.prepare(select_users + " WHERE `id` = ?").bind(1, id.value));
}

std::vector<User> all_users(Connection& connection) {
    std::vector<std::string> names;
    auto& select = connection.prepare("SELECT `name` FROM `users` ORDER BY `name`");
    while (select.step()) names.push_back(select.text(0));
    std::vector<User> users;
    for (const auto& name : names)
        if (auto user = find_user(connection, name)) users.push_back(*std::move(user));
    return users;
}

std::int64_t count_users(Connection& connection) {
    auto& select = connection.prepare("SELECT COUNT(*) FROM `users`");
    return select.step() ? select.integer(0) : 0;
}

Result<User> add_user(Connection& connection, User user) {
    user.id = {count_up(connection, "users")};
    try {
        connection
            .prepare(
                "INSERT INTO `users` (`id`, `name`, `display_name`, `password_hash`, `must_change_password`, "
                "`disabled`, `created_at`) VALUES (?, ?, ?, ?, ?, ?, ?)")
            .bind(1, user.id.value)
            .bind(2, user.name)
            .bind(3, user.display_name)
            .bind(4, user.password_hash)
            .bind(5, user.must_change_password ? 1 : 0)
            .bind(6, user.disabled ? 1 : 0)
            .bind(7, moment_text(user.created_at))
            .execute();
    } catch (const DatabaseError& error) {
        if (error.trouble != Trouble::Duplicate) throw;
        return conflict("There is a user \"{0}\" already.", user.name);
    }
    write_roles(connection, user);
    return user;
}

Result<Done> replace_user(Connection& connection, const User& user) {
    const auto found =
        connection
            .prepare(
                "UPDATE `users` SET `display_name` = ?, `password_hash` = ?, `must_change_password` = ?, "
                "`disabled` = ? WHERE `id` = ?")
            .bind(1, user.display_name)
            .bind(2, user.password_hash)
            .bind(3, user.must_change_password ? 1 : 0)
            .bind(4, user.disabled ? 1 : 0)
            .bind(5, user.id.value)
            .execute();
    if (found == 0) return not_found("name", "There is no user \"{0}\".", user.name);
    write_roles(connection, user);
    return Done{};
}

void add_session(Connection& connection, const Session& session) {
    connection
        .prepare(
            "INSERT INTO `sessions` (`id_hash`, `user`, `csrf_token`, `created_at`, `last_seen_at`, `peer`, `agent`, "
            "`entered_by`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, session.id_hash)
        .bind(2, session.user.value)
        .bind(3, session.csrf_token)
        .bind(4, moment_text(session.created_at))
        .bind(5, moment_text(session.last_seen_at))
        .bind(6, session.peer)
        .bind(7, session.agent)
        .bind(8, session.entered_by)
        .execute();
}

std::optional<Session> find_session(Connection& connection, std::string_view id_hash) {
    auto& row = connection.prepare(select_sessions + " WHERE `id_hash` = ?");
    if (!row.bind(1, id_hash).step()) return std::nullopt;
    return session_at(row);
}

void session_seen(Connection& connection, std::string_view id_hash, Moment at) {
    connection.prepare("UPDATE `sessions` SET `last_seen_at` = ? WHERE `id_hash` = ?")
        .bind(1, moment_text(at))
        .bind(2, id_hash)
        .execute();
}

std::vector<Session> sessions_of(Connection& connection, UserId user) {
    auto& select = connection.prepare(select_sessions + " WHERE `user` = ? ORDER BY `last_seen_at` DESC, `id_hash`");
    select.bind(1, user.value);
    std::vector<Session> sessions;
    while (select.step()) sessions.push_back(session_at(select));
    return sessions;
}

void session_entered_by(Connection& connection, std::string_view id_hash, std::string_view entered_by) {
    connection.prepare("UPDATE `sessions` SET `entered_by` = ? WHERE `id_hash` = ?")
        .bind(1, entered_by)
        .bind(2, id_hash)
        .execute();
}

bool end_session_of(Connection& connection, UserId user, std::string_view id_hash_beginning) {
    if (id_hash_beginning.size() < 16) return false;
    for (const auto& session : sessions_of(connection, user))
        if (session.id_hash.starts_with(id_hash_beginning)) {
            end_session(connection, session.id_hash);
            return true;
        }
    return false;
}

void end_session(Connection& connection, std::string_view id_hash) {
    connection.prepare("DELETE FROM `sessions` WHERE `id_hash` = ?").bind(1, id_hash).execute();
}

void end_sessions(Connection& connection, UserId user, std::string_view but_id_hash) {
    connection.prepare("DELETE FROM `sessions` WHERE `user` = ? AND `id_hash` <> ?")
        .bind(1, user.value)
        .bind(2, but_id_hash)
        .execute();
}

std::int64_t end_sessions_older_than(Connection& connection, Moment created, Moment last_seen) {
    return connection.prepare("DELETE FROM `sessions` WHERE `created_at` < ? OR `last_seen_at` < ?")
        .bind(1, moment_text(created))
        .bind(2, moment_text(last_seen))
        .execute();
}

void add_token(Connection& connection, const ApiToken& token) {
    auto& insert = connection.prepare(
        "INSERT INTO `api_tokens` (`token_hash`, `prefix`, `user`, `label`, `scopes`, `created_at`, "
        "`expires_at`, `last_used_at`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, token.token_hash)
        .bind(2, token.prefix)
        .bind(3, token.user.value)
        .bind(4, token.label)
        .bind(5, token.scopes)
        .bind(6, moment_text(token.created_at))
        .bind(7, moment_text(token.expires_at));
    if (token.last_used_at)
        insert.bind(8, moment_text(*token.last_used_at));
    else
        insert.bind_null(8);
    insert.execute();
}

std::optional<ApiToken> find_token(Connection& connection, std::string_view token_hash) {
    auto& select = connection.prepare(select_tokens + " WHERE `token_hash` = ?");
    if (!select.bind(1, token_hash).step()) return std::nullopt;
    return token_at(select);
}

std::vector<ApiToken> tokens_of(Connection& connection, UserId user) {
    auto& select = connection.prepare(select_tokens + " WHERE `user` = ? ORDER BY `created_at` DESC, `token_hash`");
    select.bind(1, user.value);
    std::vector<ApiToken> tokens;
    while (select.step()) tokens.push_back(token_at(select));
    return tokens;
}

void token_used(Connection& connection, std::string_view token_hash, Moment at) {
    connection.prepare("UPDATE `api_tokens` SET `last_used_at` = ? WHERE `token_hash` = ?")
        .bind(1, moment_text(at))
        .bind(2, token_hash)
        .execute();
}

bool revoke_token(Connection& connection, UserId user, std::string_view prefix) {
    return connection.prepare("DELETE FROM `api_tokens` WHERE `user` = ? AND `prefix` = ?")
               .bind(1, user.value)
               .bind(2, prefix)
               .execute() > 0;
}

std::optional<RememberedAnswer> find_answer(Connection& connection, const IdempotencyKey& key) {
    auto& row = connection.prepare(
        "SELECT `body_hash`, `status`, `content_type`, `body`, `created_at` FROM `idempotency_keys` "
        "WHERE `user` = ? AND `route` = ? AND `key` = ?");
    if (!row.bind(1, key.user.value).bind(2, key.route).bind(3, key.key).step()) return std::nullopt;
    return RememberedAnswer{.body_hash = row.text(0),
                            .status = static_cast<int>(row.integer(1)),
                            .content_type = row.text(2),
                            .body = row.text(3),
                            .created_at = moment_of(row.text(4))};
}

void remember_answer(Connection& connection, const IdempotencyKey& key, const RememberedAnswer& answer) {
    connection
        .prepare(
            "INSERT INTO `idempotency_keys` (`user`, `route`, `key`, `body_hash`, `status`, `content_type`, `body`, "
            "`created_at`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, key.user.value)
        .bind(2, key.route)
        .bind(3, key.key)
        .bind(4, answer.body_hash)
        .bind(5, answer.status)
        .bind(6, answer.content_type)
        .bind(7, answer.body)
        .bind(8, moment_text(answer.created_at))
        .execute();
}

std::int64_t forget_answers_before(Connection& connection, Moment created) {
    return connection.prepare("DELETE FROM `idempotency_keys` WHERE `created_at` < ?")
        .bind(1, moment_text(created))
        .execute();
}

}  // namespace leasebook::db
