#include "pricing/actus/business_day.h"

#include <array>

namespace leasebook::pricing::actus {

namespace {

using std::chrono::days;

struct Rule {
    BusinessDayConvention convention;
    int direction;  // +1 following, -1 preceding, 0 stays
    bool modified, calculates_first;
};
constexpr std::array<Rule, 9> rules{{{BusinessDayConvention::None, 0, false, false},
                                     {BusinessDayConvention::Scf, 1, false, false},
                                     {BusinessDayConvention::Scmf, 1, true, false},
                                     {BusinessDayConvention::Csf, 1, false, true},
                                     {BusinessDayConvention::Csmf, 1, true, true},
                                     {BusinessDayConvention::Scp, -1, false, false},
                                     {BusinessDayConvention::Scmp, -1, true, false},
                                     {BusinessDayConvention::Csp, -1, false, true},
                                     {BusinessDayConvention::Csmp, -1, true, true}}};

const Rule& rule_of(BusinessDayConvention convention) {
    for (const auto& rule : rules)
        if (rule.convention == convention) return rule;
    throw InvariantBroken("every business day convention has a rule");
}

Time nearest_business_day(Calendar calendar, Time time, int direction) {
    while (!is_business_day(calendar, time)) time += days{direction};
    return time;
}

std::chrono::month month_of(Time time) { return std::chrono::year_month_day{std::chrono::floor<days>(time)}.month(); }

}  // namespace

bool is_business_day(Calendar calendar, Time time) {
    if (calendar == Calendar::NoHolidays) return true;
    return std::chrono::weekday{std::chrono::floor<days>(time)}.iso_encoding() <= 5;
}

Time event_time(BusinessDayConvention convention, Calendar calendar, Time scheduled) {
    const Rule& rule = rule_of(convention);
    if (rule.direction == 0) return scheduled;
    const Time moved = nearest_business_day(calendar, scheduled, rule.direction);
    if (!rule.modified || month_of(moved) == month_of(scheduled)) return moved;
    return nearest_business_day(calendar, scheduled, -rule.direction);
}

Time calculation_time(BusinessDayConvention convention, Calendar calendar, Time scheduled) {
    return rule_of(convention).calculates_first ? scheduled : event_time(convention, calendar, scheduled);
}

}  // namespace leasebook::pricing::actus
