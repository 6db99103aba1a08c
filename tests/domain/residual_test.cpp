#include "domain/residual.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;

const ResidualCurve curve{{rate("1"), rate("0.9"), rate("0.8"), rate("0.6")}};

Asset machine() {
    Asset asset;
    asset.cost = cny("100000.00");
    asset.acquired = date(2025, 1, 31);
    return asset;
}

TEST(ResidualCurve, HoldsItsLastShareBeyondItsEnd) {
    EXPECT_EQ(curve.at(0), rate("1"));
    EXPECT_EQ(curve.at(3), rate("0.6"));
    EXPECT_EQ(curve.at(600), rate("0.6"));
    EXPECT_THROW(curve.at(-1), InvariantBroken);
}

TEST(Age, CountsWholeMonths) {
    EXPECT_EQ(age_in_months(date(2025, 1, 31), date(2025, 2, 27)), 0);
    EXPECT_EQ(age_in_months(date(2025, 1, 31), date(2025, 2, 28)), 1);
    EXPECT_EQ(age_in_months(date(2025, 1, 15), date(2026, 1, 14)), 11);
    EXPECT_EQ(age_in_months(date(2025, 1, 15), date(2026, 1, 15)), 12);
    EXPECT_EQ(age_in_months(date(2025, 1, 15), date(2024, 1, 15)), 0);
}

TEST(Estimate, FollowsTheCurveFromTheCost) {
    EXPECT_EQ(estimate(machine(), curve, {}, date(2025, 2, 28)), cny("90000.00"));
    EXPECT_EQ(estimate(machine(), curve, {}, date(2030, 1, 1)), cny("60000.00"));
}

TEST(Estimate, FollowsTheCurveFromTheLastAppraisal) {
    Appraisal appraisal;
    appraisal.date = date(2025, 2, 28);
    appraisal.value = cny("45000.00");
    EXPECT_EQ(estimate(machine(), curve, appraisal, date(2025, 2, 28)), cny("45000.00"));
    EXPECT_EQ(estimate(machine(), curve, appraisal, date(2025, 3, 31)), cny("40000.00"));
}

TEST(ResidualAtRisk, IsNeverNettedAsInExF2) {
    const std::pair<const char*, const char*> positions[] = {
        {"300", "330"}, {"200", "190"}, {"120", "90"}, {"80", "85"}};
    Money gap = cny("0");
    for (const auto& [booked, forecast] : positions) gap += residual_at_risk(cny(booked), cny(forecast));
    EXPECT_EQ(gap, cny("40"));
}

TEST(ResidualStress, TakesAFifthOffEachForecastAsInExF2) {
    const std::pair<const char*, const char*> positions[] = {
        {"300", "330"}, {"200", "190"}, {"120", "90"}, {"80", "85"}};
    Money gap = cny("0");
    for (const auto& [booked, forecast] : positions)
        gap += residual_at_risk(cny(booked), stressed(cny(forecast), rate("0.20")));
    EXPECT_EQ(gap, cny("144.0"));
}

TEST(ResidualReduction, IsOfTheUnguaranteedPartAndNeverAnIncrease) {
    EXPECT_EQ(residual_reduction(cny("50"), cny("30"), cny("60")), cny("20"))
        << "30 of the forecast bear the guarantee";
    EXPECT_EQ(residual_reduction(cny("50"), cny("30"), cny("90")), cny("0")) << "an upside is not booked (R-D-08)";
    EXPECT_EQ(residual_reduction(cny("50"), cny("30"), cny("10")), cny("50")) << "the guarantor bears the rest";
}

TEST(ResidualReview, IsMonthlyInTheLastYearAndQuarterlyBefore) {
    EXPECT_TRUE(due_for_review(date(2027, 4, 30), date(2026, 4, 30)));
    EXPECT_FALSE(due_for_review(date(2027, 5, 1), date(2026, 4, 30)));
    EXPECT_TRUE(due_for_review(date(2030, 1, 1), date(2026, 6, 30)));
}

TEST(Condition, CountsAsTheClassSaysOrAsUsual) {
    AssetClass lathes;
    EXPECT_EQ(condition_factor(lathes, ConditionGrade::A), rate("1"));
    EXPECT_EQ(condition_factor(lathes, ConditionGrade::B), rate("0.95"));
    lathes.condition_b = rate("0.9");
    EXPECT_EQ(condition_factor(lathes, ConditionGrade::B), rate("0.9"));
}

}  // namespace
}  // namespace leasebook
