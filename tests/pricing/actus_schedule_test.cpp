#include "pricing/actus/schedule.h"

#include <gtest/gtest.h>

#include "domain/date.h"

namespace leasebook::pricing::actus {
namespace {

constexpr auto same_day = EndOfMonthConvention::SameDay, end_of_month = EndOfMonthConvention::EndOfMonth;
constexpr Cycle monthly_short{{1, 0}, false}, monthly_long{{1, 0}, true};

std::vector<std::string> days_of(const std::vector<Time>& times) {
    std::vector<std::string> days;
    for (const Time time : times) days.push_back(to_text(std::chrono::floor<std::chrono::days>(time)));
    return days;
}
using Days = std::vector<std::string>;

TEST(AnActusSchedule, RunsFromItsAnchorToItsEnd) {
    const auto times = schedule(date(2024, 1, 15), monthly_long, date(2024, 4, 15), AtEnd::Included, same_day);
    EXPECT_EQ(days_of(times), (Days{"2024-01-15", "2024-02-15", "2024-03-15", "2024-04-15"}));
}

TEST(AnActusSchedule, LeavesItsEndOutWhenAsked) {
    const auto times = schedule(date(2024, 1, 15), monthly_long, date(2024, 4, 15), AtEnd::Excluded, same_day);
    EXPECT_EQ(days_of(times), (Days{"2024-01-15", "2024-02-15", "2024-03-15"}));
}

TEST(AnActusSchedule, KeepsAShortLastPeriod) {
    const auto times = schedule(date(2024, 1, 15), monthly_short, date(2024, 4, 1), AtEnd::Included, same_day);
    EXPECT_EQ(days_of(times), (Days{"2024-01-15", "2024-02-15", "2024-03-15", "2024-04-01"}));
}

TEST(AnActusSchedule, JoinsAShortLastPeriodToTheOneBeforeUnderALongStub) {
    const auto times = schedule(date(2024, 1, 15), monthly_long, date(2024, 4, 1), AtEnd::Included, same_day);
    EXPECT_EQ(days_of(times), (Days{"2024-01-15", "2024-02-15", "2024-04-01"}));
}

TEST(AnActusSchedule, CountsFromTheAnchorSoThatShortMonthsDoNotStick) {
    const auto times = schedule(date(2024, 1, 31), monthly_short, date(2024, 5, 31), AtEnd::Included, same_day);
    EXPECT_EQ(days_of(times), (Days{"2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"}));
}

TEST(AnActusSchedule, GoesToMonthEndsOnlyFromAMonthEndAndUnderThatConvention) {
    const Time april = date(2023, 4, 30), middle = date(2023, 4, 15), end = date(2023, 7, 31);
    EXPECT_EQ(days_of(schedule(april, monthly_short, end, AtEnd::Excluded, end_of_month)),
              (Days{"2023-04-30", "2023-05-31", "2023-06-30"}));
    EXPECT_EQ(days_of(schedule(april, monthly_short, date(2023, 7, 1), AtEnd::Excluded, same_day)),
              (Days{"2023-04-30", "2023-05-30", "2023-06-30"}));
    EXPECT_EQ(days_of(schedule(middle, monthly_short, date(2023, 7, 1), AtEnd::Excluded, end_of_month)),
              (Days{"2023-04-15", "2023-05-15", "2023-06-15"}));
}

TEST(AnActusSchedule, CountsWeeksInDaysWhateverTheMonthEnd) {
    const auto times =
        schedule(date(2023, 1, 31), Cycle{{0, 14}, false}, date(2023, 3, 1), AtEnd::Excluded, end_of_month);
    EXPECT_EQ(days_of(times), (Days{"2023-01-31", "2023-02-14", "2023-02-28"}));
}

TEST(AnActusSchedule, WithoutACycleIsAnchorAndEnd) {
    EXPECT_EQ(days_of(schedule(date(2023, 3, 1), {}, date(2023, 9, 1), AtEnd::Included, same_day)),
              (Days{"2023-03-01", "2023-09-01"}));
    EXPECT_EQ(days_of(schedule({}, {}, date(2023, 9, 1), AtEnd::Included, same_day)), (Days{"2023-09-01"}));
}

TEST(AnActusSchedule, StartsOnePeriodAfterTheExchangeWhenNoAnchorIsGiven) {
    EXPECT_EQ(first_time({{}, monthly_short}, date(2023, 1, 31)), Time{date(2023, 2, 28)});
    EXPECT_EQ(first_time({Time{date(2023, 5, 5)}, monthly_short}, date(2023, 1, 31)), Time{date(2023, 5, 5)});
    EXPECT_EQ(first_time({{}, {}}, date(2023, 1, 31)), std::nullopt);
}

}  // namespace
}  // namespace leasebook::pricing::actus
