#include "domain/accounting/operating_lease.h"

namespace leasebook {

std::vector<Money> straight_line(Money total, int periods) {
    ensure(periods > 0, "what is spread has periods");
    const Money part = Money::minor(round_half_away(total.minor_units(), periods), total.currency());
    std::vector<Money> parts(static_cast<std::size_t>(periods), part);
    for (int period = 1; period < periods; ++period) total -= part;
    parts.back() = total;
    return parts;
}

std::vector<OperatingRow> straight_line_income(const std::vector<DatedAmount>& rents) {
    ensure(!rents.empty(), "a lease has rents");
    Money accrued = Money::zero(rents.front().amount.currency()), total = accrued;
    for (const auto& rent : rents) total += rent.amount;
    const auto income = straight_line(total, static_cast<int>(rents.size()));
    std::vector<OperatingRow> rows;
    rows.reserve(rents.size());
    for (std::size_t k = 0; k < rents.size(); ++k) {
        accrued += income[k] - rents[k].amount;
        rows.push_back({rents[k].date, income[k], rents[k].amount, accrued});
    }
    return rows;
}

}  // namespace leasebook
