#include "domain/lease_conditions.h"

namespace leasebook {

Errors check(const LeaseConditions& conditions, Money financed_amount) {
    Errors errors;
    const auto bounded = [&](const char* field, Money amount) {
        if (amount.is_negative()) errors.push_back(invalid(field, "This amount cannot be negative."));
        if (amount > financed_amount && financed_amount > Money::zero(financed_amount.currency()))
            errors.push_back(invalid(field, "This amount cannot be above the financed amount."));
    };
    bounded("security_deposit", conditions.security_deposit);
    bounded("upfront_fee", conditions.upfront_fee);
    bounded("initial_direct_costs", conditions.initial_direct_costs);
    bounded("purchase_price", conditions.purchase_price);
    if (conditions.late_interest_daily_rate &&
        (conditions.late_interest_daily_rate->e10 < 0 || conditions.late_interest_daily_rate->e10 > rate_scale / 100))
        errors.push_back(invalid("late_interest_daily_rate", "Late interest is between 0 and 1 % a day."));
    if (conditions.grace_days && (*conditions.grace_days < 0 || *conditions.grace_days > 90))
        errors.push_back(invalid("grace_days", "Grace is between 0 and 90 days."));
    return errors;
}

}  // namespace leasebook
