#include "domain/rate.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;

TEST(Rate, IsReadAndWrittenExactly) {
    EXPECT_EQ(rate("0.0635").e10, 635'000'000);
    EXPECT_EQ(to_text(rate("0.065")), "0.0650");
    EXPECT_EQ(to_text(rate("0.061678")), "0.061678");
    EXPECT_EQ(to_text(rate("-0.0000000001")), "-0.0000000001");
    EXPECT_EQ(to_text(rate("10")), "10.0000");
}

TEST(Rate, ThatCannotBeReadSaysHowToWriteIt) {
    EXPECT_EQ(message(parse_rate("6.5%", "rate").error()),
              "\"6.5%\" is not a rate. Write 6.5 % as 0.065, with at most 10 decimals.");
    EXPECT_EQ(message(parse_rate("65", "rate").error()), "\"65\" is not a plausible rate. Write 6.5 % as 0.065.");
    EXPECT_FALSE(parse_rate("0.00000000001", "rate"));
}

TEST(YearFraction, ByEachConventionIsThatOfExB14) {
    const Date january = date(2025, 1, 31), february = date(2025, 2, 28), march = date(2025, 3, 31);
    EXPECT_EQ(year_fraction(DayCount::Actual360, january, february), (YearFraction{28, 360}));
    EXPECT_EQ(year_fraction(DayCount::Actual360, february, march), (YearFraction{31, 360}));
    EXPECT_EQ(year_fraction(DayCount::Thirty360, january, february), (YearFraction{28, 360}));
    EXPECT_EQ(year_fraction(DayCount::Thirty360, february, march), (YearFraction{33, 360}));
    EXPECT_EQ(year_fraction(DayCount::Thirty360, january, march), (YearFraction{60, 360}));
    EXPECT_EQ(year_fraction(DayCount::Actual365Fixed, january, february), (YearFraction{28, 365}));
}

TEST(YearFraction, OfMonthsIsWholeWheneverEitherEndSaysSo) {
    struct Case {
        Date start, end;
        YearFraction time;
    };
    const Case cases[] = {
        {date(2025, 1, 20), date(2025, 2, 20), {1, 12}},  {date(2025, 1, 31), date(2025, 2, 28), {1, 12}},
        {date(2025, 2, 28), date(2025, 3, 31), {1, 12}},  {date(2025, 1, 30), date(2025, 2, 28), {1, 12}},
        {date(2025, 2, 28), date(2025, 3, 30), {1, 12}},  {date(2025, 2, 28), date(2025, 3, 29), {1, 12}},
        {date(2024, 2, 29), date(2025, 2, 28), {12, 12}}, {date(2023, 2, 28), date(2024, 2, 29), {12, 12}},
        {date(2025, 1, 20), date(2025, 3, 5), {43, 360}}, {date(2025, 1, 20), date(2025, 1, 25), {5, 360}},
        {date(2025, 1, 31), date(2025, 3, 1), {31, 360}}, {date(2025, 2, 28), date(2025, 4, 1), {34, 360}},
        {date(2025, 5, 5), date(2025, 5, 5), {0, 12}}};
    for (const auto& [start, end, time] : cases)
        EXPECT_EQ(year_fraction(DayCount::MonthsTwelfths, start, end), time)
            << to_text(start) << " to " << to_text(end);
}

TEST(YearFraction, OfEveryRentPeriodInMonthsIsThatManyMonths) {
    for (Date first = date(2023, 12, 1); first < date(2025, 1, 1); first += std::chrono::days{1})
        for (const int step : {1, 3, 6, 12}) {
            const auto dates = due_dates(first, 26, step, true);
            for (std::size_t k = 1; k < dates.size(); ++k)
                ASSERT_EQ(year_fraction(DayCount::MonthsTwelfths, dates[k - 1], dates[k]), (YearFraction{step, 12}))
                    << to_text(dates[k - 1]) << " to " << to_text(dates[k]);
        }
}

TEST(YearFraction, OfActualDaysSplitsAtLeapYears) {
    // 2023-12-31 to 2024-01-02: one day of 365, one of 366.
    EXPECT_EQ(year_fraction(DayCount::ActualActual, date(2023, 12, 31), date(2024, 1, 2)),
              (YearFraction{366 + 365, 365 * 366}));
    EXPECT_EQ(year_fraction(DayCount::ActualActual, date(2024, 1, 1), date(2025, 1, 1)),
              (YearFraction{366 * 365, 365 * 366}));
    EXPECT_THROW(year_fraction(DayCount::Actual360, date(2025, 1, 2), date(2025, 1, 1)), InvariantBroken);
}

TEST(Interest, IsRoundedOnceAsInExB14) {
    const Date january = date(2025, 1, 31), february = date(2025, 2, 28);
    const auto earned = [&](DayCount by) {
        return interest(cny("1000000.00"), rate("0.06"), year_fraction(by, january, february));
    };
    EXPECT_EQ(earned(DayCount::Actual360), cny("4666.67"));
    EXPECT_EQ(earned(DayCount::Actual365Fixed), cny("4602.74"));
    EXPECT_EQ(earned(DayCount::Thirty360), cny("4666.67"));
}

TEST(Interest, BeforeTheLeaseStartsIsThatOfExB16) {
    const Date start = date(2025, 3, 20);
    const auto first =
        interest(cny("600000.00"), rate("0.06"), year_fraction(DayCount::Actual360, date(2025, 2, 10), start));
    const auto second =
        interest(cny("400000.00"), rate("0.06"), year_fraction(DayCount::Actual360, date(2025, 3, 1), start));
    EXPECT_EQ(first + second, cny("5066.67"));
}

TEST(Interest, RoundsHalfAwayFromZeroOnBothSides) {
    EXPECT_EQ(interest(cny("1.00"), rate("0.06"), {1, 12}), cny("0.01"));  // exactly half a cent
    EXPECT_EQ(interest(cny("-1.00"), rate("0.06"), {1, 12}), cny("-0.01"));
    EXPECT_EQ(interest(cny("0.98"), rate("0.06"), {1, 12}), cny("0.00"));
}

}  // namespace
}  // namespace leasebook
