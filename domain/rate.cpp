#include "domain/rate.h"

#include <algorithm>

namespace leasebook {

namespace {

using std::chrono::year_month_day;

YearFraction months_twelfths(Date start, Date end) {
    const year_month_day from{start}, to{end};
    int months = (static_cast<int>(to.year()) - static_cast<int>(from.year())) * 12 +
                 static_cast<int>(static_cast<unsigned>(to.month())) -
                 static_cast<int>(static_cast<unsigned>(from.month()));
    // Whole months read from either end: rents due on the 30th lie one month apart from 30 January to 28 February,
    // and again from 28 February to 30 March.
    if (from.day() == to.day() || add_months(start, months) == end || add_months(end, -months) == start)
        return {months, 12};
    if (add_months(start, months) > end) --months;
    const int odd_days = days_between(add_months(start, months), end);
    return odd_days == 0 ? YearFraction{months, 12} : YearFraction{30 * std::int64_t{months} + odd_days, 360};
}

YearFraction bond_basis(Date start, Date end) {
    const year_month_day from{start}, to{end};
    auto d1 = static_cast<int>(static_cast<unsigned>(from.day()));
    auto d2 = static_cast<int>(static_cast<unsigned>(to.day()));
    if (d1 == 31) d1 = 30;
    if (d2 == 31 && d1 == 30) d2 = 30;
    const int years = static_cast<int>(to.year()) - static_cast<int>(from.year());
    const int months =
        static_cast<int>(static_cast<unsigned>(to.month())) - static_cast<int>(static_cast<unsigned>(from.month()));
    return {360 * years + 30 * months + (d2 - d1), 360};
}

YearFraction actual_actual(Date start, Date end) {
    std::int64_t leap_days = 0;
    const int first_year = static_cast<int>(year_month_day{start}.year());
    const int last_year = static_cast<int>(year_month_day{end}.year());
    for (int y = first_year; y <= last_year; ++y) {
        if (!std::chrono::year{y}.is_leap()) continue;
        const Date from = std::max(start, date(y, 1, 1)), to = std::min(end, date(y + 1, 1, 1));
        leap_days += std::max(0, days_between(from, to));
    }
    const std::int64_t other_days = days_between(start, end) - leap_days;
    return {leap_days * 365 + other_days * 366, std::int64_t{365} * 366};
}

}  // namespace

Result<Rate> parse_rate(std::string_view text, std::string field) {
    const auto value = parse_decimal(text, 10);
    if (!value)
        return invalid(std::move(field), "\"{0}\" is not a rate. Write 6.5 % as 0.065, with at most 10 decimals.",
                       shortened(text));
    if (*value > 10 * rate_scale || *value < -10 * rate_scale)
        return invalid(std::move(field), "\"{0}\" is not a plausible rate. Write 6.5 % as 0.065.", shortened(text));
    return Rate{*value};
}

std::string to_text(Rate rate) {
    auto text = decimal_text(rate.e10, 10);
    while (text.back() == '0' && text[text.size() - 5] != '.') text.pop_back();
    return text;
}

YearFraction year_fraction(DayCount convention, Date start, Date end) {
    ensure(start <= end, "a period ends on or after its start");
    switch (convention) {
        case DayCount::MonthsTwelfths: return months_twelfths(start, end);
        case DayCount::Thirty360: return bond_basis(start, end);
        case DayCount::Actual360: return {days_between(start, end), 360};
        case DayCount::Actual365Fixed: return {days_between(start, end), 365};
        case DayCount::ActualActual: return actual_actual(start, end);
    }
    throw InvariantBroken("every day count has its rule");
}

Money interest(Money balance, Rate annual, YearFraction time) {
    const int128 exact = int128{balance.minor_units()} * annual.e10 * time.num;
    return Money::minor(round_half_away(exact, int128{rate_scale} * time.den), balance.currency());
}

}  // namespace leasebook
