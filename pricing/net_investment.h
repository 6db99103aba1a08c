#pragma once
// Present values of lease flows, and the rate implicit in them (domain rules D.1 to D.5). Every period runs from one
// flow to the next: simple interest by the day count of the contract within it, compounded at its end, just as the
// schedule counts. Worked out in 34 digits and rounded once.
#include "domain/accounting/net_investment.h"

namespace leasebook::pricing {

struct Valuation {
    Rate annual;  // nominal
    DayCount day_count = DayCount::MonthsTwelfths;
    Date on;
};

// Flows by ascending date, none before the day of the valuation. A flow of zero compounds too: it ends a period.
Money present_value(const std::vector<DatedAmount>& flows, const Valuation& valuation);

// What the residual alone is worth, compounded where the payments after that day are due.
Money residual_value(const LeaseFlows& flows, Money residual, const Valuation& valuation);

// The nominal annual rate, to 1e-10, at which payments and unguaranteed residual are worth the net investment.
// Payments are not negative. Errors, on "net_investment": it is not above zero, the flows do not bring it back, or
// they do so at more than 1,000 % a year.
Result<Rate> implicit_rate(const LeaseFlows& flows, Money net_investment);

// The nominal annual rate, to 1e-10, at which the flows, by ascending date from `on`, are worth the value. Together
// they are not less than it. Errors as above.
Result<Rate> rate_of(const std::vector<DatedAmount>& flows, DayCount day_count, Date on, Money value);

// What a lease is worth to its lessor at the start: fair value + initial direct costs − fees that are part of the
// yield (R-D-04, R-D-05).
struct InitialMeasurement {
    Rate annual;           // implicit
    Money net_investment;  // = lease_payments + unguaranteed_residual, both present values
    Money lease_payments, unguaranteed_residual;
    Money gross;
    Money unearned() const { return gross - net_investment; }
};
struct InitialCost {
    Money fair_value, direct_costs, yield_fees;
    Money net_investment() const { return fair_value + direct_costs - yield_fees; }
};
Result<InitialMeasurement> measured(const LeaseFlows& flows, const InitialCost& cost);

// Writing down the unguaranteed residual at the end of a day, at the original rate (R-D-08, EX-D3). Error, on
// "unguaranteed_residual": it does not fall, or it falls below zero.
Result<ResidualImpairment> residual_impairment(const LeaseFlows& flows, Money reduced_to, Rate annual, Date as_of);

// The sale of a manufacturer or dealer lessor at a market rate (IFRS 16.71-74, EX-D4). Direct costs are expensed.
struct DealerSale {
    Money revenue, cost_of_sale;
    Money net_investment;
    Money profit() const { return revenue - cost_of_sale; }
};
DealerSale dealer_sale(const LeaseFlows& flows, Rate market, Money carrying, Money fair_value);

}  // namespace leasebook::pricing
