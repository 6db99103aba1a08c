// One's own API tokens: made with scopes and an end, listed, revoked. A token is shown once and kept as a hash.
#include "domain/decimal_text.h"
#include "server/access_pages.h"
#include "server/record_json.h"
#include "server/tables.h"
#include "server/users.h"

namespace leasebook::server {

namespace {

constexpr int usual_days = 90, most_days = 366;

std::vector<db::ApiToken> own_tokens(const Call& call) {
    return call.app.database.read([&](db::Connection& c) { return db::tokens_of(c, call.who.id); });
}

struct TokenEntry {
    std::string label;
    std::set<Scope> scopes;
    int days = usual_days;
};

Result<TokenEntry> read_entry(const std::string& label_text, const std::string& scopes_text,
                              const std::string& days_text) {
    const auto label = parse_text(label_text, "label");
    const auto scopes = parse_scopes(scopes_text);
    const auto days = days_text.empty() ? usual_days : parse_integer(days_text, 1, most_days);
    Errors errors;
    if (!label) errors.push_back(label.error());
    if (scopes_text.empty())
        errors.push_back(invalid("scopes", "Choose at least one scope."));
    else if (!scopes)
        errors.push_back(scopes.error());
    if (!days) errors.push_back(invalid("days", "A token lasts 1 to 366 days."));
    if (!errors.empty()) return errors;
    return TokenEntry{*label, *scopes, static_cast<int>(*days)};
}

std::string kept_json(const db::ApiToken& token) {
    RecordJson out;
    out("prefix", token.prefix);
    out("label", token.label);
    out("scopes", token.scopes);
    out("created_at", db::moment_text(token.created_at));
    out("expires_at", db::moment_text(token.expires_at));
    out("last_used_at",
        token.last_used_at ? std::optional(db::moment_text(*token.last_used_at)) : std::optional<std::string>{});
    return out.object();
}

Response get_tokens(const Call& call) {
    return json_text("{\"items\":" + json_array(own_tokens(call), kept_json) + ",\"next\":null}");
}

// A token for the person who asks; it is shown in this answer and never again.
Response post_token(const Call& call) {
    const auto json = call.json();
    if (!json) return problem(json.errors());
    if (call.who.session_hash.empty()) return problem(403, {forbidden("A token cannot make another token: sign in.")});
    const auto scopes = field(json->fields, "scopes");
    const auto entry =
        read_entry(field(json->fields, "label"), scopes.empty() ? "enter" : scopes, field(json->fields, "days"));
    if (!entry) return problem(entry.errors());
    const auto token = make_token(call.who.id, entry->label, entry->scopes, entry->days, call.app.clock());
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        db::add_token(c, token.kept);
        RecordJson out;
        out("token", token.secret);
        out("prefix", token.kept.prefix);
        out("expires_at", db::moment_text(token.kept.expires_at));
        // The secret is kept nowhere, not even for a repetition.
        return Call::Changed{
            json_text(out.object(), 201), token.kept.prefix, kept_json(token.kept),
            problem(409, {conflict("This token was made already and is shown only once. Make another one.")})};
    };
    return call.change("token.add", store, [](const Errors& errors) { return problem(errors); });
}

std::vector<FormField> entry_fields(Language language) {
    return {{"label", Control::Text, 3, "What the token is for", {}},
            {"days", Control::Number, 3, "After so many days it ends, 366 at most", {}},
            {"scopes", Control::Checks, 6, "What it may do, within what you may; approving is never among it",
             choices_of<Scope>(language)}};
}

Response tokens_page(const Call& call, const Fields& shown, const Errors& errors, const std::string& secret = {}) {
    Data page;
    add_errors(page, call.language, errors);
    add_group(page, call.language, "", entry_fields(call.language), shown, errors);
    page.set("SECRET", secret);
    const auto now = call.app.clock();
    for (const auto& token : own_tokens(call)) {
        std::string scopes;
        if (const auto parsed = parse_scopes(token.scopes))
            for (const auto scope : *parsed)
                scopes += (scopes.empty() ? "" : ", ") + value_text(call.language, to_text(scope));
        page.add("TOKEN")
            .set("PREFIX", token.prefix + "…")
            .set("LABEL", token.label)
            .set("SCOPES", scopes)
            .set("UNTIL", db::moment_text(token.expires_at).substr(0, 10))
            .set("USED", token.last_used_at ? db::moment_text(*token.last_used_at).substr(0, 10) : call.t("never"))
            .set("END_PATH", path_to("/tokens", token.prefix) + "/revoke")
            .show("EXPIRED", token.expires_at <= now);
    }
    const auto title = call.t("API tokens");
    return html(call.app.view.page("tokens", call.frame(title, "", {{title, ""}}), page), errors.empty() ? 200 : 422);
}

Response show_tokens(const Call& call) {
    return tokens_page(call, {{"days", std::to_string(usual_days)}, {"scopes.read", "on"}}, {});
}

Response add_token(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    std::string scopes;
    for (const auto& [scope, name] : NamesOf<Scope>::names)
        if (form->contains("scopes." + std::string(name))) scopes += (scopes.empty() ? "" : ";") + std::string(name);
    const auto entry = read_entry(field(*form, "label"), scopes, field(*form, "days"));
    if (!entry) return tokens_page(call, *form, entry.errors());
    const auto token = make_token(call.who.id, entry->label, entry->scopes, entry->days, call.app.clock());
    bool made = false;
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        db::add_token(c, token.kept);
        made = true;
        return Call::Changed{see_other("/tokens"), token.kept.prefix, kept_json(token.kept)};
    };
    const auto answer =
        call.change("token.add", store, [&](const Errors& errors) { return tokens_page(call, *form, errors); });
    return made ? tokens_page(call, {{"days", std::to_string(usual_days)}, {"scopes.read", "on"}}, {}, token.secret)
                : answer;
}

Result<Call::Changed> revoke(const Call& call, db::Connection& connection, Response answer) {
    const auto& prefix = call.path_value(0);
    if (!db::revoke_token(connection, call.who.id, prefix)) return not_found("", "You have no such token.");
    return Call::Changed{std::move(answer), prefix, ""};
}

Response post_revoke(const Call& call) {
    return call.change(
        "token.revoke", [&](db::Connection& c) { return revoke(call, c, see_other("/tokens?saved=1")); },
        [&](const Errors& errors) { return refusal_page(call, errors); });
}

Response delete_token(const Call& call) {
    if (call.who.session_hash.empty()) return problem(403, {forbidden("An API token may not do this: sign in.")});
    const auto answer = json_text("{\"ended\":" + json_string(call.path_value(0)) + "}");
    return call.change(
        "token.revoke", [&](db::Connection& c) { return revoke(call, c, answer); },
        [](const Errors& errors) { return problem(errors); });
}

}  // namespace

void add_token_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/tokens", Read, show_tokens});
    routes.push_back({"POST", "/tokens", Read, add_token});
    routes.push_back({"POST", "/tokens/{prefix}/revoke", Read, post_revoke});
    routes.push_back(
        {"GET", "/api/v1/tokens", Read, get_tokens, "The tokens of the signed-in user", "", "KeptTokenPage"});
    routes.push_back({"POST", "/api/v1/tokens", Read, post_token, "A token for the signed-in user; shown once",
                      "TokenRequest", "Token"});
    routes.push_back(
        {"DELETE", "/api/v1/tokens/{prefix}", Read, delete_token, "Revoke a token of one's own", "", "Ended"});
}

}  // namespace leasebook::server
