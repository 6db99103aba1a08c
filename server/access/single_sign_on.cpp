#include "server/access/single_sign_on.h"

#include <Poco/URI.h>
#include <sodium.h>

#include <array>
#include <nlohmann/json.hpp>

#include "server/access/id_token.h"
#include "server/access/secrets.h"

namespace leasebook::server {

namespace {

using nlohmann::json;

Error not_as_it_should() { return conflict("The sign-in service does not answer as it should."); }

std::string text_in(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

json object_of(const std::string& text) {
    auto parsed = json::parse(text, nullptr, false);
    return parsed.is_object() ? parsed : json::object();
}

std::string encoded(const std::string& text) {
    std::string out;
    Poco::URI::encode(text, "!#$&'()*+,/:;=?@[]%", out);
    return out;
}

// RFC 7636, 4.2: base64url of the SHA-256 of the verifier.
std::string challenge_of(const std::string& verifier) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size());
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(digest.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), digest.data(), digest.size(), variant);
    text.pop_back();  // the terminating NUL
    return text;
}

}  // namespace

Way new_way() { return {random_token(), random_token(), random_token()}; }

SingleSignOn::SingleSignOn(SingleSignOnSettings settings, AskWeb ask)
    : settings_(std::move(settings)), ask_(std::move(ask)) {}

Result<SingleSignOn::Provider> SingleSignOn::provider() {
    {
        const std::lock_guard lock(mutex_);
        if (provider_) return *provider_;
    }
    auto base = settings_.issuer;
    while (base.ends_with('/')) base.pop_back();
    const auto text = ask_({base + "/.well-known/openid-configuration", {}, "", ""});
    if (!text) return text.errors();
    const auto document = object_of(*text);
    const Provider found{text_in(document, "authorization_endpoint"), text_in(document, "token_endpoint"),
                         text_in(document, "jwks_uri")};
    // A document of another issuer would send our people, and their codes, to somebody else.
    if (text_in(document, "issuer") != settings_.issuer || !may_be_asked(found.authorization_endpoint) ||
        !may_be_asked(found.token_endpoint) || !may_be_asked(found.jwks_uri))
        return not_as_it_should();
    const std::lock_guard lock(mutex_);
    provider_ = found;
    return found;
}

Result<std::string> SingleSignOn::keys(bool again) {
    constexpr auto at_most_every = std::chrono::minutes(1);  // nobody makes us ask for keys all the time
    {
        const std::lock_guard lock(mutex_);
        const bool lately = std::chrono::steady_clock::now() - keys_asked_ < at_most_every;
        if (!keys_.empty() && (!again || lately)) return keys_;
    }
    const auto known = provider();
    if (!known) return known.errors();
    auto text = ask_({known->jwks_uri, {}, "", ""});
    if (!text) return text;
    const std::lock_guard lock(mutex_);
    keys_ = *text;
    keys_asked_ = std::chrono::steady_clock::now();
    return text;
}

Result<std::string> SingleSignOn::address(const Way& way) {
    const auto known = provider();
    if (!known) return known.errors();
    const auto& endpoint = known->authorization_endpoint;
    return endpoint + (endpoint.find('?') == std::string::npos ? "?" : "&") +
           "response_type=code&scope=openid&code_challenge_method=S256&client_id=" + encoded(settings_.client_id) +
           "&redirect_uri=" + encoded(settings_.redirect_uri) + "&state=" + way.state + "&nonce=" + way.nonce +
           "&code_challenge=" + challenge_of(way.verifier);
}

Result<std::string> SingleSignOn::subject(const std::string& code, const Way& way, std::chrono::sys_seconds now) {
    const auto known = provider();
    if (!known) return known.errors();
    WebQuestion question{known->token_endpoint,
                         {{"grant_type", "authorization_code"},
                          {"code", code},
                          {"redirect_uri", settings_.redirect_uri},
                          {"code_verifier", way.verifier}},
                         "",
                         ""};
    if (settings_.client_secret.empty()) {
        question.form["client_id"] = settings_.client_id;
    } else {  // RFC 6749, 2.3.1: both are form-encoded before they become Basic credentials
        question.user = encoded(settings_.client_id);
        question.password = encoded(settings_.client_secret);
    }
    const auto answer = ask_(question);
    if (!answer) return answer.errors();
    const auto token = text_in(object_of(*answer), "id_token");
    const IdTokenExpectation expected{settings_.issuer, settings_.client_id, way.nonce, now};
    for (const bool again : {false, true}) {
        const auto set = keys(again);
        if (!set) return set.errors();
        auto subject = subject_of_id_token(token, *set, expected);
        if (subject || subject.error().code != ErrorCode::NotFound) return subject;
    }
    return forbidden("The provider's signature is wrong.");
}

}  // namespace leasebook::server
