#pragma once
// Business calendars: which days money moves. A calendar is data: its weekend, the holidays that close a weekday, and
// the make-up workdays (调休) that open a Saturday or Sunday (R-0-10).
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/fields.h"

namespace leasebook {

// Where a date goes that is no business day. The modified ones do not leave the month.
enum class BusinessDay { Unadjusted, Following, ModifiedFollowing, Preceding, ModifiedPreceding };
template <>
struct NamesOf<BusinessDay> {
    static constexpr Names<BusinessDay, 5> names{{{BusinessDay::Unadjusted, "unadjusted"},
                                                  {BusinessDay::Following, "following"},
                                                  {BusinessDay::ModifiedFollowing, "modified_following"},
                                                  {BusinessDay::Preceding, "preceding"},
                                                  {BusinessDay::ModifiedPreceding, "modified_preceding"}}};
};

enum class CalendarDayKind { Holiday, Workday };
template <>
struct NamesOf<CalendarDayKind> {
    static constexpr Names<CalendarDayKind, 2> names{
        {{CalendarDayKind::Holiday, "holiday"}, {CalendarDayKind::Workday, "workday"}}};
};

// One day that differs from what the rules of its calendar say.
struct CalendarDay {
    std::string calendar;  // "CN"
    Date date;
    CalendarDayKind kind = CalendarDayKind::Holiday;
    std::optional<std::string> name;  // "春节"
    bool operator==(const CalendarDay&) const = default;
};
void visit_fields(auto& day, auto& field) requires std::same_as<std::remove_cvref_t<decltype(day)>, CalendarDay> {
    field("calendar", day.calendar);
    field("date", day.date);
    field("kind", day.kind);
    field("name", day.name);
}
Errors check(const CalendarDay& day);

// A value that any thread may read. Days outside the years 1900 to 2199 follow the weekend alone.
class BusinessCalendar {
public:
    enum class Weekend { SaturdaySunday, None };

    // Later entries win over earlier ones on the same date.
    BusinessCalendar(std::string name, Weekend weekend, const std::vector<CalendarDay>& exceptions);

    const std::string& name() const { return name_; }
    bool is_business_day(Date date) const;
    Date adjust(Date date, BusinessDay convention) const;
    // The date `days` business days later (earlier when negative); with 0 the date itself if it is one, or else the
    // next that is.
    Date advance(Date date, int days) const;
    // How many of the days from `from` on, before `to`, are business days.
    int business_days_between(Date from, Date to) const;

private:
    bool is_weekend(Date date) const;
    Date nearest_open(Date date, int step) const;

    std::string name_;
    Weekend weekend_;
    std::vector<bool> open_;  // a bit a day, so that asking costs no search
};

// The days of a year on which the calendar differs from Monday to Friday, each with the name that the stored days
// (of any calendar) have for it.
std::vector<CalendarDay> days_off_the_week(const BusinessCalendar& calendar, const std::vector<CalendarDay>& stored,
                                           int year);
// What takes a day out of a calendar: it is open or closed as its weekday says.
CalendarDayKind kind_of_weekday(Date date);

// The calendar of that name: NONE (every day is one), WEEKEND, TARGET, US (federal holidays, as the banks keep them),
// UK and BR by their published rules, CN by the notices of the State Council, and whatever name has days of its own.
// The given days are added to the rules and win over them. A name that is neither ruled nor given is not_found.
Result<BusinessCalendar> calendar_named(std::string_view name, const std::vector<CalendarDay>& days, std::string field);

// When the loan prime rate of a month is published: on the 20th, or the first business day after it (R-B-12).
Date lpr_publication_date(std::chrono::year_month month, const BusinessCalendar& china);

}  // namespace leasebook
