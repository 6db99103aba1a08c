#include "pricing/portfolio_risk/loss_scenario.h"

namespace leasebook::pricing {

FactorDraws::FactorDraws(const LossBook& book, const LossModel& model, std::uint64_t seed)
    : clusters_(book.clusters.size()),
      industries_(book.industries.size()),
      seed_(seed),
      economy_loading_(std::sqrt(model.economy_share)),
      cluster_loading_(std::sqrt(model.cluster_share)),
      industry_loading_(std::sqrt(model.industry_share)) {
    if (model.industry_correlations) root_ = *correlation_root(*model.industry_correlations, "industry_correlations");
}

void FactorDraws::draw(std::uint64_t scenario, std::span<double> factors) const {
    RandomStream stream(seed_, scenario, Draw::Factors);
    for (auto& factor : factors) factor = normal_quantile(stream.uniform());
    if (root_.size == 0) return;
    // From the last on, so that those before are still the independent ones.
    const auto industries = factors.subspan(1 + clusters_);
    for (std::size_t i = root_.size; i-- > 0;) {
        const double* row = root_.rows.data() + i * (i + 1) / 2;
        double sum = 0;
        for (std::size_t k = 0; k <= i; ++k) sum += row[k] * industries[k];
        industries[i] = sum;
    }
}

void FactorDraws::systematic(const LossCells& cells, std::span<const double> factors,
                             std::span<double> of_pairs) const {
    for (std::size_t i = 0; i < cells.pairs.size(); ++i) {
        const auto& pair = cells.pairs[i];
        double sum = economy_loading_ * factors[0];
        if (pair.cluster != unmapped) sum += cluster_loading_ * factors[1 + pair.cluster];
        if (pair.industry != unmapped) sum += industry_loading_ * factors[1 + clusters_ + pair.industry];
        of_pairs[i] = sum / pair.own;
    }
}

}  // namespace leasebook::pricing
