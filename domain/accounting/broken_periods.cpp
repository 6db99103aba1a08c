#include "domain/accounting/broken_periods.h"

#include <algorithm>

namespace leasebook {

Money pre_lease_interest(const std::vector<DatedAmount>& disbursements, Rate annual, Date commencement) {
    ensure(!disbursements.empty(), "interest is asked of what was paid out");
    Money sum = Money::zero(disbursements.front().amount.currency());
    for (const auto& paid : disbursements)
        if (paid.date < commencement) sum += stub_interest(paid.amount, annual, paid.date, commencement);
    return sum;
}

Money split_interest(Money balance, const InterestPeriod& period, const std::vector<RateFrom>& rates) {
    ensure(!rates.empty() && rates.front().from <= period.start, "a rate is in force from the start of the period");
    if (period.start == period.end) return Money::zero(balance.currency());
    int128 weighted = 0;  // rate × days
    for (auto rate = rates.begin(); rate != rates.end(); ++rate) {
        const Date from = std::max(rate->from, period.start);
        const Date to = std::next(rate) == rates.end() ? period.end : std::min(std::next(rate)->from, period.end);
        if (from < to) weighted += int128{rate->annual.e10} * days_between(from, to);
    }
    const auto time = year_fraction(period.day_count, period.start, period.end);
    return Money::minor(round_half_away(balance.minor_units() * weighted * time.num,
                                        int128{rate_scale} * time.den * days_between(period.start, period.end)),
                        balance.currency());
}

}  // namespace leasebook
