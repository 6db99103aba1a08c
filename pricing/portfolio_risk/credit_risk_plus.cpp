#include "pricing/portfolio_risk/credit_risk_plus.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "pricing/portfolio_risk/normal.h"

namespace leasebook::pricing {

namespace {

constexpr std::size_t most_bands = 50'000;

// ln G(z) of one sector as a power series, coefficient after coefficient. With the severities' polynomial Q(z), scaled
// by p: -alpha ln(1 - Q(z)) up to its constant; or mean x (Q(z) - 1) without a factor.
class LogSeries {
public:
    explicit LogSeries(const CreditSector& sector) {
        std::map<std::int64_t, double> by_band;
        double mean = 0;
        for (const auto& part : sector.parts) {
            by_band[part.band] += part.mean;
            mean += part.mean;
        }
        if (mean <= 0) return;
        const double variance = sector.deviation * sector.deviation;
        gamma_ = variance > 0;
        const double alpha = gamma_ ? mean * mean / variance : 1, p = gamma_ ? variance / (mean + variance) : mean;
        scale_ = alpha;
        constant_ = gamma_ ? alpha * std::log1p(-p) : -mean;
        for (const auto& [band, part] : by_band)
            if (part > 0) severities_.push_back({static_cast<std::size_t>(band), p * part / mean});
    }

