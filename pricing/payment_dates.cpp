#include "pricing/payment_dates.h"

#include <algorithm>
#include <array>

namespace leasebook::pricing {

namespace {

using std::chrono::year_month_day;
using Kind = RollDay::Kind;
constexpr int smart_stub_days = 7;
constexpr std::size_t most_periods = 5'000;

std::string upper(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return out;
}

unsigned day_of(Date date) { return static_cast<unsigned>(year_month_day{date}.day()); }

Date day_in_month(Date month, unsigned day) {
    const year_month_day d{month};
    const auto last = static_cast<unsigned>(year_month_day{d.year() / d.month() / std::chrono::last}.day());
    return Date{d.year() / d.month() / std::chrono::day{std::min(day, last)}};
}

// The roll day of the month (or week) the date lies in.
Date rolled(Date date, RollDay roll) {
    switch (roll.kind) {
        case Kind::None: return date;
        case Kind::DayOfMonth: return day_in_month(date, roll.day);
        case Kind::EndOfMonth: return day_in_month(date, 31);
        case Kind::Imm: {
            const year_month_day d{date};
            return Date{d.year() / d.month() / std::chrono::Wednesday[3]};
        }
        case Kind::DayOfWeek: return date + (std::chrono::weekday{roll.day} - std::chrono::weekday{date});
    }
    throw InvariantBroken("every kind of roll day has its rule");
}

Date moved(Date date, Frequency by, int direction) {
    return by.months != 0 ? add_months(date, direction * by.months) : date + std::chrono::days{direction * by.days};
}
Date next(Date date, Frequency by, RollDay roll) {
    const Date there = rolled(moved(date, by, 1), roll);
    return there > date ? there : rolled(add_months(date, 1), roll);
}
Date previous(Date date, Frequency by, RollDay roll) {
    const Date there = rolled(moved(date, by, -1), roll);
    return there < date ? there : rolled(add_months(date, -1), roll);
}

RollDay on_day(Date date) {
    const unsigned day = day_of(date);
    return day == 31 ? RollDay{Kind::EndOfMonth, 0} : RollDay{Kind::DayOfMonth, day};
}

bool from_the_end(Stub stub) {
    return stub == Stub::ShortInitial || stub == Stub::LongInitial || stub == Stub::SmartInitial;
}

// A date that is a roll day moved to a business day stands for that roll day.
Date unmoved(Date date, const PeriodPlan& plan, const BusinessCalendar& calendar) {
    if (!plan.roll || plan.roll->kind == Kind::None || plan.roll->kind == Kind::DayOfWeek) return date;
    const Date there = rolled(date, *plan.roll);
    return there != date && calendar.adjust(there, plan.adjustment) == date ? there : date;
}

// The roll day that the regular dates say: an end of month is only advice, it gives way to dates that differ.
RollDay implied_roll(const PeriodPlan& plan, Date start, Date end, bool prefer_end_of_month) {
    if (plan.frequency.is_term()) return {};
    if (plan.frequency.months == 0)
        return plan.frequency.days % 7 == 0 ? RollDay{Kind::DayOfWeek, std::chrono::weekday{start}.c_encoding()}
                                            : RollDay{};
    const bool unstated = plan.stub == Stub::Unstated || plan.stub == Stub::None || plan.stub == Stub::Both;
    if (unstated && day_of(start) != day_of(end) && month_start(start) != month_start(end) &&
        (is_month_end(start) || is_month_end(end))) {
        if (prefer_end_of_month) return {Kind::EndOfMonth, 0};
        return day_of(start) > day_of(end) ? on_day(start) : on_day(end);
    }
    const Date anchor = from_the_end(plan.stub) ? end : start;
    return prefer_end_of_month && is_month_end(anchor) ? RollDay{Kind::EndOfMonth, 0} : on_day(anchor);
}

RollDay roll_of(const PeriodPlan& plan, Date start, Date end) {
    if (!plan.roll || plan.roll->kind == Kind::None) return implied_roll(plan, start, end, false);
    if (plan.roll->kind != Kind::EndOfMonth) return *plan.roll;
    const auto implied = implied_roll(plan, start, end, true);
    return implied.kind == Kind::None ? *plan.roll : implied;
}

// The stub still to be found, when stubs given as dates are taken off.
Stub stub_left(const PeriodPlan& plan, RollDay roll, Date start, Date end, bool initial_given, bool final_given) {
    if (plan.stub == Stub::Both) return Stub::None;
    if (plan.stub != Stub::Unstated) {
        const bool found = from_the_end(plan.stub) ? initial_given : final_given;
        return found ? Stub::None : plan.stub;
    }
    if (initial_given || final_given || !plan.roll) return Stub::None;
    return rolled(start, roll) != start && rolled(end, roll) == end ? Stub::SmartInitial : Stub::SmartFinal;
}

bool becomes_long(Stub stub, Date from, Date to) {
    if (stub == Stub::LongInitial || stub == Stub::LongFinal) return true;
    return (stub == Stub::SmartInitial || stub == Stub::SmartFinal) && days_between(from, to) < smart_stub_days;
}

Error no_stub_allowed(Date start, Date end) {
    return invalid("stub", "The periods do not fill {0} to {1}, and no stub is allowed.", to_text(start), to_text(end));
}

Result<std::vector<Date>> laid_backwards(const PeriodPlan& plan, RollDay roll, Stub stub, Date start, Date end) {
    std::vector<Date> dates{end};
    Date at = previous(end, plan.frequency, roll);
    for (; at > start && dates.size() < most_periods; at = previous(at, plan.frequency, roll)) dates.push_back(at);
    if (at != start && dates.size() > 1 && becomes_long(stub, start, dates.back())) dates.pop_back();
    dates.push_back(start);
    std::ranges::reverse(dates);
    return dates;
}

Result<std::vector<Date>> laid_forwards(const PeriodPlan& plan, RollDay roll, Stub stub, Date start, Date end) {
    std::vector<Date> dates{start};
    Date at = next(start, plan.frequency, roll);
    for (; at < end && dates.size() < most_periods; at = next(at, plan.frequency, roll)) dates.push_back(at);
    if (at != end && dates.size() > 1) {
        const bool same_month_end = roll.kind == Kind::EndOfMonth && month_start(at) == month_start(end);
        if (stub == Stub::None && !same_month_end) return no_stub_allowed(start, end);
        if (becomes_long(stub, dates.back(), end)) dates.pop_back();
    }
    dates.push_back(end);
    return dates;
}

std::vector<Date> adjusted(const PeriodPlan& plan, const std::vector<Date>& unadjusted,
                           const BusinessCalendar& calendar) {
    std::vector<Date> dates;
    for (const Date date : unadjusted) dates.push_back(calendar.adjust(date, plan.adjustment));
    if (plan.start_adjustment) dates.front() = calendar.adjust(plan.start, *plan.start_adjustment);
    return dates;
}

}  // namespace

Result<Frequency> parse_frequency(std::string_view given, std::string field) {
    static constexpr std::array<std::pair<std::string_view, Frequency>, 9> words{{{"TERM", {}},
                                                                                  {"ONCE", {}},
                                                                                  {"WEEKLY", {0, 7}},
                                                                                  {"MONTHLY", {1, 0}},
                                                                                  {"QUARTERLY", {3, 0}},
                                                                                  {"SEMIANNUAL", {6, 0}},
                                                                                  {"SEMI_ANNUAL", {6, 0}},
                                                                                  {"ANNUAL", {12, 0}},
                                                                                  {"YEARLY", {12, 0}}}};
    const auto text = upper(given);
    for (const auto& [word, frequency] : words)
        if (word == text) return frequency;
    std::string_view rest = text;
    char unit = rest.empty() ? ' ' : rest.back();
    if (rest.starts_with("FREQUENCY.OF") && rest.ends_with(")")) {
        unit = rest.substr(12, 1).front();
        rest = rest.substr(rest.find('('));
    }
    if (rest.starts_with("P") || rest.starts_with("(")) rest.remove_prefix(1);
    const auto count = rest.empty() ? std::nullopt : parse_integer(rest.substr(0, rest.size() - 1), 1, 10'000);
    const int n = static_cast<int>(count.value_or(0));
    if (n > 0 && unit == 'M') return Frequency{n, 0};
    if (n > 0 && unit == 'Y') return Frequency{12 * n, 0};
    if (n > 0 && unit == 'W') return Frequency{0, 7 * n};
    if (n > 0 && unit == 'D') return Frequency{0, n};
    return invalid(std::move(field), "\"{0}\" is not a frequency. Write it like P3M, P1Y, P2W or TERM.",
                   shortened(given));
}

Result<RollDay> parse_roll_day(std::string_view given, std::string field) {
    static constexpr std::array<std::string_view, 7> weekdays{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
    const auto text = upper(given);
    if (text == "EOM" || text == "DAY_31" || text == "31") return RollDay{Kind::EndOfMonth, 0};
    if (text == "IMM") return RollDay{Kind::Imm, 0};
    if (text == "NONE" || text == "ROLL_NONE") return RollDay{};
    const std::string_view day = text.starts_with("DAY_") ? std::string_view(text).substr(4) : std::string_view(text);
    if (const auto number = parse_integer(day, 1, 30)) return RollDay{Kind::DayOfMonth, static_cast<unsigned>(*number)};
    const auto named = std::ranges::find(weekdays, day);
    if (named != weekdays.end()) return RollDay{Kind::DayOfWeek, static_cast<unsigned>(named - weekdays.begin())};
    return invalid(std::move(field), "\"{0}\" is not a roll day. Write DAY_1 to DAY_30, EOM, IMM or DAY_MON.",
                   shortened(given));
}

std::string to_text(RollDay roll) {
    static constexpr std::array<const char*, 7> weekdays{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
    switch (roll.kind) {
        case Kind::None: return "NONE";
        case Kind::DayOfMonth: return "DAY_" + std::to_string(roll.day);
        case Kind::EndOfMonth: return "EOM";
        case Kind::Imm: return "IMM";
        case Kind::DayOfWeek: return std::string("DAY_") + weekdays[roll.day];
    }
    throw InvariantBroken("every kind of roll day has its name");
}

Result<Stub> parse_stub(std::string_view given, std::string field) {
    static constexpr std::array<std::pair<std::string_view, Stub>, 10> words{{{"NONE", Stub::None},
                                                                              {"STUB_NONE", Stub::None},
                                                                              {"SHORT_INITIAL", Stub::ShortInitial},
                                                                              {"LONG_INITIAL", Stub::LongInitial},
                                                                              {"SMART_INITIAL", Stub::SmartInitial},
                                                                              {"SHORT_FINAL", Stub::ShortFinal},
                                                                              {"LONG_FINAL", Stub::LongFinal},
                                                                              {"SMART_FINAL", Stub::SmartFinal},
                                                                              {"BOTH", Stub::Both},
                                                                              {"STUB_BOTH", Stub::Both}}};
    const auto text = upper(given);
    for (const auto& [word, stub] : words)
        if (word == text) return stub;
    return invalid(std::move(field),
                   "\"{0}\" is not a stub. Write NONE, SHORT_INITIAL, LONG_FINAL, SMART_FINAL or BOTH.",
                   shortened(given));
}

Result<PeriodDates> period_dates(const PeriodPlan& plan, const BusinessCalendar& calendar) {
    const Date start = unmoved(plan.start, plan, calendar), end = unmoved(plan.end, plan, calendar);
    const Date regular_start = plan.first_regular_start ? unmoved(*plan.first_regular_start, plan, calendar) : start;
    const Date regular_end = plan.last_regular_end ? unmoved(*plan.last_regular_end, plan, calendar) : end;
    if (!(start < end) || regular_start < start || regular_end > end || regular_end < regular_start)
        return invalid("start", "The dates of a schedule ascend: start, first regular, last regular, end.");
    const auto roll = roll_of(plan, regular_start, regular_end);
    std::vector<Date> dates;
    if (regular_start == end || regular_end == start || plan.frequency.is_term()) {
        dates = {start, end};
    } else {
        if (regular_start == regular_end) {
            dates = {regular_start};
        } else {
            const auto stub =
                stub_left(plan, roll, regular_start, regular_end, regular_start != start, regular_end != end);
            const auto laid = from_the_end(stub) ? laid_backwards(plan, roll, stub, regular_start, regular_end)
                                                 : laid_forwards(plan, roll, stub, regular_start, regular_end);
            if (!laid) return laid.errors();
            dates = *laid;
        }
        if (regular_start != start) dates.insert(dates.begin(), start);
        if (regular_end != end) dates.push_back(end);
    }
    return PeriodDates{dates, adjusted(plan, dates, calendar), roll};
}

}  // namespace leasebook::pricing
