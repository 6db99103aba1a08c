#include "domain/lease_conditions.h"

namespace leasebook {

namespace {

Errors check_dealer(const LeaseConditions& conditions) {
    Errors errors;
    if (conditions.market_rate && (conditions.market_rate->e10 < 0 || conditions.market_rate->e10 > rate_scale))
        errors.push_back(invalid("market_rate", "A market rate is between 0 and 100 %."));
    if (!sells_own_goods(conditions)) {
        if (conditions.market_rate)
            errors.push_back(invalid("goods_carrying_amount",
                                     "A market rate is asked for where own goods are leased: say what they stand in "
                                     "the books for, or leave the rate out."));
        return errors;
    }
    if (*conditions.goods_carrying_amount <= Money::zero(conditions.goods_carrying_amount->currency()))
        errors.push_back(invalid("goods_carrying_amount", "The amount must be above zero."));
    if (!conditions.market_rate)
        errors.push_back(invalid("market_rate", "Own goods are sold at a market rate (IFRS 16.73): enter it."));
    if (conditions.product == Product::SaleLeaseback || conditions.product == Product::Operating)
        errors.push_back(
            invalid("goods_carrying_amount",
                    "Only a finance lease sells the goods (IFRS 16.71): choose a direct or vendor lease."));
    return errors;
}

}  // namespace

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
    for (auto& error : check_dealer(conditions)) errors.push_back(std::move(error));
    if (conditions.late_interest_daily_rate &&
        (conditions.late_interest_daily_rate->e10 < 0 || conditions.late_interest_daily_rate->e10 > rate_scale / 100))
        errors.push_back(invalid("late_interest_daily_rate", "Late interest is between 0 and 1 % a day."));
    if (conditions.grace_days && (*conditions.grace_days < 0 || *conditions.grace_days > 90))
        errors.push_back(invalid("grace_days", "Grace is between 0 and 90 days."));
    return errors;
}

Errors check_guarantee(const LeaseConditions& conditions, Money guaranteed, Date ends) {
    const bool said = conditions.residual_guarantor || conditions.guarantor_name || conditions.guarantee_trigger ||
                      conditions.guarantee_until;
    if (guaranteed.is_zero() && said)
        return {invalid("guaranteed_residual", "Enter the residual that is guaranteed, or leave its guarantee out.")};
    Errors errors;
    if (conditions.residual_guarantor.value_or(ResidualGuarantor::Lessee) != ResidualGuarantor::Lessee &&
        !conditions.guarantor_name)
        errors.push_back(invalid("guarantor_name", "Say which vendor or insurer guarantees the residual."));
    if (conditions.guarantee_until && *conditions.guarantee_until < ends)
        errors.push_back(invalid("guarantee_until",
                                 "The lease ends on {0}: a guarantee that ends before guarantees nothing.",
                                 to_text(ends)));
    return errors;
}

}  // namespace leasebook
