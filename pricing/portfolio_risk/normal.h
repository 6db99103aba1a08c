#pragma once
// The standard normal distribution, exactly and from tables for the inner loops.
#include <algorithm>
#include <array>

namespace leasebook::pricing {

double normal_share(double x);         // probability of a value below x
double normal_quantile(double share);  // 0 < share < 1
// Both variables below their limits, with correlation rho in [-1, 1]: the bivariate normal distribution.
double both_normal_share(double x, double y, double rho);

// A smooth function of the standard normal's argument, read from values and slopes at 64 points a unit by cubic Hermite
// interpolation: within 1e-6 of the function relative to its value. Beyond ±9 the value there holds.
class NormalTable {
public:
    struct Point {
        double value = 0, slope = 0;
    };
    NormalTable(Point (*function)(double));

    double operator()(double x) const {
        const double place = (std::clamp(x, -reach, reach - 1e-9) + reach) * points_a_unit;
        const auto index = static_cast<std::size_t>(place);
        const double t = place - static_cast<double>(index);
        const auto& a = points_[index];
        const auto& b = points_[index + 1];
        const double rise = b.value - a.value;
        return a.value + t * (a.slope + t * (3 * rise - 2 * a.slope - b.slope + t * (a.slope + b.slope - 2 * rise)));
    }

private:
    static constexpr double reach = 9, points_a_unit = 64;
    std::array<Point, static_cast<std::size_t>(2 * reach * points_a_unit) + 1> points_;  // slopes are per point
};

// -ln(1 - Phi(x)): what an exponential clock of rate 1 must fall short of for a default of probability Phi(x).
const NormalTable& default_hazards();
// Phi(x).
const NormalTable& default_shares();

}  // namespace leasebook::pricing
