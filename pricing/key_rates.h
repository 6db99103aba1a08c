#pragma once
// Where on the curve a value is at risk: PV01 split over ten key rates.
#include <vector>

#include "domain/market.h"
#include "pricing/curve.h"

namespace leasebook::pricing {

struct KeyRateDelta {
    Tenor tenor;
    Money value;  // sign and unit of pv01
    bool operator==(const KeyRateDelta&) const = default;
};

// What amounts on or after the reference day gain when the zero rate of 3M, 6M, 1Y, 2Y, 3Y, 5Y, 7Y, 10Y, 15Y or 20Y
// falls by one basis point: the fall is whole at that point and fades linearly to nothing at its neighbours, and
// before the first point and after the last it stays whole. Each is half of (value at −1 bp less value at +1 bp),
// rounded to minor units, so that together they are pv01 but for rounding.
std::vector<KeyRateDelta> key_rate_deltas(const DiscountCurve& curve, const std::vector<DatedAmount>& flows);

}  // namespace leasebook::pricing
