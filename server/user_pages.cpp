// Users, for administrators: made, changed, shut out, given back their way in.
#include <algorithm>

#include "db/second_factor_store.h"
#include "domain/decimal_text.h"
#include "server/access_pages.h"
#include "server/corridor.h"
#include "server/kept_forms.h"
#include "server/record_json.h"
#include "server/register.h"
#include "server/tables.h"
#include "server/users.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

// As the API shows a user, and as the audit log keeps one.
std::string user_json(db::Connection& connection, const db::User& user) {
    const auto factor = db::find_second_factor(connection, user.id);
    RecordJson out;
    out("name", user.name);
    out("display_name", user.display_name);
    out.with("roles", json_array(std::vector<Role>(user.roles.begin(), user.roles.end()),
                                 [](Role role) { return json_string(to_text(role)); }));
    out.with("disabled", user.disabled ? "true" : "false");
    out.with("second_factor", factor && factor->is_set_up() ? "true" : "false");
    return out.object();
}

Response get_users(const Call& call) {
    const auto items = call.app.database.read([](db::Connection& c) {
        return json_array(db::all_users(c), [&](const db::User& user) { return user_json(c, user); });
    });
    return json_text("{\"items\":" + items + ",\"next\":null}");
}

Response users_page(const Call& call) {
    struct Shown {
        db::User user;
        bool has_factor;
    };
    const auto users = call.app.database.read([](db::Connection& c) {
        std::vector<Shown> shown;
        for (auto& user : db::all_users(c)) {
            const auto factor = db::find_second_factor(c, user.id);
            shown.push_back({std::move(user), factor && factor->is_set_up()});
        }
        return shown;
    });
    Data page;
    page.set("TITLE", call.t("Users"));
    page.add("ACTION").set("TEXT", call.t("Add")).set("HREF", "/users/new").show("PRIMARY").show("ADD");
    add_columns(page, call, {{"User name"}, {"Display name"}, {"Roles"}, {"Second factor"}, {"Status"}});
    for (const auto& [user, has_factor] : users) {
        auto& row = page.add("ROW");
        text_cell(row, user.name, path_to("/users", user.name));
        text_cell(row, user.display_name);
        std::string roles;
        for (const auto role : user.roles)
            roles += (roles.empty() ? "" : ", ") + value_text(call.language, to_text(role));
        text_cell(row, roles);
        text_cell(row, call.t(has_factor ? "set up" : "none"));
        text_cell(row, call.t(user.disabled ? "disabled" : "active"));
    }
    const auto frame = call.frame(call.t("Users"), "users", {{call.t("Administration"), ""}, {call.t("Users"), ""}});
    return html(call.app.view.page("list", frame, page));
}

std::vector<FormField> user_fields(const Call& call, bool is_new) {
    std::vector<FormField> fields{{"display_name", Control::Text, 3, "", {}},
                                  {"roles", Control::Checks, 6, "", choices_of<Role>(call.language)}};
    if (is_new) fields.insert(fields.begin(), {"user_name", Control::Text, 3, "", {}});
    if (!is_new && call.app.door.single_sign_on)
        fields.push_back({"subject", Control::Text, 6, "Who they are at the company's sign-in service", {}, true});
    if (!is_new) fields.push_back({"disabled", Control::Checks, 6, "", {{"yes", call.t("May not sign in")}}, true});
    return fields;
}

void add_task(Data& page, const std::string& path, const std::string& text, const std::string& explanation,
              const std::string& confirm) {
    page.add("TASK")
        .set("ACTION_PATH", path)
        .set("TEXT", text)
        .set("EXPLANATION", explanation)
        .set("CONFIRM", confirm)
        .show("DANGER");
}

// What gives somebody else a way in again, or takes it away. For oneself there are pages of one's own.
void add_tasks(Data& page, const Call& call, const std::string& name) {
    if (name == call.who.name) return;
    const auto path = path_to("/users", name);
    add_task(page, path + "/password", call.t("New one-time password"),
             call.t("Whoever forgot the password gets one for the next sign-in."),
             call.t("The present password ends at once. Go on?"));
    add_task(page, path + "/second-factor/remove", call.t("Remove the second factor"),
             call.t("Whoever lost the device sets a new one up at the next sign-in."),
             call.t("The next sign-in takes the password alone. Go on?"));
    add_task(page, path + "/sessions/end", call.t("End all sessions"), call.t("Signs this user out everywhere."),
             call.t("What this user is just typing is kept for the next sign-in. Go on?"));
}

Response user_form(const Call& call, const std::string& name, const Fields& shown, const Errors& errors) {
    Data page;
    if (!name.empty()) add_tasks(page, call, name);
    const auto title = name.empty() ? call.t("New user") : name;
    page.set("TITLE", title).set("SAVE_TEXT", call.t("Save")).set("CANCEL_HREF", "/users");
    page.set("ACTION_PATH", name.empty() ? "/users" : path_to("/users", name));
    add_errors(page, call.language, errors);
    add_group(page, call.language, "", user_fields(call, name.empty()), kept_form(page, call, title, shown), errors);
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
    if (call.app.door.single_sign_on)
        shown["subject"] = call.app.database.read(
            [&](db::Connection& c) { return db::subject_of(c, user->id, call.app.door.single_sign_on->issuer()); });
    return user_form(call, user->name, shown, {});
}

