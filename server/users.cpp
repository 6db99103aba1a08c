#include "server/users.h"

#include "domain/fields.h"
#include "server/access/secrets.h"

namespace leasebook::server {

namespace {

std::string one_time_password() { return random_token().substr(0, 20); }

}  // namespace

Result<Done> check_user(const UserEntry& entry) {
    Errors errors;
    if (const auto name = parse_code(entry.name, "user_name"); !name) errors.push_back(name.error());
    if (const auto shown = parse_text(entry.display_name, "display_name"); !shown) errors.push_back(shown.error());
    if (entry.roles.empty()) errors.push_back(invalid("roles", "Choose at least one role."));
    if (!errors.empty()) return errors;
    return Done{};
}

Result<NewUser> add_user_with_password(db::Connection& connection, PasswordHasher& hasher, const UserEntry& entry,
                                       db::Moment at) {
    if (const auto fit = check_user(entry); !fit) return fit.errors();
    const auto password = one_time_password();
    const auto hash = hasher.hash(password);
    if (!hash) return hash.errors();
    auto added = db::add_user(connection, {{}, entry.name, entry.display_name, *hash, true, false, at, entry.roles});
    if (!added) return added.errors();
    return NewUser{*std::move(added), password};
}

Result<NewUser> reset_password(db::Connection& connection, PasswordHasher& hasher, const std::string& name) {
    auto user = db::find_user(connection, name);
    if (!user) return not_found("name", "There is no user \"{0}\".", name);
    const auto password = one_time_password();
    const auto hash = hasher.hash(password);
    if (!hash) return hash.errors();
    user->password_hash = *hash;
    user->must_change_password = true;
    if (const auto replaced = db::replace_user(connection, *user); !replaced) return replaced.errors();
    db::end_sessions(connection, user->id);
    return NewUser{*std::move(user), password};
}

NewToken make_token(UserId user, const std::string& label, const std::set<Scope>& scopes, int days, db::Moment now) {
    const auto secret = "lp_" + random_token();
    return {
        {sha256_hex(secret), secret.substr(0, 9), user, label, to_text(scopes), now, now + std::chrono::days(days), {}},
        secret};
}

}  // namespace leasebook::server
