#include <gtest/gtest.h>

#include "domain/date.h"
#include "pricing/actus/business_day.h"
#include "pricing/actus/day_count.h"

namespace leasebook::pricing::actus {
namespace {

constexpr Time at(int year, unsigned month, unsigned day) { return date(year, month, day); }

struct Shift {
    BusinessDayConvention convention;
    Time moved, calculated;
};

TEST(ABusinessDayConvention, MovesTheLastSundayOfAMonth) {
    const Time sunday = at(2024, 6, 30), friday = at(2024, 6, 28), monday = at(2024, 7, 1);
    const Shift shifts[] = {{BusinessDayConvention::None, sunday, sunday}, {BusinessDayConvention::Scf, monday, monday},
                            {BusinessDayConvention::Scmf, friday, friday}, {BusinessDayConvention::Csf, monday, sunday},
                            {BusinessDayConvention::Csmf, friday, sunday}, {BusinessDayConvention::Scp, friday, friday},
                            {BusinessDayConvention::Scmp, friday, friday}, {BusinessDayConvention::Csp, friday, sunday},
                            {BusinessDayConvention::Csmp, friday, sunday}};
    for (const auto& shift : shifts) {
        EXPECT_EQ(event_time(shift.convention, Calendar::MondayToFriday, sunday), shift.moved)
            << to_text(shift.convention);
        EXPECT_EQ(calculation_time(shift.convention, Calendar::MondayToFriday, sunday), shift.calculated);
    }
}

TEST(ABusinessDayConvention, ModifiedPrecedingStaysInTheMonth) {
    const Time saturday = at(2024, 6, 1), monday = at(2024, 6, 3);
    EXPECT_EQ(event_time(BusinessDayConvention::Scmp, Calendar::MondayToFriday, saturday), monday);
    EXPECT_EQ(event_time(BusinessDayConvention::Scp, Calendar::MondayToFriday, saturday), at(2024, 5, 31));
}

TEST(ABusinessDayConvention, MovesNothingWithoutHolidays) {
    const Time sunday = at(2024, 6, 30);
    EXPECT_EQ(event_time(BusinessDayConvention::Scf, Calendar::NoHolidays, sunday), sunday);
}

double years(DayCounting convention, Time from, Time to) {
    return year_fraction({convention, Calendar::MondayToFriday, {}}, from, to);
}

TEST(AnActusDayCount, FollowsEachConvention) {
    const Time from = at(2023, 12, 31), to = at(2024, 3, 31);  // 91 days, one of them in 2023
    EXPECT_DOUBLE_EQ(years(DayCounting::ActualActual, from, to), 1 / 365.0 + 90 / 366.0);
    EXPECT_DOUBLE_EQ(years(DayCounting::Actual360, from, to), 91 / 360.0);
    EXPECT_DOUBLE_EQ(years(DayCounting::Actual365, from, to), 91 / 365.0);
    EXPECT_DOUBLE_EQ(years(DayCounting::Actual336, from, to), 91 / 336.0);
    EXPECT_DOUBLE_EQ(years(DayCounting::Thirty360, from, to), 90 / 360.0);
    EXPECT_DOUBLE_EQ(years(DayCounting::TwentyEight336, from, to), 84 / 336.0);
    EXPECT_DOUBLE_EQ(years(DayCounting::Business252, from, to), 65 / 252.0);  // 1 January to 29 March are 13 weeks
}

TEST(AnActusDayCount, LeavesAMaturityAtFebruarysEndUnderTheIsdaRule) {
    const Time from = at(2024, 1, 31), february = at(2024, 2, 29);
    EXPECT_DOUBLE_EQ(year_fraction({DayCounting::Thirty360Isda, Calendar::NoHolidays, {}}, from, february), 30 / 360.0);
    EXPECT_DOUBLE_EQ(year_fraction({DayCounting::Thirty360Isda, Calendar::NoHolidays, february}, from, february),
                     29 / 360.0);
    EXPECT_DOUBLE_EQ(years(DayCounting::Thirty360, from, february), 29 / 360.0);
}

TEST(AnActusDayCount, TakesALastSecondForTheNextMidnight) {
    const Time last_second = at(2024, 1, 1) - std::chrono::seconds{1};
    EXPECT_DOUBLE_EQ(years(DayCounting::Actual365, at(2023, 12, 1), last_second), 31 / 365.0);
}

}  // namespace
}  // namespace leasebook::pricing::actus
