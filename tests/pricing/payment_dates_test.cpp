#include "pricing/payment_dates.h"

#include <gtest/gtest.h>

namespace leasebook::pricing {
namespace {

PeriodPlan plan(Date start, Date end, const char* frequency) {
    PeriodPlan p;
    p.start = start;
    p.end = end;
    p.frequency = *parse_frequency(frequency, "frequency");
    return p;
}
std::vector<Date> dates(const PeriodPlan& p) {
    const auto calendar = *calendar_named("WEEKEND", {}, "calendar");
    const auto found = period_dates(p, calendar);
    EXPECT_TRUE(found);
    return found ? found->adjusted : std::vector<Date>{};
}

TEST(PeriodDates, PutTheOddPeriodWhereTheStubSays) {
    auto p = plan(date(2026, 1, 10), date(2026, 4, 20), "P1M");
    p.stub = Stub::ShortInitial;
    EXPECT_EQ(dates(p), (std::vector{date(2026, 1, 10), date(2026, 1, 20), date(2026, 2, 20), date(2026, 3, 20),
                                     date(2026, 4, 20)}));
    p.stub = Stub::LongFinal;
    EXPECT_EQ(dates(p), (std::vector{date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10), date(2026, 4, 20)}));
}

TEST(PeriodDates, ThatDoNotFitAreRefusedWithoutAStub) {
    auto p = plan(date(2026, 1, 10), date(2026, 4, 20), "P1M");
    p.stub = Stub::None;
    const auto calendar = *calendar_named("NONE", {}, "calendar");
    EXPECT_EQ(period_dates(p, calendar).error().field, "stub");
    std::swap(p.start, p.end);
    EXPECT_EQ(period_dates(p, calendar).error().field, "start");
}

TEST(PeriodDates, KeepToMonthEndsAndMoveToBusinessDays) {
    auto p = plan(date(2026, 1, 31), date(2026, 4, 30), "1M");
    p.roll = RollDay{RollDay::Kind::EndOfMonth, 0};
    p.adjustment = BusinessDay::ModifiedFollowing;
    EXPECT_EQ(dates(p), (std::vector{date(2026, 1, 30), date(2026, 2, 27), date(2026, 3, 31), date(2026, 4, 30)}));
}

TEST(Words, OfSchedulesAreReadInTheirUsualSpellings) {
    EXPECT_EQ(parse_frequency("quarterly", "f")->months, 3);
    EXPECT_EQ(parse_frequency("P2Y", "f")->months, 24);
    EXPECT_EQ(parse_frequency("2W", "f")->days, 14);
    EXPECT_TRUE(parse_frequency("TERM", "f")->is_term());
    EXPECT_EQ(to_text(*parse_roll_day("day_17", "r")), "DAY_17");
    EXPECT_EQ(to_text(*parse_roll_day("DAY_31", "r")), "EOM");
    EXPECT_EQ(to_text(*parse_roll_day("DAY_MON", "r")), "DAY_MON");
    EXPECT_EQ(*parse_stub("short_final", "s"), Stub::ShortFinal);
}

TEST(Words, OfSchedulesThatMeanNothingAreRefused) {
    EXPECT_EQ(parse_frequency("P0M", "frequency").error().field, "frequency");
    EXPECT_EQ(parse_frequency("", "frequency").error().field, "frequency");
    EXPECT_EQ(parse_roll_day("DAY_32", "roll").error().field, "roll");
    EXPECT_EQ(parse_stub("MIDDLE", "stub").error().field, "stub");
}

}  // namespace
}  // namespace leasebook::pricing