std::set<Role> ticked_roles(const Fields& form) {
    std::set<Role> roles;
    for (const auto& [role, name] : NamesOf<Role>::names)
        if (form.contains("roles." + std::string(name))) roles.insert(role);
    return roles;
}

// The one-time password is shown on this answer alone; the idempotency record keeps no page.
Response one_time_page(const Call& call, const std::string& name, const std::string& password) {
    Data page;
    page.set("TITLE", name)
        .set("SUB", call.t("This one-time password is shown only now. It must be changed at the first sign-in."));
    page.add("PAIR").set("LABEL", call.t("One-time password")).set("TEXT", password);
    page.add("ACTION").set("TEXT", call.t("Users")).set("HREF", "/users");
    const auto frame =
        call.frame(name, "users", {{call.t("Administration"), ""}, {call.t("Users"), "/users"}, {name, ""}});
    return html(call.app.view.page("record", frame, page));
}

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
        return Call::Changed{see_other("/users"), added->user.name, user_json(c, added->user)};
    };
    const auto answer =
        call.change("user.add", add, [&](const Errors& errors) { return user_form(call, "", *form, errors); });
    return password.empty() ? answer : one_time_page(call, field(*form, "user_name"), password);
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
        const auto before = user_json(c, *user);
        user->display_name = field(*form, "display_name");
        user->roles = ticked_roles(*form);
        user->disabled = disables;
        if (const auto fit = check_user({user->name, user->display_name, user->roles}); !fit) return fit.errors();
        if (const auto replaced = db::replace_user(c, *user); !replaced) return replaced.errors();
        if (call.app.door.single_sign_on) {
            const auto subject = field(*form, "subject");
            if (subject.size() > 255) return invalid("subject", "This subject is too long.");
            if (const auto linked = db::link_subject(c, user->id, call.app.door.single_sign_on->issuer(), subject);
                !linked)
                return linked.errors();
        }
        db::end_sessions(c, user->id, user->id == call.who.id ? call.who.session_hash : "");
        return Call::Changed{.response = see_other("/users?saved=1"),
                             .subject = user->name,
                             .detail = user_json(c, *user),
                             .before = before};
    };
    return call.change("user.change", store,
                       [&](const Errors& errors) { return user_form(call, name, *form, errors); });
}

// A change of somebody else's way in.
template <class Use>
Response change_entry(const Call& call, std::string_view action, const Use& use) {
    const auto name = call.path_value(0);
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto user = db::find_user(c, name);
        if (!user) return not_found("", "There is no user \"{0}\".", shortened(name));
        if (user->id == call.who.id) return conflict("For yourself there are pages of your own.");
        const auto before = user_json(c, *user);
        if (const auto done = use(c, *user); !done) return done.errors();
        db::end_sessions(c, user->id);
        const auto now = db::find_user(c, user->id);
        return Call::Changed{.response = see_other(path_to("/users", name) + "?saved=1"),
                             .subject = user->name,
                             .detail = user_json(c, *now),
                             .before = before};
    };
    return call.change(action, store, [&](const Errors& errors) { return refusal_page(call, errors); });
}

Response post_password(const Call& call) {
    std::string password;
    const auto answer = change_entry(call, "user.reset", [&](db::Connection& c, const db::User& user) -> Result<Done> {
        const auto reset = reset_password(c, call.app.hasher, user.name);
        if (!reset) return reset.errors();
        password = reset->password;
        return Done{};
    });
    return password.empty() ? answer : one_time_page(call, call.path_value(0), password);
}

Response remove_second_factor(const Call& call) {
    return change_entry(call, "second_factor.remove", [](db::Connection& c, const db::User& user) -> Result<Done> {
        db::remove_second_factor(c, user.id);
        return Done{};
    });
}

Response end_sessions(const Call& call) {
    return change_entry(call, "session.end", [](db::Connection&, const db::User&) -> Result<Done> { return Done{}; });
}

}  // namespace

void add_user_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/users", Administer, users_page});
    routes.push_back({"GET", "/users/new", Administer, new_user_page});
    routes.push_back({"POST", "/users", Administer, post_user});
    routes.push_back({"GET", "/users/{name}", Administer, edit_user_page});
    routes.push_back({"POST", "/users/{name}", Administer, post_user_change});
    routes.push_back({"POST", "/users/{name}/password", Administer, post_password});
    routes.push_back({"POST", "/users/{name}/second-factor/remove", Administer, remove_second_factor});
    routes.push_back({"POST", "/users/{name}/sessions/end", Administer, end_sessions});
    routes.push_back({"GET", "/api/v1/users", Administer, get_users, "The users", "", "UserPage"});
}

}  // namespace leasebook::server
