#include "pricing/basis_point.h"

#include <gtest/gtest.h>

#include <cmath>

namespace leasebook::pricing {
namespace {

TEST(BasisPointGain, IsHalfTheDifferenceOfTheValuesABasisPointApart) {
    EXPECT_EQ(basis_point_gain(0), 0);
    for (const double years : {1 / 365.0, 0.25, 1.0, 5.0, 30.0, 100.0, 300.0})
        EXPECT_DOUBLE_EQ(basis_point_gain(years), std::sinh(1e-4 * years)) << years;
}

}  // namespace
}  // namespace leasebook::pricing
