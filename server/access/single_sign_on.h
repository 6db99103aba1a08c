#pragma once
// Sign-in through a company's own service: OpenID Connect, authorisation code with PKCE (RFC 7636), state and nonce.
#include <chrono>
#include <mutex>
#include <optional>
#include <string>

#include "domain/result.h"
#include "server/access/web_client.h"

namespace leasebook::server {

struct SingleSignOnSettings {
    std::string issuer;  // "https://login.example/realms/staff"
    std::string client_id;
    std::string client_secret;  // empty: a public client, held by PKCE alone
    std::string redirect_uri;   // ours, as the provider knows it
};

// What is remembered of a sign-in between leaving for the provider and coming back, by the browser that left.
struct Way {
    std::string state, nonce, verifier;
};
Way new_way();

// Safe to use from many threads.
class SingleSignOn {
public:
    explicit SingleSignOn(SingleSignOnSettings settings, AskWeb ask = ask_web);

    const std::string& issuer() const { return settings_.issuer; }
    // Where the browser goes to sign in.
    Result<std::string> address(const Way& way);
    // Who came back with this code: the provider's subject for this person.
    Result<std::string> subject(const std::string& code, const Way& way, std::chrono::sys_seconds now);

private:
    struct Provider {
        std::string authorization_endpoint, token_endpoint, jwks_uri;
    };
    Result<Provider> provider();  // asked once
    Result<std::string> keys(bool again);

    const SingleSignOnSettings settings_;
    const AskWeb ask_;
    std::mutex mutex_;
    std::optional<Provider> provider_;                    // guarded by mutex_
    std::string keys_;                                    // guarded by mutex_
    std::chrono::steady_clock::time_point keys_asked_{};  // guarded by mutex_
};

}  // namespace leasebook::server
