#include "pricing/actus/schedule.h"

#include "domain/date.h"

namespace leasebook::pricing::actus {

std::optional<Time> first_time(const Recurrence& recurrence, Time start) {
    if (recurrence.anchor) return recurrence.anchor;
    if (!recurrence.cycle) return {};
    return periods_after(start, recurrence.cycle->period, 1, EndOfMonthConvention::SameDay);
}

Time periods_after(Time from, const Period& period, int times, EndOfMonthConvention convention) {
    using std::chrono::days;
    const auto date = std::chrono::floor<days>(from);
    const auto time_of_day = from - date;
    const bool to_month_end = convention == EndOfMonthConvention::EndOfMonth && period.months > 0 && is_month_end(date);
    Date moved = add_months(date, period.months * times) + days{period.days * times};
    if (to_month_end) moved = add_months(month_start(moved), 1) - days{1};
    return moved + time_of_day;
}

std::vector<Time> schedule(std::optional<Time> first, const std::optional<Cycle>& cycle, Time end, AtEnd at_end,
                           EndOfMonthConvention convention) {
    std::vector<Time> times;
    std::optional<Time> next = first;
    for (int n = 1; next && *next < end; ++n) {
        times.push_back(*next);
        if (!cycle) break;
        next = periods_after(*first, cycle->period, n, convention);
    }
    if (at_end == AtEnd::Included) times.push_back(end);
    const bool off_cycle = cycle && next && *next > end;
    if (off_cycle && cycle->long_stub && times.size() > 2)
        times.erase(times.end() - (at_end == AtEnd::Included ? 2 : 1));
    return times;
}

}  // namespace leasebook::pricing::actus
