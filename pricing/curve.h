#pragma once
// Discount curves: bootstrapped from market quotes once, then plain values that any thread may read. Beyond the last
// node the last forward rate holds.
#include <optional>
#include <string>
#include <vector>

#include "domain/calendar.h"
#include "domain/market.h"
#include "domain/schedule.h"
#include "pricing/curve_definition.h"

namespace leasebook::pricing {

struct CurveNode {
    Date date;
    double discount = 1;
};

struct PricedInstrument {
    MarketQuote quote;
    Date maturity;
    double error_bp = 0;  // rate that the curve gives back less the rate quoted, in basis points
};

// Rates read from a curve are continuously compounded over actual days / 365.
struct DiscountCurve {
    std::string name;           // "CNY"
    Date reference;             // the day whose discount factor is 1
    std::vector<double> daily;  // discount factor of reference + index days; at least 30 years of them
    std::vector<CurveNode> nodes;
    std::vector<PricedInstrument> instruments;
    std::vector<MarketQuote> left_out;  // LPR, and deposits as long as the shortest swap
    Interpolation interpolation = Interpolation::LogLinearDiscount;
    Errors notes = {};          // what a reader of the curve must know: core tenors missing, quotes of earlier days
    std::string snapshot = {};  // under which its quotes are kept; empty where they are not

    // Of a day on or after the reference day.
    double discount(Date date) const;
    double zero_rate(Date date) const;              // on the reference day: the overnight forward
    double forward_rate(Date from, Date to) const;  // from < to
};

// The curve through these nodes, strictly ascending and after the reference day; between them the logarithm of the
// discount factor is linear in time.
DiscountCurve curve_through(std::string name, Date reference, std::vector<CurveNode> nodes);
// The curve with these discount factors of every day from the reference day to the last node.
DiscountCurve sampled_curve(std::string name, Date reference, std::vector<CurveNode> nodes, std::vector<double> daily);
// One continuously compounded rate for all times.
DiscountCurve flat_curve(std::string name, Date reference, Rate continuous);

inline constexpr int oldest_quote_days = 15;  // the longest run of Chinese holidays lies well within

struct CurveMethod {
    std::optional<Interpolation> interpolation = {};  // the curve's own unless asked otherwise
    const BusinessCalendar* calendar = nullptr;       // of the curve's market; none: by the rules alone
};

// The curve of one day, from quotes as its definition says: deposits at simple interest, and swaps. From the shortest
// swap on swaps alone make the curve: deposits as long are left out. LPR quotes, whatever their day, are kept aside
// for projecting LPR rents. Errors, on field "quotes", name the quotes: none at all, several curves, a tenor quoted
// twice, dated after as_of or older than the limit, or rates that no curve fits.
Result<DiscountCurve> bootstrap(Date as_of, const std::vector<MarketQuote>& quotes, const CurveMethod& method = {});

// Value on the curve's reference day of all rows due after it, rounded to minor units, half away from zero.
Money present_value(const DiscountCurve& curve, const std::vector<ScheduleRow>& rows);

// The same of amounts on or after the reference day, paid (minus) or received (plus).
Money present_value(const DiscountCurve& curve, const std::vector<DatedAmount>& flows);

// What the same amounts gain when all continuously compounded rates FALL by one basis point, half of (value at −1 bp
// less value at +1 bp), rounded to minor units: positive for money to be received.
Money pv01(const DiscountCurve& curve, const std::vector<ScheduleRow>& rows);
Money pv01(const DiscountCurve& curve, const std::vector<DatedAmount>& flows);

}  // namespace leasebook::pricing
