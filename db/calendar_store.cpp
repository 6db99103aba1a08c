#include "db/calendar_store.h"

#include "db/counters.h"
#include "db/record_mapper.h"

namespace leasebook::db {

namespace {

std::string select_days() { return "SELECT " + quoted(columns_of<CalendarDay>()) + " FROM `calendar_days`"; }

std::vector<CalendarDay> days_of(Statement& select) {
    std::vector<CalendarDay> days;
    while (select.step()) days.push_back(read_row<CalendarDay>(select));
    return days;
}

}  // namespace

std::vector<CalendarDay> calendar_days(Connection& connection, const std::string& calendar) {
    auto& select = connection.prepare(select_days() + " WHERE `calendar` = ? ORDER BY `date`");
    return days_of(select.bind(1, calendar));
}

std::vector<CalendarDay> all_calendar_days(Connection& connection) {
    return days_of(connection.prepare(select_days() + " ORDER BY `calendar`, `date`"));
}

std::vector<std::string> calendars_with_days(Connection& connection) {
    auto& select = connection.prepare("SELECT DISTINCT `calendar` FROM `calendar_days` ORDER BY `calendar`");
    std::vector<std::string> names;
    while (select.step()) names.push_back(select.text(0));
    return names;
}

void put_calendar_days(Connection& connection, std::span<const CalendarDay> days) {
    static const std::vector<std::string> keys{"calendar", "date"};
    auto& insert = connection.prepare(connection.upsert("calendar_days", keys, columns_of<CalendarDay>()));
    for (const auto& day : days) {
        Binder binder(insert);
        visit_fields(day, binder);
        insert.execute();
    }
    if (!days.empty()) book_changed(connection);
}

}  // namespace leasebook::db
