#include "pricing/portfolio_risk/normal.h"

#include <cmath>
#include <numbers>
#include <ql/math/distributions/bivariatenormaldistribution.hpp>
#include <ql/math/distributions/normaldistribution.hpp>

namespace leasebook::pricing {

namespace {

double density(double x) { return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi); }

}  // namespace

double normal_share(double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; }

double normal_quantile(double share) {
    // One step of Halley's method takes the rational approximation from 1e-9 to the last digits.
    const double x = QuantLib::InverseCumulativeNormal::standard_value(share);
    const double error = (normal_share(x) - share) / density(x);
    return x - error / (1 + x * error / 2);
}

double both_normal_share(double x, double y, double rho) {
    return QuantLib::BivariateCumulativeNormalDistributionWe04DP(rho)(x, y);
}

NormalTable::NormalTable(Point (*function)(double)) {
    for (std::size_t i = 0; i < points_.size(); ++i) {
        points_[i] = function(static_cast<double>(i) / points_a_unit - reach);
        points_[i].slope /= points_a_unit;
    }
}

const NormalTable& default_hazards() {
    static const NormalTable table([](double x) {
        const double survival = normal_share(-x);
        // Far below zero 1 - Phi rounds to one, while the hazard is Phi itself.
        const double hazard = x < -1 ? -std::log1p(-normal_share(x)) : -std::log(survival);
        return NormalTable::Point{hazard, density(x) / survival};
    });
    return table;
}

const NormalTable& default_shares() {
    static const NormalTable table([](double x) { return NormalTable::Point{normal_share(x), density(x)}; });
    return table;
}

}  // namespace leasebook::pricing
