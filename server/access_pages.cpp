// Coming in and going out: sign-in, passwords, language; users and API tokens for administrators.
#include <algorithm>

#include "server/access/secrets.h"
#include "server/corridor.h"
#include "server/log.h"
#include "server/record_json.h"
#include "server/register.h"
#include "server/session.h"
#include "server/tables.h"
#include "server/users.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

// A path on this host and nothing else: an address that leads away must never follow a sign-in.
std::string local_path(const std::string& wanted) {
    const bool local = wanted.starts_with('/') && !wanted.starts_with("//") && std::ranges::none_of(wanted, [](char c) {
                           return c == '\\' || static_cast<unsigned char>(c) <= 0x20;
                       });
    return local ? wanted : "/";
}

std::string field(const Fields& form, std::string_view name) {
    const auto found = form.find(name);
    return found == form.end() ? std::string{} : found->second;
}

Response sign_in_page(const Call& call, const std::string& name, const std::string& return_to, const Errors& errors,
                      int status) {
    Data page;
    add_errors(page, call.language, errors);
    page.set("USER_NAME", name).set("RETURN_TO", local_path(return_to));
    // Nobody is signed in, so the form is tied to this browser by a cookie that it must come back with.
    const auto visit = call.request.cookie(visit_cookie).value_or(random_token());
    auto frame = call.frame(call.t("Sign in"), "", {});
    frame.csrf_token = visit;
    return html(call.app.view.page("sign_in", frame, page), status)
        .with("Set-Cookie", cookie_text(visit_cookie, visit));
}

Response show_sign_in(const Call& call) { return sign_in_page(call, "", call.parameter("return_to"), {}, 200); }

// The user behind name and password, or the one sentence that all failures share.
Result<db::User> recognised(const Call& call, const std::string& name, const std::string& password) {
    const auto user = call.app.database.read([&](db::Connection& c) { return db::find_user(c, name); });
    const auto verified = user && !user->disabled ? call.app.hasher.verify(user->password_hash, password)
                                                  : call.app.hasher.verify_nobody(password);
    if (!verified) return verified.errors();
    if (!*verified) return invalid("user_name", "User name or password is wrong.");
    return *user;
}

Response start_session(const Call& call, const db::User& user, const std::string& return_to) {
    const auto cookie = random_token();
    const auto now = call.app.clock();
    const auto agent = call.request.header("user-agent").value_or("").substr(0, 200);
    call.app.database.write([&](db::Connection& c) {
        db::end_sessions_older_than(c, now - session_length_limit, now - session_idle_limit);
        db::add_session(c,
                        {sha256_hex(cookie), user.id, random_token(), now, now, call.request.peer, std::string(agent)});
        db::append_audit(c, {0, now, user.name, call.request.peer, call.request.id, "sign_in", user.name, ""});
    });
    return see_other(user.must_change_password ? "/password" : local_path(return_to))
        .with("Set-Cookie", cookie_text(session_cookie, cookie));
}

Response sign_in(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto name = field(*form, "user_name"), return_to = field(*form, "return_to");
    const auto visit = call.request.cookie(visit_cookie);
    if (!visit || !has_csrf_token(call.request, *visit) || !is_same_site(call.request))
        return sign_in_page(call, name, return_to, {invalid("", "This page was open for too long. Sign in again.")},
                            403);
    const auto wait = call.app.throttle.try_sign_in(name, call.request.peer, std::chrono::steady_clock::now());
    if (wait.count() > 0) {
        const auto errors =
            Errors{invalid("user_name", "Too many tries. Wait {0} seconds.", std::to_string(wait.count()))};
        return sign_in_page(call, name, return_to, errors, 429).with("Retry-After", std::to_string(wait.count()));
    }
    const auto user = recognised(call, name, field(*form, "password"));
    if (!user) {
        log_event(LogLevel::Warn, "sign_in_failed", {{"request", call.request.id}, {"peer", call.request.peer}});
        return sign_in_page(call, name, return_to, user.errors(), 422);
    }
    call.app.throttle.succeeded(name, call.request.peer);
    return start_session(call, *user, return_to);
}

Response sign_out(const Call& call) {
    call.app.database.write([&](db::Connection& c) { db::end_session(c, call.who.session_hash); });
    return see_other("/sign-in").with("Set-Cookie", cookie_text(session_cookie, ""));
}

Response password_page(const Call& call, const Errors& errors) {
    Data page;
    add_errors(page, call.language, errors);
    page.show("MUST_CHANGE", call.who.must_change_password);
    const auto frame = call.frame(call.t("Change password"), "", {{call.t("Change password"), ""}});
    return html(call.app.view.page("password", frame, page), errors.empty() ? 200 : 422);
}

