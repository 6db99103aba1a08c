// The second factor: set up, asked for, good once; who must have one.
#include "db/second_factor_store.h"
#include "tests/server/door_case.h"

namespace leasebook::server {
namespace {

class SecondFactor : public DoorCase {
protected:
    Response enter_code(Browser& browser, const std::string& code, const std::string& peer = "127.0.0.1") {
        return submit(browser, "/sign-in/code", "/sign-in/code", {{"code", code}, {"return_to", "/contracts"}}, peer);
    }
    db::SecondFactor kept(const std::string& name) {
        return database_->read([&](db::Connection& c) {
            return db::find_second_factor(c, db::find_user(c, name)->id).value_or(db::SecondFactor{});
        });
    }
};

TEST_F(SecondFactor, IsAskedForAfterThePasswordOnceItIsSetUp) {
    Browser first, second;
    EXPECT_EQ(location(sign_in(first, "clerk")), "/");
    const auto factor = set_up(first);
    EXPECT_EQ(location(sign_in(second, "clerk")), "/sign-in/code?return_to=%2F");
    EXPECT_FALSE(is_in(second)) << "half a sign-in opens nothing";
    const auto entered = enter_code(second, code_now(factor.secret));
    EXPECT_EQ(entered.status, 303);
    EXPECT_EQ(location(entered), "/contracts");
    EXPECT_TRUE(is_in(second));
}

TEST_F(SecondFactor, HalfASignInOpensNoRouteAtAll) {
    Browser browser;
    sign_in(browser, "clerk");
    set_up(browser);
    Browser half;
    sign_in(half, "clerk");
    for (const auto& route : corridor_.routes()) {
        if (!route.permission || route.changes_something() || route.pattern.find('{') != std::string::npos) continue;
        const auto answer = browse(half, "GET", route.pattern);
        if (route.pattern == "/sign-in/code")
            EXPECT_EQ(answer.status, 200);
        else if (route.is_api())
            EXPECT_EQ(answer.status, 401) << route.pattern;
        else
            EXPECT_EQ(location(answer), "/sign-in/code") << route.pattern;
    }
    EXPECT_EQ(browse(half, "GET", "/sign-in/code").body.find("Leases"), std::string::npos) << "no navigation";
}

TEST_F(SecondFactor, HalfASignInEndsAfterFiveMinutes) {
    Browser browser;
    sign_in(browser, "clerk");
    set_up(browser);
    Browser half;
    sign_in(half, "clerk");
    now += code_limit + std::chrono::milliseconds(1);
    EXPECT_TRUE(location(browse(half, "GET", "/sign-in/code")).starts_with("/sign-in?"));
}

TEST_F(SecondFactor, ChangesTheSessionSoThatNobodyCanFixItBefore) {
    Browser browser;
    sign_in(browser, "clerk");
    const auto factor = set_up(browser);
    Browser half;
    sign_in(half, "clerk");
    const auto before = half;
    enter_code(half, code_now(factor.secret));
    EXPECT_NE(before.cookies.at("leasebook_session"), half.cookies.at("leasebook_session"));
    auto old = before;
    EXPECT_FALSE(is_in(old));
}

TEST_F(SecondFactor, ACodeIsGoodOnce) {
    Browser browser;
    sign_in(browser, "clerk");
    const auto factor = set_up(browser);
    const auto code = code_now(factor.secret);
    Browser one, two;
    sign_in(one, "clerk");
    sign_in(two, "clerk");
    EXPECT_EQ(enter_code(one, code).status, 303);
    EXPECT_EQ(enter_code(two, code).status, 422) << "the code was used";
    EXPECT_FALSE(is_in(two));
    const auto earlier = hotp(factor.secret, time_step(std::chrono::floor<std::chrono::seconds>(now)) - 1);
    EXPECT_EQ(enter_code(two, earlier).status, 422) << "nor an earlier one";
    now += std::chrono::seconds(30);
    EXPECT_EQ(enter_code(two, code_now(factor.secret)).status, 303);
}

TEST_F(SecondFactor, TheCodeThatSetItUpIsUsed) {
    Browser browser;
    sign_in(browser, "clerk");
    const auto factor = set_up(browser);
    now -= std::chrono::seconds(30);
    Browser other;
    sign_in(other, "clerk");
    EXPECT_EQ(enter_code(other, code_now(factor.secret)).status, 422);
}

TEST_F(SecondFactor, RecoveryCodesLetInOnceEachAndAreKeptAsHashes) {
    Browser browser;
    sign_in(browser, "clerk");
    const auto factor = set_up(browser);
    ASSERT_EQ(factor.recovery_codes.size(), 10U);
    for (const auto& code : factor.recovery_codes) EXPECT_EQ(code.size(), 19U);
    Browser one, two;
    sign_in(one, "clerk");
    sign_in(two, "clerk");
    auto typed = factor.recovery_codes[3];
    std::ranges::transform(typed, typed.begin(), [](unsigned char c) { return std::toupper(c); });
    EXPECT_EQ(enter_code(one, " " + typed).status, 303) << "capitals and blanks do not matter";
    EXPECT_EQ(enter_code(two, factor.recovery_codes[3]).status, 422);
    EXPECT_EQ(rows("recovery_codes"), 9);
    database_->read([&](db::Connection& c) {
        auto& codes = c.prepare("SELECT `code_hash` FROM `recovery_codes`");
        while (codes.step()) EXPECT_EQ(codes.text(0).size(), 64U);
    });
}

TEST_F(SecondFactor, GuessingCodesIsSlowedDown) {
    Browser browser;
    sign_in(browser, "clerk");
    const auto factor = set_up(browser);
    Browser half;
    sign_in(half, "clerk", house_password, "10.0.0.9");
    int status = 0;
    for (int i = 0; i < 6; ++i) status = enter_code(half, "000000", "10.0.0.9").status;
    EXPECT_EQ(status, 429);
    Browser again;
    sign_in(again, "clerk", house_password, "10.0.0.9");
    EXPECT_EQ(enter_code(again, "000000", "10.0.0.9").status, 429) << "the password does not wipe the slate";
    sign_in(browser, "clerk");
    EXPECT_EQ(enter_code(browser, code_now(factor.secret)).status, 303) << "the person's own browser is not kept out";
}

TEST_F(SecondFactor, TheSecretIsSealedForItsUser) {
    Browser browser;
    sign_in(browser, "clerk");
    const auto factor = set_up(browser);
    const auto sealed = kept("clerk").secret;
    EXPECT_EQ(sealed.find(factor.secret), std::string::npos);
    EXPECT_EQ(sealed.find(base32(factor.secret)), std::string::npos);
    // Moved to another user's row, it opens nothing.
    auto other = kept("clerk");
    other.user = user_of(as(Role::Risk)).id;
    other.last_step = 0;
    database_->write([&](db::Connection& c) { db::keep_second_factor(c, other); });
    Browser moved;
    sign_in(moved, "risk");
    EXPECT_EQ(enter_code(moved, code_now(factor.secret)).status, 422);
}

TEST_F(SecondFactor, SettingItUpEndsTheOtherSessions) {
    Browser here, elsewhere;
    sign_in(here, "clerk");
    sign_in(elsewhere, "clerk");
    set_up(here);
    EXPECT_TRUE(is_in(here));
    EXPECT_FALSE(is_in(elsewhere));
}

TEST_F(SecondFactor, TakesThePasswordAndAFirstCodeToSetUp) {
    Browser browser;
    sign_in(browser, "clerk");
    EXPECT_EQ(submit(browser, "/second-factor", "/second-factor/start", {{"password", "wrong"}}).status, 422);
    EXPECT_EQ(submit(browser, "/second-factor", "/second-factor/confirm", {{"code", "123456"}}).status, 422);
    submit(browser, "/second-factor", "/second-factor/start", {{"password", house_password}});
    EXPECT_EQ(submit(browser, "/second-factor", "/second-factor/confirm", {{"code", "12345"}}).status, 422);
    EXPECT_FALSE(kept("clerk").is_set_up());
    EXPECT_EQ(location(sign_in(browser, "clerk")), "/") << "an unproved secret asks for nothing";
}

TEST_F(SecondFactor, ANewDeviceCountsOnlyOnceItIsConfirmed) {
    Browser browser;
    sign_in(browser, "clerk");
    const auto old = set_up(browser);
    submit(browser, "/second-factor", "/second-factor/start", {{"password", house_password}});
    Browser meanwhile;
    sign_in(meanwhile, "clerk");
    EXPECT_EQ(enter_code(meanwhile, code_now(old.secret)).status, 303);
    now += std::chrono::seconds(30);
    const auto fresh = set_up(browser);
    Browser later;
    sign_in(later, "clerk");
    EXPECT_EQ(enter_code(later, code_now(old.secret)).status, 422);
    EXPECT_EQ(enter_code(later, code_now(fresh.secret)).status, 303);
}

TEST_F(SecondFactor, NewRecoveryCodesAndRemovalTakeACode) {
    Browser browser;
    sign_in(browser, "clerk");
    const auto factor = set_up(browser);
    EXPECT_EQ(submit(browser, "/second-factor", "/second-factor/recovery-codes", {{"code", "000000"}}).status, 422);
    const auto renewed =
        submit(browser, "/second-factor", "/second-factor/recovery-codes", {{"code", code_now(factor.secret)}});
    EXPECT_NE(renewed.body.find("<li><code>"), std::string::npos);
    EXPECT_EQ(renewed.body.find(factor.recovery_codes[0]), std::string::npos);
    now += std::chrono::seconds(30);
    EXPECT_EQ(submit(browser, "/second-factor", "/second-factor/remove", {{"code", "000000"}}).status, 422);
    EXPECT_EQ(submit(browser, "/second-factor", "/second-factor/remove", {{"code", code_now(factor.secret)}}).status,
              303);
    EXPECT_FALSE(kept("clerk").is_set_up());
    EXPECT_EQ(rows("recovery_codes"), 0);
}

TEST_F(SecondFactor, WhereItIsRequiredApproverFinanceAndAdministratorGetNowhereWithoutIt) {
    door_.second_factor_required = true;
    for (const auto& [role, name] : NamesOf<Role>::names) {
        const bool must = role == Role::Approver || role == Role::Finance || role == Role::Administrator;
        const auto visitor = signed_in(user_of(as(role)));
        EXPECT_EQ(get("/", visitor).status, must ? 303 : 200) << name;
        EXPECT_EQ(location(get("/", visitor)), must ? "/second-factor" : "") << name;
        EXPECT_EQ(get("/api/v1/contracts", visitor).status, must ? 403 : 200) << name;
        EXPECT_EQ(get("/second-factor", visitor).status, 200) << name;
    }
}

TEST_F(SecondFactor, WhereItIsRequiredSettingItUpLetsOnAndItCannotBeTakenAway) {
    door_.second_factor_required = true;
    Browser browser;
    sign_in(browser, "approver");
    EXPECT_FALSE(is_in(browser));
    const auto factor = set_up(browser);
    EXPECT_TRUE(is_in(browser));
    EXPECT_EQ(submit(browser, "/second-factor", "/second-factor/remove", {{"code", code_now(factor.secret)}}).status,
              422);
    EXPECT_TRUE(kept("approver").is_set_up());
}

TEST_F(SecondFactor, AnAdministratorTakesALostOneAwayButNotTheirOwn) {
    Browser browser;
    sign_in(browser, "clerk");
    set_up(browser);
    EXPECT_EQ(post_form("/users/clerk/second-factor/remove", {}, as(Role::Administrator)).status, 303);
    EXPECT_FALSE(kept("clerk").is_set_up());
    EXPECT_FALSE(is_in(browser)) << "signed out everywhere";
    EXPECT_EQ(post_form("/users/administrator/second-factor/remove", {}, as(Role::Administrator)).status, 409);
    EXPECT_EQ(post_form("/users/clerk/second-factor/remove", {}, as(Role::Auditor)).status, 403);
}

TEST_F(SecondFactor, AShorterPasswordWillDoBesideIt) {
    Browser browser;
    sign_in(browser, "clerk");
    const Fields change{
        {"password", house_password}, {"new_password", "Vx9#kQ2!mLp0"}, {"repeated_password", "Vx9#kQ2!mLp0"}};
    EXPECT_EQ(submit(browser, "/password", "/password", change).status, 422);
    set_up(browser);
    EXPECT_EQ(submit(browser, "/password", "/password", change).status, 303);
}

}  // namespace
}  // namespace leasebook::server
