#include "domain/date.h"

#include <algorithm>

#include "domain/decimal_text.h"

namespace leasebook {

namespace {

using std::chrono::year_month_day;
using std::chrono::year_month_day_last;

year_month_day civil(Date date) { return year_month_day{date}; }

void write_two(char* to, unsigned value) {
    to[0] = static_cast<char>('0' + value / 10);
    to[1] = static_cast<char>('0' + value % 10);
}

// Digits of fixed width, leading zeros allowed; -1 when there is anything else.
int digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

Result<Date> parse_date(std::string_view text, std::string field) {
    const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-';
    const int year = shaped ? digits(text.substr(0, 4)) : -1;
    const int month = shaped ? digits(text.substr(5, 2)) : -1;
    const int day = shaped ? digits(text.substr(8, 2)) : -1;
    if (year < 0 || month < 0 || day < 0)
        return invalid(std::move(field), "\"{0}\" is not a date. Write it like 2026-01-15.", shortened(text));
    const year_month_day civil_date = std::chrono::year{year} / month / day;
    if (!civil_date.ok()) return invalid(std::move(field), "There is no day {0} in the calendar.", std::string(text));
    if (year < 1900 || year > 2199)
        return invalid(std::move(field), "{0} lies outside the years 1900 to 2199.", std::string(text));
    return Date{civil_date};
}

std::string to_text(Date date) {
    std::string text = "0000-00-00";
    write_date(text.data(), date);
    return text;
}

void write_date(char* to, Date date) {
    const auto d = civil(date);
    const auto year = static_cast<unsigned>(static_cast<int>(d.year()));
    write_two(to, year / 100);
    write_two(to + 2, year % 100);
    to[4] = to[7] = '-';
    write_two(to + 5, static_cast<unsigned>(d.month()));
    write_two(to + 8, static_cast<unsigned>(d.day()));
}

bool is_month_end(Date date) {
    const auto d = civil(date);
    return d.day() == (d.year() / d.month() / std::chrono::last).day();
}

Date month_start(Date date) {
    const auto d = civil(date);
    return Date{d.year() / d.month() / 1};
}

int days_between(Date from, Date to) { return static_cast<int>((to - from).count()); }

Date add_months(Date date, int months) {
    const auto moved = civil(date) + std::chrono::months{months};
    if (moved.ok()) return Date{moved};
    return Date{year_month_day_last{moved.year() / moved.month() / std::chrono::last}};
}

Date due_date(Date first, int index, int step_months, bool end_of_month) {
    const auto from = civil(first);
    const auto month = from.year() / from.month() + std::chrono::months{index * step_months};
    const auto last = (month / std::chrono::last).day();
    const bool keeps_to_the_end = end_of_month && from.day() == (from.year() / from.month() / std::chrono::last).day();
    return Date{month / (keeps_to_the_end ? last : std::min(from.day(), last))};
}

std::vector<Date> due_dates(Date first, int count, int step_months, bool end_of_month) {
    std::vector<Date> dates;
    dates.reserve(static_cast<std::size_t>(count));
    for (int k = 0; k < count; ++k) dates.push_back(due_date(first, k, step_months, end_of_month));
    return dates;
}

}  // namespace leasebook
