#pragma once
// The days of business calendars that no rule tells: announced holidays and make-up workdays.
#include <span>
#include <string>
#include <vector>

#include "db/database.h"
#include "domain/calendar.h"

namespace leasebook::db {

// By date.
std::vector<CalendarDay> calendar_days(Connection& connection, const std::string& calendar);
// Of all calendars, by calendar and date.
std::vector<CalendarDay> all_calendar_days(Connection& connection);

// The names of the calendars that have days of their own.
std::vector<std::string> calendars_with_days(Connection& connection);

// Adds the days, each in the place of the one with the same calendar and date.
void put_calendar_days(Connection& connection, std::span<const CalendarDay> days);

}  // namespace leasebook::db
