// Who may do what, tried on every route there is: the table of routes is walked, so a route cannot be forgotten.
#include "tests/golden.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class Rights : public HouseCase {
protected:
    // A path that fits the pattern, with keys that nothing has.
    static std::string path_of(const Route& route) {
        std::string path;
        for (std::size_t i = 0; i < route.pattern.size(); ++i) {
            path += route.pattern[i] == '{' ? 'X' : route.pattern[i];
            if (route.pattern[i] == '{') i = route.pattern.find('}', i);
        }
        return path;
    }
    // The emptiest request the route can get, token and all.
    Response ask(const Route& route, const Visitor& who) {
        if (!route.changes_something()) return get(path_of(route), who);
        if (route.is_api()) return send_json(route.method, path_of(route), "{}", who, {{"if-match", "\"1\""}});
        return post_form(path_of(route), {}, who);
    }
    static bool leads_to_sign_in(const Response& response) {
        return response.status == 303 && header_of(response, "Location").starts_with("/sign-in");
    }
    // Everything that a request could have changed.
    std::vector<std::int64_t> stored() {
        return {book_version(), rows("contract_events"), rows("users"), rows("api_tokens"), rows("audit_log")};
    }
    std::vector<Route> changing() const {
        std::vector<Route> routes;
        for (const auto& route : corridor_.routes())
            if (route.permission && route.changes_something()) routes.push_back(route);
        return routes;
    }
};

TEST_F(Rights, EachRoleMayAskForWhatItsTableNamesAndNothingElse) {
    int cells = 0;
    for (const auto& route : corridor_.routes())
        for (const auto& [role, name] : NamesOf<Role>::names) {
            const auto visitor = signed_in(user_of(as(role)));  // a fresh session: signing out is a route too
            const auto response = ask(route, visitor);
            const bool allowed = !route.permission || allows(role, *route.permission);
            if (route.pattern == "/language" || route.pattern == "/sign-in") continue;  // open, with rules of their own
            EXPECT_EQ(response.status != 403, allowed) << route.method << " " << route.pattern << " as " << name;
            EXPECT_NE(response.status, 401) << route.method << " " << route.pattern << " as " << name;
            EXPECT_LT(response.status, 500) << route.method << " " << route.pattern << " as " << name;
            ++cells;
        }
    EXPECT_GT(cells, 300);
}

// Written down, so that whoever changes a right sees it in the change, and whoever asks can read it.
TEST_F(Rights, TheTableOfRightsIsTheOneThatIsWrittenDown) {
    std::string table;
    for (const auto& route : corridor_.routes()) {
        table += route.method + " " + route.pattern + ":";
        if (!route.permission) {
            table += " everybody\n";
            continue;
        }
        for (const auto& [role, name] : NamesOf<Role>::names)
            if (allows(role, *route.permission)) table += " " + std::string(name);
        for (const auto& [scope, name] : NamesOf<Scope>::names) {
            const auto needed = route.changes_something() ? *route.permission : Permission::Read;
            if (route.is_api() && covers({scope}, needed)) table += " (token: " + std::string(name) + ")";
        }
        table += "\n";
    }
    tests::expect_golden("rights.txt", table);
}

TEST_F(Rights, NobodyIsSentToSignInOrTold401) {
    for (const auto& route : corridor_.routes()) {
        const auto response = ask(route, {});
        if (!route.permission)
            EXPECT_LT(response.status, 500) << route.pattern;
        else if (route.is_api())
            EXPECT_EQ(response.status, 401) << route.pattern;
        else
            EXPECT_TRUE(leads_to_sign_in(response)) << route.method << " " << route.pattern << " " << response.status;
    }
    EXPECT_EQ(get("/api/v1/nothing-here", {}).status, 404);
    EXPECT_TRUE(leads_to_sign_in(get("/nothing-here", {})));
}

TEST_F(Rights, NoRouteThatChangesSomethingIsOpenButTheWayIn) {
    for (const auto& route : corridor_.routes())
        if (!route.permission && route.changes_something())
            EXPECT_TRUE(route.pattern == "/sign-in" || route.pattern == "/language") << route.pattern;
}