Response show_password(const Call& call) { return password_page(call, {}); }

Response change_password(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto user = recognised(call, call.who.name, field(*form, "password"));
    if (!user) return password_page(call, {invalid("password", "The present password is wrong.")});
    const auto wanted = field(*form, "new_password");
    if (wanted != field(*form, "repeated_password"))
        return password_page(call, {invalid("repeated_password", "The two new passwords differ.")});
    if (auto fit = check_new_password(wanted, user->name); !fit) {
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
        return Call::Changed{see_other("/?saved=1"), user->name, ""};
    };
    return call.change("user.password", store, [&](const Errors& errors) { return password_page(call, errors); });
}

Response choose_language(const Call& call) {
    const auto form = call.form();
    if (!form || !is_same_site(call.request)) return refusal(call.app, call.request, call.who, 403, {});
    const auto code = parse_language(field(*form, "language")) == Language::Chinese ? "zh" : "en";
    return see_other(local_path(field(*form, "return_to")))
        .with("Set-Cookie", cookie_text(language_cookie, code) + "; Max-Age=31536000");
}

std::string user_json(const db::User& user) {
    RecordJson out;
    out("name", user.name);
    out("display_name", user.display_name);
    out.with("roles", json_array(std::vector<Role>(user.roles.begin(), user.roles.end()),
                                 [](Role role) { return json_string(to_text(role)); }));
    out.with("disabled", user.disabled ? "true" : "false");
    return out.object();
}

Response get_users(const Call& call) {
    const auto users = call.app.database.read([](db::Connection& c) { return db::all_users(c); });
    return json_text("{\"items\":" + json_array(users, user_json) + ",\"next\":null}");
}

Response users_page(const Call& call) {
    const auto users = call.app.database.read([](db::Connection& c) { return db::all_users(c); });
    Data page;
    page.set("TITLE", call.t("Users"));
    page.add("ACTION").set("TEXT", call.t("Add")).set("HREF", "/users/new").show("PRIMARY").show("ADD");
    add_columns(page, call, {{"User name"}, {"Display name"}, {"Roles"}, {"Status"}});
    for (const auto& user : users) {
        auto& row = page.add("ROW");
        text_cell(row, user.name, path_to("/users", user.name));
        text_cell(row, user.display_name);
        std::string roles;
        for (const auto role : user.roles)
            roles += (roles.empty() ? "" : ", ") + value_text(call.language, to_text(role));
        text_cell(row, roles);
        text_cell(row, call.t(user.disabled ? "disabled" : "active"));
    }
    const auto frame = call.frame(call.t("Users"), "users", {{call.t("Administration"), ""}, {call.t("Users"), ""}});
    return html(call.app.view.page("list", frame, page));
}

std::vector<FormField> user_fields(const Call& call, bool is_new) {
    std::vector<FormField> fields{{"display_name", Control::Text, 3, "", {}},
                                  {"roles", Control::Checks, 6, "", choices_of<Role>(call.language)}};
    if (is_new) fields.insert(fields.begin(), {"user_name", Control::Text, 3, "", {}});
    if (!is_new) fields.push_back({"disabled", Control::Checks, 6, "", {{"yes", call.t("May not sign in")}}, true});
    return fields;
}

Response user_form(const Call& call, const std::string& name, const Fields& shown, const Errors& errors) {
    Data page;
    const auto title = name.empty() ? call.t("New user") : name;
    page.set("TITLE", title).set("SAVE_TEXT", call.t("Save")).set("CANCEL_HREF", "/users");
    page.set("ACTION_PATH", name.empty() ? "/users" : path_to("/users", name));
    add_errors(page, call.language, errors);
    add_group(page, call.language, "", user_fields(call, name.empty()), shown, errors);
    const auto frame =
        call.frame(title, "users", {{call.t("Administration"), ""}, {call.t("Users"), "/users"}, {title, ""}});
    return html(call.app.view.page("form", frame, page), errors.empty() ? 200 : status_of(errors));
}

Response new_user_page(const Call& call) { return user_form(call, "", {}, {}); }

Response edit_user_page(const Call& call) {
    const auto user = call.app.database.read([&](db::Connection& c) { return db::find_user(c, call.path_value(0)); });
    if (!user) return no_such_page(call, not_found("", "There is no user \"{0}\".", shortened(call.path_value(0))));
    Fields shown{{"display_name", user->display_name}};
    for (const auto role : user->roles) shown["roles." + to_text(role)] = "on";
    if (user->disabled) shown["disabled.yes"] = "on";
    return user_form(call, user->name, shown, {});
}

