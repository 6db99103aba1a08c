#include "pricing/time_value.h"

#include <gtest/gtest.h>

namespace leasebook::pricing {
namespace {

TEST(AnAnnuity, GivesBackEachOfItsFigures) {
    for (const auto when : {When::End, When::Begin})
        for (const double rate : {-0.02, 0.0, 1e-9, 0.005, 0.3}) {
            Annuity a{rate, 36, 0, 1'000'000, -100'000, when};
            a.payment = *payment_of(a);
            EXPECT_NEAR(*present_of(a), a.present, 1e-3) << rate;
            EXPECT_NEAR(*future_of(a), a.future, 1e-3) << rate;
            EXPECT_NEAR(*periods_of(a), 36, 1e-4) << rate;
            EXPECT_NEAR(*rate_of(a, 0.01), rate, 1e-9) << rate;
        }
}

TEST(AnAnnuity, SplitsEachPaymentIntoInterestAndPrincipal) {
    const Annuity a{0.005, 36, 0, 1'000'000, 0, When::End};
    double principal = 0;
    for (int period = 1; period <= 36; ++period) {
        EXPECT_NEAR(*interest_part(a, period) + *principal_part(a, period), *payment_of(a), 1e-6);
        principal += *principal_part(a, period);
    }
    EXPECT_NEAR(principal, -1'000'000, 1e-4);
    EXPECT_NEAR(*cumulative_principal(a, 1, 36), -1'000'000, 1e-4);
    EXPECT_NEAR(*interest_part(a, 1), -5'000, 1e-9);
    EXPECT_NEAR(*cumulative_interest(a, 1, 1), -5'000, 1e-9);
}

TEST(AnAnnuity, WithoutAnAnswerIsRefused) {
    EXPECT_FALSE(payment_of({0.01, 0, 0, 1000, 0}));
    EXPECT_FALSE(payment_of({-1, 12, 0, 1000, 0}));
    EXPECT_FALSE(periods_of({0, 0, 0, 1000, 0}));
    EXPECT_FALSE(periods_of({0.1, 0, -50, 1000, 0})) << "the payments do not cover the interest";
    EXPECT_FALSE(rate_of({0, 12, 100, 1000, 0}, 0.1)) << "everything is received";
    EXPECT_FALSE(rate_of({0, 0, -100, 1000, 0}, 0.1));
    EXPECT_FALSE(interest_part({0.01, 12, 0, 1000, 0}, 13));
    EXPECT_FALSE(cumulative_interest({0.01, 12, 0, 1000, 0}, 5, 4));
    EXPECT_FALSE(cumulative_interest({0.01, 12, 0, -1000, 0}, 1, 2));
}

TEST(ARate, IsNamedAmongAllThatBalanceTheFlows) {
    const std::vector<TimedFlow> twice{{0, -100}, {1, 230}, {2, -132}};  // 10 % and 20 %
    const auto found = balancing_rate(twice, 0.19);
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->rate, 0.2, 1e-9);
    ASSERT_EQ(found->all.size(), 2U);
    EXPECT_NEAR(found->all[0], 0.1, 1e-9);
    EXPECT_NEAR(found->all[1], 0.2, 1e-9);
}

TEST(ARate, IsFoundBelowMinus99Percent) {
    const auto found = balancing_rate({{0, -1'000'000}, {1, 10}}, 0.1);
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->rate, -0.99999, 1e-12);
}

TEST(ARate, DoesNotExistWhereMoneyGoesOneWayOnly) {
    EXPECT_EQ(balancing_rate({{0, -1}, {1, -1}}, 0.1).error().field, "flows");
    EXPECT_FALSE(balancing_rate({{0, 0}, {1, 0}}, 0.1));
    EXPECT_FALSE(balancing_rate({{0, 1}, {1, -1}, {2, 1}}, 0.1)) << "the sum is above zero at every rate";
}

TEST(ARate, CompoundsThereAndBack) {
    EXPECT_NEAR(*effective_rate(0.06, 12), 0.0616778119, 1e-10);
    EXPECT_NEAR(*nominal_rate(*effective_rate(0.06, 12), 12), 0.06, 1e-14);
    EXPECT_FALSE(effective_rate(0.06, 0.5));
    EXPECT_FALSE(nominal_rate(-0.06, 12));
}

TEST(AModifiedRate, NeedsFlowsOfBothSigns) {
    EXPECT_FALSE(modified_rate({100, 200}, 0.1, 0.1));
    EXPECT_FALSE(modified_rate({-100, 200}, -1, 0.1));
    EXPECT_NEAR(*modified_rate({-100, 121}, 0.1, 0.1), 0.21, 1e-12);
}

TEST(AValue, IsRefusedAtMinusOneHundredPercent) { EXPECT_FALSE(net_present_value(-1, {{1, 100}})); }

}  // namespace
}  // namespace leasebook::pricing