TEST_F(Rights, AnOtherMethodOnAKnownPathIs405) {
    EXPECT_EQ(send("DELETE", "/contracts", as(Role::Administrator)).status, 405);
    EXPECT_EQ(send("DELETE", "/api/v1/contracts", as(Role::Administrator)).status, 405);
}

TEST_F(Rights, AChangeWithoutTheTokenOfItsSessionIsRefused) {
    auto everybody = person("everybody", {Role::Clerk, Role::Approver, Role::Risk, Role::Finance, Role::Administrator});
    auto without = everybody, foreign = everybody;
    without.csrf.clear();
    foreign.csrf = signed_in(user_of(everybody)).csrf;
    const auto before = stored();
    for (const auto& route : changing()) {
        EXPECT_EQ(ask(route, without).status, 403) << route.pattern;
        EXPECT_EQ(ask(route, foreign).status, 403) << route.pattern;
    }
    EXPECT_EQ(stored(), before);
    EXPECT_EQ(get("/", everybody).status, 200) << "still signed in: the sign-out without token had no effect";
}

TEST_F(Rights, AChangeFromAnotherSiteIsRefusedEvenWithTheToken) {
    const auto clerk = as(Role::Clerk);
    const auto body = form_body({{"csrf", clerk.csrf}, {"code", "CC"}, {"name", "Cluster"}});
    const Headers form{{"content-type", "application/x-www-form-urlencoded"}};
    const std::vector<Headers> foreign{{{"origin", "https://evil.example"}},
                                       {{"origin", "null"}},
                                       {{"origin", "http://leasebook.test.evil.example"}},
                                       {{"origin", "http://leasebook.test:81"}},
                                       {{"sec-fetch-site", "cross-site"}},
                                       {{"sec-fetch-site", "same-site"}}};
    const auto before = stored();
    for (auto headers : foreign) {
        const auto what = headers.front().second;
        headers.insert(headers.end(), form.begin(), form.end());
        EXPECT_EQ(send("POST", "/clusters", clerk, body, headers).status, 403) << what;
    }
    EXPECT_EQ(stored(), before);
    auto own = form;
    own.emplace_back("origin", "https://" + house_host);
    own.emplace_back("sec-fetch-site", "same-origin");
    EXPECT_EQ(send("POST", "/clusters", clerk, body, own).status, 303);
}

TEST_F(Rights, AnApiTokenMayReadAndEnter) {
    const auto token = token_of(as(Role::Clerk));
    EXPECT_EQ(get("/api/v1/contracts", token).status, 200);
    EXPECT_EQ(post_json("/api/v1/clusters", R"({"code":"CC","name":"Cluster"})", token).status, 201);
}

TEST_F(Rights, AnApiTokenMayNeitherApproveNorChangeUsers) {
    const auto all = token_of(person("all", {Role::Clerk, Role::Approver, Role::Administrator}));
    const auto risk = token_of(as(Role::Risk));
    const auto before = stored();
    EXPECT_EQ(post_json("/api/v1/contracts/X/approve", "", all, {{"if-match", "\"1\""}}).status, 403);
    EXPECT_EQ(post_form("/contracts/X/approve", {{"version", "1"}}, all).status, 403);
    EXPECT_EQ(post_json("/api/v1/contracts/X/credit-decision", "{}", risk, {{"if-match", "\"1\""}}).status, 403);
    EXPECT_EQ(
        post_form("/users", {{"user_name", "eve"}, {"display_name", "Eve"}, {"roles.approver", "on"}}, all).status,
        403);
    EXPECT_EQ(post_form("/users/all", {{"display_name", "All"}, {"roles.approver", "on"}}, all).status, 403);
    EXPECT_EQ(post_form("/password", {{"password", house_password}}, all).status, 403);
    EXPECT_EQ(post_json("/api/v1/tokens", R"({"label":"child"})", all).status, 403);
    EXPECT_EQ(stored(), before);
    EXPECT_EQ(get("/api/v1/users", all).status, 200) << "reading is no danger";
}

