#include "domain/date.h"

#include <gtest/gtest.h>

namespace leasebook {
namespace {

TEST(Date, IsReadAndWrittenAsIso8601) {
    EXPECT_EQ(*parse_date("2026-01-15", "day"), date(2026, 1, 15));
    EXPECT_EQ(*parse_date("2024-02-29", "day"), date(2024, 2, 29));
    EXPECT_EQ(to_text(date(1900, 1, 1)), "1900-01-01");
    EXPECT_EQ(to_text(date(2199, 12, 31)), "2199-12-31");
}

TEST(Date, EveryDayFrom1900To2199IsWrittenAsItIsRead) {
    for (Date day = date(1900, 1, 1); day <= date(2199, 12, 31); day += std::chrono::days{1})
        ASSERT_EQ(*parse_date(to_text(day), "day"), day);
}

TEST(Date, ThatCannotBeReadSaysWhy) {
    for (const char* text :
         {"", "2026-1-15", "15.01.2026", "2026/01/15", "2026-01-15 ", "20260115", "-026-01-15", "2026-0a-15"})
        EXPECT_EQ(message(parse_date(text, "day").error()),
                  "\"" + std::string(text) + "\" is not a date. Write it like 2026-01-15.");
    for (const char* text : {"2025-02-29", "1900-02-29", "2026-00-10", "2026-13-01", "2026-04-31", "2026-01-00"})
        EXPECT_EQ(message(parse_date(text, "day").error()),
                  "There is no day " + std::string(text) + " in the calendar.");
    EXPECT_EQ(message(parse_date("1899-12-31", "day").error()), "1899-12-31 lies outside the years 1900 to 2199.");
    EXPECT_EQ(message(parse_date("2200-01-01", "day").error()), "2200-01-01 lies outside the years 1900 to 2199.");
}

TEST(Date, KnowsMonthsAndTheirEnds) {
    EXPECT_TRUE(is_month_end(date(2024, 2, 29)));
    EXPECT_FALSE(is_month_end(date(2024, 2, 28)));
    EXPECT_TRUE(is_month_end(date(2100, 2, 28)));
    EXPECT_EQ(month_start(date(2026, 3, 31)), date(2026, 3, 1));
    EXPECT_EQ(days_between(date(2026, 2, 28), date(2026, 3, 1)), 1);
}

TEST(Date, MovesByMonthsAndFallsToTheMonthEnd) {
    EXPECT_EQ(add_months(date(2025, 1, 31), 1), date(2025, 2, 28));
    EXPECT_EQ(add_months(date(2024, 2, 29), 12), date(2025, 2, 28));
    EXPECT_EQ(add_months(date(2025, 3, 31), -1), date(2025, 2, 28));
    EXPECT_EQ(add_months(date(2025, 12, 15), 1), date(2026, 1, 15));
    EXPECT_EQ(add_months(date(2025, 1, 15), -13), date(2023, 12, 15));
}

TEST(DueDates, FallToTheMonthEndAndReturnAsInExB14) {
    EXPECT_EQ(due_dates(date(2025, 1, 31), 4, 1, false),
              (std::vector{date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30)}));
    EXPECT_EQ(due_dates(date(2025, 1, 30), 3, 1, true),
              (std::vector{date(2025, 1, 30), date(2025, 2, 28), date(2025, 3, 30)}));
}

TEST(DueDates, KeepToLastDaysWhenTheFirstIsOne) {
    EXPECT_EQ(due_dates(date(2025, 2, 28), 3, 1, true),
              (std::vector{date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30)}));
    EXPECT_EQ(due_dates(date(2025, 2, 28), 2, 1, false), (std::vector{date(2025, 2, 28), date(2025, 3, 28)}));
    EXPECT_EQ(due_date(date(2023, 11, 30), 1, 3, true), date(2024, 2, 29));
}

TEST(DueDates, AscendForEveryAnchorAndStep) {
    for (Date first = date(2023, 12, 1); first < date(2025, 1, 1); first += std::chrono::days{1})
        for (const int step : {1, 3, 6, 12}) {
            const auto dates = due_dates(first, 24, step, true);
            for (std::size_t k = 1; k < dates.size(); ++k) ASSERT_LT(dates[k - 1], dates[k]) << to_text(first);
        }
}

}  // namespace
}  // namespace leasebook
