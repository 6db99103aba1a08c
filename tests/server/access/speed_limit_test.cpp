#include "server/access/speed_limit.h"

#include <gtest/gtest.h>

using namespace std::chrono_literals;

namespace leasebook::server {
namespace {

constexpr SpeedLimit::Time start{};

TEST(SpeedLimit, LetsABurstThroughAndThenAsManyAsItsRate) {
    SpeedLimit limit(3, 60);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(limit.try_one("li", start), 0s);
    EXPECT_EQ(limit.try_one("li", start), 1s);
    EXPECT_EQ(limit.try_one("li", start + 999ms), 1s);
    EXPECT_EQ(limit.try_one("li", start + 1s), 0s);
    EXPECT_EQ(limit.try_one("li", start + 1s), 1s);
}

TEST(SpeedLimit, CountsEachByThemselves) {
    SpeedLimit limit(1, 60);
    EXPECT_EQ(limit.try_one("li", start), 0s);
    EXPECT_GT(limit.try_one("li", start), 0s);
    EXPECT_EQ(limit.try_one("wang", start), 0s);
}

TEST(SpeedLimit, SaysHowLongTheWaitIs) {
    SpeedLimit limit(1, 6);
    limit.try_one("li", start);
    EXPECT_EQ(limit.try_one("li", start), 10s);
    EXPECT_EQ(limit.try_one("li", start + 10s), 0s);
}

TEST(SpeedLimit, ForgetsWhoHasAFullBucketAgain) {
    SpeedLimit limit(2, 60);
    for (int i = 0; i < 100; ++i) limit.try_one(std::to_string(i), start);
    EXPECT_EQ(limit.size(), 100U);
    limit.try_one("li", start + 5s);
    EXPECT_EQ(limit.size(), 1U);
}

TEST(SpeedLimit, IsNoneAtZero) {
    SpeedLimit limit(1, 0);
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(limit.try_one("li", start), 0s);
}

}  // namespace
}  // namespace leasebook::server
