#pragma once
// The dates of a schedule between a start and an end that do not fit a whole number of periods: stubs, roll days, and
// the move to business days. Leases of ours are laid out by due_dates() in domain/date.h; this speaks the language of
// the swap market for schedules that come from elsewhere.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/calendar.h"

namespace leasebook::pricing {

using leasebook::to_text;  // of dates, which look-up does not find beside the one below

struct Frequency {
    int months = 0, days = 0;  // one of them; neither for one period over the whole term
    bool is_term() const { return months == 0 && days == 0; }
};
// "P1M", "3M", "P2Y", "P4W", "P14D", "TERM", "monthly", "quarterly", "semiannual", "annual".
Result<Frequency> parse_frequency(std::string_view text, std::string field);

struct RollDay {
    enum class Kind { None, DayOfMonth, EndOfMonth, Imm, DayOfWeek };
    Kind kind = Kind::None;
    unsigned day = 0;  // 1 to 30, or the weekday: 0 is Sunday
    bool operator==(const RollDay&) const = default;
};
// "DAY_17", "17", "EOM", "IMM" (third Wednesday), "DAY_MON"; "NONE" lets the dates decide.
Result<RollDay> parse_roll_day(std::string_view text, std::string field);
std::string to_text(RollDay roll);

// Where the odd period stands. A smart stub is short when it has at least seven days.
enum class Stub { Unstated, None, ShortInitial, LongInitial, SmartInitial, ShortFinal, LongFinal, SmartFinal, Both };
Result<Stub> parse_stub(std::string_view text, std::string field);

struct PeriodPlan {
    Date start, end;
    Frequency frequency;
    Stub stub = Stub::Unstated;
    std::optional<RollDay> roll;
    std::optional<Date> first_regular_start, last_regular_end;
    BusinessDay adjustment = BusinessDay::Unadjusted;
    std::optional<BusinessDay> start_adjustment;  // of the start date alone
};

struct PeriodDates {
    std::vector<Date> unadjusted, adjusted;
    RollDay roll;  // the one that was used
};
// Errors, on field "stub": the periods do not fit and no stub is allowed; on "start": the dates are out of order.
Result<PeriodDates> period_dates(const PeriodPlan& plan, const BusinessCalendar& calendar);

}  // namespace leasebook::pricing
