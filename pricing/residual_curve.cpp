#include "pricing/residual_curve.h"

#include <algorithm>
#include <cmath>

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

namespace {

// Share by month through the points, the new machine added where they leave it out.
struct Stretch {
    int from = 0, to = 0;
    long double begins = 1, ends = 1;
    long double at(int month) const {
        if (month == from) return begins;
        if (month == to) return ends;
        return begins * std::pow(ends / begins, static_cast<long double>(month - from) / (to - from));
    }
};

std::vector<Stretch> stretches(const std::vector<CurvePoint>& points) {
    std::vector<Stretch> found;
    int from = 0;
    long double begins = 1;
    for (const auto& point : points) {
        const auto share = static_cast<long double>(point.share.e10) / rate_scale;
        if (point.age_months > from) found.push_back({from, point.age_months, begins, share});
        from = point.age_months;
        begins = share;
    }
    return found;
}

}  // namespace

ResidualCurve curve_of(const AssetClass& asset_class, const std::vector<CurvePoint>& points) {
    const auto parts = stretches(points);
    if (parts.empty()) return curve_of(asset_class);
    const int last = std::max(asset_class.life_months, parts.back().to);
    ResidualCurve curve;
    std::size_t part = 0;
    for (int month = 0; month <= last; ++month) {
        while (part + 1 < parts.size() && month > parts[part].to) ++part;
        const auto share = parts[part].at(month) * rate_scale;
        curve.share_by_month.push_back({std::max<std::int64_t>(1, std::llround(share))});
    }
    return curve;
}

std::vector<ResidualCurve> curves_of(const std::vector<AssetClass>& classes, const std::vector<CurvePoint>& points) {
    std::vector<ResidualCurve> curves;
    for (const auto& asset_class : classes) {
        std::vector<CurvePoint> own;
        for (const auto& point : points)
            if (point.asset_class == asset_class.code) own.push_back(point);
        curves.push_back(curve_of(asset_class, own));
    }
    return curves;
}

Rate value_adjustment(const AssetClass& asset_class, const Machine& machine) {
    constexpr double least_use = 0.5, most_use = 4;
    double factor = 1;
    const bool metered = machine.usage && machine.usage_date && asset_class.standard_usage &&
                         asset_class.usage_exponent && machine.usage_unit == asset_class.usage_unit;
    const int months = metered ? age_in_months(machine.acquired, *machine.usage_date) : 0;
    if (months > 0) {
        const double standard = *asset_class.standard_usage * (months / 12.0);
        const double exponent = static_cast<double>(asset_class.usage_exponent->e10) / rate_scale;
        factor = std::pow(std::clamp(*machine.usage / standard, least_use, most_use), -exponent);
    }
    if (machine.condition)
        factor *= static_cast<double>(condition_factor(asset_class, *machine.condition).e10) / rate_scale;
    return {std::llround(factor * rate_scale)};
}

Money estimated_value(const Machine& machine, const AssetClass& asset_class, const ResidualCurve& curve,
                      const std::optional<Appraisal>& appraisal, Date on) {
    return estimate(machine, curve, appraisal, on, value_adjustment(asset_class, machine));
}

}  // namespace leasebook::pricing
