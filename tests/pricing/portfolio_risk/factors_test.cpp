// Random numbers, the normal distribution, correlations and contagion: what the loss distribution is made of.
#include <gtest/gtest.h>

#include <cmath>

#include "pricing/portfolio_risk/contagion.h"
#include "pricing/portfolio_risk/correlation.h"
#include "pricing/portfolio_risk/loss_model.h"
#include "pricing/portfolio_risk/normal.h"
#include "pricing/portfolio_risk/philox.h"

namespace leasebook::pricing {
namespace {

TEST(Philox, GivesTheKnownAnswersOfItsAuthors) {
    EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(philox({~0U, ~0U, ~0U, ~0U}, {~0U, ~0U}), (PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              (PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(RandomStreams, OfOneScenarioDifferByPurpose) {
    RandomStream factors(1, 5, Draw::Factors), defaults(1, 5, Draw::Defaults), again(1, 5, Draw::Factors);
    const double first = factors.uniform();
    EXPECT_NE(first, defaults.uniform());
    EXPECT_EQ(first, again.uniform());
}

TEST(RandomStreams, HaveTheMeanAndVarianceOfTheirDistributions) {
    double uniform = 0, square = 0, exponential = 0;
    constexpr int draws = 1'000'000;
    for (std::uint64_t scenario = 0; scenario < 1'000; ++scenario) {
        RandomStream stream(9, scenario, Draw::Defaults);
        for (int i = 0; i < draws / 1'000; ++i) {
            const double u = stream.uniform();
            uniform += u;
            square += u * u;
            exponential += stream.exponential();
        }
    }
    EXPECT_NEAR(uniform / draws, 0.5, 4 * std::sqrt(1.0 / 12 / draws));
    EXPECT_NEAR(square / draws, 1.0 / 3, 4 * std::sqrt(4.0 / 45 / draws));
    EXPECT_NEAR(exponential / draws, 1, 4 * std::sqrt(1.0 / draws));
}

TEST(TheNormalTables, FollowTheirFunctionsClosely) {
    for (double x = -8.99; x < 9; x += 0.0137) {
        const double share = normal_share(x), hazard = x < -1 ? -std::log1p(-share) : -std::log(normal_share(-x));
        EXPECT_NEAR(default_shares()(x) / share, 1, 1e-6) << x;
        EXPECT_NEAR(default_hazards()(x) / hazard, 1, 1e-6) << x;
    }
    EXPECT_NEAR(normal_quantile(0.999), 3.090232306167813, 1e-14);
    EXPECT_NEAR(normal_quantile(1e-12), -7.034483825301132, 1e-12);
}

TEST(ConditionalDefault, IsThatOfExG4) {
    const double z = normal_quantile(0.01);
    const auto percent = [](double share) { return std::round(share * 10'000) / 100; };
    EXPECT_EQ(percent(conditional_default_probability(0.02, std::sqrt(0.20) * z, 0.20)), 12.86);
    EXPECT_EQ(percent(conditional_default_probability(0.02, std::sqrt(0.10) * z, 0.20)), 7.03);
    EXPECT_EQ(percent(conditional_default_probability(0.02, 2 * std::sqrt(0.10) * z, 0.20)), 25.75);
}

TEST(DebtRank, IsThatOfExG5) {
    const Dependency links[] = {{0, 1, 0.6}, {0, 2, 0.3}, {1, 2, 0.5}};
    const std::uint32_t core[] = {0};
    const auto distress = debt_rank(3, links, core);
    EXPECT_DOUBLE_EQ(distress[0], 1);
    EXPECT_DOUBLE_EQ(distress[1], 0.60);
    EXPECT_DOUBLE_EQ(distress[2], 0.60);
    EXPECT_DOUBLE_EQ(infected_default_probability(0.02, 0.35, distress[1]), 0.2258);
}

TEST(DebtRank, PassesDistressOnOnceEvenInACircle) {
    const Dependency links[] = {{0, 1, 0.5}, {1, 2, 0.5}, {2, 0, 1}, {2, 1, 1}};
    const std::uint32_t first[] = {0};
    const auto distress = debt_rank(3, links, first);
    EXPECT_DOUBLE_EQ(distress[0], 1);
    EXPECT_DOUBLE_EQ(distress[1], 0.75);
    EXPECT_DOUBLE_EQ(distress[2], 0.25);
}

TEST(DebtRank, OfEveryAnchorIsThatOfItsDefaultAlone) {
    const Dependency links[] = {{0, 1, 0.6}, {0, 2, 0.3}, {1, 2, 0.5}};
    const auto anchors = infections_by_anchor(3, links);
    ASSERT_EQ(anchors.size(), 2U);
    EXPECT_EQ(anchors[0].infections.size(), 2U);
    EXPECT_DOUBLE_EQ(anchors[0].infections[1].distress, 0.60);
    ASSERT_EQ(anchors[1].infections.size(), 1U);
    EXPECT_DOUBLE_EQ(anchors[1].infections[0].distress, 0.5);
}

std::string refusal(const CorrelationMatrix& matrix) {
    const auto root = correlation_root(matrix, "correlations");
    return root ? "accepted" : message(root.error());
}

TEST(Correlations, ReappearInTheProductsOfTheirRoot) {
    const CorrelationMatrix matrix{{"C33", "C34", "C35"}, {1, 0.5, -0.2, 0.5, 1, 0.3, -0.2, 0.3, 1}};
    const auto root = *correlation_root(matrix, "");
    const double* r = root.rows.data();
    EXPECT_DOUBLE_EQ(r[0] * r[1], 0.5);
    EXPECT_DOUBLE_EQ(r[0] * r[3], -0.2);
    EXPECT_DOUBLE_EQ(r[1] * r[3] + r[2] * r[4], 0.3);
    EXPECT_DOUBLE_EQ(r[3] * r[3] + r[4] * r[4] + r[5] * r[5], 1);
}

TEST(Correlations, MayLeaveNothingToAFactor) {
    EXPECT_EQ(refusal(equal_correlations({"C33", "C34", "C35"}, 1)), "accepted");
    EXPECT_EQ(refusal({{"C33", "C34", "C35"}, {1, 1, 0.5, 1, 1, 0.5, 0.5, 0.5, 1}}), "accepted");
    EXPECT_EQ(refusal(equal_correlations({"C33", "C34", "C35"}, -0.5)), "accepted");
}

TEST(Correlations, ThatContradictEachOtherAreRefusedWithThePair) {
    EXPECT_EQ(
        refusal(
            {{"C33", "C34", "C35", "C36"}, {1, 0.8, 0.7, 0.6, 0.8, 1, -0.5, 0.6, 0.7, -0.5, 1, 0.6, 0.6, 0.6, 0.6, 1}}),
        "These correlations contradict each other (the matrix is not positive semi-definite): C34 with C35 cannot "
        "be -0.5000; the others leave it 0.2000 to 0.9875.");
    EXPECT_EQ(refusal({{"C33", "C34"}, {1, 1.2, 1.2, 1}}),
              "The correlation of C33 with C34 lies between -1 and 1, not at 1.2000.");
    EXPECT_EQ(refusal({{"C33", "C34"}, {1, 0.2, 0.3, 1}}),
              "The correlation of C33 with C34 is given twice: 0.2000 and 0.3000.");
    EXPECT_EQ(refusal({{"C33", "C34"}, {1, 0.2, 0.2, 0.9}}), "The correlation of C34 with itself is 1, not 0.9000.");
    EXPECT_EQ(refusal({{"C33"}, {std::nan("")}}), "The correlation of C33 with C33 lies between -1 and 1, not at nan.");
    EXPECT_EQ(refusal(equal_correlations({"A", "B", "C", "D", "E"}, -0.5)),
              "These correlations contradict each other (the matrix is not positive semi-definite): A with B cannot be "
              "-0.5000 beside the others.");
}

}  // namespace
}  // namespace leasebook::pricing
