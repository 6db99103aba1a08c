#include "pricing/portfolio_risk/incremental_loss.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "pricing/portfolio_risk/normal.h"

namespace leasebook::pricing {

namespace {

// A loss that occurs with part of a scenario's weight.
struct WeightedLoss {
    double loss = 0, weight = 0, of_new_lease = 0;
};

struct Tail {
    double value_at_risk = 0, expected_shortfall = 0, contribution = 0;
};

// Of the worst `mass` scenarios among `outcomes`, which weigh at least as much. Splits where a sort would do more.
Tail worst_of(std::vector<WeightedLoss>& outcomes, double mass) {
    auto from = outcomes.begin(), to = outcomes.end();
    double wanted = mass, loss = 0, of_new = 0;
    while (to - from > 1) {
        const auto middle = from + (to - from) / 2;
        std::nth_element(from, middle, to, [](const auto& a, const auto& b) { return a.loss > b.loss; });
        WeightedLoss worse;
        for (auto i = from; i != middle; ++i) {
            worse.weight += i->weight;
            worse.loss += i->loss * i->weight;
            worse.of_new_lease += i->of_new_lease * i->weight;
        }
        if (worse.weight >= wanted) {
            to = middle;
            continue;
        }
        wanted -= worse.weight;
        loss += worse.loss;
        of_new += worse.of_new_lease;
        from = middle;
    }
    return {from->loss, (loss + wanted * from->loss) / mass, (of_new + wanted * from->of_new_lease) / mass};
}

// A column of the kept factors and how the lessee leans on it.
struct Loading {
    const std::int16_t* column = nullptr;
    double weight = 0;
};

class Effect {
public:
    Effect(const KeptRun& run, const NewLease& lease)
        : run_(run),
          known_(static_cast<double>(lease.known_loss.minor_units())),
          new_(static_cast<double>(lease.loss.minor_units())),
          probability_(lease.default_probability) {
        lean(0, run.economy_share);
        const auto leans = [&](const std::vector<std::string>& codes, const std::string& code, std::size_t first,
                               double share) {
            const auto found = std::ranges::find(codes, code);
            if (found != codes.end()) lean(first + static_cast<std::size_t>(found - codes.begin()), share);
        };
        leans(run.factors.clusters, lease.cluster, 1, run.cluster_share);
        leans(run.factors.industries, lease.industry, 1 + run.factors.clusters.size(), run.industry_share);
        find_probabilities();
    }

    IncrementalLoss measured() const {
        IncrementalLoss effect;
        const double n = static_cast<double>(run_.losses.size());
        double mean = 0, square = 0, together = 0, own = 0;
        for (std::size_t s = 0; s < run_.losses.size(); ++s) {
            const auto loss = static_cast<double>(run_.losses[s]);
            mean += loss;
            square += loss * loss;
            together += shares_[s] * loss;
            own += shares_[s] * shares_[s];
        }
        mean /= n;
        const double variance = square / n - mean * mean;
        // E[D L] with the lessee's default D: given the factors it is independent of all losses but its own.
        const double joint = together / n + known_ * (probability_ - own / n) - probability_ * mean;
        const double after = variance + 2 * new_ * joint + new_ * new_ * probability_ * (1 - probability_);
        effect.expected_before = money(mean);
        effect.expected_after = money(mean + probability_ * new_);
        effect.unexpected_before = money(std::sqrt(std::max(0.0, variance)));
        effect.unexpected_after = money(std::sqrt(std::max(0.0, after)));
        for (std::size_t i = 0; i < tail_levels.size(); ++i) effect.tails[i] = tail(tail_levels[i]);
        return effect;
    }

private:
    void lean(std::size_t column, double share) {
        loadings_.push_back(
            {run_.factors.columns.data() + column * run_.losses.size(), std::sqrt(share) / kept_factor_scale});
        explained_ += share;
    }

