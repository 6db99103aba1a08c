#include "pricing/depreciation.h"

#include <gtest/gtest.h>

namespace leasebook::pricing {
namespace {

const Depreciation machine{1'000'000, 100'000, 6};

TEST(Depreciation, TakesTheCostDownToTheSalvage) {
    double by_years = 0, doubled = 0;
    for (int year = 1; year <= 6; ++year) {
        by_years += *sum_of_years(machine, year);
        doubled += *declining(machine, year, 2);
    }
    EXPECT_NEAR(6 * *straight_line(machine), 900'000, 1e-6);
    EXPECT_NEAR(by_years, 900'000, 1e-6);
    EXPECT_NEAR(doubled, 900'000, 15'000);
    EXPECT_NEAR(*variable_declining(machine, 0, 6, 2, false), 900'000, 1e-6) << "straight line takes the rest";
}

TEST(Depreciation, OfPartsOfAYearIsTheirShare) {
    EXPECT_NEAR(*variable_declining(machine, 0, 0.5, 2, false), *variable_declining(machine, 0, 1, 2, false) / 2, 1e-9);
}

TEST(Depreciation, ThatMakesNoSenseIsRefused) {
    EXPECT_FALSE(straight_line({1, 0, 0}));
    EXPECT_FALSE(sum_of_years(machine, 7));
    EXPECT_FALSE(fixed_declining(machine, 1, 13));
    EXPECT_FALSE(fixed_declining({-1, 0, 6}, 1, 12));
    EXPECT_FALSE(fixed_declining({1, 0, -6}, 1, 12));
    EXPECT_FALSE(declining(machine, 1, 0));
    EXPECT_FALSE(variable_declining(machine, 3, 2, 2, false));
    EXPECT_FALSE(variable_declining(machine, 0, 2, 0, false));
}

}  // namespace
}  // namespace leasebook::pricing
