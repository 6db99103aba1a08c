#include "pricing/portfolio_risk/loss_figures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace leasebook::pricing {

namespace {

Money rounded(double minor_units, Currency currency) { return Money::minor(std::llround(minor_units), currency); }

struct Moments {
    double mean = 0, variance = 0, fourth = 0;  // the latter two central
};

Moments moments_of(const std::vector<std::int64_t>& losses) {
    Moments m;
    const auto n = static_cast<double>(losses.size());
    int128 sum = 0;
    for (const auto loss : losses) sum += loss;
    m.mean = static_cast<double>(sum) / n;
    for (const auto loss : losses) {
        const double square = (static_cast<double>(loss) - m.mean) * (static_cast<double>(loss) - m.mean);
        m.variance += square / (n - 1);
        m.fourth += square * square / n;
    }
    return m;
}

// Half of the distance between the order statistics a standard deviation of their rank above and below.
double quantile_error(const std::vector<std::int64_t>& ascending, std::size_t rank, double level) {
    const auto n = static_cast<double>(ascending.size());
    const auto around = static_cast<std::size_t>(std::ceil(std::sqrt(n * level * (1 - level))));
    const auto high = std::min(rank + around, ascending.size() - 1), low = rank - std::min(around, rank);
    return static_cast<double>(ascending[high] - ascending[low]) / 2;
}

// Variance of the mean of the worst losses (Manistre and Hancock 2005).
double shortfall_error(std::span<const std::int64_t> worst, double value_at_risk, double shortfall, double level) {
    double variance = 0;
    const auto k = static_cast<double>(worst.size());
    for (const auto loss : worst)
        variance += (static_cast<double>(loss) - shortfall) * (static_cast<double>(loss) - shortfall) / (k - 1);
    return std::sqrt((variance + level * (shortfall - value_at_risk) * (shortfall - value_at_risk)) / k);
}

// Sums of `parts` x `weights` over `count`, rounded so that they add up to their rounded total.
std::vector<Money> shares_of_mean(const std::vector<std::int64_t>& losses, const std::vector<std::uint32_t>& defaults,
                                  std::int64_t count, Currency currency) {
    std::vector<Money> shares;
    shares.reserve(losses.size());
    int128 sum = 0;
    std::int64_t before = 0;
    for (std::size_t i = 0; i < losses.size(); ++i) {
        sum += int128{losses[i]} * defaults[i];
        const auto until_here = round_half_away(sum, count);
        shares.push_back(Money::minor(until_here - before, currency));
        before = until_here;
    }
    return shares;
}

void add_up(const LossBook& book, TailFigures& tail) {
    const auto zero = Money::zero(book.currency);
    tail.by_cluster.assign(book.clusters.size(), zero);
    tail.by_industry.assign(book.industries.size(), zero);
    tail.unmapped_cluster = tail.unmapped_industry = tail.total = zero;
    for (std::size_t i = 0; i < book.obligors.size(); ++i) {
        const auto& obligor = book.obligors[i];
        const Money part = tail.by_obligor[i];
        tail.total += part;
        (obligor.cluster == unmapped ? tail.unmapped_cluster : tail.by_cluster[obligor.cluster]) += part;
        (obligor.industry == unmapped ? tail.unmapped_industry : tail.by_industry[obligor.industry]) += part;
    }
}

TailFigures tail_of(const LossBook& book, const LossRun& run, const std::vector<std::int64_t>& ascending,
                    std::size_t level_index) {
    const int level = tail_levels[level_index];
    const double share = level / 1000.0;
    const auto size = ascending.size() / 1000 * static_cast<std::size_t>(1000 - level);
    const auto rank = ascending.size() - size - 1;
    const std::span worst(ascending.end() - static_cast<std::ptrdiff_t>(size), ascending.end());
    int128 sum = 0;
    for (const auto loss : worst) sum += loss;
    TailFigures tail;
    tail.level = level;
    const auto shortfall = round_half_away(sum, static_cast<std::int64_t>(size));
    const auto value_at_risk = ascending[rank];
    tail.value_at_risk = {Money::minor(value_at_risk, run.currency),
                          rounded(quantile_error(ascending, rank, share), run.currency)};
    tail.expected_shortfall = {
        Money::minor(shortfall, run.currency),
        rounded(shortfall_error(worst, static_cast<double>(value_at_risk), static_cast<double>(shortfall), share),
                run.currency)};
    std::vector<std::int64_t> losses;
    for (const auto& obligor : book.obligors) losses.push_back(obligor.loss.minor_units());
    tail.by_obligor =
        shares_of_mean(losses, run.tail_defaults[level_index], static_cast<std::int64_t>(size), run.currency);
    add_up(book, tail);
    return tail;
}

std::vector<std::int64_t> in_ascending_order(std::vector<std::int64_t> losses) {
    std::ranges::sort(losses);
    return losses;
}

}  // namespace

LossFigures figures_of(const LossBook& book, const LossRun& run) {
    LossFigures figures;
    const auto n = static_cast<double>(run.losses.size());
    const auto moments = moments_of(run.losses);
    const double deviation = std::sqrt(moments.variance);
    double exact = 0;
    for (const auto& obligor : book.obligors)
        exact += obligor.default_probability * static_cast<double>(obligor.loss.minor_units());
    figures.exact_expected_loss = rounded(exact, run.currency);
    figures.expected_loss = {rounded(moments.mean, run.currency), rounded(deviation / std::sqrt(n), run.currency)};
    const double of_deviation =
        deviation > 0
            ? std::sqrt(std::max(0.0, moments.fourth - moments.variance * moments.variance) / n) / (2 * deviation)
            : 0;
    figures.unexpected_loss = {rounded(deviation, run.currency), rounded(of_deviation, run.currency)};
    const auto ascending = in_ascending_order(run.losses);
    for (std::size_t i = 0; i < tail_levels.size(); ++i) figures.tails[i] = tail_of(book, run, ascending, i);
    return figures;
}

std::vector<LossBin> histogram(const LossRun& run, int bins) {
    const auto ascending = in_ascending_order(run.losses);
    const auto last = ascending.size() - 1 - ascending.size() / 1000;
    const auto low = ascending.front();
    const auto width = std::max<std::int64_t>(1, (ascending[last] - low) / bins + 1);
    std::vector<LossBin> made;
    for (int i = 0; i < bins; ++i)
        made.push_back(
            {Money::minor(low + i * width, run.currency), Money::minor(low + (i + 1) * width, run.currency)});
    made.back().until = Money::minor(std::max(low + bins * width, ascending.back() + 1), run.currency);
    for (const auto loss : ascending)
        ++made[static_cast<std::size_t>(std::min<std::int64_t>((loss - low) / width, bins - 1))].scenarios;
    return made;
}

}  // namespace leasebook::pricing
