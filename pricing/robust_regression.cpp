#include "pricing/robust_regression.h"

#include <algorithm>
#include <cmath>

#include "domain/result.h"

namespace leasebook::pricing {

namespace {

constexpr int huber_steps = 6, most_steps = 40;
constexpr double huber_at = 1.345, biweight_at = 4.685, settled = 1e-7, least_scale = 1e-9;

// A symmetric positive definite matrix, row by row.
class Normal {
public:
    explicit Normal(std::size_t size) : size_(size), cells_(size * size, 0) {}

    double& at(std::size_t row, std::size_t column) { return cells_[row * size_ + column]; }
    double at(std::size_t row, std::size_t column) const { return cells_[row * size_ + column]; }
    std::size_t size() const { return size_; }
    const std::vector<double>& cells() const { return cells_; }

    // The lower factor L of L·Lᵀ.
    Normal cholesky() const {
        Normal lower(size_);
        for (std::size_t i = 0; i < size_; ++i)
            for (std::size_t j = 0; j <= i; ++j) {
                double sum = at(i, j);
                for (std::size_t k = 0; k < j; ++k) sum -= lower.at(i, k) * lower.at(j, k);
                ensure(i != j || sum > 0, "the priors make the regression definite");
                lower.at(i, j) = i == j ? std::sqrt(sum) : sum / lower.at(j, j);
            }
        return lower;
    }

private:
    std::size_t size_;
    std::vector<double> cells_;
};

std::vector<double> solved(const Normal& lower, std::vector<double> x) {
    const auto size = lower.size();
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t k = 0; k < i; ++k) x[i] -= lower.at(i, k) * x[k];
        x[i] /= lower.at(i, i);
    }
    for (std::size_t i = size; i-- > 0;) {
        for (std::size_t k = i + 1; k < size; ++k) x[i] -= lower.at(k, i) * x[k];
        x[i] /= lower.at(i, i);
    }
    return x;
}

// Weighted sums of a group: of its weights, of its y, and of each column.
struct GroupSums {
    std::vector<double> weight, y, columns;
};

class Regression {
public:
    Regression(std::span<const SparseRow> rows, std::size_t columns, std::size_t groups, std::span<const Prior> priors)
        : rows_(rows), columns_(columns), groups_(groups), priors_(priors), weights_(rows.size(), 1) {
        fit_.coefficients.assign(columns, 0);
        fit_.effects.assign(groups, 0);
    }

    RobustFit run() {
        fit_.scale = 1;
        for (int step = 0; step < most_steps; ++step) {
            const auto before = fit_.coefficients;
            solve();
            rescale();
            reweight(step < huber_steps);
            double moved = 0;
            for (std::size_t i = 0; i < columns_; ++i)
                moved = std::max(moved, std::abs(before[i] - fit_.coefficients[i]));
            if (step > huber_steps && moved < settled) break;
        }
        fit_.covariance = sandwich();
        return std::move(fit_);
    }

private:
    double drawn() const { return fit_.scale * fit_.scale / effect_variance_; }

    void solve() {
        Normal normal(columns_);
        std::vector<double> right(columns_, 0);
        sums_ = {std::vector<double>(groups_, 0), std::vector<double>(groups_, 0),
                 std::vector<double>(groups_ * columns_, 0)};
        for (std::size_t i = 0; i < rows_.size(); ++i) add_row(rows_[i], weights_[i], normal, right);
        take_out_groups(normal, right);
        for (const auto& prior : priors_) add_prior(prior, normal, right);
        lower_ = normal.cholesky();
        fit_.coefficients = solved(lower_, right);
        set_effects();
    }

    void add_row(const SparseRow& row, double weight, Normal& normal, std::vector<double>& right) {
        for (std::size_t a = 0; a < row.used; ++a) {
            const double x = weight * row.value[a];
            right[row.column[a]] += x * row.y;
            for (std::size_t b = 0; b < row.used; ++b) normal.at(row.column[a], row.column[b]) += x * row.value[b];
        }
        if (row.group < 0) return;
        const auto group = static_cast<std::size_t>(row.group);
        sums_.weight[group] += weight;
        sums_.y[group] += weight * row.y;
        for (std::size_t a = 0; a < row.used; ++a)
            sums_.columns[group * columns_ + row.column[a]] += weight * row.value[a];
    }

    // What is left of the normal equations once each group's effect is expressed by the coefficients.
    void take_out_groups(Normal& normal, std::vector<double>& right) const {
        for (std::size_t g = 0; g < groups_; ++g) {
            const double* x = &sums_.columns[g * columns_];
            const double share = 1 / (sums_.weight[g] + drawn());
            for (std::size_t i = 0; i < columns_; ++i) {
                if (x[i] == 0) continue;
                right[i] -= x[i] * share * sums_.y[g];
                for (std::size_t j = 0; j < columns_; ++j) normal.at(i, j) -= x[i] * share * x[j];
            }
        }
    }

