// What people see of their own access: sessions, cookies, tokens; and what administrators may do to that of others.
#include "tests/server/door_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

class OwnAccess : public DoorCase {};

TEST_F(OwnAccess, ListsTheSessionsOfOneselfAndEndsThem) {
    Browser here, elsewhere, stranger;
    sign_in(here, "clerk");
    sign_in(elsewhere, "clerk", house_password, "10.1.2.3");
    sign_in(stranger, "risk", house_password, "10.9.9.9");
    const auto page = browse(here, "GET", "/sessions");
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("10.1.2.3"), std::string::npos);
    EXPECT_EQ(page.body.find("10.9.9.9"), std::string::npos) << "somebody else's";
    const auto begin = page.body.find("/sessions/", page.body.find("10.1.2.3"));
    const auto end_path = page.body.substr(begin, page.body.find('"', begin) - begin);
    EXPECT_EQ(submit(here, "/sessions", end_path, {}).status, 303);
    EXPECT_FALSE(is_in(elsewhere));
    EXPECT_TRUE(is_in(here));
    EXPECT_EQ(submit(here, "/sessions", end_path, {}).status, 404) << "ended already";
    EXPECT_EQ(submit(stranger, "/sessions", end_path, {}).status, 404);
}

TEST_F(OwnAccess, EndsAllOthersAtOnce) {
    Browser here, one, two, stranger;
    for (auto* browser : {&here, &one, &two}) sign_in(*browser, "clerk");
    sign_in(stranger, "risk");
    EXPECT_EQ(submit(here, "/sessions", "/sessions/end-others", {}).status, 303);
    EXPECT_TRUE(is_in(here));
    EXPECT_FALSE(is_in(one));
    EXPECT_FALSE(is_in(two));
    EXPECT_TRUE(is_in(stranger));
}

TEST_F(OwnAccess, NobodyEndsTheSessionOfAnother) {
    const auto clerk = signed_in(user_of(as(Role::Clerk)));
    const auto id = sha256_hex(clerk.cookie).substr(0, 16);
    EXPECT_EQ(send_json("DELETE", "/api/v1/sessions/" + id, "", as(Role::Administrator)).status, 404);
    EXPECT_EQ(get("/", clerk).status, 200);
    EXPECT_EQ(send_json("DELETE", "/api/v1/sessions/" + id.substr(0, 8), "", clerk).status, 404)
        << "too short to be sure";
}

TEST_F(OwnAccess, TheApiListsAndEndsSessionsToo) {
    const auto here = as(Role::Clerk), elsewhere = signed_in(user_of(here));
    const auto sessions = json_of(get("/api/v1/sessions", here))["items"];
    ASSERT_EQ(sessions.size(), 2U);
    for (const auto& session : sessions) {
        EXPECT_EQ(session["id"].get<std::string>().size(), 16U) << "never the whole hash";
        if (session["present"].get<bool>()) continue;
        EXPECT_EQ(send_json("DELETE", "/api/v1/sessions/" + session["id"].get<std::string>(), "", here).status, 200);
    }
    EXPECT_EQ(get("/", elsewhere).status, 303);
    EXPECT_EQ(get("/", here).status, 200);
    EXPECT_EQ(send_json("DELETE", "/api/v1/sessions/0123456789abcdef", "", token_of(here)).status, 403);
}

TEST_F(OwnAccess, OverTlsCookiesAreTiedToThisHost) {
    secure_ = true;
    Browser browser;
    const auto answer = sign_in(browser, "clerk");
    int cookies = 0;
    for (const auto& [header, value] : answer.headers) {
        if (header != "Set-Cookie") continue;
        ++cookies;
        EXPECT_TRUE(value.starts_with("__Host-")) << value;
        for (const char* attribute : {"; Secure", "; HttpOnly", "; Path=/", "; SameSite=Lax"})
            EXPECT_NE(value.find(attribute), std::string::npos) << value;
        EXPECT_EQ(value.find("Domain"), std::string::npos) << value;
    }
    EXPECT_GE(cookies, 2);
    EXPECT_TRUE(is_in(browser));
    // A cookie that a plain connection or a neighbouring host could have set counts for nothing.
    Browser planted;
    planted.cookies["leasebook_session"] = browser.cookies.at("__Host-leasebook_session");
    EXPECT_FALSE(is_in(planted));
}

