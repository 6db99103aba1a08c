#pragma once
// Rates, day counts and interest: all exact. A rate is not a number, so it cannot be added to money.
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/date.h"
#include "domain/money.h"
#include "domain/named.h"

namespace leasebook {

// A share or an annual rate in 1e-10 (R-0-03): 6.35 % is 635'000'000.
struct Rate {
    std::int64_t e10 = 0;
    auto operator<=>(const Rate&) const = default;
};
inline constexpr std::int64_t rate_scale = 10'000'000'000;

// "0.0650" is 6.5 %; up to ten decimals, between -10 and 10.
Result<Rate> parse_rate(std::string_view text, std::string field);
// At least four decimals, then as many as the rate has: "0.0650", "0.061678".
std::string to_text(Rate rate);

enum class DayCount { MonthsTwelfths, Thirty360, Actual360, Actual365Fixed, ActualActual };
template <>
struct NamesOf<DayCount> {
    static constexpr Names<DayCount, 5> names{{{DayCount::MonthsTwelfths, "MONTHS/12"},
                                               {DayCount::Thirty360, "30/360"},
                                               {DayCount::Actual360, "ACT/360"},
                                               {DayCount::Actual365Fixed, "ACT/365F"},
                                               {DayCount::ActualActual, "ACT/ACT"}}};
};

// A part of a year kept as a fraction, never as a floating-point number.
struct YearFraction {
    std::int64_t num = 0, den = 1;
    bool operator==(const YearFraction&) const = default;
};

// The time from start to end (start day counts, end day does not), by the convention (domain rules 0.4):
// MONTHS/12 whole months over 12, told from either end (28 February to 30 March is one, as 30 January to 28 February
// is), and odd days over 360; 30/360 the bond basis; ACT/ACT as ISDA splits it between leap years (366) and others.
YearFraction year_fraction(DayCount convention, Date start, Date end);

// balance × rate × time, exact in 128 bits, rounded once to minor units, half away from zero (R-0-04).
Money interest(Money balance, Rate annual, YearFraction time);

}  // namespace leasebook
