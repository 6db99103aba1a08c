#include <gtest/gtest.h>

#include <string>

#include "server/access/throttle.h"

using namespace std::chrono_literals;
using leasebook::server::Throttle;

namespace {

constexpr Throttle::Time start{};

TEST(Throttle, LetsTheFirstFiveTriesThrough) {
    Throttle throttle;
    for (int i = 0; i < 5; ++i) EXPECT_EQ(throttle.try_sign_in("li", "10.0.0.1", start), 0s);
    EXPECT_EQ(throttle.try_sign_in("li", "10.0.0.1", start), 1s);
    EXPECT_EQ(throttle.try_sign_in("wang", "10.0.0.1", start), 0s);
}

TEST(Throttle, DoublesTheWaitUpToAMinute) {
    Throttle throttle;
    auto now = start;
    for (int i = 0; i < 5; ++i) throttle.try_sign_in("li", "peer" + std::to_string(i), now);
    int peer = 5;
    for (const auto wait : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
        const auto from = "peer" + std::to_string(peer++);  // another address does not help
        EXPECT_EQ(throttle.try_sign_in("li", from, now), wait);
        EXPECT_EQ(throttle.try_sign_in("li", from, now + wait - 1ms), 1s);
        now += wait;
        EXPECT_EQ(throttle.try_sign_in("li", from, now), 0s);
    }
}

TEST(Throttle, ATryThatMustWaitIsNotCounted) {
    Throttle throttle;
    for (int i = 0; i < 5; ++i) throttle.try_sign_in("li", "p", start);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(throttle.try_sign_in("li", "p", start), 1s);
    EXPECT_EQ(throttle.try_sign_in("li", "p", start + 1s), 0s);
}

TEST(Throttle, SuccessClearsTheAccountButOnlyOneTryOfThePeer) {
    Throttle throttle;
    for (int i = 0; i < 19; ++i) EXPECT_EQ(throttle.try_sign_in("name" + std::to_string(i), "p", start), 0s);
    EXPECT_EQ(throttle.try_sign_in("attacker", "p", start), 0s);
    throttle.succeeded("attacker", "p");
    EXPECT_EQ(throttle.try_sign_in("attacker", "p", start), 0s);
    EXPECT_EQ(throttle.try_sign_in("another", "p", start), 1s);
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(throttle.try_sign_in("li", "q", start), 0s);
        throttle.succeeded("li", "q");
    }
}

TEST(Throttle, ABrowserOfTheAccountsOwnIsNotKeptOutByStrangers) {
    Throttle throttle;
    for (int i = 0; i < 100; ++i) throttle.try_sign_in("li", "stranger" + std::to_string(i), start);
    for (int i = 0; i < 100; ++i) throttle.try_sign_in("name" + std::to_string(i), "office", start);
    EXPECT_GT(throttle.try_sign_in("li", "office", start), 0s);
    EXPECT_EQ(throttle.try_sign_in("li", "office", start, "li's browser"), 0s);
    throttle.succeeded("li", "office", "li's browser");
    EXPECT_GT(throttle.try_sign_in("li", "office", start), 0s) << "success there does not help the strangers";
}

TEST(Throttle, ABrowserOfTheAccountsOwnIsSlowedDownAllTheSame) {
    Throttle throttle;
    for (int i = 0; i < 5; ++i) EXPECT_EQ(throttle.try_sign_in("li", "p", start, "browser"), 0s);
    EXPECT_EQ(throttle.try_sign_in("li", "p", start, "browser"), 1s);
    EXPECT_EQ(throttle.try_sign_in("li", "p", start), 0s) << "and the account elsewhere is not";
    EXPECT_EQ(throttle.try_sign_in("wang", "p", start, "browser"), 0s) << "nor another account in that browser";
}

TEST(Throttle, AnAccountNamedLikeAPeerIsNotThatPeer) {
    Throttle throttle({.free_per_account = 1, .free_per_peer = 100});
    EXPECT_EQ(throttle.try_sign_in("10.0.0.1", "x", start), 0s);
    EXPECT_EQ(throttle.try_sign_in("li", "10.0.0.1", start), 0s);
}

TEST(Throttle, ForgetsAfterAQuietQuarterOfAnHour) {
    Throttle throttle;
    for (int i = 0; i < 5; ++i) throttle.try_sign_in("li", "p", start);
    EXPECT_EQ(throttle.size(), 2U);
    EXPECT_EQ(throttle.try_sign_in("wang", "q", start + 15min), 0s);
    EXPECT_EQ(throttle.size(), 2U);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(throttle.try_sign_in("li", "p", start + 15min), 0s);
}

TEST(Throttle, RemembersNoMoreThanItMay) {
    Throttle throttle({.remembered = 100});
    for (int i = 0; i < 10'000; ++i) throttle.try_sign_in("a" + std::to_string(i), "p" + std::to_string(i), start);
    EXPECT_EQ(throttle.size(), 100U);
    EXPECT_EQ(throttle.try_sign_in("a9999", "p9999", start), 0s);
}

}  // namespace
