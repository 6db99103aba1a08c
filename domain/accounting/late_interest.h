#pragma once
// What late payment costs: a daily rate on the unpaid rent, from its due date (domain rules C.1a, R-C-06, R-C-07).
// The base is rent alone, principal and interest; late interest never bears late interest.
#include <vector>

#include "domain/date.h"
#include "domain/money.h"
#include "domain/rate.h"
#include "domain/schedule.h"

namespace leasebook {

struct LateInterestTerms {
    Rate daily{rate_scale / 2000};           // 0.05 % a day
    int grace_days = 0;                      // paid within them: nothing is owed
    Rate cap_a_year{rate_scale / 100 * 24};  // what courts let stand, by actual days over 365
    bool operator==(const LateInterestTerms&) const = default;
};

// A rent and what was paid of it, in order of date. The due date is the one adjusted to business days.
struct OverdueItem {
    Date due;
    Money amount;
    std::vector<DatedAmount> payments;
};

// On what was unpaid from its due date to `paid` (its value date, or the day asked about): amount × daily rate × days,
// at most the cap, rounded once. Zero within the days of grace; beyond them the days count from the due date.
Money late_interest(const LateInterestTerms& terms, Date due, Money amount, Date paid);

// All that an item has cost by the end of `as_of`: each part paid by then to the day it was paid, the rest to
// `as_of`; each of them rounded on its own.
Money late_interest(const LateInterestTerms& terms, const OverdueItem& item, Date as_of);

}  // namespace leasebook
