#include "domain/credit/cure.h"

#include <gtest/gtest.h>

namespace leasebook {
namespace {

TEST(AnUpgrade, TakesTheLongerOfTwoPeriodsAndSixMonthsAsInExE6) {
    EXPECT_EQ(earliest_upgrade(date(2026, 7, 20), 1), date(2027, 1, 20));
    EXPECT_EQ(earliest_upgrade(date(2026, 7, 20), 3), date(2027, 1, 20));
    EXPECT_EQ(earliest_upgrade(date(2026, 7, 20), 6), date(2027, 7, 20));
}

TEST(AnObservation, LastsAYearAtLeastAndTwoPeriods) {
    EXPECT_EQ(observation_end({date(2026, 3, 31), 1, 1, {}}), date(2027, 3, 31));
    EXPECT_EQ(observation_end({date(2026, 3, 31), 6, 1, {}}), date(2027, 3, 31));
    EXPECT_EQ(observation_end({date(2026, 3, 31), 12, 1, {}}), date(2028, 3, 31));
}

TEST(AnObservation, RunsAnewFromANewDefault) {
    EXPECT_EQ(observation_end({date(2026, 3, 31), 1, 1, date(2026, 9, 15)}), date(2027, 9, 15));
    EXPECT_EQ(observation_end({date(2026, 10, 31), 1, 2, date(2026, 9, 15)}), date(2027, 10, 31))
        << "a newer schedule begins later than the default before it";
}

TEST(GoodConduct, LeadsToStage1AfterThreeRentsAndNinetyDays) {
    const Date since = date(2026, 1, 10);
    const Date ninetieth = since + std::chrono::days{90};
    EXPECT_TRUE(may_return_to_stage_1({since, 3}, ninetieth));
    EXPECT_FALSE(may_return_to_stage_1({since, 2}, ninetieth));
    EXPECT_FALSE(may_return_to_stage_1({since, 3}, ninetieth - std::chrono::days{1}));
    EXPECT_TRUE(may_return_to_stage_1({since, 1}, ninetieth, {.stage_1_rents = 1}));
}

}  // namespace
}  // namespace leasebook