TEST_F(OwnAccess, WithoutTlsCookiesHaveNoPrefixThatBrowsersWouldRefuse) {
    Browser browser;
    sign_in(browser, "clerk");
    EXPECT_TRUE(browser.cookies.contains("leasebook_session"));
    EXPECT_TRUE(is_in(browser));
}

TEST_F(OwnAccess, ABrowserThatSignedInBeforeIsNotKeptOutByStrangers) {
    Browser known;
    sign_in(known, "clerk");
    for (int i = 0; i < 10; ++i) {
        Browser stranger;
        sign_in(stranger, "clerk", "wrong", "10.0.0." + std::to_string(i));
    }
    Browser unknown;
    EXPECT_EQ(sign_in(unknown, "clerk").status, 429);
    browse(known, "POST", "/sign-out", {{"csrf", csrf_of(browse(known, "GET", "/"))}});
    EXPECT_EQ(location(sign_in(known, "clerk")), "/");
    EXPECT_EQ(sign_in(unknown, "risk").status, 303) << "and other accounts are not slowed down at all";
}

TEST_F(OwnAccess, ADevicesMarkHelpsNoOtherAccount) {
    Browser browser;
    sign_in(browser, "risk");
    for (int i = 0; i < 10; ++i) {
        Browser stranger;
        sign_in(stranger, "clerk", "wrong", "10.0.0." + std::to_string(i));
    }
    EXPECT_EQ(sign_in(browser, "clerk").status, 429);
}

TEST_F(OwnAccess, ATokenIsShownOnceAndKeptAsAHash) {
    const auto clerk = as(Role::Clerk);
    const auto made = post_form("/tokens", {{"label", "nightly"}, {"days", "7"}, {"scopes.read", "on"}}, clerk);
    EXPECT_EQ(made.status, 200);
    const auto begin = made.body.find("lp_");
    const auto secret = made.body.substr(begin, 46);
    EXPECT_EQ(get("/api/v1/contracts", {"", "", "", secret}).status, 200);
    EXPECT_EQ(get("/tokens", clerk).body.find(secret), std::string::npos);
    EXPECT_NE(get("/tokens", clerk).body.find(secret.substr(0, 9)), std::string::npos);
    database_->read([&](db::Connection& c) {
        const auto kept = db::tokens_of(c, user_of(clerk).id);
        ASSERT_EQ(kept.size(), 1U);
        EXPECT_EQ(kept[0].token_hash, sha256_hex(secret));
        EXPECT_EQ(kept[0].expires_at, now + std::chrono::days(7));
    });
    now += std::chrono::days(7);
    EXPECT_EQ(get("/api/v1/contracts", {"", "", "", secret}).status, 401);
}

TEST_F(OwnAccess, ATokenDoesWhatItsScopesNameAndNoMore) {
    const auto clerk = as(Role::Clerk);
    const auto token_with = [&](const std::string& scopes) {
        const auto made = post_json("/api/v1/tokens", json{{"label", "x"}, {"scopes", scopes}}.dump(), clerk);
        EXPECT_EQ(made.status, 201) << made.body;
        return Visitor{"clerk", "", "", json_of(made)["token"].get<std::string>()};
    };
    const auto reads = token_with("read"), registers = token_with("register"), both = token_with("read;register");
    const std::string cluster = R"({"code":"CC","name":"Cluster"})";
    EXPECT_EQ(get("/api/v1/contracts", reads).status, 200);
    EXPECT_EQ(post_json("/api/v1/clusters", cluster, reads).status, 403);
    EXPECT_EQ(get("/api/v1/contracts", registers).status, 403);
    EXPECT_EQ(post_json("/api/v1/clusters", cluster, registers).status, 201);
    EXPECT_EQ(get("/api/v1/contracts", both).status, 200);
    EXPECT_EQ(post_json("/api/v1/payments", "{}", token_with("payments")).status, 403) << "its owner may not";
    for (const char* scopes : {"approve", "read,register", "read;;register", "administer"})
        EXPECT_EQ(post_json("/api/v1/tokens", json{{"label", "x"}, {"scopes", scopes}}.dump(), clerk).status, 422)
            << scopes;
}

