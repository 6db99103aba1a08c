#pragma once
// The terms with what follows from them once: when the contract ends and when principal, interest and fees fall due.
#include <vector>

#include "pricing/actus/day_count.h"
#include "pricing/actus/schedule.h"
#include "pricing/actus/terms.h"

namespace leasebook::pricing::actus {

struct Course {
    Terms terms;
    Time maturity;
    Recurrence principal_redemption, interest_payment, fee;  // anchors filled in
    std::vector<Time> redemption_times;  // to the amortization date, or else to maturity, which is the last
    std::vector<Time> interest_times, fee_times;
};

// Errors name the term by its ACTUS name: one that this contract type cannot do without, or a maturity out of reach.
Result<Course> course_of(const Terms& terms);

std::vector<Time> times_of(const Course& course, const Recurrence& recurrence, AtEnd at_end);
double signed_by_role(const Terms& terms, double amount);
// The time up to which an event of that time reckons. Maturity itself is never moved (techspecs, business day shift).
Time calculation_time(const Course& course, Time scheduled);
// From one calculation time to another.
double year_fraction(const Course& course, Time from, Time to);

}  // namespace leasebook::pricing::actus
