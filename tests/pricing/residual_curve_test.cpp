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

}  // namespace
}  // namespace leasebook::pricing
