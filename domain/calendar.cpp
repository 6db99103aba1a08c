#include "domain/calendar.h"

#include <algorithm>

#include "domain/holiday_rules.h"

namespace leasebook {

namespace {

constexpr Date first_day = date(1900, 1, 1), end_day = date(2200, 1, 1);
constexpr int first_year = 1900, last_year = 2199;

bool within(Date date) { return date >= first_day && date < end_day; }
std::size_t index_of(Date date) { return static_cast<std::size_t>((date - first_day).count()); }

}  // namespace

Errors check(const CalendarDay& day) {
    if (day.calendar.size() > 32) return {invalid("calendar", "The name of a calendar has at most 32 characters.")};
    if (day.calendar == "NONE") return {invalid("calendar", "In NONE every day is a business day: choose another.")};
    if (!within(day.date)) return {invalid("date", "A calendar runs from the year {0} to {1}.", "1900", "2199")};
    return {};
}

BusinessCalendar::BusinessCalendar(std::string name, Weekend weekend, const std::vector<CalendarDay>& exceptions)
    : name_(std::move(name)), weekend_(weekend), open_(index_of(end_day)) {
    for (Date day = first_day; day < end_day; day += std::chrono::days{1}) open_[index_of(day)] = !is_weekend(day);
    for (const auto& exception : exceptions)
        if (within(exception.date)) open_[index_of(exception.date)] = exception.kind == CalendarDayKind::Workday;
}

bool BusinessCalendar::is_weekend(Date date) const {
    if (weekend_ == Weekend::None) return false;
    const std::chrono::weekday day{date};
    return day == std::chrono::Saturday || day == std::chrono::Sunday;
}

bool BusinessCalendar::is_business_day(Date date) const {
    return within(date) ? open_[index_of(date)] : !is_weekend(date);
}

Date BusinessCalendar::nearest_open(Date date, int step) const {
    while (!is_business_day(date)) date += std::chrono::days{step};
    return date;
}

Date BusinessCalendar::adjust(Date date, BusinessDay convention) const {
    if (convention == BusinessDay::Unadjusted) return date;
    const Date later = nearest_open(date, 1), earlier = nearest_open(date, -1);
    switch (convention) {
        case BusinessDay::Unadjusted: break;
        case BusinessDay::Following: return later;
        case BusinessDay::ModifiedFollowing: return month_start(later) == month_start(date) ? later : earlier;
        case BusinessDay::Preceding: return earlier;
        case BusinessDay::ModifiedPreceding: return month_start(earlier) == month_start(date) ? earlier : later;
    }
    throw InvariantBroken("every business day convention has its rule");
}

Date BusinessCalendar::advance(Date date, int days) const {
    if (days == 0) return nearest_open(date, 1);
    const int step = days > 0 ? 1 : -1;
    for (; days != 0; days -= step) date = nearest_open(date + std::chrono::days{step}, step);
    return date;
}

int BusinessCalendar::business_days_between(Date from, Date to) const {
    int count = 0;
    for (Date day = from; day < to; day += std::chrono::days{1}) count += is_business_day(day) ? 1 : 0;
    return count;
}

CalendarDayKind kind_of_weekday(Date date) {
    const std::chrono::weekday day{date};
    const bool weekend = day == std::chrono::Saturday || day == std::chrono::Sunday;
    return weekend ? CalendarDayKind::Holiday : CalendarDayKind::Workday;
}

std::vector<CalendarDay> days_off_the_week(const BusinessCalendar& calendar, const std::vector<CalendarDay>& stored,
                                           int year) {
    std::vector<CalendarDay> days;
    for (Date day = date(year, 1, 1); day < date(year + 1, 1, 1); day += std::chrono::days{1}) {
        const auto kind = calendar.is_business_day(day) ? CalendarDayKind::Workday : CalendarDayKind::Holiday;
        if (kind == kind_of_weekday(day)) continue;
        const auto named = std::ranges::find_if(stored, [&](const CalendarDay& known) {
            return known.calendar == calendar.name() && known.date == day && known.kind == kind;
        });
        days.push_back({calendar.name(), day, kind, named == stored.end() ? std::nullopt : named->name});
    }
    return days;
}

Result<BusinessCalendar> calendar_named(std::string_view name, const std::vector<CalendarDay>& days,
                                        std::string field) {
    using Weekend = BusinessCalendar::Weekend;
    if (name == "NONE") return BusinessCalendar("NONE", Weekend::None, {});
    std::vector<CalendarDay> exceptions;
    const auto holidays = ruled_holidays(name, first_year, last_year);
    if (holidays)
        for (const Date day : *holidays) exceptions.push_back({std::string(name), day, CalendarDayKind::Holiday, {}});
    const auto ruled = exceptions.size();
    std::ranges::copy_if(days, std::back_inserter(exceptions), [&](const auto& day) { return day.calendar == name; });
    if (!holidays && exceptions.size() == ruled)
        return not_found(std::move(field), "There is no calendar \"{0}\".", shortened(name));
    return BusinessCalendar(std::string(name), Weekend::SaturdaySunday, exceptions);
}

Date lpr_publication_date(std::chrono::year_month month, const BusinessCalendar& china) {
    return china.adjust(Date{month / 20}, BusinessDay::Following);
}

}  // namespace leasebook
