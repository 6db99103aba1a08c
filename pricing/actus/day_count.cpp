#include "pricing/actus/day_count.h"

#include <algorithm>

#include "pricing/actus/business_day.h"

namespace leasebook::pricing::actus {

namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::year;
using std::chrono::year_month_day;

Time to_full_hour(Time time) { return floor<hours>(time + minutes{30}); }

double whole_days(Time from, Time to) {
    return static_cast<double>(std::chrono::duration_cast<days>(to - from).count());
}

double days_of(year y) { return y.is_leap() ? 366.0 : 365.0; }

double actual_actual(Time from, Time to) {
    const year first = year_month_day{floor<days>(from)}.year(), last = year_month_day{floor<days>(to)}.year();
    if (first == last) return whole_days(from, to) / days_of(first);
    const Time first_end = std::chrono::sys_days{(first + std::chrono::years{1}) / 1 / 1};
    const Time last_start = std::chrono::sys_days{last / 1 / 1};
    return whole_days(from, first_end) / days_of(first) + whole_days(last_start, to) / days_of(last) +
           static_cast<double>((last - first).count() - 1);
}

struct Day {
    int year, month, day;
    bool month_end;
};

Day day_of(Time time) {
    const auto date = floor<days>(time);
    const year_month_day ymd{date};
    const bool last = year_month_day{date + days{1}}.month() != ymd.month();
    return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
            static_cast<int>(static_cast<unsigned>(ymd.day())), last};
}

// Months of `month_days` each, the days of both ends as the convention has already put them.
double even_months(const Day& from, const Day& to, int month_days) {
    const int months = 12 * (to.year - from.year) + to.month - from.month;
    return static_cast<double>(month_days * months + to.day - from.day) / static_cast<double>(12 * month_days);
}

double capped_months(Time from, Time to, int month_days) {
    Day first = day_of(from), last = day_of(to);
    first.day = std::min(first.day, month_days);
    last.day = std::min(last.day, month_days);
    return even_months(first, last, month_days);
}

double thirty_isda(Time from, Time to, std::optional<Time> maturity) {
    Day first = day_of(from), last = day_of(to);
    if (first.month_end) first.day = 30;
    const bool matures_in_february = maturity && to == to_full_hour(*maturity) && last.month == 2;
    if (last.month_end && !matures_in_february) last.day = 30;
    return even_months(first, last, 30);
}

double business_days(Calendar calendar, Time from, Time to) {
    int count = 0;
    for (Time day = from; day + days{1} <= to; day += days{1}) count += is_business_day(calendar, day) ? 1 : 0;
    return count;
}

}  // namespace

double year_fraction(const YearCount& count, Time from, Time to) {
    from = to_full_hour(from);
    to = to_full_hour(to);
    switch (count.convention) {
        case DayCounting::ActualActual: return actual_actual(from, to);
        case DayCounting::Actual360: return whole_days(from, to) / 360.0;
        case DayCounting::Actual365: return whole_days(from, to) / 365.0;
        case DayCounting::Actual336: return whole_days(from, to) / 336.0;
        case DayCounting::Thirty360Isda: return thirty_isda(from, to, count.maturity);
        case DayCounting::Thirty360: return capped_months(from, to, 30);
        case DayCounting::TwentyEight336: return capped_months(from, to, 28);
        case DayCounting::Business252: return business_days(count.calendar, from, to) / 252.0;
    }
    throw InvariantBroken("every day count convention counts");
}

}  // namespace leasebook::pricing::actus
