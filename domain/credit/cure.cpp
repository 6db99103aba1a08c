#include "domain/credit/cure.h"

#include <algorithm>

namespace leasebook {

Date earliest_upgrade(Date arrears_cleared, int period_months, const CureTerms& terms) {
    ensure(period_months > 0, "rents are months apart");
    return add_months(arrears_cleared, std::max(terms.upgrade_periods * period_months, terms.upgrade_months));
}

Date observation_end(const Restructuring& restructuring, const CureTerms& terms) {
    ensure(restructuring.period_months > 0, "rents are months apart");
    const Date start =
        std::max(restructuring.first_repayment, restructuring.defaulted_again.value_or(restructuring.first_repayment));
    const int periods = terms.observation_periods * restructuring.period_months;
    return add_months(start, std::max(periods, terms.observation_months));
}

bool may_return_to_stage_1(const GoodConduct& conduct, Date as_of, const CureTerms& terms) {
    return conduct.rents_on_time >= terms.stage_1_rents && days_between(conduct.since, as_of) >= terms.stage_1_days;
}

}  // namespace leasebook
