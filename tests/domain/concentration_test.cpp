#include "domain/concentration.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "domain/decimal_text.h"
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

std::string four_places(Rate number) { return decimal_text(round_half_away(number.e10, 1'000'000), 4); }

TEST(AConcentration, OfFiveClustersIsThatOfExG1) {
    const auto found = concentration({cny("300"), cny("250"), cny("200"), cny("150"), cny("100")});
    EXPECT_EQ(found.names, 5);
    EXPECT_EQ(four_places(found.herfindahl), "0.2250");
    EXPECT_EQ(four_places(found.effective), "4.4444");
    EXPECT_EQ(found.normalised, rate("0.03125")) << "which EX-G1 writes with four places";
    EXPECT_EQ(found.top_1, rate("0.3"));
    EXPECT_EQ(found.top_5, rate("1"));
    EXPECT_EQ(found.top_10, rate("1"));
    // Mean of all differences over twice the mean: (2×(50+100+150+200+50+100+150+50+100+50)) / (2×25×200).
    EXPECT_EQ(found.gini, rate("0.2"));
}

TEST(AConcentration, RunsFromEvenlySpreadToOneName) {
    const auto even = concentration(std::vector<Money>(8, cny("12.50")));
    EXPECT_EQ(even.gini, Rate{});
    EXPECT_EQ(even.normalised, Rate{});
    EXPECT_EQ(even.effective, Rate{8 * rate_scale});
    const auto one = concentration({cny("5"), cny("0"), cny("0")});
    EXPECT_EQ(one.names, 1);
    EXPECT_EQ(one.normalised, rate("1"));
    EXPECT_EQ(one.gini, Rate{});
    EXPECT_EQ(concentration({}).names, 0);
}

TEST(AConcentration, DoesNotDependOnTheOrderOfNames) {
    std::mt19937 random(11);
    std::vector<Money> amounts;
    for (int i = 0; i < 500; ++i) amounts.push_back(Money::minor(static_cast<std::int64_t>(random() % 100'000), CNY));
    const auto found = concentration(amounts);
    std::ranges::shuffle(amounts, random);
    const auto again = concentration(amounts);
    EXPECT_EQ(found.gini, again.gini);
    EXPECT_EQ(found.herfindahl, again.herfindahl);
    EXPECT_GE(found.gini.e10, 0);
    EXPECT_LT(found.gini.e10, rate_scale);
}

TEST(Share, IsRoundedAndOfNothingIsNothing) {
    EXPECT_EQ(share(cny("1"), cny("3")), rate("0.3333333333"));
    EXPECT_EQ(share(cny("2"), cny("3")), rate("0.6666666667"));
    EXPECT_EQ(share(cny("1"), cny("0")), Rate{});
}

}  // namespace
}  // namespace leasebook
