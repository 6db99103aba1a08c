// ID tokens signed by a key of the test's own, good and bad.
#include "server/access/id_token.h"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <sodium.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

namespace leasebook::server {
namespace {

using nlohmann::json;

std::string base64url(std::string_view bytes) {
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      variant);
    text.pop_back();
    return text;
}

class SigningKey {
public:
    explicit SigningKey(unsigned bits = 2048) : key_(EVP_RSA_gen(bits), EVP_PKEY_free) {}
    json jwk(const std::string& id) const {
        return {{"kty", "RSA"},
                {"use", "sig"},
                {"alg", "RS256"},
                {"kid", id},
                {"n", part(OSSL_PKEY_PARAM_RSA_N)},
                {"e", part(OSSL_PKEY_PARAM_RSA_E)}};
    }
    std::string sign(const std::string& text) const {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
        const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
        std::size_t size = 0;
        EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size());
        std::string signature(size, '\0');
        EXPECT_EQ(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                                 text.size()),
                  1);
        return signature;
    }

private:
    std::string part(const char* name) const {
        BIGNUM* number = nullptr;
        EVP_PKEY_get_bn_param(key_.get(), name, &number);
        std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
        BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
        BN_free(number);
        return base64url(bytes);
    }
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

const SigningKey& provider_key() {
    static const SigningKey key;
    return key;
}

constexpr std::int64_t now = 1'800'000'000;
const IdTokenExpectation expected{"https://login.example", "leasebook", "the-nonce",
                                  std::chrono::sys_seconds(std::chrono::seconds(now))};

json good_claims() {
    return {{"iss", "https://login.example"}, {"aud", "leasebook"}, {"sub", "person-7"},
            {"nonce", "the-nonce"},           {"iat", now - 5},     {"exp", now + 60}};
}
json good_header() { return {{"alg", "RS256"}, {"kid", "k1"}}; }
std::string token_of(const json& claims, const json& header = good_header(), const SigningKey& key = provider_key()) {
    const auto signed_text = base64url(header.dump()) + "." + base64url(claims.dump());
    return signed_text + "." + base64url(key.sign(signed_text));
}
std::string keys_of(const std::vector<json>& keys) { return json{{"keys", keys}}.dump(); }
const std::string& provider_keys() {
    static const std::string keys = keys_of({provider_key().jwk("k1")});
    return keys;
}
Result<std::string> subject(const std::string& token) { return subject_of_id_token(token, provider_keys(), expected); }

TEST(IdToken, NamesItsSubject) {
    EXPECT_EQ(*subject(token_of(good_claims())), "person-7");
    auto list = good_claims();
    list["aud"] = {"leasebook"};
    EXPECT_TRUE(subject(token_of(list)));
    list["aud"] = {"leasebook", "other"};
    list["azp"] = "leasebook";
    EXPECT_TRUE(subject(token_of(list)));
    EXPECT_TRUE(subject(token_of(good_claims(), {{"alg", "RS256"}}))) << "one key needs no name";
}

TEST(IdToken, IsRefusedForEachClaimThatIsNotAsItMustBe) {
    const std::vector<std::pair<const char*, json>> wrong{{"iss", "https://login.example.evil"},
                                                          {"iss", nullptr},
                                                          {"aud", "other"},
                                                          {"aud", json{"leasebook", "other"}},
                                                          {"aud", json::array()},
                                                          {"aud", nullptr},
                                                          {"azp", "other"},
                                                          {"sub", ""},
                                                          {"sub", nullptr},
                                                          {"sub", std::string(256, 'x')},
                                                          {"sub", 7},
                                                          {"nonce", "another"},
                                                          {"nonce", nullptr},
                                                          {"exp", now - 60},
                                                          {"exp", nullptr},
                                                          {"exp", "1900000000"},
                                                          {"iat", now + 61},
                                                          {"iat", nullptr},
                                                          {"nbf", now + 61}};
    for (const auto& [claim, value] : wrong) {
        auto claims = good_claims();
        claims[claim] = value;
        if (value.is_null()) claims.erase(claim);
        const auto refused = subject(token_of(claims));
        ASSERT_FALSE(refused) << claim << " " << value;
        EXPECT_EQ(refused.error().code, ErrorCode::Forbidden) << claim;
    }
    auto late = good_claims();
    late["exp"] = now - 59;
    EXPECT_TRUE(subject(token_of(late))) << "clocks may differ by a minute";
}

TEST(IdToken, IsRefusedWithoutTheProvidersSignature) {
    const SigningKey stranger;
    EXPECT_FALSE(subject(token_of(good_claims(), good_header(), stranger)));
    auto token = token_of(good_claims());
    const auto dot = token.rfind('.');
    auto other = good_claims();
    other["sub"] = "the-director";
    const auto swapped = base64url(good_header().dump()) + "." + base64url(other.dump()) + token.substr(dot);
    EXPECT_FALSE(subject(swapped));
    EXPECT_FALSE(subject(token.substr(0, dot + 1)));
    token[dot + 5] = token[dot + 5] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(subject(token));
}

TEST(IdToken, DoesNotChooseHowItIsChecked) {
    const auto unsigned_text = base64url(R"({"alg":"none"})") + "." + base64url(good_claims().dump()) + ".";
    EXPECT_FALSE(subject(unsigned_text));
    for (const char* algorithm : {"none", "HS256", "RS384", "PS256", "rs256", ""})
        EXPECT_FALSE(subject(token_of(good_claims(), {{"alg", algorithm}, {"kid", "k1"}}))) << algorithm;
    EXPECT_FALSE(subject(token_of(good_claims(), {{"alg", "RS256"}, {"kid", "k1"}, {"crit", {"exp"}}})));
}

TEST(IdToken, AsksForNewerKeysWhenItsKeyIsNotAmongThem) {
    const auto unknown = subject(token_of(good_claims(), {{"alg", "RS256"}, {"kid", "k2"}}));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::NotFound);
    for (const std::string& keys : {std::string("{}"), std::string("[]"), std::string("no json"), keys_of({})})
        EXPECT_EQ(subject_of_id_token(token_of(good_claims()), keys, expected).error().code, ErrorCode::NotFound);
}

TEST(IdToken, TakesNoKeyThatIsForSomethingElseOrTooShort) {
    auto encrypting = provider_key().jwk("k1");
    encrypting["use"] = "enc";
    EXPECT_FALSE(subject_of_id_token(token_of(good_claims()), keys_of({encrypting}), expected));
    const SigningKey small(1024);
    EXPECT_FALSE(
        subject_of_id_token(token_of(good_claims(), good_header(), small), keys_of({small.jwk("k1")}), expected));
}

TEST(IdToken, IsRefusedWhenItIsNoneAtAll) {
    for (const std::string& text : {std::string(), std::string("a"), std::string("a.b"), std::string("..."),
                                    std::string("a.b.c.d"), std::string("!!.!!.!!"), std::string(17'000, 'a')})
        EXPECT_FALSE(subject(text)) << text.substr(0, 20);
}

}  // namespace
}  // namespace leasebook::server