    double constant() const { return constant_; }
    // The coefficient of z^n; to be asked for n = 1, 2, 3 …
    double next() {
        const auto n = ++degree_;
        double sum = 0;
        for (const auto& [band, weight] : severities_) {
            if (band > n) break;
            if (band == n) sum += weight * static_cast<double>(n);
            if (gamma_ && band < n) sum += weight * static_cast<double>(n - band) * series_[n - band];
        }
        const double coefficient = sum / static_cast<double>(n);
        series_.push_back(coefficient);
        return scale_ * coefficient;
    }

private:
    bool gamma_ = false;
    double scale_ = 0, constant_ = 0;
    std::vector<std::pair<std::size_t, double>> severities_;  // by band
    std::vector<double> series_{0};
    std::size_t degree_ = 0;
};

struct MeanAndVariance {
    double mean = 0, variance = 0;
};

// Of the loss, in units: the Poisson part and what the factor adds.
MeanAndVariance moments_of(const std::vector<CreditSector>& sectors) {
    MeanAndVariance all;
    for (const auto& sector : sectors) {
        double defaults = 0, loss = 0;
        for (const auto& part : sector.parts) {
            const auto band = static_cast<double>(part.band);
            defaults += part.mean;
            loss += band * part.mean;
            all.variance += band * band * part.mean;
        }
        if (defaults <= 0) continue;
        all.mean += loss;
        all.variance += std::pow(sector.deviation / defaults * loss, 2);
    }
    return all;
}

// Where the quantile lies: the band whose probability takes the distribution function to the level, and its value
// below.
struct Place {
    std::size_t band = 0;
    double below = 0;
};
Place place_of(const BandedLosses& losses, double level) {
    double below = 0;
    for (std::size_t n = 0; n < losses.probabilities.size(); ++n) {
        if (below + losses.probabilities[n] >= level) return {n, below};
        below += losses.probabilities[n];
    }
    throw InvariantBroken("a quantile is asked for within what was computed");
}

}  // namespace

void CreditSector::add(double exposure, double probability, double sd, double unit) {
    if (exposure <= 0) return;
    const double band = std::max(1.0, std::ceil(exposure / unit * (1 - 1e-12)));
    const double scale = exposure / (unit * band);
    parts.push_back({static_cast<std::int64_t>(band), probability * scale});
    deviation += sd * scale;
}

Result<BandedLosses> banded_losses(const std::vector<CreditSector>& sectors, double unit, double until) {
    const auto moments = moments_of(sectors);
    BandedLosses losses{unit, moments.mean * unit, std::sqrt(moments.variance) * unit, {}};
    std::vector<LogSeries> logs(sectors.begin(), sectors.end());
    double logarithm = 0;  // of what all probabilities are still to be multiplied by
    for (const auto& log : logs) logarithm += log.constant();
    std::vector<double> weighted{0};  // n times the coefficients of ln G
    std::vector<double>& series = losses.probabilities;
    series = {1};
    double reached = std::exp(logarithm);
    while (reached < until) {
        const auto n = series.size();
        if (n > most_bands)
            return invalid("unit", "The loss unit is too small: the distribution would take more than {0} bands.",
                           std::to_string(most_bands));
        double coefficient = 0, sum = 0;
        for (auto& log : logs) coefficient += log.next();
        weighted.push_back(coefficient * static_cast<double>(n));
        for (std::size_t k = 1; k <= n; ++k) sum += weighted[k] * series[n - k];
        series.push_back(sum / static_cast<double>(n));
        reached += series.back() * std::exp(logarithm);
        constexpr double too_large = 1e250;
        if (series.back() < too_large) continue;
        for (auto& probability : series) probability /= too_large;
        logarithm += std::log(too_large);
    }
    for (auto& probability : series) probability *= std::exp(logarithm);
    return losses;
}

double quantile(const BandedLosses& losses, double level) {
    const auto place = place_of(losses, level);
    if (place.band == 0) return 0;
    const double part = (level - place.below) / losses.probabilities[place.band];
    return (static_cast<double>(place.band) - 1 + part) * losses.unit;
}

double expected_shortfall(const BandedLosses& losses, double level) {
    const auto place = place_of(losses, level);
    double up_to = 0, reached = place.below;
    for (std::size_t n = 0; n < place.band; ++n) up_to += static_cast<double>(n) * losses.probabilities[n];
    up_to += static_cast<double>(place.band) * (level - reached);
    return (losses.mean - up_to * losses.unit) / (1 - level);
}

Result<BandedLosses> credit_risk_plus(const LossBook& book, const LossModel& model, double until) {
    double total = 0;
    for (const auto& obligor : book.obligors) total += static_cast<double>(obligor.loss.minor_units());
    constexpr double bands_of_the_book = 20'000;
    const double unit = std::max(1.0, total / bands_of_the_book);
    CreditSector economy, own;
    std::vector<CreditSector> clusters(book.clusters.size()), industries(book.industries.size());
    const auto lean = [&](CreditSector& sector, const Obligor& obligor, double share, double explained) {
        if (share <= 0) return;
        const double pd = obligor.default_probability, threshold = normal_quantile(pd);
        const double relative = both_normal_share(threshold, threshold, explained) / (pd * pd) - 1;
        const double weight = share / explained, sd = pd * std::sqrt(std::max(0.0, relative) / weight);
        sector.add(static_cast<double>(obligor.loss.minor_units()), weight * pd, weight * sd, unit);
    };
    for (const auto& obligor : book.obligors) {
        const double pd = obligor.default_probability;
        const double cluster = obligor.cluster == unmapped ? 0 : model.cluster_share;
        const double industry = obligor.industry == unmapped ? 0 : model.industry_share;
        const double explained = model.economy_share + cluster + industry;
        if (explained <= 0 || pd <= 0 || pd >= 1) {
            own.add(static_cast<double>(obligor.loss.minor_units()), pd, 0, unit);
            continue;
        }
        lean(economy, obligor, model.economy_share, explained);
        if (cluster > 0) lean(clusters[obligor.cluster], obligor, cluster, explained);
        if (industry > 0) lean(industries[obligor.industry], obligor, industry, explained);
    }
    std::vector<CreditSector> sectors{economy, own};
    sectors.insert(sectors.end(), clusters.begin(), clusters.end());
    sectors.insert(sectors.end(), industries.begin(), industries.end());
    return banded_losses(sectors, unit, until);
}

}  // namespace leasebook::pricing
