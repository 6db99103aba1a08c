#include "pricing/portfolio_risk/correlation.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <utility>

namespace leasebook::pricing {

namespace {

constexpr double tolerance = 1e-9;

std::string figure(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4f", value);
    return text;
}

// Cholesky's root, which allows for factors that are combinations of those before them; empty if there is none.
std::optional<CorrelationRoot> root_of(const CorrelationMatrix& matrix) {
    CorrelationRoot root{matrix.size(), std::vector<double>(matrix.size() * (matrix.size() + 1) / 2)};
    const auto row = [&](std::size_t i) { return root.rows.data() + i * (i + 1) / 2; };
    for (std::size_t i = 0; i < matrix.size(); ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            double rest = matrix.at(i, j);
            for (std::size_t k = 0; k < j; ++k) rest -= row(i)[k] * row(j)[k];
            if (i == j && rest < -tolerance) return {};
            if (i == j)
                row(i)[i] = rest > tolerance ? std::sqrt(rest) : 0;
            else if (row(j)[j] > 0)
                row(i)[j] = rest / row(j)[j];
            else if (std::abs(rest) > std::sqrt(tolerance))
                return {};
        }
    return root;
}

// One rotation of Jacobi's method: makes the entry (p, q) zero.
void rotate(CorrelationMatrix& a, std::vector<double>& vectors, std::size_t p, std::size_t q) {
    if (std::abs(a.at(p, q)) < 1e-15) return;
    const double theta = (a.at(q, q) - a.at(p, p)) / (2 * a.at(p, q));
    const double t = std::copysign(1 / (std::abs(theta) + std::sqrt(theta * theta + 1)), theta);
    const double c = 1 / std::sqrt(t * t + 1), s = t * c;
    const std::size_t n = a.size();
    for (std::size_t k = 0; k < n; ++k) {
        const double first = a.at(k, p), second = a.at(k, q);
        a.at(k, p) = c * first - s * second;
        a.at(k, q) = s * first + c * second;
    }
    for (std::size_t k = 0; k < n; ++k) {
        const double first = a.at(p, k), second = a.at(q, k);
        a.at(p, k) = c * first - s * second;
        a.at(q, k) = s * first + c * second;
        const double left = vectors[k * n + p], right = vectors[k * n + q];
        vectors[k * n + p] = c * left - s * right;
        vectors[k * n + q] = s * left + c * right;
    }
}

// The combination of factors with the lowest variance: the eigenvector of the lowest eigenvalue.
std::vector<double> least_variance(CorrelationMatrix a) {
    const std::size_t n = a.size();
    std::vector<double> vectors(n * n);
    for (std::size_t i = 0; i < n; ++i) vectors[i * n + i] = 1;
    constexpr int sweeps = 30;
    for (int sweep = 0; sweep < sweeps; ++sweep)
        for (std::size_t p = 0; p < n; ++p)
            for (std::size_t q = p + 1; q < n; ++q) rotate(a, vectors, p, q);
    std::size_t least = 0;
    for (std::size_t i = 1; i < n; ++i)
        if (a.at(i, i) < a.at(least, least)) least = i;
    std::vector<double> combination(n);
    for (std::size_t k = 0; k < n; ++k) combination[k] = vectors[k * n + least];
    return combination;
}

using Pair = std::pair<std::size_t, std::size_t>;

// Those that lower this variance, the heaviest first.
std::vector<Pair> suspects(const CorrelationMatrix& matrix, const std::vector<double>& combination) {
    std::vector<std::pair<double, Pair>> weighed;
    for (std::size_t i = 0; i < matrix.size(); ++i)
        for (std::size_t j = i + 1; j < matrix.size(); ++j)
            if (const double part = matrix.at(i, j) * combination[i] * combination[j]; part < 0)
                weighed.push_back({std::round(part / tolerance), {i, j}});
    std::ranges::sort(weighed);
    std::vector<Pair> pairs;
    for (const auto& [weight, pair] : weighed) pairs.push_back(pair);
    return pairs;
}

struct Range {
    double low = 0, high = 0;
};

// What correlations of the pair the others allow; nothing where these contradict each other without it.
std::optional<Range> range_left(const CorrelationMatrix& matrix, Pair pair) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < matrix.size(); ++i)
        if (i != pair.first && i != pair.second) order.push_back(i);
    order.push_back(pair.first);
    order.push_back(pair.second);
    const std::size_t n = order.size();
    const auto leading = [&](bool first, bool second) {
        CorrelationMatrix part;
        for (std::size_t k = 0; k < n; ++k)
            if (k + 2 < n || (k + 2 == n && first) || (k + 1 == n && second))
                part.names.push_back(matrix.names[order[k]]);
        part.values.resize(part.size() * part.size());
        std::vector<std::size_t> kept(order.begin(), order.end() - 2);
        if (first) kept.push_back(pair.first);
        if (second) kept.push_back(pair.second);
        for (std::size_t i = 0; i < kept.size(); ++i)
            for (std::size_t j = 0; j < kept.size(); ++j) part.at(i, j) = matrix.at(kept[i], kept[j]);
        return root_of(part);
    };
    const auto with_first = leading(true, false), with_second = leading(false, true);
    if (!with_first || !with_second) return {};
    const double* first = with_first->rows.data() + (n - 2) * (n - 1) / 2;
    const double* second = with_second->rows.data() + (n - 2) * (n - 1) / 2;
    double shared = 0;
    for (std::size_t k = 0; k + 2 < n; ++k) shared += first[k] * second[k];
    const double own = first[n - 2] * second[n - 2];
    return Range{shared - own, shared + own};
}

