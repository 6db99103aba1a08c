#include "reports/stress.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/reports/book.h"

namespace leasebook::reports {
namespace {

using namespace tests;

constexpr Date day = date(2026, 3, 20);

PricingParameters pricing_parameters() {
    PricingParameters p;
    p.pd_aaa = p.pd_aa = p.pd_a = p.pd_bbb = rate("0.01");
    p.pd_bb = rate("0.02");
    p.pd_b = rate("0.06");
    p.pd_ccc = rate("0.20");
    p.pd_unrated = rate("0.03");
    p.lgd_floor = rate("0.10");
    p.forced_sale_haircut = rate("0.25");
    p.selling_cost = rate("0.05");
    return p;
}

struct Book {
    Portfolio portfolio = mixed_book();
    PricingParameters pricing = pricing_parameters();
    RiskParameters risk;

    Book() {
        for (auto& lessee : portfolio.lessees) lessee.grade = RatingGrade::BB;
    }
    void depends(std::size_t lessee, const std::string& anchor) {
        portfolio.lessees[lessee].anchor = static_cast<std::uint32_t>(portfolio.anchors.size());
        portfolio.anchors.push_back(anchor);
    }
    LossSources sources() const { return {portfolio, pricing, risk, {}, day, CNY}; }
    StressResult after(const StressScenario& scenario) const {
        return *stress(sources(), pricing::flat_curve("CNY", day, rate("0.03")), scenario);
    }
};

StressScenario scenario() {
    StressScenario made;
    made.name = "test";
    return made;
}

TEST(TheLossBook, HoldsWhatEachLesseeOwesAndWouldLose) {
    Book book;
    book.portfolio.assets.clear();
    const auto made = loss_book(book.sources());
    // Two tenths are repaid by 20 March; without machines all of the rest is lost.
    EXPECT_EQ(made.names[0].exposure, cny("1200.00"));
    EXPECT_EQ(made.book.obligors[0].loss, cny("1200.00"));
    EXPECT_DOUBLE_EQ(made.book.obligors[0].default_probability, 0.02);
    EXPECT_EQ(made.other_currencies, 1);
}

TEST(TheLossBook, CountsTheMachinesAfterAForcedSale) {
    // 70 x 0.75 x 0.95 = 49.875 of 100 is recovered; the floor holds where more would be.
    EXPECT_EQ(loss_on_default(cny("100.00"), cny("70.00"), pricing_parameters()), cny("50.13"));
    EXPECT_EQ(loss_on_default(cny("100.00"), cny("700.00"), pricing_parameters()), cny("10.00"));
}

TEST(TheLossBook, HasAnchorsInsideAndOutsideTheBook) {
    Book book;
    book.depends(1, "A");
    book.depends(2, "Dongfang");
    const auto made = loss_book(book.sources());
    ASSERT_EQ(made.book.dependencies.size(), 2U);
    EXPECT_EQ(made.book.dependencies[0].on, 0U);
    EXPECT_EQ(made.book.dependencies[0].of, 1U);
    EXPECT_DOUBLE_EQ(made.book.dependencies[0].weight, 0.6);
    ASSERT_EQ(made.names.size(), 5U);
    EXPECT_EQ(made.names[4].name, "Dongfang");
    EXPECT_TRUE(made.book.obligors[4].loss.is_zero());
    EXPECT_EQ(made.book.obligors[4].cluster, made.book.obligors[2].cluster);
    EXPECT_DOUBLE_EQ(made.book.obligors[4].default_probability, 0.01);
}

TEST(Stress, OfTheCurveMovesTheValueAlone) {
    auto shock = scenario();
    shock.curve_shifts = "all:100";
    const auto result = Book().after(shock);
    EXPECT_LT(result.after.present_value, result.before.present_value);
    EXPECT_EQ(result.after.expected_loss, result.before.expected_loss);
    EXPECT_EQ(result.after.residual_gap, result.before.residual_gap);
}

TEST(Stress, ShiftedCurveDiscountsAsMuchMore) {
    const auto curve = pricing::flat_curve("CNY", day, rate("0.03"));
    const auto in_years = [&](int years) { return day + std::chrono::days(365 * years); };
    const auto moved = shifted(curve, {{"1Y", {rate_scale}}, {"3Y", {-rate_scale}}});
    EXPECT_NEAR(moved.zero_rate(in_years(1)), 0.04, 1e-12);
    EXPECT_NEAR(moved.zero_rate(in_years(2)), 0.03, 1e-12);
    EXPECT_NEAR(moved.zero_rate(in_years(3)), 0.02, 1e-12);
    EXPECT_NEAR(moved.zero_rate(in_years(5)), 0.03, 1e-12);
    EXPECT_NEAR(moved.zero_rate(day + std::chrono::days(30)), 0.03, 1e-12);
}

TEST(Stress, OfAClusterMultipliesItsExpectedLossAlone) {
    auto shock = scenario();
    shock.cluster_multipliers = "PUMPS:3";
    const auto result = Book().after(shock);
    ASSERT_EQ(result.clusters.size(), 3U);
    EXPECT_EQ(result.clusters[0].code, "MOULDS");
    EXPECT_EQ(result.clusters[0].after.expected_loss, result.clusters[0].before.expected_loss);
    EXPECT_EQ(result.clusters[2].code, "unmapped");
    const auto& pumps = result.clusters[1];
    EXPECT_NEAR(static_cast<double>(pumps.after.expected_loss.minor_units()),
                3 * static_cast<double>(pumps.before.expected_loss.minor_units()), 4);
    EXPECT_TRUE(pumps.after.exposure_at_risk.is_zero());
}

TEST(Stress, OfLikelyDefaultsShowsTheExposureAtRisk) {
    auto shock = scenario();
    shock.industry_multipliers = "C34:10";
    const auto result = Book().after(shock);
    EXPECT_TRUE(result.before.exposure_at_risk.is_zero());
    EXPECT_EQ(result.industries[0].after.exposure_at_risk, result.industries[0].before.exposure);
    EXPECT_TRUE(result.industries[1].after.exposure_at_risk.is_zero());
}

TEST(Stress, OfAnAnchorTakesItsSuppliersAlong) {
    Book book;
    book.depends(1, "A");
    auto shock = scenario();
    shock.anchor_defaults = "A";
    const auto result = book.after(shock);
    // B: 1 - (1 - 0.02)(1 - 0.35 x 0.6) = 22.58 % (EX-G5); A itself loses all that it would lose.
    const auto cell = [&](const StressLine& line) { return line.after.expected_loss; };
    EXPECT_EQ(cell(result.industries[1]), Money::minor(std::llround(26'666 * 0.2258), CNY));
    EXPECT_GE(result.after.exposure_at_risk, cny("1466.00"));
}

TEST(Stress, OfMachinesWidensTheResidualGapAndTheLoss) {
    BookMaker maker;
    auto terms = l1();
    terms.unguaranteed_residual = cny("100000.00");
    const auto lessee = maker.lessee("A", maker.cluster("K1", "K"), maker.industry("C34", "I"));
    const auto lease = maker.contract(lessee, terms);
    maker.machine(lease, "400000.00", terms.commencement);
    Book book;
    book.portfolio = maker.portfolio;
    book.portfolio.lessees[0].grade = RatingGrade::BB;
    auto shock = scenario();
    shock.residual_falls = "CNC:0.90";
    const auto result = book.after(shock);
    EXPECT_GT(result.after.residual_gap, result.before.residual_gap);
    EXPECT_GT(result.after.expected_loss, result.before.expected_loss);
    EXPECT_EQ(result.after.present_value, result.before.present_value);
}

TEST(Stress, LinesAddUpToTheBook) {
    auto shock = scenario();
    shock.cluster_multipliers = "all:2";
    shock.curve_shifts = "5Y:50";
    const auto result = Book().after(shock);
    for (const auto* lines : {&result.clusters, &result.industries}) {
        Money exposure = cny("0.00"), value = exposure, loss = exposure;
        for (const auto& line : *lines) {
            exposure += line.after.exposure;
            value += line.after.present_value;
            loss += line.after.expected_loss;
        }
        EXPECT_EQ(exposure, result.after.exposure);
        EXPECT_EQ(value, result.after.present_value);
        EXPECT_EQ(loss, result.after.expected_loss);
    }
}

TEST(Stress, NamingAnUnknownClusterIsRefused) {
    auto shock = scenario();
    shock.cluster_multipliers = "NOWHERE:2";
    const Book book;
    const auto result = stress(book.sources(), pricing::flat_curve("CNY", day, rate("0.03")), shock);
    ASSERT_FALSE(result);
    EXPECT_EQ(message(result.error()), "There is no cluster \"NOWHERE\".");
}

}  // namespace
}  // namespace leasebook::reports
