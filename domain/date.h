#pragma once
// Civil dates. No time zone and no clock: "today" is always an argument.
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "domain/result.h"

namespace leasebook {

using Date = std::chrono::sys_days;

constexpr Date date(int year, unsigned month, unsigned day) {
    return std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day);
}

// Exactly "YYYY-MM-DD", years 1900 to 2199, a day that exists.
Result<Date> parse_date(std::string_view text, std::string field);
std::string to_text(Date date);
// The same into ten characters of the caller's.
void write_date(char* to, Date date);

bool is_month_end(Date date);
// The first day of the month the date lies in.
Date month_start(Date date);
int days_between(Date from, Date to);

// The same day `months` later (earlier when negative); a day that month lacks becomes its last (R-0-09).
Date add_months(Date date, int months);

// The date `index` steps after the first, reckoned from the first, so that two months after 31 December is 28
// February and three is 31 March. A first date that is a month's last day keeps to last days when `end_of_month`.
Date due_date(Date first, int index, int step_months, bool end_of_month);

// `count` dates a step of `step_months` apart, each as due_date says: 31 January, 28 February, 31 March (R-0-09).
std::vector<Date> due_dates(Date first, int count, int step_months, bool end_of_month);

}  // namespace leasebook
