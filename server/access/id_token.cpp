#include "server/access/id_token.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "server/access/secrets.h"

namespace leasebook::server {

namespace {

using nlohmann::json;

constexpr std::size_t longest_token = 16 * 1024;
constexpr auto leeway = std::chrono::seconds(60);
constexpr int least_key_bits = 2048;

Error wrong(std::string what) { return forbidden(std::move(what)); }

std::optional<std::string> base64url_decoded(std::string_view text) {
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                          nullptr, &size, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        end != text.data() + text.size())
        return std::nullopt;
    bytes.resize(size);
    return bytes;
}

// A JSON object, or nothing.
json object_of(std::optional<std::string_view> text) {
    if (!text) return nullptr;
    auto parsed = json::parse(*text, nullptr, false);
    return parsed.is_object() ? parsed : json(nullptr);
}

std::string text_in(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<std::int64_t> number_in(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number_integer()) return std::nullopt;
    return found->get<std::int64_t>();
}

template <auto release>
struct Releases {
    template <class T>
    void operator()(T* held) const {
        release(held);
    }
};
template <class T, auto release>
using Held = std::unique_ptr<T, Releases<release>>;
using Key = Held<EVP_PKEY, EVP_PKEY_free>;

Held<BIGNUM, BN_free> big_number(const std::optional<std::string>& bytes) {
    if (!bytes || bytes->empty()) return nullptr;
    return Held<BIGNUM, BN_free>(
        BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes->data()), static_cast<int>(bytes->size()), nullptr));
}

// An RSA public key of a JWK; null when it is none that may be used.
Key rsa_key(const json& jwk) {
    const auto n = big_number(base64url_decoded(text_in(jwk, "n"))),
               e = big_number(base64url_decoded(text_in(jwk, "e")));
    if (!n || !e || BN_num_bits(n.get()) < least_key_bits) return nullptr;
    const Held<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> building(OSSL_PARAM_BLD_new());
    ensure(building && OSSL_PARAM_BLD_push_BN(building.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
               OSSL_PARAM_BLD_push_BN(building.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1,
           "a key can be put together");
    const Held<OSSL_PARAM, OSSL_PARAM_free> parameters(OSSL_PARAM_BLD_to_param(building.get()));
    const Held<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return nullptr;
    return Key(key);
}

bool is_signed_by(const Key& key, std::string_view text, std::string_view signature) {
    const Held<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
    return context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                            reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

// The provider's keys for signatures of that id; every one of them where the token names none.
std::vector<Key> keys_for(std::string_view keys, const std::string& id) {
    std::vector<Key> fitting;
    const auto set = object_of(keys);
    if (!set.contains("keys") || !set["keys"].is_array()) return fitting;
    for (const auto& jwk : set["keys"]) {
        if (!jwk.is_object() || text_in(jwk, "kty") != "RSA") continue;
        if (jwk.contains("use") && text_in(jwk, "use") != "sig") continue;
        if (jwk.contains("alg") && text_in(jwk, "alg") != "RS256") continue;
        if (!id.empty() && text_in(jwk, "kid") != id) continue;
        if (auto key = rsa_key(jwk)) fitting.push_back(std::move(key));
    }
    return fitting;
}

bool is_for(const json& claims, const std::string& client) {
    const auto audience = claims.find("aud");
    if (audience == claims.end()) return false;
    const auto authorised = text_in(claims, "azp");
    if (!authorised.empty() && authorised != client) return false;
    if (audience->is_string()) return *audience == client;
    if (!audience->is_array()) return false;
    return std::ranges::find(*audience, json(client)) != audience->end() &&
           (audience->size() == 1 || authorised == client);
}

Result<std::string> checked_subject(const json& claims, const IdTokenExpectation& expected) {
    const auto now = expected.now.time_since_epoch().count();
    const auto expires = number_in(claims, "exp"), issued = number_in(claims, "iat");
    if (text_in(claims, "iss") != expected.issuer) return wrong("The sign-in comes from another issuer.");
    if (!is_for(claims, expected.client_id)) return wrong("The sign-in was meant for another program.");
    if (!expires || now >= *expires + leeway.count()) return wrong("The sign-in has expired.");
    if (!issued || *issued > now + leeway.count()) return wrong("The sign-in comes from the future.");
    if (const auto from = number_in(claims, "nbf"); from && *from > now + leeway.count())
        return wrong("The sign-in comes from the future.");
    if (expected.nonce.empty() || !same_secret(text_in(claims, "nonce"), expected.nonce))
        return wrong("The sign-in was not begun here.");
    auto subject = text_in(claims, "sub");
    if (subject.empty() || subject.size() > 255) return wrong("The sign-in names nobody.");
    return subject;
}

}  // namespace

Result<std::string> subject_of_id_token(std::string_view token, std::string_view keys,
                                        const IdTokenExpectation& expected) {
    const auto unreadable = [] { return wrong("The provider's answer cannot be read."); };
    const auto first = token.find('.'), second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (token.size() > longest_token || second == std::string_view::npos ||
        token.find('.', second + 1) != std::string_view::npos)
        return unreadable();
    const auto header = object_of(base64url_decoded(token.substr(0, first)));
    const auto claims = object_of(base64url_decoded(token.substr(first + 1, second - first - 1)));
    const auto signature = base64url_decoded(token.substr(second + 1));
    if (header.is_null() || claims.is_null() || !signature) return unreadable();
    if (text_in(header, "alg") != "RS256" || header.contains("crit"))
        return wrong("The provider signs in a way that is not taken here: RS256 is.");
    const auto candidates = keys_for(keys, text_in(header, "kid"));
    if (candidates.empty()) return not_found("", "The provider's key is not known.");
    if (std::ranges::none_of(candidates,
                             [&](const Key& key) { return is_signed_by(key, token.substr(0, second), *signature); }))
        return wrong("The provider's signature is wrong.");
    return checked_subject(claims, expected);
}

}  // namespace leasebook::server
