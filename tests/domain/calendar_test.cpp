#include "domain/calendar.h"

#include <gtest/gtest.h>

namespace leasebook {
namespace {

using enum CalendarDayKind;

// The days that EX-B12 of the domain rules gives: Labour Day and the Spring Festival of 2025.
BusinessCalendar china_2025() {
    std::vector<CalendarDay> days;
    const auto closed = [&](Date from, Date to) {
        for (; from <= to; from += std::chrono::days{1}) days.push_back({"CN", from, Holiday, {}});
    };
    closed(date(2025, 5, 1), date(2025, 5, 5));
    closed(date(2025, 1, 28), date(2025, 2, 4));
    for (const Date worked : {date(2025, 4, 27), date(2025, 1, 26), date(2025, 2, 8)})
        days.push_back({"CN", worked, Workday, {}});
    return *calendar_named("CN", days, "calendar");
}

TEST(BusinessCalendar, MovesDueDatesPastHolidaysAsInExampleB12) {
    const auto china = china_2025();
    EXPECT_EQ(china.adjust(date(2025, 5, 1), BusinessDay::Following), date(2025, 5, 6));
    EXPECT_EQ(china.adjust(date(2025, 1, 31), BusinessDay::Following), date(2025, 2, 5));
    EXPECT_EQ(china.adjust(date(2025, 1, 31), BusinessDay::ModifiedFollowing), date(2025, 1, 27));
    EXPECT_EQ(china.adjust(date(2025, 4, 27), BusinessDay::Following), date(2025, 4, 27)) << "a Sunday that is worked";
}

TEST(BusinessCalendar, LeavesDatesAloneWhereNothingIsAdjusted) {
    EXPECT_EQ(china_2025().adjust(date(2025, 5, 1), BusinessDay::Unadjusted), date(2025, 5, 1));
}

TEST(BusinessCalendar, GoesBackToTheBusinessDayBefore) {
    const auto china = china_2025();
    EXPECT_EQ(china.adjust(date(2025, 5, 1), BusinessDay::Preceding), date(2025, 4, 30));
    EXPECT_EQ(china.adjust(date(2025, 2, 1), BusinessDay::ModifiedPreceding), date(2025, 2, 5)) << "January is over";
}

TEST(BusinessCalendar, AdvancesByBusinessDaysAndBack) {
    const auto china = china_2025();
    EXPECT_EQ(china.advance(date(2025, 1, 27), 1), date(2025, 2, 5));
    EXPECT_EQ(china.advance(date(2025, 2, 5), -1), date(2025, 1, 27));
    EXPECT_EQ(china.advance(date(2025, 5, 2), 0), date(2025, 5, 6));
}

TEST(BusinessCalendar, CountsTheBusinessDaysOfAStretch) {
    EXPECT_EQ(china_2025().business_days_between(date(2025, 4, 25), date(2025, 5, 7)), 6);
}

TEST(BusinessCalendar, FollowsTheWeekendAloneOutsideTheYearsItKnows) {
    const auto target = *calendar_named("TARGET", {}, "calendar");
    EXPECT_FALSE(target.is_business_day(date(1899, 12, 31)));
    EXPECT_TRUE(target.is_business_day(date(2200, 1, 1)));
}

TEST(ACalendarName, ThatIsNeitherRuledNorGivenIsNotFound) {
    const auto none = calendar_named("MARS", {}, "calendar");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error(), not_found("calendar", "There is no calendar \"{0}\".", "MARS"));
}

TEST(ACalendarName, MayBeOfTheCompanysOwnMaking) {
    const auto own = calendar_named("PLANT", {{"PLANT", date(2026, 7, 13), Holiday, "works holiday"}}, "calendar");
    ASSERT_TRUE(own);
    EXPECT_FALSE(own->is_business_day(date(2026, 7, 13)));
    EXPECT_TRUE(own->is_business_day(date(2026, 7, 14)));
}

TEST(ACalendarName, OfThirtyThreeCharactersIsRefused) {
    const CalendarDay day{std::string(33, 'X'), date(2026, 1, 1), Holiday, {}};
    ASSERT_EQ(check(day).size(), 1U);
    EXPECT_EQ(check(day).front(), invalid("calendar", "The name of a calendar has at most 32 characters."));
}

TEST(TheNoneCalendar, IsOpenEveryDay) {
    const auto none = *calendar_named("NONE", {}, "calendar");
    EXPECT_TRUE(none.is_business_day(date(2026, 1, 3)));
    EXPECT_EQ(none.adjust(date(2026, 1, 3), BusinessDay::Following), date(2026, 1, 3));
}

// Days on which the published calendars were closed.
TEST(TheRules, CloseTheEurosPaymentSystemOnItsHolidays) {
    const auto target = *calendar_named("TARGET", {}, "calendar");
    for (const Date closed :
         {date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 12, 25)})
        EXPECT_FALSE(target.is_business_day(closed)) << to_text(closed);
    EXPECT_TRUE(target.is_business_day(date(2026, 5, 25))) << "Whit Monday is worked";
}

