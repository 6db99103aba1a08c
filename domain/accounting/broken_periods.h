#pragma once
// Interest of days that are no whole rent period (domain rules B.4, B.8, R-C-02). Always on actual days over 360
// unless the contract says otherwise.
#include <vector>

#include "domain/schedule.h"

namespace leasebook {

// From the last due date to the day of a change, rounded once.
inline Money stub_interest(Money balance, Rate annual, Date from, Date to, DayCount day_count = DayCount::Actual360) {
    return interest(balance, annual, year_fraction(day_count, from, to));
}

// From each payment to the supplier to commencement, ACT/360, rounded for each (R-B-06). Payments on commencement or
// after it bear none.
Money pre_lease_interest(const std::vector<DatedAmount>& disbursements, Rate annual, Date commencement);

// From this day on the lease bears this rate.
struct RateFrom {
    Date from;
    Rate annual;
};
struct InterestPeriod {
    Date start, end;
    DayCount day_count = DayCount::MonthsTwelfths;
};
// Interest of a period in which the rate changed (SPLIT_PERIOD of R-B-14): the rates weighted by their days, exact
// and rounded once. The rates ascend by date, the first from the start of the period or before it.
Money split_interest(Money balance, const InterestPeriod& period, const std::vector<RateFrom>& rates);

}  // namespace leasebook
