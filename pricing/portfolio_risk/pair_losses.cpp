#include "pricing/portfolio_risk/pair_losses.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "pricing/portfolio_risk/normal.h"

namespace leasebook::pricing {

PairLosses::PairLosses(const LossCells& cells) {
    for (std::size_t i = cells.single_cells; i < cells.cells.size(); ++i) {
        const auto& cell = cells.cells[i];
        if (pairs_.empty() || pairs_.back() != cell.pair) {
            pairs_.push_back(cell.pair);
            table_.resize(pairs_.size() * points);
        }
        if (!cell.mixed) {
            add(cell.threshold, cell.loss, cell.squared_loss);
            continue;
        }
        for (auto position = cell.begin; position < cell.end; ++position) {
            const auto loss = static_cast<double>(cells.losses[position]);
            add(cells.thresholds[position], loss, loss * loss);
        }
    }
}

// To the last pair.
void PairLosses::add(double threshold, double loss, double squared_loss) {
    Point* point = table_.data() + table_.size() - points;
    for (std::size_t k = 0; k < points; ++k, ++point) {
        const double x = threshold - (static_cast<double>(k) / points_a_unit - reach);
        const double share = normal_share(x);
        const double slope =
            std::isfinite(x) ? -std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi) / points_a_unit : 0;
        point->value.mean += share * loss;
        point->value.variance += share * (1 - share) * squared_loss;
        point->slope.mean += slope * loss;
        point->slope.variance += slope * (1 - 2 * share) * squared_loss;
    }
}

LossMoments PairLosses::given(std::span<const double> systematic_of_pairs) const {
    LossMoments sum;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
        const double place = (std::clamp(systematic_of_pairs[pairs_[i]], -reach, reach - 1e-9) + reach) * points_a_unit;
        const auto index = static_cast<std::size_t>(place);
        const double t = place - static_cast<double>(index), u = 1 - t;
        const Point& a = table_[i * points + index];
        const Point& b = table_[i * points + index + 1];
        const double from_a = u * u * (1 + 2 * t), from_b = t * t * (3 - 2 * t), rise_a = t * u * u,
                     rise_b = -t * t * u;
        sum.mean += from_a * a.value.mean + from_b * b.value.mean + rise_a * a.slope.mean + rise_b * b.slope.mean;
        sum.variance += from_a * a.value.variance + from_b * b.value.variance + rise_a * a.slope.variance +
                        rise_b * b.slope.variance;
    }
    return sum;
}

}  // namespace leasebook::pricing