// The pair that makes the matrix possible with the smallest change of it alone, among the heaviest suspects.
struct Culprit {
    Pair pair;
    std::optional<Range> range;
};
Culprit culprit_of(const CorrelationMatrix& matrix) {
    constexpr std::size_t looked_at = 100;
    auto pairs = suspects(matrix, least_variance(matrix));
    ensure(!pairs.empty(), "a variance below zero has pairs that lower it");
    pairs.resize(std::min(pairs.size(), looked_at));
    Culprit culprit{pairs.front(), {}};
    double smallest = 3;
    for (const auto& pair : pairs) {
        const auto range = range_left(matrix, pair);
        if (!range) continue;
        const double given = matrix.at(pair.first, pair.second);
        const double change = std::max(range->low - given, given - range->high);
        if (change >= smallest - tolerance) continue;
        smallest = change;
        culprit = {pair, range};
    }
    return culprit;
}

Error contradiction(const CorrelationMatrix& matrix, const std::string& field) {
    const auto [pair, range] = culprit_of(matrix);
    const auto& first = matrix.names[pair.first];
    const auto& second = matrix.names[pair.second];
    const auto given = figure(matrix.at(pair.first, pair.second));
    if (!range)
        return invalid(field,
                       "These correlations contradict each other (the matrix is not positive semi-definite): {0} with "
                       "{1} cannot be {2} beside the others.",
                       first, second, given);
    return invalid(field,
                   "These correlations contradict each other (the matrix is not positive semi-definite): {0} with {1} "
                   "cannot be {2}; the others leave it {3} to {4}.",
                   first, second, given, figure(range->low), figure(range->high));
}

std::optional<Error> wrong_entry(const CorrelationMatrix& matrix, const std::string& field) {
    for (std::size_t i = 0; i < matrix.size(); ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            const double value = matrix.at(i, j);
            if (!(std::abs(value) <= 1 + tolerance))
                return invalid(field, "The correlation of {0} with {1} lies between -1 and 1, not at {2}.",
                               matrix.names[j], matrix.names[i], figure(value));
            if (std::abs(value - matrix.at(j, i)) > tolerance)
                return invalid(field, "The correlation of {0} with {1} is given twice: {2} and {3}.", matrix.names[j],
                               matrix.names[i], figure(matrix.at(j, i)), figure(value));
            if (i == j && std::abs(value - 1) > tolerance)
                return invalid(field, "The correlation of {0} with itself is 1, not {1}.", matrix.names[i],
                               figure(value));
        }
    return {};
}

}  // namespace

CorrelationMatrix equal_correlations(std::vector<std::string> names, double correlation) {
    CorrelationMatrix matrix{std::move(names), {}};
    matrix.values.assign(matrix.size() * matrix.size(), correlation);
    for (std::size_t i = 0; i < matrix.size(); ++i) matrix.at(i, i) = 1;
    return matrix;
}

Result<CorrelationRoot> correlation_root(const CorrelationMatrix& matrix, const std::string& field) {
    ensure(matrix.values.size() == matrix.size() * matrix.size(), "a correlation matrix is square");
    if (auto wrong = wrong_entry(matrix, field)) return *std::move(wrong);
    if (auto root = root_of(matrix)) return *std::move(root);
    return contradiction(matrix, field);
}

}  // namespace leasebook::pricing
