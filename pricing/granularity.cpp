#include "pricing/granularity.h"

#include <cmath>
#include <ql/math/incompletegamma.hpp>

#include "pricing/risk_price.h"

namespace leasebook::pricing {

namespace {

constexpr double quantile = 0.999, factor_precision = 0.25;

Rate rounded(double share) { return {std::llround(share * static_cast<double>(rate_scale))}; }

// What the loss of a name varies by, given default (VLGD), in the form that enters the adjustment.
double spread_of_loss(double lost) {
    const double variance = 0.25 * lost * (1 - lost);
    return (variance + lost * lost) / lost;
}

}  // namespace

GammaFactor gamma_factor(double precision) {
    // Bisection: the quantile of a gamma distribution of shape xi, in units of its scale 1 / xi.
    double low = 0, high = 1;
    while (QuantLib::incompleteGammaFunction(precision, high) < quantile) high *= 2;
    for (int step = 0; step < 80; ++step) {
        const double middle = (low + high) / 2;
        (QuantLib::incompleteGammaFunction(precision, middle) < quantile ? low : high) = middle;
    }
    const double alpha = high / precision;
    return {alpha, (alpha - 1) * (precision + (1 - precision) / alpha)};
}

Granularity granularity(std::span<const RiskyName> names) {
    static const GammaFactor factor = gamma_factor(factor_precision);
    double capital = 0, sum = 0;
    for (const auto& name : names) {
        const double pd = name.default_rate, lost = name.loss_given_default;
        if (pd <= 0 || pd >= 1 || lost <= 0) continue;
        const double needed = capital_share(pd, lost, asset_correlation(pd, name.sales));
        capital += name.share * needed;
        sum += name.share * name.share * spread_of_loss(lost) * (factor.delta * (needed + lost * pd) - needed);
    }
    if (capital <= 0) return {};
    return {rounded(capital), rounded(sum / (2 * capital))};
}

}  // namespace leasebook::pricing
