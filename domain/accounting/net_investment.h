#pragma once
// The net investment of a lessor in a lease (IFRS 16.67-77, domain rules D.2 to D.4): what is to come, discounted at
// the implicit rate, and how it is earned period by period. Present values are worked out in pricing; everything
// here is exact in whole minor units.
#include <array>
#include <vector>

#include "domain/schedule.h"

namespace leasebook {

// What the lessor is to receive, net of VAT (R-B-18).
struct LeaseFlows {
    Date start;  // commencement, or the day from which the rest of a changed lease is valued
    DayCount day_count = DayCount::MonthsTwelfths;
    // Rents, balloon, guaranteed residual at its maximum (R-D-02), a purchase price that is reasonably certain
    // (R-D-07a); by ascending date, none before the start.
    std::vector<DatedAmount> payments;
    Money unguaranteed_residual;
    Date final;  // when the lease ends, on the last payment or after it

    Money lease_payments() const;
    Money gross() const { return lease_payments() + unguaranteed_residual; }
};

LeaseFlows flows_of(const LeaseTerms& terms, const Schedule& schedule);

// One amount a date, the final date among them even where nothing is paid on it. Without the unguaranteed residual.
std::vector<DatedAmount> payments_by_date(const LeaseFlows& flows);

// opening + interest − payment = closing. Interest runs from `start` to the due date.
struct NetInvestmentRow {
    Date start, due_date;
    Money opening, interest, payment, closing;
    bool operator==(const NetInvestmentRow&) const = default;
};

// Interest = opening × annual × time, rounded; that of the last period with interest balances, so that the last
// closing is the unguaranteed residual (R-D-06). The rate is the one that the opening and the flows give, to 1e-10;
// more to balance than rounding explains is a bug of the caller.
std::vector<NetInvestmentRow> net_investment_rows(const LeaseFlows& flows, Money opening, Rate annual);

// The part of a period's interest earned from `start` until the day `as_of` begins, by actual days, rounded. Nothing
// before the start, all of it from the end on; so the parts of a period are differences and add up exactly (EX-D7).
Money accrued(Money interest, Date start, Date end, Date as_of);
inline Money accrued_interest(const NetInvestmentRow& row, Date as_of) {
    return accrued(row.interest, row.start, row.due_date, as_of);
}

// What stands in the books on a day, its payments taken as made (R-D-13).
struct CarryingAmount {
    Money net_investment;  // after the last payment due by then
    Money accrued;         // interest of the running period
    Money total() const { return net_investment + accrued; }
};
CarryingAmount carrying_amount(const std::vector<NetInvestmentRow>& rows, Date as_of);

// Undiscounted lease payments by years from the day of the report, overdue ones in the first (IFRS 16.94):
// total − unearned on payments + discounted residual = net investment.
struct MaturityAnalysis {
    std::array<Money, 5> years;
    Money later, total, unearned_on_payments, discounted_residual, net_investment;
};
MaturityAnalysis maturity_analysis(const std::vector<DatedAmount>& outstanding, Money net_investment,
                                   Money discounted_residual, Date as_of);

// A reduction of the unguaranteed residual (R-D-08): the loss is its present value, the rest was never earned.
struct ResidualImpairment {
    Money reduction, loss;
    Money unearned() const { return reduction - loss; }
};

}  // namespace leasebook
