#pragma once
// `leasebook eval`: outside suites against the shipped program. A JSON object a line in, a JSON object a line out:
// {"id","value"}, or {"id","error"} with a sentence that says why not. A rate of return that is one of several comes
// with "roots", which holds them all. docs/eval.md lists the operations.
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "domain/calendar.h"

namespace leasebook::server {

// The answer to one case, without a line break. The calendar days are those beside the rules, see calendar_named().
std::string evaluate(std::string_view line, const std::vector<CalendarDay>& calendar_days);

// Answers line by line, in their order; blank lines are left out.
void evaluate_all(std::istream& cases, std::ostream& answers, const std::vector<CalendarDay>& calendar_days);

// The calendar days that are built into the program (server/data/calendars.csv).
const std::vector<CalendarDay>& built_in_calendar_days();

}  // namespace leasebook::server
