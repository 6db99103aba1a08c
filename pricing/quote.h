#pragma once
// What a lease would cost and earn: terms in, schedule and key figures out. Nothing is stored, nothing looked up.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/lease_conditions.h"
#include "domain/rent_plan.h"
#include "domain/schedule.h"
#include "pricing/curve.h"
#include "pricing/floating.h"
#include "pricing/key_rates.h"

namespace leasebook::pricing {

using leasebook::to_text;  // of dates, which argument-dependent look-up does not find beside the ones below

enum class SolveFor { Rent, Rate, FinancedAmount, Balloon, Residual };  // Residual: the unguaranteed one

}  // namespace leasebook::pricing

namespace leasebook {

template <>
struct NamesOf<pricing::SolveFor> {
    static constexpr Names<pricing::SolveFor, 5> names{{{pricing::SolveFor::Rent, "rent"},
                                                        {pricing::SolveFor::Rate, "rate"},
                                                        {pricing::SolveFor::FinancedAmount, "financed_amount"},
                                                        {pricing::SolveFor::Balloon, "balloon"},
                                                        {pricing::SolveFor::Residual, "residual"}}};
};

}  // namespace leasebook

namespace leasebook::pricing {

struct QuoteRequest {
    LeaseTerms terms;  // what is solved for may be left at zero
    RentPlan plan;
    SolveFor solve_for = SolveFor::Rent;
    std::optional<Money> rent;         // the first full rent; wanted unless it is what is solved for
    std::optional<Rate> target_yield;  // with SolveFor::Rent: the rent that earns the lessor this implicit rate
    Money initial_direct_costs;        // paid by the lessor at commencement
    Money upfront_fee;                 // received from the lessee at commencement
    Money security_deposit;            // received at commencement, without interest
    DepositUse deposit_use = DepositUse::Refund;
    Money subsidy;                               // received from the supplier at commencement
    std::optional<FloatingTerms> floating = {};  // in place of the annual rate of the terms; the rent is solved for
    std::vector<Fixing> index_fixings = {};      // of its index, ascending
    std::shared_ptr<const BusinessCalendar> index_calendar = {};  // on which its observation lag counts
};

// The terms with the unknown solved for, ready for a schedule.
struct SolvedTerms {
    LeaseTerms terms;
    std::optional<Money> rent;  // the agreed rent; empty where the schedule works it out
};
// Rates are searched between 0 and 100 %; of all rates that give the agreed rent to the cent, the one with the fewest
// decimals is taken. Amounts are rounded to minor units, half away from zero. Errors: a field that is missing, one
// that must be left out, or no solution.
Result<SolvedTerms> solve(const QuoteRequest& request);

// What the lessor pays (minus) and receives (plus), by ascending date: outlay, direct costs, fee, deposit and subsidy
// on commencement, rents and residuals, and the deposit given back at the end or set off against the last rents.
std::vector<DatedAmount> lessor_flows(const QuoteRequest& request, const LeaseTerms& terms, const Schedule& schedule);

// A rate per rent period in 1e-12 (R-0-03).
struct PeriodicRate {
    std::int64_t e12 = 0;
    auto operator<=>(const PeriodicRate&) const = default;
};
std::string to_text(PeriodicRate rate);  // "0.005000000000"

// A length of time in millionths of a year.
struct Years {
    std::int64_t e6 = 0;
    auto operator<=>(const Years&) const = default;
};
std::string to_text(Years years);  // "1.541667"

// Rates are annual and effective unless said otherwise. A figure that does not exist is empty, and a warning says why.
struct Quote {
    LeaseTerms terms;  // with what was solved for
    Schedule schedule;
    ScheduleTotals totals;
    Money rent;                         // the level rent; of other plans the first rent that repays principal
    Rate nominal_rate;                  // of the schedule (of a floating one: the first), compounding with the rents
    std::optional<Rate> implicit_rate;  // lessor: rents, residuals, fee, deposit, subsidy and direct costs counted
    std::optional<Rate> ifrs16_rate;    // PV(lease payments) + PV(unguaranteed residual) = financed + direct costs
    std::optional<Rate> customer_rate;  // lessee: fee and deposit counted, not the unguaranteed residual
    std::optional<PeriodicRate> irr_periodic;  // implicit rate per rent period
    std::optional<Money> npv;                  // on the curve's reference day, all flows of the lessor, outlay included
    std::optional<Money> pv01;                 // gain of that value when all rates fall by one basis point, see curve.h
    std::optional<Rate> spread_over_curve;     // continuous, over the curve, at which the npv is zero
    std::optional<Years> modified_duration;    // of the inflows after commencement, at the implicit rate
    Years weighted_average_life;               // of the principal
    std::vector<KeyRateDelta> key_rate_deltas = {};  // pv01 by key rate; empty without it
    std::string snapshot = {};                       // of the curve valued on; empty without market values
    std::vector<RateReset> resets = {};              // of a floating rate, the first on commencement
    std::vector<Rate> row_rates = {};                // of a floating rate: what each row's interest was counted at
    Errors warnings;                                 // sentences in the form of errors, so that they can be translated
};

// Prices one lease; with a curve whose reference day is not after commencement, also against the market.
Result<Quote> price(const QuoteRequest& request, const DiscountCurve* curve);

}  // namespace leasebook::pricing