std::set<Role> ticked_roles(const Fields& form) {
    std::set<Role> roles;
    for (const auto& [role, name] : NamesOf<Role>::names)
        if (form.contains("roles." + std::string(name))) roles.insert(role);
    return roles;
}

// The one-time password is shown on this answer alone; the idempotency record keeps no page.
Response post_user(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    std::string password;
    const auto add = [&](db::Connection& c) -> Result<Call::Changed> {
        auto added = add_user_with_password(
            c, call.app.hasher, {field(*form, "user_name"), field(*form, "display_name"), ticked_roles(*form)},
            call.app.clock());
        if (!added) return added.errors();
        password = added->password;
        return Call::Changed{see_other("/users"), added->user.name, user_json(added->user)};
    };
    const auto answer =
        call.change("user.add", add, [&](const Errors& errors) { return user_form(call, "", *form, errors); });
    if (password.empty()) return answer;
    Data page;
    page.set("TITLE", field(*form, "user_name"))
        .set("SUB", call.t("This one-time password is shown only now. It must be changed at the first sign-in."));
    page.add("PAIR").set("LABEL", call.t("One-time password")).set("TEXT", password);
    page.add("ACTION").set("TEXT", call.t("Users")).set("HREF", "/users");
    const auto frame =
        call.frame(call.t("New user"), "users",
                   {{call.t("Administration"), ""}, {call.t("Users"), "/users"}, {field(*form, "user_name"), ""}});
    return html(call.app.view.page("record", frame, page));
}

Response post_user_change(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto name = call.path_value(0);
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        auto user = db::find_user(c, name);
        if (!user) return not_found("", "There is no user \"{0}\".", shortened(name));
        const bool disables = form->contains("disabled.yes");
        if (user->id == call.who.id && (disables || !ticked_roles(*form).contains(Role::Administrator)))
            return conflict("You cannot take your own administration away: another administrator must.");
        user->display_name = field(*form, "display_name");
        user->roles = ticked_roles(*form);
        user->disabled = disables;
        if (const auto fit = check_user({user->name, user->display_name, user->roles}); !fit) return fit.errors();
        if (const auto replaced = db::replace_user(c, *user); !replaced) return replaced.errors();
        db::end_sessions(c, user->id, user->id == call.who.id ? call.who.session_hash : "");
        return Call::Changed{see_other("/users?saved=1"), user->name, user_json(*user)};
    };
    return call.change("user.change", store,
                       [&](const Errors& errors) { return user_form(call, name, *form, errors); });
}

// A token for the person who asks; it is shown in this answer and never again.
Response post_token(const Call& call) {
    const auto json = call.json();
    if (!json) return problem(json.errors());
    if (call.who.session_hash.empty()) return problem(403, {forbidden("A token cannot make another token: sign in.")});
    const auto label = parse_text(field(json->fields, "label"), "label");
    const auto days = json->fields.contains("days") ? parse_integer(json->fields.at("days"), 1, 366)
                                                    : std::optional<std::int64_t>(90);
    if (!label) return problem(label.errors());
    if (!days) return problem({invalid("days", "A token lasts 1 to 366 days.")});
    const auto token = make_token(call.who.id, *label, static_cast<int>(*days), call.app.clock());
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        db::add_token(c, token.kept);
        RecordJson out;
        out("token", token.secret);
        out("expires_at", db::moment_text(token.kept.expires_at));
        // The secret is kept nowhere, not even for a repetition.
        return Call::Changed{
            json_text(out.object(), 201), token.kept.prefix, "",
            problem(409, {conflict("This token was made already and is shown only once. Make another one.")})};
    };
    return call.change("token.add", store, [](const Errors& errors) { return problem(errors); });
}

}  // namespace

void add_access_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/sign-in", {}, show_sign_in});
    routes.push_back({"POST", "/sign-in", {}, sign_in});
    routes.push_back({"POST", "/language", {}, choose_language});
    routes.push_back({"POST", "/sign-out", Read, sign_out});
    routes.push_back({"GET", "/password", Read, show_password});
    routes.push_back({"POST", "/password", Read, change_password});
    routes.push_back({"GET", "/users", Administer, users_page});
    routes.push_back({"GET", "/users/new", Administer, new_user_page});
    routes.push_back({"POST", "/users", Administer, post_user});
    routes.push_back({"GET", "/users/{name}", Administer, edit_user_page});
    routes.push_back({"POST", "/users/{name}", Administer, post_user_change});
    routes.push_back({"GET", "/api/v1/users", Administer, get_users, "The users", "", "UserPage"});
    routes.push_back({"POST", "/api/v1/tokens", Read, post_token, "A token for the signed-in user; shown once",
                      "TokenRequest", "Token"});
}

}  // namespace leasebook::server