TEST_F(OwnAccess, NoScopeCoversWhatTakesAPerson) {
    using enum Permission;
    for (const auto permission : {DecideCredit, ApproveContracts, ClosePeriods, OverrideLimits, Administer, ReadAudit})
        EXPECT_FALSE(covers(all_scopes(), permission));
    for (const auto permission : {Read, EditRegister, EditContracts, ServiceContracts, PostPayments, EditMarket,
                                  Appraise, EditLimits, ManageRisk})
        EXPECT_TRUE(covers(all_scopes(), permission));
}

TEST_F(OwnAccess, ATokenIsRevokedByItsOwnerOnly) {
    const auto token = token_of(as(Role::Clerk));
    const auto prefix = token.bearer.substr(0, 9);
    EXPECT_EQ(send_json("DELETE", "/api/v1/tokens/" + prefix, "", as(Role::Risk)).status, 404);
    EXPECT_EQ(send_json("DELETE", "/api/v1/tokens/" + prefix, "", token).status, 403) << "nor by a token";
    EXPECT_EQ(json_of(get("/api/v1/tokens", as(Role::Clerk)))["items"].size(), 1U);
    EXPECT_EQ(send_json("DELETE", "/api/v1/tokens/" + prefix, "", as(Role::Clerk)).status, 200);
    EXPECT_EQ(get("/api/v1/contracts", token).status, 401);
    const auto other = token_of(as(Role::Clerk));
    EXPECT_EQ(post_form("/tokens/" + other.bearer.substr(0, 9) + "/revoke", {}, as(Role::Clerk)).status, 303);
    EXPECT_EQ(get("/api/v1/contracts", other).status, 401);
}

TEST_F(OwnAccess, ATokensLastUseIsNotedOnceAMinuteAtMost) {
    const auto token = token_of(as(Role::Clerk));
    const auto used = [&] {
        return database_->read(
            [&](db::Connection& c) { return db::tokens_of(c, user_of(as(Role::Clerk)).id).at(0).last_used_at; });
    };
    get("/api/v1/contracts", token);
    EXPECT_EQ(used(), now);
    const auto first = now;
    now += std::chrono::seconds(59);
    get("/api/v1/contracts", token);
    EXPECT_EQ(used(), first);
}

TEST_F(OwnAccess, AnAdministratorGivesAOneTimePasswordAndNeverChoosesOne) {
    Browser clerk;
    sign_in(clerk, "clerk");
    const auto answer =
        post_form("/users/clerk/password", {{"password", "chosen by somebody"}}, as(Role::Administrator));
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(is_in(clerk)) << "the old sessions are gone";
    EXPECT_EQ(sign_in(clerk, "clerk").status, 422) << "and the old password";
    EXPECT_EQ(sign_in(clerk, "clerk", "chosen by somebody").status, 422);
    EXPECT_EQ(post_form("/users/administrator/password", {}, as(Role::Administrator)).status, 409);
}

TEST_F(OwnAccess, ACostlyRequestIsRefusedWhenOneAsksTooOften) {
    int refused = 0;
    for (int i = 0; i < 200; ++i) {
        const auto answer = get("/api/v1/reports/no-such-report", as(Role::Auditor));
        if (answer.status != 429) continue;
        ++refused;
        EXPECT_FALSE(header_of(answer, "Retry-After").empty());
    }
    EXPECT_GT(refused, 100);
    EXPECT_EQ(get("/api/v1/reports/no-such-report", as(Role::Risk)).status, 404) << "others are not kept waiting";
}

}  // namespace
}  // namespace leasebook::server
