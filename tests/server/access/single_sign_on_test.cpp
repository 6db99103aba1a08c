// The way through a provider that the test plays itself: what it is asked, and what becomes of its answers.
#include "server/access/single_sign_on.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "server/log.h"
#include "tests/server/access/signing_key.h"

namespace leasebook::server {
namespace {

using tests::json;
using tests::SigningKey;

constexpr std::int64_t now = 1'800'000'000;
constexpr std::chrono::sys_seconds moment{std::chrono::seconds(now)};
const std::string issuer = "https://login.example";

class SignOn : public testing::Test {
protected:
    SignOn() { start_log("text", "off"); }

    SingleSignOn client(const std::string& secret = "s: cret") {
        return SingleSignOn({issuer, "leasebook", secret, "https://leasebook.example/sign-in/provider/return"},
                            [this](const WebQuestion& question) { return answer(question); });
    }
    Result<std::string> answer(const WebQuestion& question) {
        asked.push_back(question);
        if (silent) return conflict("The sign-in service does not answer. Try again in a moment.");
        if (question.url.ends_with("/.well-known/openid-configuration")) return document.dump();
        if (question.url == issuer + "/keys") return tests::keys_of({keys.at(std::min(key_asked++, keys.size() - 1))});
        if (question.url == issuer + "/token") return json{{"id_token", token}, {"token_type", "Bearer"}}.dump();
        return conflict("The sign-in service does not answer as it should.");
    }
    static std::string token_for(const Way& way, const SigningKey& key, const std::string& id) {
        return tests::token_of({{"iss", issuer},
                                {"aud", "leasebook"},
                                {"sub", "person-7"},
                                {"nonce", way.nonce},
                                {"iat", now},
                                {"exp", now + 60}},
                               {{"alg", "RS256"}, {"kid", id}}, key);
    }
    static const SigningKey& key() {
        static const SigningKey made;
        return made;
    }

    json document{{"issuer", issuer},
                  {"authorization_endpoint", issuer + "/auth?tenant=1"},
                  {"token_endpoint", issuer + "/token"},
                  {"jwks_uri", issuer + "/keys"}};
    std::vector<json> keys{key().jwk("k1")};
    std::size_t key_asked = 0;
    std::string token;
    bool silent = false;
    std::vector<WebQuestion> asked;
};

TEST_F(SignOn, LeavesWithStateNonceAndTheVerifiersHash) {
    auto sign_on = client();
    // RFC 7636, appendix B
    const Way way{"the-state", "the-nonce", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"};
    EXPECT_EQ(*sign_on.address(way),
              issuer +
                  "/auth?tenant=1&response_type=code&scope=openid&code_challenge_method=S256&client_id=leasebook"
                  "&redirect_uri=https%3A%2F%2Fleasebook.example%2Fsign-in%2Fprovider%2Freturn&state=the-state"
                  "&nonce=the-nonce&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    EXPECT_NE(new_way().state, new_way().state);
}

TEST_F(SignOn, ComesBackWithTheSubjectForTheCode) {
    auto sign_on = client();
    const auto way = new_way();
    token = token_for(way, key(), "k1");
    EXPECT_EQ(*sign_on.subject("the code", way, moment), "person-7");
    const auto& question = *std::ranges::find(asked, issuer + "/token", &WebQuestion::url);
    EXPECT_EQ(question.form.at("code"), "the code");
    EXPECT_EQ(question.form.at("code_verifier"), way.verifier);
    EXPECT_EQ(question.form.at("grant_type"), "authorization_code");
    EXPECT_EQ(question.user, "leasebook");
    EXPECT_EQ(question.password, "s%3A%20cret") << "form-encoded before Basic, RFC 6749 2.3.1";
}

TEST_F(SignOn, APublicClientNamesItself) {
    auto sign_on = client("");
    const auto way = new_way();
    token = token_for(way, key(), "k1");
    EXPECT_TRUE(sign_on.subject("x", way, moment));
    const auto& question = *std::ranges::find(asked, issuer + "/token", &WebQuestion::url);
    EXPECT_EQ(question.form.at("client_id"), "leasebook");
    EXPECT_TRUE(question.user.empty());
}

TEST_F(SignOn, RefusesATokenOfAnotherWay) {
    auto sign_on = client();
    token = token_for(new_way(), key(), "k1");
    EXPECT_FALSE(sign_on.subject("x", new_way(), moment));
}

TEST_F(SignOn, AsksForTheKeysAgainWhenTheProviderChangedThem) {
    const SigningKey fresh;
    keys = {key().jwk("k1"), fresh.jwk("k2")};
    auto sign_on = client();
    const auto way = new_way();
    token = token_for(way, fresh, "k2");
    // Asked a moment ago: a stranger's tokens must not make us ask all the time.
    EXPECT_FALSE(sign_on.subject("x", way, moment));
    EXPECT_EQ(key_asked, 1U);
    auto later = client();
    EXPECT_TRUE(later.subject("x", way, moment));
}

TEST_F(SignOn, TakesNoDocumentThatLeadsElsewhere) {
    const auto way = new_way();
    for (const auto& [name, value] : {std::pair{"issuer", "https://login.example.evil"},
                                      {"authorization_endpoint", "http://login.example/auth"},
                                      {"token_endpoint", "javascript:alert(1)"},
                                      {"jwks_uri", ""}}) {
        const auto good = document[name];
        document[name] = value;
        EXPECT_FALSE(client().address(way)) << name;
        document[name] = good;
    }
    EXPECT_TRUE(client().address(way));
}

TEST_F(SignOn, SaysSoWhenTheProviderIsSilentAndTriesAgainNextTime) {
    auto sign_on = client();
    silent = true;
    EXPECT_FALSE(sign_on.address(new_way()));
    silent = false;
    EXPECT_TRUE(sign_on.address(new_way()));
}

TEST(WhoMayBeAsked, IsAnyoneOverTlsAndThisMachineWithout) {
    for (const char* good :
         {"https://login.example/x", "http://127.0.0.1:9000/", "http://localhost/x", "http://[::1]/"})
        EXPECT_TRUE(may_be_asked(good)) << good;
    for (const char* bad : {"http://login.example/", "ftp://127.0.0.1/", "", "login.example", "https://",
                            "file:///etc/passwd", "https://user@login.example/", "http://127.0.0.1.evil.example/"})
        EXPECT_FALSE(may_be_asked(bad)) << bad;
}

}  // namespace
}  // namespace leasebook::server