TEST_F(Rights, ATokenOfABankMayPostPayments) {
    EXPECT_EQ(post_json("/api/v1/payments", "{}", token_of(as(Role::Finance))).status, 422);
    EXPECT_EQ(post_json("/api/v1/payments", "{}", token_of(as(Role::Clerk))).status, 403);
}

TEST_F(Rights, AnAdministratorDecidesOnNoCreditAndMovesNoMoney) {
    for (const auto permission : {Permission::DecideCredit, Permission::ApproveContracts, Permission::PostPayments,
                                  Permission::ClosePeriods, Permission::ServiceContracts})
        EXPECT_FALSE(allows(Role::Administrator, permission));
}

TEST_F(Rights, ATokenOfAnApproverMayStillRead) {
    EXPECT_EQ(get("/api/v1/contracts", token_of(as(Role::Approver))).status, 200);
}

TEST_F(Rights, ATokenEndsWithItsTimeOrItsUser) {
    const auto token = token_of(as(Role::Clerk), std::chrono::days(1));
    now += std::chrono::days(1);
    EXPECT_EQ(get("/api/v1/contracts", token).status, 401);
    const auto other = token_of(as(Role::Clerk));
    EXPECT_EQ(get("/api/v1/contracts", other).status, 200);
    change_user(as(Role::Clerk), [](db::User& user) { user.disabled = true; });
    EXPECT_EQ(get("/api/v1/contracts", other).status, 401);
    EXPECT_EQ(get("/api/v1/contracts", {"", "", "", "lp_guessed"}).status, 401);
}

TEST_F(Rights, ABadAuthorizationHeaderIsNotOverruledByACookie) {
    auto both = as(Role::Clerk);
    both.bearer = "lp_guessed";
    EXPECT_EQ(get("/api/v1/contracts", both).status, 401);
}

TEST_F(Rights, ASessionEndsAfterFifteenIdleMinutes) {
    now += std::chrono::minutes(15);
    EXPECT_EQ(get("/", as(Role::Clerk)).status, 200);
    now += std::chrono::minutes(15) + std::chrono::milliseconds(1);
    EXPECT_TRUE(leads_to_sign_in(get("/", as(Role::Clerk))));
}

TEST_F(Rights, ASessionEndsAfterTenHoursHoweverBusy) {
    const auto begun = now;
    while (now + std::chrono::minutes(10) <= begun + session_length_limit) {
        now += std::chrono::minutes(10);
        ASSERT_EQ(get("/", as(Role::Clerk)).status, 200);
    }
    now = begun + session_length_limit + std::chrono::milliseconds(1);
    EXPECT_TRUE(leads_to_sign_in(get("/", as(Role::Clerk))));
}

TEST_F(Rights, WhoMustChangeThePasswordGetsNowhereElse) {
    const auto newcomer = person("newcomer", {Role::Clerk, Role::Administrator}, true);
    for (const auto& route : corridor_.routes()) {
        if (!route.permission || route.pattern == "/password" || route.pattern == "/sign-out") continue;
        const auto response = ask(route, newcomer);
        if (!allows({Role::Clerk, Role::Administrator}, *route.permission) || route.is_api())
            EXPECT_EQ(response.status, 403) << route.pattern;
        else
            EXPECT_EQ(header_of(response, "Location"), "/password") << route.pattern;
    }
    EXPECT_EQ(get("/password", newcomer).status, 200);
    const Fields change{{"password", house_password},
                        {"new_password", "a fresh secret of mine"},
                        {"repeated_password", "a fresh secret of mine"}};
    EXPECT_EQ(header_of(post_form("/password", change, newcomer), "Location"), "/?saved=1");
    EXPECT_EQ(get("/", newcomer).status, 200);
}

TEST_F(Rights, AChangedPasswordEndsTheOtherSessions) {
    const auto here = as(Role::Clerk);
    const auto elsewhere = signed_in(user_of(here));
    const Fields change{{"password", house_password},
                        {"new_password", "a fresh secret of mine"},
                        {"repeated_password", "a fresh secret of mine"}};
    EXPECT_EQ(post_form("/password", change, here).status, 303);
    EXPECT_EQ(get("/", here).status, 200);
    EXPECT_TRUE(leads_to_sign_in(get("/", elsewhere)));
}

