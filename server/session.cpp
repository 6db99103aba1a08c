#include "server/session.h"

#include <algorithm>

#include "server/access/secrets.h"
#include "server/http/multipart.h"

namespace leasebook::server {

namespace {

SignedIn person_of(const db::User& user) {
    return {user.id, user.name, user.display_name, user.roles, "", "", user.must_change_password};
}

std::string name_over_tls(std::string_view name) { return "__Host-" + std::string(name); }

constexpr auto known_for = std::chrono::seconds(1);
constexpr std::size_t people_known = 10'000;

struct Recognised {
    SignedIn person;
    db::Moment valid_until;
};

Recognised by_token(const App& app, const std::string& hash) {
    const auto now = app.clock();
    bool used_long_ago = false;
    auto recognised = app.database.read([&](db::Connection& c) -> Recognised {
        const auto found = db::find_token(c, hash);
        if (!found || found->expires_at <= now) return {};
        const auto user = db::find_user(c, found->user);
        if (!user || user->disabled) return {};
        auto person = person_of(*user);
        person.must_change_password = false;
        const auto scopes = parse_scopes(found->scopes);
        if (!scopes) return {};
        person.scopes = *scopes;
        used_long_ago = !found->last_used_at || now - *found->last_used_at > std::chrono::minutes(1);
        return {std::move(person), found->expires_at};
    });
    if (used_long_ago) app.database.write([&](db::Connection& c) { db::token_used(c, hash, now); });
    return recognised;
}

Recognised by_session(const App& app, const std::string& hash) {
    const auto now = app.clock();
    bool seen_long_ago = false;
    auto recognised = app.database.read([&](db::Connection& c) -> Recognised {
        const auto session = db::find_session(c, hash);
        if (!session) return {};
        const bool pending = session->entered_by == "pending";
        const auto valid_until = pending ? session->created_at + code_limit
                                         : std::min<db::Moment>(session->last_seen_at + session_idle_limit,
                                                                session->created_at + session_length_limit);
        const auto user = db::find_user(c, session->user);
        if (now > valid_until || !user || user->disabled) return {};
        // Written once a minute at most, so that reading pages does not become a load of writes.
        seen_long_ago = !pending && now - session->last_seen_at > std::chrono::minutes(1);
        auto person = person_of(*user);
        person.csrf_token = session->csrf_token;
        person.session_hash = hash;
        person.awaits_code = pending;
        // A password that is not what somebody comes in with need not be changed first.
        if (session->entered_by == "provider") person.must_change_password = false;
        person.must_set_up_code = app.door.second_factor_required && calls_for_second_factor(user->roles) &&
                                  session->entered_by == "password";
        return {std::move(person), valid_until};
    });
    if (seen_long_ago) app.database.write([&](db::Connection& c) { db::session_seen(c, hash, now); });
    return recognised;
}

struct Secret {
    std::string hash;
    bool is_token = false;
};

// The hash of what the request was sent with; an empty one when it came with nothing.
Secret secret_of(const Request& request) {
    if (const auto authorization = request.header("authorization")) {
        constexpr std::string_view bearer = "Bearer ";
        if (!authorization->starts_with(bearer)) return {};
        return {sha256_hex(authorization->substr(bearer.size())), true};
    }
    const auto cookie = cookie_of(request, session_cookie);
    return cookie && !cookie->empty() ? Secret{sha256_hex(*cookie), false} : Secret{};
}

std::string key_of(const Secret& secret) { return (secret.is_token ? "t" : "s") + secret.hash; }

}  // namespace

std::optional<SignedIn> Doorkeeper::known(const App& app, const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(key);
    if (found == known_.end() || !found->second.fresh.holds(app.database, known_for) ||
        app.clock() > found->second.valid_until)
        return {};
    return found->second.person;
}

std::optional<SignedIn> Doorkeeper::known(const App& app, const Request& request) {
    const auto secret = secret_of(request);
    if (secret.hash.empty()) return {};
    return known(app, key_of(secret));
}

SignedIn Doorkeeper::who_asks(const App& app, const Request& request) {
    const auto secret = secret_of(request);
    if (secret.hash.empty()) return {};
    const auto key = key_of(secret);
    if (auto person = known(app, key)) return *std::move(person);
    const auto fresh = Freshness::now(app.database);
    auto recognised = secret.is_token ? by_token(app, secret.hash) : by_session(app, secret.hash);
    if (recognised.person.name.empty()) return {};
    const std::lock_guard lock(mutex_);
    if (known_.size() >= people_known) known_.clear();
    known_.insert_or_assign(key, Known{recognised.person, recognised.valid_until, fresh});
    return std::move(recognised.person);
}

std::string cookie_text(const Request& request, std::string_view name, std::string_view value) {
    std::string text = request.secure ? name_over_tls(name) : std::string(name);
    text += "=" + std::string(value) + "; Path=/; HttpOnly; SameSite=Lax";
    if (request.secure) text += "; Secure";
    if (value.empty()) text += "; Max-Age=0";
    return text;
}

std::optional<std::string> cookie_of(const Request& request, std::string_view name) {
    return request.secure ? request.cookie(name_over_tls(name)) : request.cookie(name);
}

bool shows_a_secret(const Request& request) {
    return request.cookie(session_cookie) || request.cookie(name_over_tls(session_cookie)) ||
           request.header("authorization");
}

bool is_same_site(const Request& request) {
    if (const auto site = request.header("sec-fetch-site"); site && *site != "same-origin" && *site != "none")
        return false;
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
    if (const auto chosen = cookie_of(request, language_cookie)) return parse_language(*chosen);
    const auto accepted = request.header("accept-language");
    return accepted && accepted->starts_with("zh") ? Language::Chinese : Language::English;
}

}  // namespace leasebook::server
