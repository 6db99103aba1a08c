#include "domain/holiday_rules.h"

#include <algorithm>
#include <array>

namespace leasebook {

namespace {

using std::chrono::days;
using std::chrono::weekday;
constexpr weekday monday = std::chrono::Monday, thursday = std::chrono::Thursday;
constexpr weekday saturday = std::chrono::Saturday, sunday = std::chrono::Sunday;

Date nth(int year, unsigned month, weekday day, unsigned n) {
    return Date{std::chrono::year{year} / static_cast<int>(month) / day[n]};
}
Date last(int year, unsigned month, weekday day) {
    return Date{std::chrono::year{year} / static_cast<int>(month) / day[std::chrono::last]};
}

// The European Central Bank's closing days since 2000; before that the euro's markets closed on two days only.
std::vector<Date> target(int year) {
    std::vector<Date> closed{date(year, 1, 1), date(year, 12, 25)};
    const Date easter = easter_sunday(year);
    if (year >= 2000)
        for (const Date day : {easter - days{2}, easter + days{1}, date(year, 5, 1), date(year, 12, 26)})
            closed.push_back(day);
    if (year == 1998 || year == 1999 || year == 2001) closed.push_back(date(year, 12, 31));
    return closed;
}

// 5 U.S.C. 6103: on a Saturday kept the Friday before, on a Sunday the Monday after.
Date observed_us(Date day) {
    if (weekday{day} == saturday) return day - days{1};
    return weekday{day} == sunday ? day + days{1} : day;
}

std::vector<Date> united_states(int year) {
    std::vector<Date> closed{observed_us(date(year, 1, 1)), observed_us(date(year, 7, 4)), nth(year, 9, monday, 1),
                             nth(year, 11, thursday, 4), observed_us(date(year, 12, 25))};
    if (weekday{date(year + 1, 1, 1)} == saturday) closed.push_back(date(year, 12, 31));
    if (year >= 1983) closed.push_back(nth(year, 1, monday, 3));
    if (year >= 2022) closed.push_back(observed_us(date(year, 6, 19)));
    // The Uniform Monday Holiday Act is in force from 1971; Veterans Day went back to 11 November in 1978.
    const bool mondays = year >= 1971;
    closed.push_back(mondays ? nth(year, 2, monday, 3) : observed_us(date(year, 2, 22)));
    closed.push_back(mondays ? last(year, 5, monday) : observed_us(date(year, 5, 30)));
    if (mondays) closed.push_back(nth(year, 10, monday, 2));
    closed.push_back(mondays && year < 1978 ? nth(year, 10, monday, 4) : observed_us(date(year, 11, 11)));
    return closed;
}

// On a weekend New Year's Day moves to Monday; Christmas and Boxing Day move past each other.
std::vector<Date> united_kingdom(int year) {
    const Date easter = easter_sunday(year), new_year = date(year, 1, 1);
    const auto past_weekend = [](Date day) {
        if (weekday{day} == saturday) return day + days{2};
        return weekday{day} == sunday ? day + days{1} : day;
    };
    std::vector<Date> closed{past_weekend(new_year), easter - days{2}, easter + days{1}};
    closed.push_back(year == 1995 || year == 2020 ? date(year, 5, 8) : nth(year, 5, monday, 1));
    if (year == 2002 || year == 2012)
        closed.insert(closed.end(),
                      {date(year, 6, 3) + days{year == 2012 ? 1 : 0}, date(year, 6, 4) + days{year == 2012 ? 1 : 0}});
    else if (year == 2022)
        closed.insert(closed.end(), {date(year, 6, 2), date(year, 6, 3)});
    else
        closed.push_back(last(year, 5, monday));
    closed.push_back(last(year, 8, monday));
    for (const unsigned day : {25u, 26u}) {
        const Date feast = date(year, 12, day);
        const bool weekend = weekday{feast} == saturday || weekday{feast} == sunday;
        closed.push_back(weekend ? feast + days{2} : feast);
    }
    for (const Date once : {date(1999, 12, 31), date(2011, 4, 29), date(2022, 9, 19), date(2023, 5, 8)})
        if (once >= date(year, 1, 1) && once < date(year + 1, 1, 1)) closed.push_back(once);
    return closed;
}

std::vector<Date> brazil(int year) {
    const Date easter = easter_sunday(year);
    std::vector<Date> closed{date(year, 1, 1),   date(year, 4, 21), date(year, 5, 1),   date(year, 9, 7),
                             date(year, 10, 12), date(year, 11, 2), date(year, 11, 15), date(year, 12, 25)};
    // Carnival Monday and Tuesday, Good Friday, Corpus Christi; since 2024 the day of Zumbi.
    for (const int from_easter : {-48, -47, -2, 60}) closed.push_back(easter + days{from_easter});
    if (year >= 2024) closed.push_back(date(year, 11, 20));
    return closed;
}

std::vector<Date> none(int) { return {}; }

using Rule = std::vector<Date> (*)(int year);
constexpr std::array<std::pair<std::string_view, Rule>, 5> rules{
    {{"WEEKEND", none}, {"TARGET", target}, {"US", united_states}, {"UK", united_kingdom}, {"BR", brazil}}};

}  // namespace

// The anonymous Gregorian algorithm (Nature, 1876).
Date easter_sunday(int year) {
    const int a = year % 19, b = year / 100, c = year % 100;
    const int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
    const int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    const int month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
    return date(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::vector<std::string_view> ruled_calendars() {
    std::vector<std::string_view> names;
    for (const auto& [name, rule] : rules) names.push_back(name);
    return names;
}

std::optional<std::vector<Date>> ruled_holidays(std::string_view calendar, int first_year, int last_year) {
    const auto rule = std::ranges::find(rules, calendar, &std::pair<std::string_view, Rule>::first);
    if (rule == rules.end()) return {};
    std::vector<Date> closed;
    for (int year = first_year; year <= last_year; ++year) {
        const auto of_year = rule->second(year);
        closed.insert(closed.end(), of_year.begin(), of_year.end());
    }
    std::ranges::sort(closed);
    return closed;
}

}  // namespace leasebook
