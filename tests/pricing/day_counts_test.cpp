#include "pricing/day_counts.h"

#include <gtest/gtest.h>

namespace leasebook::pricing {
namespace {

CountedPeriod period(Date start, Date end) { return {start, end, {}, true, {}, {}, {}, 12, nullptr}; }
DayCounting named(const char* text) { return *parse_day_counting(text, "day_count"); }

TEST(DayCounts, AgreeWithTheFiveThatLeasesAreWrittenOn) {
    for (const auto& [contract, name] : NamesOf<DayCount>::names) {
        const auto convention = named(std::string(name).c_str());
        for (Date start = date(2023, 12, 25); start < date(2024, 3, 5); start += std::chrono::days{1})
            for (int days = 0; days < 800; days += 13) {
                const Date end = start + std::chrono::days{days};
                const auto exact = leasebook::year_fraction(contract, start, end);
                EXPECT_DOUBLE_EQ(*year_fraction(convention, period(start, end)),
                                 static_cast<double>(exact.num) / static_cast<double>(exact.den))
                    << name << " " << to_text(start) << " " << to_text(end);
            }
    }
}

TEST(DayCounts, AreKnownByEverySpelling) {
    for (const char* text : {"30E/360 ISDA", "30e/360-isda", "THIRTY_E_360_ISDA", "30E/360 German"})
        EXPECT_EQ(named(text), DayCounting::ThirtyE360Isda) << text;
    for (const char* text : {"ACT/365F", "Act/365 (Fixed)", "Actual/365 Fixed", "ACT_365F"})
        EXPECT_EQ(named(text), DayCounting::Actual365Fixed) << text;
    for (const char* text : {"Actual/Actual", "ACT/ACT", "Actual/Actual (ISDA)"})
        EXPECT_EQ(named(text), DayCounting::ActualActualIsda) << text;
}

TEST(DayCounts, OfAnUnknownNameAreRefused) {
    const auto unknown = parse_day_counting("31/370", "day_count");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().field, "day_count");
}

TEST(DayCounts, CountBackwardsAsNegative) {
    EXPECT_EQ(*days_counted(DayCounting::Actual360, period(date(2026, 5, 15), date(2026, 3, 17))), -59);
    EXPECT_DOUBLE_EQ(*year_fraction(DayCounting::Actual360, period(date(2026, 5, 15), date(2026, 3, 17))), -59 / 360.0);
}

// EX-B14 of the domain rules: 28 and 33 days of 30/360, and 60 over both months.
TEST(DayCounts, OfBondBasisFollowExampleB14) {
    const auto days = [](Date start, Date end) {
        return *days_counted(DayCounting::Thirty360Isda, period(start, end));
    };
    EXPECT_EQ(days(date(2025, 1, 31), date(2025, 2, 28)), 28);
    EXPECT_EQ(days(date(2025, 2, 28), date(2025, 3, 31)), 33);
    EXPECT_EQ(days(date(2025, 1, 31), date(2025, 3, 31)), 60);
}

TEST(DayCounts, ThatNeedMoreThanTwoDatesSayWhat) {
    EXPECT_EQ(year_fraction(DayCounting::ActualActualIcma, period(date(2026, 1, 1), date(2026, 2, 1))).error().field,
              "reference_start");
    EXPECT_EQ(year_fraction(DayCounting::Business252, period(date(2026, 1, 1), date(2026, 2, 1))).error().field,
              "calendar");
    auto turned = period(date(2026, 1, 1), date(2026, 2, 1));
    turned.reference_start = date(2026, 7, 1);
    turned.reference_end = date(2026, 1, 1);
    EXPECT_EQ(year_fraction(DayCounting::ActualActualIcma, turned).error().field, "reference_end");
}

}  // namespace
}  // namespace leasebook::pricing
