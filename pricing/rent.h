#pragma once
// The rent that repays a lease, and the schedule it gives. The rent is worked out in 34 digits over the actual
// periods, R = (P − F × DF(end)) / Σ DF(k) with DF(k) = Π 1 / (1 + rate × time) (R-B-05), and rounded once.
#include <optional>

#include "domain/rent_plan.h"
#include "domain/schedule.h"

namespace leasebook::pricing {

// The level rent of these terms in minor units, rounded half away from zero. P is the financed amount, F what is due
// at the end (balloon and residuals). Errors: whatever `validated` finds wrong with the terms.
Result<Money> level_rent(const LeaseTerms& terms);

// The level rent and its schedule to the cent. Errors: as above, and on "financed_amount" when the amount is too
// small, or the rate too high, for rents in whole cents to repay it.
Result<Schedule> rent_schedule(const LeaseTerms& terms);

// The schedule of any plan of rents; interest left unpaid in a period is capitalised. `rent` is the first full rent
// (of Linear: the first rent) where it is agreed, and worked out where it is not; custom rents are their own.
Result<Schedule> rent_schedule(const LeaseTerms& terms, const RentPlan& plan, std::optional<Money> rent = {});

// The rent that stands for a plan in lists: the first that repays principal, of level rents every one but the last.
Money first_full_rent(const Schedule& schedule);

// What a lease of these terms and plan is written with: the rounded level rent, of other plans their first full rent.
// Errors: whatever is wrong with terms or plan, or that no schedule follows from them.
Result<Money> agreed_rent(const LeaseTerms& terms, const RentPlan& plan);

// The schedule of a lease as it was written: level rents as they were agreed, all others worked out from terms and
// plan, which give them to the cent. Errors as above; the rents of a stored lease always repay it.
Result<Schedule> agreed_schedule(const LeaseTerms& terms, const RentPlan& plan, Money rent);

}  // namespace leasebook::pricing
