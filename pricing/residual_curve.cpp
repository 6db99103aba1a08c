#include "pricing/residual_curve.h"

#include <algorithm>

#include "pricing/quad.h"

namespace leasebook::pricing {

namespace {

Quad twelfth_power(Quad x) {
    const Quad cube = x * x * x, sixth = cube * cube;
    return sixth * sixth;
}

// The twelfth root of 0 < y <= 1 by Newton from 1 downwards, where it converges monotonically: x stops falling when
// the digits are exhausted.
Quad twelfth_root(Quad y) {
    Quad x = 1;
    while (true) {
        const Quad next = x - (x - y * x / twelfth_power(x)) / 12;
        if (next >= x) return x;
        x = next;
    }
}

}  // namespace

ResidualCurve curve_of(const AssetClass& asset_class) {
    ensure(check(asset_class).empty(), "the curve is asked of a class that was checked");
    constexpr Quad scale = rate_scale;
    const Quad first_loss = static_cast<Quad>(asset_class.first_year_loss.e10) / scale;
    const Quad monthly = twelfth_root(1 - static_cast<Quad>(asset_class.yearly_loss.e10) / scale);
    Quad after_first_year = 1 - first_loss;
    ResidualCurve curve;
    for (int month = 0; month <= asset_class.life_months; ++month) {
        if (month > 12) after_first_year *= monthly;
        const Quad share = month <= 12 ? 1 - first_loss * month / 12 : after_first_year;
        curve.share_by_month.push_back({std::max(std::int64_t{1}, round_half_away(share * scale))});
    }
    return curve;
}

}  // namespace leasebook::pricing
