// Coming in and going out: sign-in by name and password, sign-out, the password, the language.
#include "server/access_pages.h"

#include <algorithm>

#include "db/form_drafts.h"
#include "db/second_factor_store.h"
#include "server/access/secrets.h"
#include "server/corridor.h"
#include "server/kept_forms.h"
#include "server/log.h"
#include "server/session.h"
#include "server/tables.h"
#include "server/users.h"

namespace leasebook::server {

std::string field(const Fields& form, std::string_view name) {
    const auto found = form.find(name);
    return found == form.end() ? std::string{} : found->second;
}

std::string local_path(const std::string& wanted) {
    const bool local = wanted.starts_with('/') && !wanted.starts_with("//") && std::ranges::none_of(wanted, [](char c) {
                           return c == '\\' || static_cast<unsigned char>(c) <= 0x20;
                       });
    return local ? wanted : "/";
}

Response sign_in_page(const Call& call, const std::string& name, const std::string& return_to, const Errors& errors,
                      int status) {
    Data page;
    add_errors(page, call.language, errors);
    const auto target = local_path(return_to);
    page.set("USER_NAME", name).set("RETURN_TO", target).show("KEPT", leads_to_kept_form(target));
    if (call.app.door.single_sign_on)
        page.set("PROVIDER_HREF", path_with("/sign-in/provider", {{"return_to", target == "/" ? "" : target}}));
    // Nobody is signed in, so the form is tied to this browser by a cookie that it must come back with.
    const auto visit = cookie_of(call.request, visit_cookie).value_or(random_token());
    auto frame = call.frame(call.t("Sign in"), "", {});
    frame.csrf_token = visit;
    return html(call.app.view.page("sign_in", frame, page), status)
        .with("Set-Cookie", cookie_text(call.request, visit_cookie, visit));
}

Result<db::User> recognised(const Call& call, const std::string& name, const std::string& password) {
    const auto user = call.app.database.read([&](db::Connection& c) { return db::find_user(c, name); });
    const auto verified = user && !user->disabled ? call.app.hasher.verify(user->password_hash, password)
                                                  : call.app.hasher.verify_nobody(password);
    if (!verified) return verified.errors();
    if (!*verified) return invalid("user_name", "User name or password is wrong.");
    return *user;
}

std::string known_device(const Call& call, db::Connection& connection, UserId user) {
    const auto device = cookie_of(call.request, device_cookie).value_or("");
    if (device.empty() || !db::is_known_device(connection, user, sha256_hex(device))) return {};
    return device;
}

std::chrono::seconds try_entry(const Call& call, const std::string& account, const std::string& device) {
    return call.app.throttle.try_sign_in(account, call.request.peer, std::chrono::steady_clock::now(), device);
}

Error too_many_tries(std::chrono::seconds wait) {
    return invalid("user_name", "Too many tries. Wait {0} seconds.", std::to_string(wait.count()));
}

Result<Response> start_session(const Call& call, const db::User& user, const std::string& return_to,
                               const std::string& entered_by, const Within& within) {
    const auto cookie = random_token();
    const bool is_in = entered_by != "pending";
    const auto device = cookie_of(call.request, device_cookie).value_or(random_token());
    const auto now = call.app.clock();
    const auto agent = call.request.header("user-agent").value_or("").substr(0, 200);
    const auto started = call.app.database.write([&](db::Connection& c) -> Result<Done> {
        if (within)
            if (auto allowed = within(c); !allowed) return allowed;
        db::end_sessions_older_than(c, now - session_length_limit, now - session_idle_limit);
        db::forget_drafts_before(c, now - drafts_last);
        db::add_session(c, {sha256_hex(cookie), user.id, random_token(), now, now, call.request.peer,
                            std::string(agent), entered_by});
        if (!is_in) return Done{};
        db::remember_device(c, user.id, sha256_hex(device), now);
        db::append_audit(c, {0, now, user.name, call.request.peer, call.request.id, "sign_in", user.name, entered_by});
        return Done{};
    });
    if (!started) return started.errors();
    const auto target = local_path(return_to);
    const auto next = !is_in                      ? path_with("/sign-in/code", {{"return_to", target}})
                      : user.must_change_password ? std::string("/password")
                                                  : target;
    auto response = see_other(next).with("Set-Cookie", cookie_text(call.request, session_cookie, cookie));
    if (is_in) response.with("Set-Cookie", cookie_text(call.request, device_cookie, device) + "; Max-Age=31536000");
    return response;
}

PasswordRules password_rules(const Call& call, db::Connection& connection, UserId user) {
    const auto factor = db::find_second_factor(connection, user);
    return {.only_factor = !factor || !factor->is_set_up(), .blocklist = &call.app.door.blocklist};
}

namespace {

Response show_sign_in(const Call& call) { return sign_in_page(call, "", call.parameter("return_to"), {}, 200); }

// Kept at today's cost of hashing, now that the password is at hand.
void rehash(const Call& call, const db::User& user, const std::string& password) {
    if (!call.app.hasher.needs_rehash(user.password_hash)) return;
    const auto hash = call.app.hasher.hash(password);
    if (!hash) return;  // too busy: the next sign-in will do
    call.app.database.write([&](db::Connection& c) {
        auto now = db::find_user(c, user.id);
        if (!now || now->password_hash != user.password_hash) return;
        now->password_hash = *hash;
        ensure(db::replace_user(c, *now).has_value(), "a user who was just found can be replaced");
    });
}

Response sign_in(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto name = field(*form, "user_name"), return_to = field(*form, "return_to");
    const auto visit = cookie_of(call.request, visit_cookie);
    if (!visit || !has_csrf_token(call.request, *visit) || !is_same_site(call.request))
        return sign_in_page(call, name, return_to, {invalid("", "This page was open for too long. Sign in again.")},
                            403);
    const auto device = call.app.database.read([&](db::Connection& c) {
        const auto user = db::find_user(c, name);
        return user ? known_device(call, c, user->id) : std::string{};
    });
    if (const auto wait = try_entry(call, name, device); wait.count() > 0)
        return sign_in_page(call, name, return_to, {too_many_tries(wait)}, 429)
            .with("Retry-After", std::to_string(wait.count()));
    const auto password = field(*form, "password");
    const auto user = recognised(call, name, password);
    if (!user) {
        log_event(LogLevel::Warn, "sign_in_failed", {{"request", call.request.id}, {"peer", call.request.peer}});
        return sign_in_page(call, name, return_to, user.errors(), 422);
    }
    call.app.throttle.succeeded(name, call.request.peer, device);
    rehash(call, *user, password);
    const auto factor = call.app.database.read([&](db::Connection& c) { return db::find_second_factor(c, user->id); });
    const bool code_is_due = factor && factor->is_set_up();
    return *start_session(call, *user, return_to, code_is_due ? "pending" : "password");
}

Response sign_out(const Call& call) {
    call.app.database.write([&](db::Connection& c) { db::end_session(c, call.who.session_hash); });
    return see_other("/sign-in").with("Set-Cookie", cookie_text(call.request, session_cookie, ""));
}

Response password_page(const Call& call, const Errors& errors) {
    Data page;
    add_errors(page, call.language, errors);
    page.show("MUST_CHANGE", call.who.must_change_password);
    const auto rules = call.app.database.read([&](db::Connection& c) { return password_rules(call, c, call.who.id); });
    page.show("ONLY_FACTOR", rules.only_factor).show("WITH_CODE", !rules.only_factor);
    const auto frame = call.frame(call.t("Change password"), "", {{call.t("Change password"), ""}});
    return html(call.app.view.page("password", frame, page), errors.empty() ? 200 : 422);
}

Response show_password(const Call& call) { return password_page(call, {}); }

Response change_password(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto device = call.app.database.read([&](db::Connection& c) { return known_device(call, c, call.who.id); });
    if (const auto wait = try_entry(call, call.who.name, device); wait.count() > 0)
        return password_page(call, {too_many_tries(wait)});
    const auto user = recognised(call, call.who.name, field(*form, "password"));
    if (!user) return password_page(call, {invalid("password", "The present password is wrong.")});
    call.app.throttle.succeeded(call.who.name, call.request.peer, device);
    const auto wanted = field(*form, "new_password");
    if (wanted != field(*form, "repeated_password"))
        return password_page(call, {invalid("repeated_password", "The two new passwords differ.")});
    const auto rules = call.app.database.read([&](db::Connection& c) { return password_rules(call, c, user->id); });
    if (auto fit = check_new_password(wanted, user->name, rules); !fit) {
        auto errors = fit.errors();
        for (auto& error : errors) error.field = "new_password";
        return password_page(call, errors);
    }
    const auto hash = call.app.hasher.hash(wanted);
    if (!hash) return password_page(call, hash.errors());
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        auto changed = *user;
        changed.password_hash = *hash;
        changed.must_change_password = false;
        if (const auto replaced = db::replace_user(c, changed); !replaced) return replaced.errors();
        db::end_sessions(c, user->id, call.who.session_hash);
        db::forget_devices(c, user->id);
        return Call::Changed{see_other("/?saved=1"), user->name, ""};
    };
    return call.change("user.password", store, [&](const Errors& errors) { return password_page(call, errors); });
}

Response choose_language(const Call& call) {
    const auto form = call.form();
    if (!form || !is_same_site(call.request)) return refusal(call.app, call.request, call.who, 403, {});
    const auto code = parse_language(field(*form, "language")) == Language::Chinese ? "zh" : "en";
    return see_other(local_path(field(*form, "return_to")))
        .with("Set-Cookie", cookie_text(call.request, language_cookie, code) + "; Max-Age=31536000");
}

}  // namespace

void add_sign_in_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/sign-in", {}, show_sign_in});
    routes.push_back({"POST", "/sign-in", {}, sign_in});
    routes.push_back({"POST", "/language", {}, choose_language});
    routes.push_back({"POST", "/sign-out", Read, sign_out});
    routes.push_back({"GET", "/password", Read, show_password});
    routes.push_back({"POST", "/password", Read, change_password});
}

void add_access_routes(std::vector<Route>& routes) {
    add_sign_in_routes(routes);
    add_code_routes(routes);
    add_provider_routes(routes);
    add_second_factor_routes(routes);
    add_own_session_routes(routes);
    add_token_routes(routes);
    add_user_routes(routes);
    add_audit_routes(routes);
}

}  // namespace leasebook::server
