#pragma once
// Linear regression that outliers do not move, with an effect for each group of observations (a random intercept).
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace leasebook::pricing {

constexpr int widest_row = 4;

// y = Σ value × coefficient[column] + effect[group] + error; few columns of a row are not zero.
struct SparseRow {
    double y = 0;
    std::array<double, widest_row> value{};
    std::array<std::uint8_t, widest_row> column{};
    std::uint8_t used = 0;
    std::int32_t group = -1;  // none below zero

    void add(std::size_t at, double x) {
        column[used] = static_cast<std::uint8_t>(at);
        value[used++] = x;
    }
};

// What is held to be likely beforehand: Σ factor × coefficient is normal about the target with this deviation.
struct Prior {
    std::vector<std::pair<std::size_t, double>> factors;
    double target = 0, deviation = 1;
};

struct RobustFit {
    std::vector<double> coefficients, effects;
    std::vector<double> covariance;  // of the coefficients, row by row
    double scale = 0;                // of the errors: 1.4826 × MAD

    // The error of one observation.
    double residual(const SparseRow& row) const;
    // The standard error of a linear combination of the coefficients.
    double standard_error(std::span<const std::pair<std::size_t, double>> combination) const;
};

// Iteratively reweighted least squares: Huber's weights (1.345), then Tukey's biweight (4.685). Group effects are drawn
// to zero by their variance, which is estimated with them (EM); the covariance is the Huber–White sandwich. The priors
// must make the problem definite where the rows do not.
RobustFit fit_robust(std::span<const SparseRow> rows, std::size_t columns, std::size_t groups,
                     std::span<const Prior> priors);

}  // namespace leasebook::pricing
