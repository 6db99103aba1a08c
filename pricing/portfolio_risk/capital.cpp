#include "pricing/portfolio_risk/capital.h"

#include <cmath>

#include "pricing/portfolio_risk/normal.h"
#include "pricing/risk_price.h"

namespace leasebook::pricing {

namespace {

double correlation_of(const IrbExposure& exposure) {
    const double pd = exposure.default_probability;
    switch (exposure.irb_class) {
        case IrbClass::Corporate: return asset_correlation(pd, exposure.sales);
        case IrbClass::Mortgage: return 0.15;
        case IrbClass::QualifyingRevolving: return 0.04;
        case IrbClass::OtherRetail: {
            const double weight = -std::expm1(-35 * pd) / -std::expm1(-35);
            return 0.03 * weight + 0.16 * (1 - weight);
        }
    }
    throw InvariantBroken("every class has its correlation");
}

// What a longer maturity adds, of corporates (CRE31.7).
double maturity_factor(const IrbExposure& exposure) {
    if (exposure.irb_class != IrbClass::Corporate) return 1;
    const double b = std::pow(0.11852 - 0.05478 * std::log(exposure.default_probability), 2);
    return (1 + (exposure.maturity - 2.5) * b) / (1 - 1.5 * b);
}

}  // namespace

double irb_capital(const IrbExposure& exposure) {
    return capital_share(exposure.default_probability, exposure.loss_given_default, correlation_of(exposure)) *
           maturity_factor(exposure);
}

double irb_risk_weight(const IrbExposure& exposure) { return 12.5 * irb_capital(exposure); }

double vasicek_quantile(double default_probability, double correlation, double level) {
    return normal_share((normal_quantile(default_probability) + std::sqrt(correlation) * normal_quantile(level)) /
                        std::sqrt(1 - correlation));
}

double vasicek_distribution(double default_probability, double correlation, double share) {
    return normal_share((std::sqrt(1 - correlation) * normal_quantile(share) - normal_quantile(default_probability)) /
                        std::sqrt(correlation));
}

double vasicek_deviation(double default_probability, double correlation) {
    const double threshold = normal_quantile(default_probability);
    return std::sqrt(both_normal_share(threshold, threshold, correlation) - default_probability * default_probability);
}

}  // namespace leasebook::pricing
