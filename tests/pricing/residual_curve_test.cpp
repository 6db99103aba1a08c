#include "pricing/residual_curve.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/leases.h"

namespace leasebook::pricing {
namespace {

using tests::rate;

AssetClass cnc() {
    AssetClass cnc;
    cnc.first_year_loss = rate("0.20");
    cnc.yearly_loss = rate("0.12");
    cnc.life_months = 120;
    return cnc;
}

TEST(ResidualCurve, OfACncMachineIsThatOfExF1) {
    const auto curve = curve_of(cnc());
    EXPECT_EQ(curve.at(36), rate("0.619520"));
    EXPECT_EQ(curve.share_by_month.size(), 121U);
}

TEST(ResidualCurve, FallsInAStraightLineInTheFirstYear) {
    const auto curve = curve_of(cnc());
    EXPECT_EQ(curve.at(0), rate("1"));
    EXPECT_EQ(curve.at(6), rate("0.9"));
    EXPECT_EQ(curve.at(1), rate("0.9833333333"));
    EXPECT_EQ(curve.at(12), rate("0.8"));
}

TEST(ResidualCurve, FollowsThePowerAfterTheFirstYear) {
    const auto curve = curve_of(cnc());
    for (int month = 12; month <= 120; ++month)
        EXPECT_NEAR(double(curve.at(month).e10) / 1e10, 0.8 * std::pow(0.88, month / 12.0 - 1), 6e-11) << month;
}

TEST(ResidualCurve, NeverRisesAndNeverReachesNothing) {
    for (const char* first : {"0", "0.4", "0.9999999999"})
        for (const char* later : {"0", "0.3", "0.9999999999"}) {
            auto quick = cnc();
            quick.first_year_loss = rate(first);
            quick.yearly_loss = rate(later);
            quick.life_months = 600;
            const auto curve = curve_of(quick);
            for (int month = 1; month <= 600; ++month) {
                ASSERT_LE(curve.at(month), curve.at(month - 1));
                ASSERT_GE(curve.at(month).e10, 1);
            }
        }
}

Machine worked_example() {
    Machine machine;
    machine.cost = tests::cny("1000000.00");
    machine.acquired = date(2023, 1, 1);
    machine.usage = 15'000;
    machine.usage_unit = UsageUnit::Hours;
    machine.usage_date = date(2026, 1, 1);
    machine.condition = ConditionGrade::B;
    return machine;
}

AssetClass cnc_with_use() {
    auto lathes = cnc();
    lathes.usage_unit = UsageUnit::Hours;
    lathes.standard_usage = 4'000;
    lathes.usage_exponent = rate("0.4");
    lathes.prudence = rate("0.85");
    return lathes;
}

TEST(EstimatedValue, IsThatOfExF1) {
    const auto lathes = cnc_with_use();
    const auto machine = worked_example();
    const auto estimate = estimated_value(machine, lathes, curve_of(lathes), {}, date(2026, 1, 1));
    EXPECT_EQ(estimate, tests::cny("538288.29"));
    EXPECT_EQ(prudent(lathes, estimate), tests::cny("457545.05"));
}

TEST(EstimatedValue, CountsUseByItsExponent) {
    auto machine = worked_example();
    machine.condition = {};
    EXPECT_NEAR(double(value_adjustment(cnc_with_use(), machine).e10) / 1e10, 0.914610, 5e-7) << "EX-F1";
    machine.usage_unit = UsageUnit::Kilometres;
    EXPECT_EQ(value_adjustment(cnc_with_use(), machine), rate("1")) << "kilometres say nothing about hours";
}

CurvePoint point(int months, const char* share) { return {{"CNC"}, date(2026, 1, 1), months, rate(share)}; }

TEST(ResidualCurve, GoesThroughThePointsInForceAtConstantYearlyLosses) {
    const auto curve = curve_of(cnc(), {point(12, "0.8"), point(36, "0.5")});
    EXPECT_EQ(curve.at(0), rate("1"));
    EXPECT_EQ(curve.at(12), rate("0.8"));
    EXPECT_EQ(curve.at(36), rate("0.5"));
    EXPECT_NEAR(double(curve.at(24).e10) / 1e10, std::sqrt(0.8 * 0.5), 1e-9);
    EXPECT_NEAR(double(curve.at(48).e10) / 1e10, 0.5 * std::sqrt(0.5 / 0.8), 1e-9)
        << "beyond them as in the last stretch";
}

TEST(ResidualCurve, WithoutPointsIsThatOfTheClass) {
    EXPECT_EQ(curve_of(cnc(), {}).share_by_month, curve_of(cnc()).share_by_month);
}

}  // namespace
}  // namespace leasebook::pricing
