#pragma once
// Expected credit losses of one contract as IFRS 9 wants them and E.4 states them: over twelve months, over the life,
// and once the contract has defaulted; in each scenario of the economy, and weighted. Powers are products and roots
// are found by the basic operations alone, whose results are the same on every machine.
#include <array>
#include <span>
#include <vector>

#include "domain/credit/loss_parameters.h"
#include "domain/schedule.h"

namespace leasebook::pricing {

// A period from one rent (or month) to the next, in which the lessee may default just before its end.
struct CreditPeriod {
    Money balance;     // net investment at the beginning: what the rents not yet due repay, and the residual
    Money collateral;  // estimated value of the machine at the end, before haircut, cost and time to sell it
    Money guarantee;   // what guarantors would pay, worth at the end
};

// Money from a default that has happened.
struct Recovery {
    int periods = 0;  // from the reporting date
    Money amount;
};

// What can be lost, as of a reporting date. Amounts are of one currency and not negative; one that is zero may be of
// any. What is due and unpaid is overdue and in no balance (R-E-03, E.4).
struct CreditExposure {
    Currency currency;
    Rate annual_rate;           // implicit rate of the lease, nominal, compounded with each period
    int periods_per_year = 12;  // a divisor of 12
    // At least one: a contract past its last rent has one without a balance. The residual falls due with the last.
    std::vector<CreditPeriod> periods;
    Money overdue, undrawn;
    Money deposit;                     // usable on a default
    Money unguaranteed_residual;       // outside expected losses, and its machine is not collateral twice
    Money accrued_interest;            // since the last rent, to the reporting date: for stage 3 alone
    std::vector<Recovery> recoveries;  // in stage 3; if empty, the first period's collateral and guarantee
};

struct ScenarioLoss {
    Money twelve_month, lifetime, stage_3;
    bool operator==(const ScenarioLoss&) const = default;
};

// Rounded once each: the weighted amounts are not sums of rounded ones.
struct ExpectedLoss {
    Money twelve_month, lifetime;  // stages 1 and 2
    Money stage_3;                 // what is not expected to be recovered of today's exposure, without a floor
    std::array<ScenarioLoss, economic_scenarios> by_scenario;
    bool operator==(const ExpectedLoss&) const = default;
};

// `yearly_defaults` are conditional on survival to each year's beginning, from the reporting date; the last one
// holds for all later years, and there is at least one. The parameters are checked ones.
ExpectedLoss expected_loss(const CreditExposure& exposure, std::span<const Rate> yearly_defaults,
                           const LossParameters& parameters);

// One period of one scenario as a reader follows it, each figure rounded by itself.
struct LossRow {
    int number = 0;         // 1 is the first period
    Rate marginal_default;  // probability of defaulting in this period, seen from the reporting date
    Money exposure;
    Rate loss_given_default;
    Money loss;  // discounted to the reporting date
};
std::vector<LossRow> loss_rows(const CreditExposure& exposure, std::span<const Rate> yearly_defaults,
                               const LossParameters& parameters, EconomicScenario scenario);

// Of a contract in this stage. POCI: what lifetime losses have risen by since it was recognised, which is negative
// when they have fallen. The simplified approach knows no twelve-month losses (R-E-01).
Money allowance(Stage stage, LossApproach approach, const ExpectedLoss& loss, Money lifetime_at_recognition);

// The balance at the beginning of each month from the reporting date on, until the last row is due: what the rows not
// yet due repay, and simple interest for the whole months since the row before them.
std::vector<Money> monthly_balances(const LeaseTerms& terms, const Schedule& schedule, Date as_of);

// The probability of defaulting within so many periods, without a scenario; rounded to 1e-10.
Rate lifetime_default(std::span<const Rate> yearly_defaults, int periods, int periods_per_year);

}  // namespace leasebook::pricing
