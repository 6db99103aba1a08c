#include "server/session.h"

#include <algorithm>

#include "server/access/secrets.h"
#include "server/http/multipart.h"

namespace leasebook::server {

namespace {

SignedIn person_of(const db::User& user) {
    return {user.id, user.name, user.display_name, user.roles, "", "", user.must_change_password};
}

SignedIn by_token(const App& app, std::string_view token) {
    const auto hash = sha256_hex(token);
    const auto now = app.clock();
    return app.database.read([&](db::Connection& c) -> SignedIn {
        const auto found = db::find_token(c, hash);
        if (!found || found->expires_at <= now) return {};
        const auto user = db::find_user(c, found->user);
        if (!user || user->disabled) return {};
        auto person = person_of(*user);
        person.must_change_password = false;
        return person;
    });
}

SignedIn by_session(const App& app, const std::string& cookie) {
    const auto hash = sha256_hex(cookie);
    const auto now = app.clock();
    bool seen_long_ago = false;
    auto person = app.database.read([&](db::Connection& c) -> SignedIn {
        const auto session = db::find_session(c, hash);
        if (!session || now - session->last_seen_at > session_idle_limit || now - session->created_at > session_length_limit)
            return {};
        const auto user = db::find_user(c, session->user);
        if (!user || user->disabled) return {};
        // Written once a minute at most, so that reading pages does not become a load of writes.
        seen_long_ago = now - session->last_seen_at > std::chrono::minutes(1);
        auto signed_in = person_of(*user);
        signed_in.csrf_token = session->csrf_token;
        signed_in.session_hash = hash;
        return signed_in;
    });
    if (seen_long_ago) app.database.write([&](db::Connection& c) { db::session_seen(c, hash, now); });
    return person;
}

}  // namespace

SignedIn who_asks(const App& app, const Request& request) {
    if (const auto authorization = request.header("authorization")) {
        constexpr std::string_view bearer = "Bearer ";
        return authorization->starts_with(bearer) ? by_token(app, authorization->substr(bearer.size())) : SignedIn{};
    }
    const auto cookie = request.cookie(session_cookie);
    return cookie && !cookie->empty() ? by_session(app, *cookie) : SignedIn{};
}

std::string cookie_text(std::string_view name, std::string_view value) {
    std::string text = std::string(name) + "=" + std::string(value) + "; Path=/; HttpOnly; SameSite=Lax";
    if (value.empty()) text += "; Max-Age=0";
    return text;
}

bool is_same_site(const Request& request) {
    if (const auto site = request.header("sec-fetch-site"); site && *site != "same-origin" && *site != "none") return false;
    const auto origin = request.header("origin");
    if (!origin) return true;
    const auto host = request.header("host");
    return host && (*origin == "http://" + std::string(*host) || *origin == "https://" + std::string(*host));
}

bool has_csrf_token(const Request& request, const std::string& token) {
    if (token.empty()) return false;
    if (const auto header = request.header("x-csrf-token")) return same_secret(*header, token);
    if (const auto type = request.header("content-type"); type && is_multipart(*type)) {
        const auto parts = parse_multipart(*type, request.body);
        if (!parts) return false;
        const auto found = std::ranges::find(*parts, "csrf", &Part::name);
        return found != parts->end() && same_secret(found->bytes, token);
    }
    const auto form = parse_form(request.body);
    if (!form) return false;
    const auto found = form->find("csrf");
    return found != form->end() && same_secret(found->second, token);
}

Language language_of(const Request& request) {
    if (const auto chosen = request.cookie(language_cookie)) return parse_language(*chosen);
    const auto accepted = request.header("accept-language");
    return accepted && accepted->starts_with("zh") ? Language::Chinese : Language::English;
}

}  // namespace leasebook::server
