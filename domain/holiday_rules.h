#pragma once
// Holidays that follow from a published rule, computed rather than listed.
#include <optional>
#include <string_view>
#include <vector>

#include "domain/date.h"

namespace leasebook {

// Easter Sunday of the Gregorian calendar.
Date easter_sunday(int year);

// The holidays of these years, both included, in the order of the days; some may fall on weekends. Nothing for a
// name without rules here: they are WEEKEND (no holidays at all), TARGET, US, UK and BR.
std::optional<std::vector<Date>> ruled_holidays(std::string_view calendar, int first_year, int last_year);

// Those names.
std::vector<std::string_view> ruled_calendars();

}  // namespace leasebook