TEST(TheRules, CloseTheUnitedStatesOnFederalHolidays) {
    const auto us = *calendar_named("US", {}, "calendar");
    for (const Date closed : {date(2026, 1, 19), date(2026, 5, 25), date(2026, 6, 19), date(2026, 7, 3),
                              date(2026, 11, 26), date(2021, 12, 31), date(2022, 6, 20)})
        EXPECT_FALSE(us.is_business_day(closed)) << to_text(closed);
    EXPECT_TRUE(us.is_business_day(date(2021, 6, 18))) << "Juneteenth is kept from 2022";
}

TEST(TheRules, CloseBritainOnItsMovedChristmasDays) {
    const auto uk = *calendar_named("UK", {}, "calendar");
    for (const Date closed :
         {date(2021, 12, 27), date(2021, 12, 28), date(2022, 12, 27), date(2016, 8, 29), date(2022, 6, 3)})
        EXPECT_FALSE(uk.is_business_day(closed)) << to_text(closed);
    EXPECT_TRUE(uk.is_business_day(date(2022, 5, 30))) << "the spring holiday moved to 2 June";
}

TEST(TheRules, CloseBrazilForCarnival) {
    const auto brazil = *calendar_named("BR", {}, "calendar");
    EXPECT_FALSE(brazil.is_business_day(date(2026, 2, 16)));
    EXPECT_FALSE(brazil.is_business_day(date(2026, 2, 17)));
    EXPECT_FALSE(brazil.is_business_day(date(2026, 6, 4)));
}

TEST(TheLoanPrimeRate, IsPublishedOnTheFirstBusinessDayFromThe20thOn) {
    const auto china = china_2025();
    using namespace std::chrono_literals;
    EXPECT_EQ(lpr_publication_date(2025y / std::chrono::May, china), date(2025, 5, 20));
    EXPECT_EQ(lpr_publication_date(2025y / std::chrono::April, china), date(2025, 4, 21)) << "the 20th is a Sunday";
}

// EX-B14: due dates from the last of January keep to last days.
TEST(DueDates, FromAMonthEndKeepToMonthEndsAsInExampleB14) {
    const std::vector<Date> expected{date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30)};
    EXPECT_EQ(due_dates(date(2025, 1, 31), 4, 1, true), expected);
}

TEST(AYearOfACalendar, HoldsTheDaysThatDifferFromTheirWeekday) {
    const std::vector<CalendarDay> stored{{"X", date(2026, 7, 13), CalendarDayKind::Holiday, "Feast"},
                                          {"X", date(2026, 7, 18), CalendarDayKind::Workday, {}},
                                          {"X", date(2026, 7, 19), CalendarDayKind::Holiday, "a Sunday anyway"},
                                          {"Y", date(2026, 7, 14), CalendarDayKind::Holiday, {}}};
    const auto calendar = *calendar_named("X", stored, "calendar");
    EXPECT_EQ(days_off_the_week(calendar, stored, 2026), (std::vector<CalendarDay>{stored[0], stored[1]}));
    EXPECT_TRUE(days_off_the_week(calendar, stored, 2027).empty());
    EXPECT_EQ(kind_of_weekday(date(2026, 7, 13)), CalendarDayKind::Workday);
    EXPECT_EQ(kind_of_weekday(date(2026, 7, 18)), CalendarDayKind::Holiday);
}

}  // namespace
}  // namespace leasebook
