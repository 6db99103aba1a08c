#include "domain/credit/month_end.h"

namespace leasebook {

Errors check(const MonthEnd& row) {
    Errors errors;
    const int days = row.days_past_due.value_or(0);
    constexpr int longest = 36'500;
    if (!is_month_end(row.month_end))
        errors.push_back(invalid("month_end", "{0} is not the last day of a month.", to_text(row.month_end)));
    if (days < 0 || days > longest)
        errors.push_back(invalid("days_past_due", "Days past due are between 0 and {0}.", std::to_string(longest)));
    if (row.net_investment.is_negative())
        errors.push_back(invalid("net_investment", "A net investment is not below zero."));
    if (row.overdue.is_negative()) errors.push_back(invalid("overdue", "An overdue amount is not below zero."));
    if (days > 0 && row.overdue.is_zero())
        errors.push_back(invalid("overdue", "A contract that is past due has an overdue amount."));
    if (days == 0 && row.overdue > Money::zero(row.currency))
        errors.push_back(invalid("days_past_due", "A contract with an overdue amount is past due."));
    return errors;
}

}  // namespace leasebook