    void add_prior(const Prior& prior, Normal& normal, std::vector<double>& right) const {
        const double weight = fit_.scale * fit_.scale / (prior.deviation * prior.deviation);
        for (const auto& [i, a] : prior.factors) {
            right[i] += weight * a * prior.target;
            for (const auto& [j, b] : prior.factors) normal.at(i, j) += weight * a * b;
        }
    }

    void set_effects() {
        double variance = 0;
        for (std::size_t g = 0; g < groups_; ++g) {
            double sum = sums_.y[g];
            for (std::size_t i = 0; i < columns_; ++i) sum -= sums_.columns[g * columns_ + i] * fit_.coefficients[i];
            const double share = 1 / (sums_.weight[g] + drawn());
            fit_.effects[g] = sum * share;
            variance += fit_.effects[g] * fit_.effects[g] + fit_.scale * fit_.scale * share;
        }
        if (groups_ > 0) effect_variance_ = std::max(variance / static_cast<double>(groups_), least_scale);
    }

    void rescale() {
        std::vector<double> errors(rows_.size());
        for (std::size_t i = 0; i < rows_.size(); ++i) errors[i] = std::abs(fit_.residual(rows_[i]));
        const auto middle = errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2);
        std::nth_element(errors.begin(), middle, errors.end());
        fit_.scale = std::max(1.4826 * *middle, least_scale);
    }

    void reweight(bool huber) {
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            const double z = std::abs(fit_.residual(rows_[i])) / fit_.scale;
            const double inside = 1 - (z / biweight_at) * (z / biweight_at);
            weights_[i] = huber ? std::min(1.0, huber_at / std::max(z, 1e-12)) : inside > 0 ? inside * inside : 0;
        }
    }

    // A⁻¹ · Σ (weight × error)² x·xᵀ · A⁻¹, x less what the group's effect takes of it.
    std::vector<double> sandwich() const {
        Normal middle(columns_);
        std::vector<double> x(columns_);
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            const auto& row = rows_[i];
            std::ranges::fill(x, 0.0);
            if (row.group >= 0) {
                const auto g = static_cast<std::size_t>(row.group);
                const double share = 1 / (sums_.weight[g] + drawn());
                for (std::size_t c = 0; c < columns_; ++c) x[c] = -sums_.columns[g * columns_ + c] * share;
            }
            for (std::size_t a = 0; a < row.used; ++a) x[row.column[a]] += row.value[a];
            const double error = weights_[i] * fit_.residual(row);
            for (std::size_t c = 0; c < columns_; ++c)
                for (std::size_t d = 0; d <= c; ++d) middle.at(c, d) += error * error * x[c] * x[d];
        }
        return around(middle);
    }

    std::vector<double> around(Normal& middle) const {
        for (std::size_t c = 0; c < columns_; ++c)
            for (std::size_t d = 0; d < c; ++d) middle.at(d, c) = middle.at(c, d);
        Normal half(columns_), whole(columns_);
        std::vector<double> column(columns_);
        const auto apply = [&](const Normal& from, Normal& to) {
            for (std::size_t c = 0; c < columns_; ++c) {
                for (std::size_t r = 0; r < columns_; ++r) column[r] = from.at(r, c);
                const auto x = solved(lower_, column);
                for (std::size_t r = 0; r < columns_; ++r) to.at(c, r) = x[r];  // transposed
            }
        };
        apply(middle, half);
        apply(half, whole);
        return whole.cells();
    }

    std::span<const SparseRow> rows_;
    std::size_t columns_, groups_;
    std::span<const Prior> priors_;
    std::vector<double> weights_;
    double effect_variance_ = 1;
    GroupSums sums_;
    Normal lower_{0};
    RobustFit fit_;
};

}  // namespace

double RobustFit::residual(const SparseRow& row) const {
    double error = row.y;
    for (std::size_t a = 0; a < row.used; ++a) error -= row.value[a] * coefficients[row.column[a]];
    return row.group < 0 ? error : error - effects[static_cast<std::size_t>(row.group)];
}

double RobustFit::standard_error(std::span<const std::pair<std::size_t, double>> combination) const {
    double variance = 0;
    for (const auto& [i, a] : combination)
        for (const auto& [j, b] : combination) variance += a * b * covariance[i * coefficients.size() + j];
    return std::sqrt(std::max(0.0, variance));
}

RobustFit fit_robust(std::span<const SparseRow> rows, std::size_t columns, std::size_t groups,
                     std::span<const Prior> priors) {
    ensure(!rows.empty() && columns > 0, "a regression has observations and coefficients");
    return Regression(rows, columns, groups, priors).run();
}

}  // namespace leasebook::pricing
