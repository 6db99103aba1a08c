#pragma once
// The loss distribution of a book over a year by simulation, and what it keeps for later questions.
#include <functional>
#include <map>

#include "pricing/portfolio_risk/loss_model.h"

namespace leasebook::pricing {

enum class LossMethod { DefaultByDefault, Cells };

}  // namespace leasebook::pricing

namespace leasebook {

template <>
struct NamesOf<pricing::LossMethod> {
    static constexpr Names<pricing::LossMethod, 2> names{
        {{pricing::LossMethod::DefaultByDefault, "default_by_default"}, {pricing::LossMethod::Cells, "cells"}}};
};

}  // namespace leasebook

namespace leasebook::pricing {

struct LossOrder {
    std::int64_t scenarios = 100'000;  // a multiple of 1,000, so that tails are whole numbers of scenarios
    std::uint64_t seed = 1;
    LossMethod method = LossMethod::DefaultByDefault;
    unsigned threads = 0;  // 0: one a core; the result is the same
    std::function<void(std::int64_t done, std::int64_t of)> progress = {};
};

// Levels at which losses are looked at, in thousandths.
inline constexpr std::array<int, 2> tail_levels{990, 999};

// Factors of every scenario, as whole multiples of 1/4096, within ±8: a column a factor (economy, clusters,
// industries).
struct KeptFactors {
    std::vector<std::string> clusters, industries;
    std::vector<std::int16_t> columns;
};
inline constexpr double kept_factor_scale = 4096;

struct LossRun {
    Currency currency;
    LossOrder order;
    std::vector<std::int64_t> losses;  // of each scenario, in minor units
    KeptFactors factors;
    // How often each obligor defaulted in the worst scenarios of each level, as many as its tail has; by whom defaults
    // were found one by one.
    std::array<std::vector<std::uint32_t>, tail_levels.size()> tail_defaults;
    // The losses of the scenarios looked at, found default by default, of which `tail_defaults` are; with the method
    // DefaultByDefault the tail of `losses`, with Cells a replay of the scenarios that the factors make worst.
    std::array<std::vector<std::int64_t>, tail_levels.size()> tail_losses;
};

// Draws every default by itself; or, with Cells, the sum of each cluster, industry and PD band as a normal variable of
// the mean and variance that it has given the factors, anchors and lessees above a thousandth of all losses excepted.
// Seed and scenarios give the same result with any number of threads. Errors: those of check(), and scenarios that are
// not a multiple of 1,000 up to a million.
Result<LossRun> simulate_losses(const LossBook& book, const LossModel& model, const LossOrder& order);

}  // namespace leasebook::pricing
