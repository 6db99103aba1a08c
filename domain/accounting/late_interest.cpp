#include "domain/accounting/late_interest.h"

#include <algorithm>

namespace leasebook {

Money late_interest(const LateInterestTerms& terms, Date due, Money amount, Date paid) {
    ensure(!amount.is_negative() && terms.grace_days >= 0, "what is overdue is owed to the lessor");
    if (paid <= due + std::chrono::days{terms.grace_days}) return Money::zero(amount.currency());
    const int days = days_between(due, paid);
    return std::min(interest(amount, terms.daily, {days, 1}), interest(amount, terms.cap_a_year, {days, 365}));
}

Money late_interest(const LateInterestTerms& terms, const OverdueItem& item, Date as_of) {
    Money unpaid = item.amount, sum = Money::zero(item.amount.currency());
    for (const auto& payment : item.payments) {
        if (payment.date > as_of) break;
        sum += late_interest(terms, item.due, payment.amount, payment.date);
        unpaid -= payment.amount;
    }
    return sum + late_interest(terms, item.due, unpaid, as_of);
}

}  // namespace leasebook
