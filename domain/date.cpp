#include "domain/date.h"

#include "domain/decimal_text.h"

namespace leasebook {

namespace {

using std::chrono::year_month_day;
using std::chrono::year_month_day_last;

year_month_day civil(Date date) { return year_month_day{date}; }

std::string two_digits(unsigned value) {
    return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
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
    const auto d = civil(date);
    const auto year = static_cast<unsigned>(static_cast<int>(d.year()));
    return two_digits(year / 100) + two_digits(year % 100) + "-" + two_digits(static_cast<unsigned>(d.month())) + "-" +
           two_digits(static_cast<unsigned>(d.day()));
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
    const Date moved = add_months(first, index * step_months);
    if (!end_of_month || !is_month_end(first)) return moved;
    const auto d = civil(moved);
    return Date{d.year() / d.month() / std::chrono::last};
}

std::vector<Date> due_dates(Date first, int count, int step_months, bool end_of_month) {
    std::vector<Date> dates;
    dates.reserve(static_cast<std::size_t>(count));
    for (int k = 0; k < count; ++k) dates.push_back(due_date(first, k, step_months, end_of_month));
    return dates;
}

}  // namespace leasebook