TEST_F(Rights, ADisabledUserIsOutAtOnce) {
    const auto clerk = as(Role::Clerk);
    EXPECT_EQ(post_form("/users/clerk", {{"display_name", "Clerk"}, {"roles.clerk", "on"}, {"disabled.yes", "on"}},
                        as(Role::Administrator))
                  .status,
              303);
    EXPECT_TRUE(leads_to_sign_in(get("/", clerk)));
}

TEST_F(Rights, ATakenRoleIsGoneAtOnce) {
    const auto risk = as(Role::Risk);
    change_user(risk, [](db::User& user) { user.roles = {Role::Auditor}; });
    EXPECT_EQ(get("/clusters/new", risk).status, 403);
}

TEST_F(Rights, SignedOutIsSignedOut) {
    const auto clerk = as(Role::Clerk);
    const auto out = post_form("/sign-out", {}, clerk);
    EXPECT_NE(header_of(out, "Set-Cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_TRUE(leads_to_sign_in(get("/", clerk)));
}

class SignIn : public Rights {
protected:
    Response sign_in(const std::string& name, const std::string& password, const std::string& return_to = "/") {
        return send(
            "POST", "/sign-in", {},
            form_body({{"user_name", name}, {"password", password}, {"return_to", return_to}, {"csrf", "visit"}}),
            {{"content-type", "application/x-www-form-urlencoded"}, {"cookie", "leasebook_visit=visit"}});
    }
};

TEST_F(SignIn, StartsANewSessionAndGoesWhereOneWanted) {
    const auto answer = sign_in("clerk", house_password, "/contracts?status=draft");
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(header_of(answer, "Location"), "/contracts?status=draft");
    const auto cookie = header_of(answer, "Set-Cookie");
    EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
    EXPECT_NE(cookie.find("SameSite=Lax"), std::string::npos);
    const auto begin = cookie.find('=') + 1;
    EXPECT_EQ(get("/", {"clerk", cookie.substr(begin, cookie.find(';') - begin), "", ""}).status, 200);
}

TEST_F(SignIn, NeverLeadsToAnotherHost) {
    for (const char* away : {"https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example",
                             "/ /evil", "javascript:alert(1)", "evil.example", "/\tx", "", "/\r\nSet-Cookie: a=b"}) {
        EXPECT_EQ(header_of(sign_in("clerk", house_password, away), "Location"), "/") << away;
        const auto answer = post_form("/language", {{"language", "zh"}, {"return_to", away}}, as(Role::Clerk));
        EXPECT_EQ(header_of(answer, "Location"), "/") << away;
        const auto page = get("/sign-in?return_to=" + percent_encoded(away), {});
        EXPECT_NE(page.body.find(R"(name="return_to" value="/">)"), std::string::npos) << away;
    }
}

TEST_F(SignIn, AnswersAWrongNameAndAWrongPasswordAlike) {
    change_user(as(Role::Auditor), [](db::User& user) { user.disabled = true; });
    const auto sentence = "User name or password is wrong.";
    for (const auto& [name, password] :
         {std::pair{"clerk", "wrong"}, {"nobody", "wrong"}, {"auditor", house_password.c_str()}}) {
        const auto answer = sign_in(name, password);
        EXPECT_EQ(answer.status, 422) << name;
        EXPECT_NE(answer.body.find(sentence), std::string::npos) << name;
    }
    EXPECT_EQ(rows("sessions"), 6);  // those of the fixture
}

TEST_F(SignIn, IsSlowedDownAfterFiveFailures) {
    for (int i = 0; i < 6; ++i) sign_in("clerk", "wrong");
    const auto answer = sign_in("clerk", house_password);
    EXPECT_EQ(answer.status, 429);
    EXPECT_FALSE(header_of(answer, "Retry-After").empty());
}

TEST_F(SignIn, WantsTheCookieOfItsOwnForm) {
    const auto answer = send("POST", "/sign-in", {},
                             form_body({{"user_name", "clerk"}, {"password", house_password}, {"csrf", "visit"}}),
                             {{"content-type", "application/x-www-form-urlencoded"}});
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(rows("sessions"), 6);
}

}  // namespace
}  // namespace leasebook::server
