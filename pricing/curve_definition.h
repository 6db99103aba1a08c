#pragma once
// What each curve is made of: the conventions of its market as data, so that a new curve is a line of a table.
#include <optional>
#include <string_view>
#include <vector>

#include "domain/market.h"

namespace leasebook::pricing {

// How a curve runs between its nodes, and what is fitted at them.
enum class Interpolation { LogLinearDiscount, LinearZero, MonotonicLogCubicDiscount, FlatForward };

}  // namespace leasebook::pricing

namespace leasebook {

template <>
struct NamesOf<pricing::Interpolation> {
    static constexpr Names<pricing::Interpolation, 4> names{
        {{pricing::Interpolation::LogLinearDiscount, "log_linear_discount"},
         {pricing::Interpolation::LinearZero, "linear_zero"},
         {pricing::Interpolation::MonotonicLogCubicDiscount, "monotonic_log_cubic_discount"},
         {pricing::Interpolation::FlatForward, "flat_forward"}}};
};

}  // namespace leasebook

namespace leasebook::pricing {

struct CoreTenor {
    Instrument instrument = Instrument::Deposit;
    Tenor tenor;
};

struct CurveDefinition {
    std::string_view name, currency;
    std::string_view calendar;      // "CN"
    std::string_view swapped_rate;  // what its swaps pay on the other leg
    int deposit_days = 0;           // business days until a deposit begins, overnight ones at once
    DayCount deposit_count = DayCount::Actual360;
    int swap_days = 0;  // business days until a swap begins
    int fixed_months = 12;
    DayCount fixed_count = DayCount::Actual360;
    int floating_months = 0;  // 0: compounded over the period of the fixed leg, day by day or week by week
    int payment_days = 0;     // business days from the end of a period to its payment
    Tenor shortest_swap;
    Interpolation interpolation = Interpolation::LogLinearDiscount;  // unless asked otherwise
    std::vector<CoreTenor> core;                                     // missed and named when there is no quote
};

// The curve of that name, or an error that lists those there are. Every one of known_curves has a definition.
Result<CurveDefinition> curve_definition(std::string_view name, std::string field);

// The currency that the curve discounts; a name outside the table stands for itself.
std::string currency_of_curve(std::string_view name);

}  // namespace leasebook::pricing
