#pragma once
// Who is asking: the person behind a session cookie or an API token. Sessions live in the database, only their
// SHA-256 is stored; 15 minutes idle or 10 hours in all end them.
#include <mutex>
#include <optional>
#include <unordered_map>

#include "server/call.h"
#include "server/freshness.h"

namespace leasebook::server {

inline constexpr auto session_idle_limit = std::chrono::minutes(15);
inline constexpr auto session_length_limit = std::chrono::hours(10);
inline constexpr auto code_limit = std::chrono::minutes(5);  // from the right password to the right code
inline constexpr std::string_view session_cookie = "leasebook_session";
inline constexpr std::string_view visit_cookie = "leasebook_visit";    // ties the sign-in form to its browser
inline constexpr std::string_view device_cookie = "leasebook_device";  // this browser signed in before
inline constexpr std::string_view way_cookie = "leasebook_way";        // a sign-in on its way through the provider
inline constexpr std::string_view language_cookie = "leasebook_language";

// Recognises people by cookie or token. A person once recognised is known for a second without asking the database,
// unless this process wrote anything meanwhile: signing out, disabling a user or changing a password takes effect at
// once, and within that second when it is done from the command line.
class Doorkeeper {
public:
    // Nobody (an empty name) when there is no session or token, or it has ended.
    SignedIn who_asks(const App& app, const Request& request);
    // Who asks, where that was found out a moment ago; the database is not asked.
    std::optional<SignedIn> known(const App& app, const Request& request);

private:
    struct Known {
        SignedIn person;
        db::Moment valid_until;
        Freshness fresh;
    };
    std::optional<SignedIn> known(const App& app, const std::string& key);

    std::mutex mutex_;
    std::unordered_map<std::string, Known> known_;  // by hash of the secret
};

// Cookies that decide who is who. Over TLS their names begin with "__Host-", which browsers take only with Secure,
// Path=/ and without a Domain, so no other host and no plain-text connection can set one.
std::string cookie_text(const Request& request, std::string_view name, std::string_view value);  // "": ends it
std::optional<std::string> cookie_of(const Request& request, std::string_view name);
// Whether a request shows anything to be recognised by, before it is known whether it came over TLS.
bool shows_a_secret(const Request& request);

// A change that came by cookie must prove that one of our own pages sent it: the token of the session in the form
// or in X-CSRF-Token, and an Origin (where the browser sends one) that is this host.
bool is_same_site(const Request& request);
bool has_csrf_token(const Request& request, const std::string& token);

Language language_of(const Request& request);

}  // namespace leasebook::server
