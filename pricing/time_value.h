#pragma once
// The time value of money as spreadsheets state it: level payments, internal rates, and what comes with them. Money
// received counts plus, money paid minus; rates are per period unless said otherwise, 0.01 is 1 %.
#include <optional>
#include <vector>

#include "domain/date.h"
#include "pricing/yield.h"

namespace leasebook::pricing {

enum class When { End, Begin };  // of each period

// present × (1+rate)^periods + payment × (…) + future = 0: any of the five follows from the other four.
struct Annuity {
    double rate = 0, periods = 0, payment = 0, present = 0, future = 0;
    When when = When::End;
};
Result<double> payment_of(const Annuity& annuity);
Result<double> present_of(const Annuity& annuity);
Result<double> future_of(const Annuity& annuity);
Result<double> periods_of(const Annuity& annuity);
// The root nearest to the guess (above −1). Error, on field "rate": none.
Result<double> rate_of(const Annuity& annuity, double guess);

// The interest in payment `period` (1 to periods), and what of it repays principal; the two add up to the payment.
Result<double> interest_part(const Annuity& annuity, double period);
Result<double> principal_part(const Annuity& annuity, double period);
// Sums of the above over the periods first to last; the rate, periods and present value must be above zero.
Result<double> cumulative_interest(const Annuity& annuity, int first, int last);
Result<double> cumulative_principal(const Annuity& annuity, int first, int last);

// A flow at a time in years, or in periods.
struct TimedFlow {
    double time = 0, amount = 0;
};

struct RateFound {
    double rate = 0;
    std::vector<double> all;  // every rate that balances the flows, ascending
};
// The effective rate per unit of time that balances the flows, in any order, above −100 %. With several of them the
// one nearest to the guess (above −1, by the logarithm of growth) is the answer. Errors, on field "flows": money is
// only paid or only received; no rate balances them.
Result<RateFound> balancing_rate(std::vector<TimedFlow> flows, double guess);

// Each flow discounted to time 0. The rate must be above −1.
Result<double> net_present_value(double rate, const std::vector<TimedFlow>& flows);

// Payments are financed at one rate, receipts reinvested at another; the flows are a period apart.
Result<double> modified_rate(const std::vector<double>& flows, double finance_rate, double reinvest_rate);

// Annual effective from nominal rate and back, `periods` compoundings a year (cut to a whole number, at least one).
Result<double> effective_rate(double nominal, double periods);
Result<double> nominal_rate(double effective, double periods);

}  // namespace leasebook::pricing
