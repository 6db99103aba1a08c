// Users and their tokens from the command line: what an operator can do who cannot sign in.
#include <algorithm>
#include <iostream>

#include "db/access_store.h"
#include "db/second_factor_store.h"
#include "domain/decimal_text.h"
#include "server/commands.h"
#include "server/installation.h"
#include "server/users.h"

namespace leasebook::server {

namespace {

Result<std::set<Role>> read_roles(const std::string& text) {
    std::set<Role> roles;
    for (std::size_t from = 0; from <= text.size() && !text.empty();) {
        const auto comma = std::min(text.find(',', from), text.size());
        const auto role = parse_named<Role>(text.substr(from, comma - from), "roles");
        if (!role) return role.errors();
        roles.insert(*role);
        from = comma + 1;
    }
    return roles;
}

Result<Done> print_one_time(const Result<NewUser>& made) {
    if (!made) return made.errors();
    std::cout << "User \"" << made->user.name << "\" signs in with the one-time password " << made->password << "\n";
    return Done{};
}

// An entry as a page would leave it; whoever sits at this machine is "command line".
void note(db::Connection& connection, const std::string& action, const std::string& subject,
          const std::string& detail = {}) {
    db::append_audit(connection, {0, system_now(), "command line", "", "", action, subject, detail});
}

Result<db::User> known_user(db::Database& database, const std::string& name) {
    auto user = database.read([&](db::Connection& c) { return db::find_user(c, name); });
    if (!user) return not_found("name", "There is no user \"{0}\".", shortened(name));
    return *std::move(user);
}

Result<Done> print_token(db::Database& database, const UserArguments& arguments) {
    const auto user = known_user(database, arguments.name);
    const auto scopes = parse_scopes(arguments.scopes);
    if (!user) return user.errors();
    if (!scopes) return scopes.errors();
    const auto token = make_token(user->id, "command line", *scopes, arguments.days, system_now());
    database.write([&](db::Connection& c) {
        db::add_token(c, token.kept);
        note(c, "token.add", token.kept.prefix, token.kept.scopes);
    });
    std::cout << token.secret << "\n";
    return Done{};
}

Result<Done> remove_factor(db::Database& database, const UserArguments& arguments) {
    const auto user = known_user(database, arguments.name);
    if (!user) return user.errors();
    database.write([&](db::Connection& c) {
        db::remove_second_factor(c, user->id);
        db::end_sessions(c, user->id);
        note(c, "second_factor.remove", user->name);
    });
    std::cout << "\"" << user->name << "\" signs in without a code and sets up a new one\n";
    return Done{};
}

Result<Done> link(db::Database& database, const Config& config, const UserArguments& arguments) {
    if (config.oidc_issuer.empty())
        return invalid("oidc-issuer", "No provider of single sign-on is set (oidc-issuer).");
    if (arguments.subject.size() > 255) return invalid("subject", "This subject is too long.");
    const auto user = known_user(database, arguments.name);
    if (!user) return user.errors();
    return database.write([&](db::Connection& c) -> Result<Done> {
        const auto linked = db::link_subject(c, user->id, config.oidc_issuer, arguments.subject);
        if (linked) note(c, "user.link", user->name, config.oidc_issuer + " " + arguments.subject);
        return linked;
    });
}

}  // namespace

Result<Done> run_user(const Config& config, const UserArguments& arguments) {
    const auto roles = read_roles(arguments.roles);
    if (!roles) return roles.errors();
    const auto database = open_installation(config);
    if (arguments.action == "list") {
        for (const auto& user : database->read([](db::Connection& c) { return db::all_users(c); }))
            std::cout << user.name << "  " << user.display_name << (user.disabled ? "  disabled" : "") << "\n";
        return Done{};
    }
    if (arguments.action == "token") return print_token(*database, arguments);
    if (arguments.action == "remove-factor") return remove_factor(*database, arguments);
    if (arguments.action == "link") return link(*database, config, arguments);
    PasswordHasher hasher;
    const auto noted = [&](const char* action, auto make) {
        return database->write([&](db::Connection& c) {
            auto made = make(c);
            if (made) note(c, action, made->user.name);
            return made;
        });
    };
    if (arguments.action == "add") {
        const auto shown = arguments.display_name.empty() ? arguments.name : arguments.display_name;
        return print_one_time(noted("user.add", [&](db::Connection& c) {
            return add_user_with_password(c, hasher, {arguments.name, shown, *roles}, system_now());
        }));
    }
    if (arguments.action == "reset")
        return print_one_time(
            noted("user.reset", [&](db::Connection& c) { return reset_password(c, hasher, arguments.name); }));
    return invalid("ACTION", "\"{0}\" is not known here. Use one of: {1}.", shortened(arguments.action),
                   "add, reset, list, token, link, remove-factor");
}

}  // namespace leasebook::server
