#include "domain/money.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "domain/rate.h"
#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;

template <class A, class B>
concept Addable = requires(A a, B b) {
    a + b;
};
static_assert(Addable<Money, Money>);
static_assert(!Addable<Money, Rate>, "interest() turns a rate into money; + never does");
static_assert(!Addable<Money, double> && !Addable<Money, int>);

TEST(Money, AddsAndSubtractsMinorUnits) {
    EXPECT_EQ(cny("1.10") + cny("2.20"), cny("3.30"));
    EXPECT_EQ(cny("1.10") - cny("2.20"), cny("-1.10"));
    EXPECT_LT(cny("1.10"), cny("2.20"));
}

TEST(Money, OverflowAndMixedCurrenciesAreBugs) {
    const auto most = Money::minor(std::numeric_limits<std::int64_t>::max(), CNY);
    EXPECT_THROW(most + cny("0.01"), InvariantBroken);
    EXPECT_THROW(-most - cny("0.02"), InvariantBroken);
    EXPECT_THROW(cny("1.00") + Money::minor(1, EUR), InvariantBroken);
    EXPECT_THROW((void)(cny("1.00") < Money::minor(1, EUR)), InvariantBroken);
}

TEST(Money, RoundsHalfAwayFromZero) {
    struct Case {
        std::int64_t numerator, denominator, rounded;
    };
    for (const auto& [n, d, rounded] : {Case{5, 10, 1},
                                        {-5, 10, -1},
                                        {4, 10, 0},
                                        {-4, 10, 0},
                                        {25, 10, 3},
                                        {35, 10, 4},
                                        {-25, 10, -3},
                                        {1, 3, 0},
                                        {2, 3, 1},
                                        {0, 7, 0}})
        EXPECT_EQ(round_half_away(n, d), rounded) << n << '/' << d;
    EXPECT_THROW(round_half_away(int128{1} << 100, 1), InvariantBroken);
}

TEST(Money, IsReadAndWrittenAsAPlainDecimal) {
    EXPECT_EQ(cny("1234567.89").minor_units(), 123'456'789);
    EXPECT_EQ(to_text(cny("-0.05")), "-0.05");
    EXPECT_EQ(to_text(cny("7")), "7.00");
    const Currency jpy = *parse_currency("JPY");
    EXPECT_EQ(to_text(*parse_money("1500", jpy, "cost")), "1500");
    EXPECT_FALSE(parse_money("1500.5", jpy, "cost"));
}

TEST(Money, ThatCannotBeReadNamesTheField) {
    const auto words = parse_money("1,000.00", CNY, "cost");
    ASSERT_FALSE(words);
    EXPECT_EQ(words.error().field, "cost");
    EXPECT_EQ(message(words.error()),
              "\"1,000.00\" is not an amount. Write it like 1234567.89, with at most 2 decimals.");
    EXPECT_EQ(message(parse_money("10000000000000.01", CNY, "cost").error()),
              "\"10000000000000.01\" is too large for an amount.");
    EXPECT_TRUE(parse_money("10000000000000.00", CNY, "cost"));
    EXPECT_EQ(message(parse_currency("XAU").error()),
              "\"XAU\" is not a currency kept here. Use CNY, USD, EUR, GBP, HKD or JPY.");
}

TEST(Split, OfARentIsThatOfExA1) {
    const auto parts = split(cny("30421.94"), {50, 30, 20});
    EXPECT_EQ(parts, (std::vector{cny("15210.97"), cny("9126.58"), cny("6084.39")}));
    EXPECT_EQ(split(cny("100000.00"), {1, 1, 1}), (std::vector{cny("33333.34"), cny("33333.33"), cny("33333.33")}));
}

TEST(Split, AlwaysAddsUpAndStaysWithinACentOfTheExactShare) {
    std::mt19937_64 random(3);
    std::uniform_int_distribution<std::int64_t> amount(0, 1'000'000'000'000), weight(0, 1'000'000), count(1, 12);
    for (int i = 0; i < 10'000; ++i) {
        const auto total = Money::minor(amount(random), CNY);
        std::vector<std::int64_t> weights(static_cast<std::size_t>(count(random)));
        for (auto& w : weights) w = weight(random);
        weights[0] += 1;
        const auto parts = split(total, weights);
        ASSERT_EQ(std::accumulate(parts.begin(), parts.end(), Money::zero(CNY)), total);
        const double sum = double(std::accumulate(weights.begin(), weights.end(), std::int64_t{0}));
        for (std::size_t k = 0; k < parts.size(); ++k)
            ASSERT_NEAR(double(parts[k].minor_units()), double(total.minor_units()) * double(weights[k]) / sum, 1.001);
    }
}

TEST(Split, NeedsWeights) {
    EXPECT_THROW(split(cny("1.00"), {}), InvariantBroken);
    EXPECT_THROW(split(cny("1.00"), {0, 0}), InvariantBroken);
    EXPECT_THROW(split(cny("1.00"), {2, -1}), InvariantBroken);
    EXPECT_THROW(split(cny("-1.00"), {1}), InvariantBroken);
}

}  // namespace
}  // namespace leasebook
