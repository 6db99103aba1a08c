#include "domain/risk_parameters.h"

#include <array>

namespace leasebook {

namespace {

bool is_share(Rate rate) { return rate.e10 >= 0 && rate.e10 <= rate_scale; }

}  // namespace

Errors check(const RiskParameters& p) {
    Errors errors;
    const std::array<std::pair<const char*, Rate>, 6> shares{{{"economy_share", p.economy_share},
                                                              {"cluster_share", p.cluster_share},
                                                              {"industry_share", p.industry_share},
                                                              {"contagion", p.contagion},
                                                              {"anchor_dependence", p.anchor_dependence},
                                                              {"anchor_default_rate", p.anchor_default_rate}}};
    for (const auto& [field, share] : shares)
        if (!is_share(share)) errors.push_back(invalid(field, "This share must lie between 0 and 100 %."));
    if (errors.empty() && p.economy_share.e10 + p.cluster_share.e10 + p.industry_share.e10 >= rate_scale)
        errors.push_back(invalid("economy_share", "Economy, cluster and industry together explain less than 100 %."));
    if (p.industry_correlation.e10 < 0 || p.industry_correlation.e10 >= rate_scale)
        errors.push_back(invalid("industry_correlation", "One correlation for all industries lies from 0 to below 1."));
    if (p.scenarios < 1'000 || p.scenarios > 1'000'000 || p.scenarios % 1'000 != 0)
        errors.push_back(invalid("scenarios", "The number of scenarios is a multiple of 1,000, up to 1,000,000."));
    if (p.seed < 1) errors.push_back(invalid("seed", "A seed is a number above zero."));
    return errors;
}

Errors check(const IndustryCorrelation& c) {
    Errors errors;
    if (c.first == c.second) errors.push_back(invalid("second", "A correlation is of two different industries."));
    if (c.correlation.e10 < -rate_scale || c.correlation.e10 > rate_scale)
        errors.push_back(invalid("correlation", "A correlation lies between -1 and 1."));
    return errors;
}

}  // namespace leasebook
