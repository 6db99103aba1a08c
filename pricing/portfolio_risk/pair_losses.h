#pragma once
// Mean and variance of what the cells of one cluster and industry lose, as functions of what their factors add up to:
// smooth, so that they are read from tables and a scenario costs as much as there are pairs.
#include <vector>

#include "pricing/portfolio_risk/loss_cells.h"

namespace leasebook::pricing {

struct LossMoments {
    double mean = 0, variance = 0;
};

class PairLosses {
public:
    // Of the cells that are not drawn singly.
    explicit PairLosses(const LossCells& cells);

    // Of all pairs together; by cubic Hermite interpolation between eighths of a unit, beyond ±8 the values there.
    LossMoments given(std::span<const double> systematic_of_pairs) const;

private:
    void add(double threshold, double loss, double squared_loss);

    struct Point {
        LossMoments value, slope;  // slopes are per step
    };
    static constexpr double reach = 8, points_a_unit = 8;
    static constexpr std::size_t points = static_cast<std::size_t>(2 * reach * points_a_unit) + 1;

    std::vector<std::uint32_t> pairs_;
    std::vector<Point> table_;  // points of each pair in turn
};

}  // namespace leasebook::pricing
