#pragma once
// The yield of cash flows: the annual effective rate at which what is paid out and what comes back are worth the
// same (B.6, B.7). It is found or refused with a reason; it is never a guess and never NaN.
#include <optional>
#include <vector>

#include "domain/rate.h"
#include "domain/schedule.h"

namespace leasebook::pricing {

// Minor units, as floating point because flows may be discounted before a yield is asked of them. Whoever receives
// counts plus, whoever pays counts minus.
struct Flow {
    int time = 0;  // in parts of a year since the first day, see CashFlows
    double amount = 0;
    bool operator==(const Flow&) const = default;
};

struct CashFlows {
    int parts_per_year = 360;
    std::vector<Flow> flows;  // by ascending time; several at one time are allowed
    bool operator==(const CashFlows&) const = default;
};

// How the time between two days counts when a yield is worked out: MONTHS/12 and 30/360 leases by months (parts of
// 1/360 year, so each month is the same), ACT/* leases by days over 365.
int parts_per_year(DayCount day_count);
int time_between(DayCount day_count, Date start, Date end);

struct Yield {
    double annual = 0;          // effective: 0.1 is 10 % a year
    std::vector<double> roots;  // every rate found that balances the flows, ascending; mostly one
    Rate rate() const;          // in 1e-10, rounded half away from zero
};

// The yield of the flows. When flows change sign more than once several rates may balance them: then the one nearest
// to `nearest_to` is taken, and without it the answer is an error that lists them.
// Errors, on field "yield": no change of sign; several rates; none, or one outside −99 % to 1,000,000 % a year.
// Two rates closer to each other than 0.1 percentage points may be taken for none.
Result<Yield> annual_yield(const CashFlows& cash, std::optional<double> nearest_to = {});

// How many years after the first day the flows that come later are due on average, each weighted by its value at the
// annual effective rate (above −1). Empty where those are worth nothing.
std::optional<double> mean_years(const CashFlows& cash, double annual);

// Sum of the flows in minor units, each discounted to time 0 at the annual effective rate (above −1).
double present_value(const CashFlows& cash, double annual);

}  // namespace leasebook::pricing
