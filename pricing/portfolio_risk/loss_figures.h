#pragma once
// What a simulated loss distribution says, with the uncertainty that comes from the number of its scenarios.
#include "pricing/portfolio_risk/loss_run.h"

namespace leasebook::pricing {

struct Estimate {
    Money value, standard_error;
    bool operator==(const Estimate&) const = default;
};

struct TailFigures {
    int level = 0;                // in thousandths: 999 is 99.9 %
    Estimate value_at_risk;       // the least loss that is not exceeded with this probability
    Estimate expected_shortfall;  // mean of the worst losses, as many as lie beyond the level
    // Parts of the expected shortfall (Euler): mean loss of each lessee in the worst scenarios. They add up to `total`
    // exactly, in minor units. With the method Cells the total is the expected shortfall found again default by
    // default, and its difference from the figure above is the measured error of the method.
    std::vector<Money> by_obligor, by_cluster, by_industry;
    Money unmapped_cluster, unmapped_industry;
    Money total;
};

struct LossBin {
    Money from, until;
    std::int64_t scenarios = 0;
};

struct LossFigures {
    Money exact_expected_loss;  // sum of PD x loss; contagion comes on top of it
    Estimate expected_loss;
    Estimate unexpected_loss;  // standard deviation
    std::array<TailFigures, tail_levels.size()> tails;
};

LossFigures figures_of(const LossBook& book, const LossRun& run);

// Bins of equal width over the losses, the last one takes the rest of the worst thousandth.
std::vector<LossBin> histogram(const LossRun& run, int bins);

}  // namespace leasebook::pricing
