// ID tokens signed by a key of the test's own, good and bad.
#include "server/access/id_token.h"

#include <gtest/gtest.h>

#include "tests/server/access/signing_key.h"

namespace leasebook::server {
namespace {

using tests::base64url;
using tests::json;
using tests::keys_of;
using tests::SigningKey;

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
std::string signed_token(const json& claims, const json& header = good_header(),
                         const SigningKey& key = provider_key()) {
    return tests::token_of(claims, header, key);
}
const std::string& provider_keys() {
    static const std::string keys = keys_of({provider_key().jwk("k1")});
    return keys;
}
Result<std::string> subject(const std::string& token) { return subject_of_id_token(token, provider_keys(), expected); }

TEST(IdToken, NamesItsSubject) {
    EXPECT_EQ(*subject(signed_token(good_claims())), "person-7");
    auto list = good_claims();
    list["aud"] = {"leasebook"};
    EXPECT_TRUE(subject(signed_token(list)));
    list["aud"] = {"leasebook", "other"};
    list["azp"] = "leasebook";
    EXPECT_TRUE(subject(signed_token(list)));
    EXPECT_TRUE(subject(signed_token(good_claims(), {{"alg", "RS256"}}))) << "one key needs no name";
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
        const auto refused = subject(signed_token(claims));
        ASSERT_FALSE(refused) << claim << " " << value;
        EXPECT_EQ(refused.error().code, ErrorCode::Forbidden) << claim;
    }
    auto late = good_claims();
    late["exp"] = now - 59;
    EXPECT_TRUE(subject(signed_token(late))) << "clocks may differ by a minute";
}

TEST(IdToken, IsRefusedWithoutTheProvidersSignature) {
    const SigningKey stranger;
    EXPECT_FALSE(subject(signed_token(good_claims(), good_header(), stranger)));
    auto token = signed_token(good_claims());
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
        EXPECT_FALSE(subject(signed_token(good_claims(), {{"alg", algorithm}, {"kid", "k1"}}))) << algorithm;
    EXPECT_FALSE(subject(signed_token(good_claims(), {{"alg", "RS256"}, {"kid", "k1"}, {"crit", {"exp"}}})));
}

TEST(IdToken, AsksForNewerKeysWhenItsKeyIsNotAmongThem) {
    const auto unknown = subject(signed_token(good_claims(), {{"alg", "RS256"}, {"kid", "k2"}}));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::NotFound);
    for (const std::string& keys : {std::string("{}"), std::string("[]"), std::string("no json"), keys_of({})})
        EXPECT_EQ(subject_of_id_token(signed_token(good_claims()), keys, expected).error().code, ErrorCode::NotFound);
}

TEST(IdToken, TakesNoKeyThatIsForSomethingElseOrTooShort) {
    auto encrypting = provider_key().jwk("k1");
    encrypting["use"] = "enc";
    EXPECT_FALSE(subject_of_id_token(signed_token(good_claims()), keys_of({encrypting}), expected));
    const SigningKey small(1024);
    EXPECT_FALSE(
        subject_of_id_token(signed_token(good_claims(), good_header(), small), keys_of({small.jwk("k1")}), expected));
}

TEST(IdToken, IsRefusedWhenItIsNoneAtAll) {
    for (const std::string& text : {std::string(), std::string("a"), std::string("a.b"), std::string("..."),
                                    std::string("a.b.c.d"), std::string("!!.!!.!!"), std::string(17'000, 'a')})
        EXPECT_FALSE(subject(text)) << text.substr(0, 20);
}

}  // namespace
}  // namespace leasebook::server
