#pragma once
// What one more lease does to the loss distribution of the book, asked of a simulated run that was kept. In each of its
// scenarios the lessee's probability of default follows from the factors (R-G-04), so nothing is drawn anew and the
// answer has no noise of its own.
#include <optional>
#include <span>

#include "pricing/portfolio_risk/loss_run.h"

namespace leasebook::pricing {

// A run as it is kept: losses in descending order, the factors of the same scenarios beside them.
struct KeptRun {
    Currency currency;
    double economy_share = 0, cluster_share = 0, industry_share = 0;
    std::vector<std::int64_t> losses;
    KeptFactors factors;
    // Who had what to lose, in the order of the codes.
    std::vector<std::string> obligors;
    std::vector<std::int64_t> obligor_losses;

    // Nothing for an obligor that was not in it.
    Money loss_of(const std::string& obligor) const;
};
// `codes`: of the book's obligors in their order, or none; an empty code is left out.
KeptRun keep(const LossBook& book, const LossModel& model, const LossRun& run, std::span<const std::string> codes = {});

// Bytes to store and back; nothing when they are not those of a run.
std::string written(const KeptRun& run);
std::optional<KeptRun> read_kept_run(std::span<const char> bytes);

struct NewLease {
    double default_probability = 0;  // of its lessee, within a year
    Money loss;                      // on default
    Money known_loss;                // that the same lessee has in the run already
    std::string cluster, industry;   // codes; empty or not in the run: no factor in common with anybody there
};

struct IncrementalTail {
    int level = 0;
    Money value_at_risk_before, value_at_risk_after;
    Money expected_shortfall_before, expected_shortfall_after;
    Money contribution;  // of the new lease to the expected shortfall after it: its mean loss beyond the value at risk
};

struct IncrementalLoss {
    Money expected_before, expected_after;
    Money unexpected_before, unexpected_after;
    std::array<IncrementalTail, tail_levels.size()> tails;
};

// Of a lessee that is in the run with another lease the loss known so far is taken out of each scenario at its mean
// given the factors and put back on its default, so that old and new loss fall due together; "before" is measured the
// same way. Contagion through an anchor is not looked at. REQUIRES a probability between 0 and 1 and losses that are
// not negative, in the currency of the run.
IncrementalLoss incremental_loss(const KeptRun& run, const NewLease& lease);

}  // namespace leasebook::pricing
