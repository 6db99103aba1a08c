#pragma once
// Curves solved from any instruments that can be written as legs: deposits, swaps, forward rate agreements, basis
// swaps, par bonds; one curve, or several that lean on each other (discounting here, projecting there). Plain values
// and functions, nothing process-wide.
#include <string>
#include <vector>

#include "domain/calendar.h"
#include "pricing/day_counts.h"

namespace leasebook::pricing {

// Between nodes the continuously compounded zero rate is linear, or the logarithm of the discount factor is. Before
// the first node its zero rate holds; after the last its zero rate, or its last forward rate.
enum class Between { LinearZero, LogLinear };

struct ZeroCurve {
    std::string name;
    Date reference;
    Between between = Between::LinearZero;
    std::vector<Date> dates;    // ascending, after the reference day
    std::vector<double> zeros;  // over actual days / 365
    double zero(Date date) const;
    double discount(Date date) const;
};

struct LegPeriod {
    Date from, to, pay;
    double years = 0;  // of the fixed rate
};
// Pays a fixed rate, or what a curve projects over each period.
struct Leg {
    double sign = 1;
    int projected_on = -1;  // place of the curve; −1: fixed
    double rate = 0;
    std::vector<LegPeriod> periods;
};
// Worth nothing on the curves it helps to make.
struct CurveInstrument {
    std::string label;
    Date node;  // the day whose zero rate it tells
    std::vector<Leg> legs;
};
struct CurveToSolve {
    std::string name;
    Between between = Between::LinearZero;
    int discounted_on = 0;  // place of the curve that discounts its instruments
    std::vector<CurveInstrument> instruments;
};

// In the order given; a curve may lean on itself and on those before it. Errors, on field "quotes": two instruments
// on one day, or rates that no curve fits.
Result<std::vector<ZeroCurve>> solve_curves(Date reference, const std::vector<CurveToSolve>& wanted);
// Of one unit of notional.
double present_value(const CurveInstrument& instrument, const std::vector<ZeroCurve>& curves, int discounted_on);

// How a market quotes: after which days the swap starts, how each leg pays and counts.
struct SwapConvention {
    std::string_view name;
    int spot_days = 2;
    int fixed_months = 12;
    DayCounting fixed_count = DayCounting::Actual360;
    int floating_months = 6;
    DayCounting floating_count = DayCounting::Actual360;
    int pay_days = 0;  // business days from the end of a period to its payment
    std::string_view calendar = "TARGET";
};
// The market conventions that are known by name: "EUR-FIXED-1Y-EONIA-OIS", "GBP-FIXED-6M-LIBOR-6M", "CNY-FR007" …
Result<SwapConvention> swap_convention(std::string_view name, std::string field);

struct CurvePlaces {
    int projection = 0;  // the curve being made
    int other = 0;       // of a basis swap: the curve of the longer leg
};
// A deposit, fixing or forward rate agreement: one period from `from_months` after spot, simple interest.
CurveInstrument single_period(const SwapConvention& market, Date as_of, int from_months, int to_months, double rate,
                              CurvePlaces at);
CurveInstrument day_deposit(const SwapConvention& market, Date as_of, double rate, CurvePlaces at);
CurveInstrument par_swap(const SwapConvention& market, Date as_of, int months, double rate, CurvePlaces at);
// A swap that ends on a given day, its periods laid back from there.
CurveInstrument par_swap_to(const SwapConvention& market, Date start, Date end, double rate, CurvePlaces at);
// Three months and a spread against six months.
CurveInstrument basis_swap(const SwapConvention& market, Date as_of, int months, double spread, CurvePlaces at);
// A bond at par that pays `coupons` times a year, counted in whole periods; up to one period it pays once, simple.
CurveInstrument par_bond(Date as_of, int months, double yield, int coupons);

}  // namespace leasebook::pricing