    void find_probabilities() {
        const double own = std::sqrt(1 - explained_);
        const double threshold = probability_ <= 0   ? -1e9
                                 : probability_ >= 1 ? 1e9
                                                     : normal_quantile(probability_) / own;
        const auto& share = default_shares();
        shares_.resize(run_.losses.size());
        for (std::size_t s = 0; s < shares_.size(); ++s) {
            double systematic = 0;
            for (const auto& loading : loadings_) systematic += loading.weight * loading.column[s];
            shares_[s] = share(threshold - systematic / own);
        }
    }

    Money money(double minor_units) const { return Money::minor(std::llround(minor_units), run_.currency); }

    // The lessee's own loss in each scenario, known and of this size new, falls due with its probability.
    Tail worst(double more, double mass) const {
        // No scenario below this can reach into the tail, whatever the lessee does.
        const double reach = static_cast<double>(run_.losses[static_cast<std::size_t>(mass) - 1]) - 2 * known_ - more;
        std::vector<WeightedLoss> outcomes;
        for (std::size_t s = 0; s < run_.losses.size(); ++s) {
            const auto loss = static_cast<double>(run_.losses[s]);
            if (loss < reach) break;
            const double without = loss - known_ * shares_[s];
            outcomes.push_back({without, 1 - shares_[s], 0});
            if (shares_[s] > 0) outcomes.push_back({without + known_ + more, shares_[s], more});
        }
        return worst_of(outcomes, mass);
    }

    IncrementalTail tail(int level) const {
        const double mass = static_cast<double>(run_.losses.size() / 1000) * (1000 - level);
        const auto before = worst(0, mass), after = worst(new_, mass);
        return {level,
                money(before.value_at_risk),
                money(after.value_at_risk),
                money(before.expected_shortfall),
                money(after.expected_shortfall),
                money(after.contribution)};
    }

    const KeptRun& run_;
    double known_, new_, probability_, explained_ = 0;
    std::vector<Loading> loadings_;
    std::vector<double> shares_;  // probability of default in each scenario
};

}  // namespace

Money KeptRun::loss_of(const std::string& obligor) const {
    const auto found = std::ranges::lower_bound(obligors, obligor);
    if (found == obligors.end() || *found != obligor) return Money::zero(currency);
    return Money::minor(obligor_losses[static_cast<std::size_t>(found - obligors.begin())], currency);
}

KeptRun keep(const LossBook& book, const LossModel& model, const LossRun& run, std::span<const std::string> codes) {
    KeptRun kept{run.currency, model.economy_share, model.cluster_share, model.industry_share, {}, {}, {}, {}};
    std::vector<std::pair<std::string, std::int64_t>> known;
    for (std::size_t i = 0; i < codes.size(); ++i)
        if (!codes[i].empty()) known.emplace_back(codes[i], book.obligors[i].loss.minor_units());
    std::ranges::sort(known);
    for (auto& [code, loss] : known) {
        kept.obligors.push_back(std::move(code));
        kept.obligor_losses.push_back(loss);
    }
    kept.factors = {book.clusters, book.industries, std::vector<std::int16_t>(run.factors.columns.size())};
    std::vector<std::size_t> order(run.losses.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return run.losses[a] > run.losses[b]; });
    for (const auto s : order) kept.losses.push_back(run.losses[s]);
    const auto count = run.losses.size();
    for (std::size_t at = 0; at < run.factors.columns.size(); at += count)
        for (std::size_t i = 0; i < count; ++i) kept.factors.columns[at + i] = run.factors.columns[at + order[i]];
    return kept;
}

IncrementalLoss incremental_loss(const KeptRun& run, const NewLease& lease) {
    ensure(lease.loss.currency() == run.currency && !lease.loss.is_negative(), "the loss is in the run's currency");
    ensure(!lease.known_loss.is_negative(), "the loss known so far is not negative");
    ensure(lease.default_probability >= 0 && lease.default_probability <= 1, "a probability lies between 0 and 1");
    return Effect(run, lease).measured();
}

}  // namespace leasebook::pricing
