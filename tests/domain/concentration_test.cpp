#include "domain/concentration.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;

TEST(Herfindahl, OfFiveClustersIsThatOfExG1) {
    EXPECT_EQ(herfindahl({cny("300"), cny("250"), cny("200"), cny("150"), cny("100")}), rate("0.2250"));
}

TEST(Herfindahl, OfResidualsIsThatOfExF2) {
    EXPECT_NEAR(double(herfindahl({cny("300"), cny("200"), cny("120"), cny("80")}).e10), 3078e6, 5e5);
}

TEST(Herfindahl, RunsFromNothingOverEqualSharesToOneName) {
    EXPECT_EQ(herfindahl({}), Rate{});
    EXPECT_EQ(herfindahl({cny("0"), cny("0")}), Rate{});
    EXPECT_EQ(herfindahl({cny("7.13")}), rate("1"));
    EXPECT_EQ(herfindahl({cny("1"), cny("1"), cny("1"), cny("0")}), rate("0.3333333333"));
    EXPECT_THROW(herfindahl({cny("-1")}), InvariantBroken);
}

TEST(Herfindahl, OfABookOfAnySizeIsTheSumOfSquaredShares) {
    std::mt19937_64 random(5);
    std::uniform_int_distribution<std::int64_t> amount(0, 100'000'000'000);
    std::vector<Money> amounts;
    double total = 0, squares = 0;
    for (int i = 0; i < 50'000; ++i) {
        amounts.push_back(Money::minor(amount(random), CNY));
        total += double(amounts.back().minor_units());
        squares += double(amounts.back().minor_units()) * double(amounts.back().minor_units());
    }
    EXPECT_NEAR(double(herfindahl(amounts).e10) / 1e10, squares / total / total, 2e-10);
}

TEST(Herfindahl, OfAMillionEqualNamesIsOneInAMillion) {
    EXPECT_EQ(herfindahl(std::vector<Money>(1'000'000, cny("123.45"))), rate("0.000001"));
    EXPECT_EQ(herfindahl(std::vector<Money>(30'000, cny("1.00"))), rate("0.0000333333"));
}

TEST(Share, IsRoundedAndOfNothingIsNothing) {
    EXPECT_EQ(share(cny("1"), cny("3")), rate("0.3333333333"));
    EXPECT_EQ(share(cny("2"), cny("3")), rate("0.6666666667"));
    EXPECT_EQ(share(cny("1"), cny("0")), Rate{});
}

}  // namespace
}  // namespace leasebook
