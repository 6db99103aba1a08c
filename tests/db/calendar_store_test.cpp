#include "db/calendar_store.h"

#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

class Calendars : public OnBothBooks {};
INSTANTIATE_TEST_SUITE_P(Both, Calendars, both_databases, dialect_name);

TEST_P(Calendars, KeepTheirDaysApartAndInOrder) {
    const CalendarDay later{"CN", date(2026, 10, 1), CalendarDayKind::Holiday, "国庆节"};
    const CalendarDay earlier{"CN", date(2026, 9, 20), CalendarDayKind::Workday, {}};
    const CalendarDay other{"PLANT", date(2026, 7, 13), CalendarDayKind::Holiday, {}};
    const auto [chinese, all] = database->write([&](Connection& c) {
        put_calendar_days(c, std::vector{later, earlier, other});
        return std::pair{calendar_days(c, "CN"), all_calendar_days(c)};
    });
    EXPECT_EQ(chinese, (std::vector{earlier, later}));
    EXPECT_EQ(all, (std::vector{earlier, later, other}));
}

TEST_P(Calendars, TakeADayAnewInThePlaceOfTheOld) {
    const CalendarDay announced{"CN", date(2026, 10, 1), CalendarDayKind::Holiday, {}};
    const CalendarDay withdrawn{"CN", date(2026, 10, 1), CalendarDayKind::Workday, "withdrawn"};
    const auto days = database->write([&](Connection& c) {
        put_calendar_days(c, std::vector{announced});
        put_calendar_days(c, std::vector{withdrawn});
        return all_calendar_days(c);
    });
    EXPECT_EQ(days, std::vector{withdrawn});
}

}  // namespace

}  // namespace leasebook::db
