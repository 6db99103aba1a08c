#pragma once
// CreditRisk+ (Credit Suisse Financial Products 1997): losses in whole numbers of a loss unit, defaults that come as
// Poisson variables whose means a gamma factor a sector moves. No simulation: the distribution is a power series.
//
// Conventions, those of ../shared/data/credit: an exposure E has band v = ceil(E / unit), and mean number of defaults
// p E / (unit v), which keeps its expected loss; the standard deviation of a sector's mean is the sum of
// weight x sd x E / (unit v); quantiles are read by linear interpolation of the distribution function between bands.
#include <cstdint>
#include <string>
#include <vector>

#include "pricing/portfolio_risk/loss_model.h"

namespace leasebook::pricing {

struct CreditPart {
    std::int64_t band = 1;  // loss on default, in units
    double mean = 0;        // number of defaults
};

struct CreditSector {
    std::vector<CreditPart> parts;
    double deviation = 0;  // of the sector's number of defaults, by its factor; 0: a Poisson variable

    // `part` of an exposure: weight x probability, and weight x standard deviation of the probability.
    void add(double exposure, double probability, double sd, double unit);
};

struct BandedLosses {
    double unit = 1;
    double mean = 0, deviation = 0;     // of the whole distribution, in the currency of the unit
    std::vector<double> probabilities;  // of 0, 1, 2 … units, as far as asked for
};

// As far as the distribution function reaches `until` (below 1). The series is found by recursions that only add
// positive numbers (Haaf, Reiss and Schoenmakers 2003), so that nothing cancels. Errors, on "unit": more than 50,000
// bands.
Result<BandedLosses> banded_losses(const std::vector<CreditSector>& sectors, double unit, double until);

// The loss not exceeded with this probability, interpolated. REQUIRES that the distribution reaches so far.
double quantile(const BandedLosses& losses, double level);
// Mean of the losses beyond the band in which the quantile lies, weighted to the level.
double expected_shortfall(const BandedLosses& losses, double level);

// A second opinion on a book: each lessee's probability moves with the economy, its cluster and its industry as much as
// in the factor model (the variance of its conditional PD, split over the factors by their shares). Contagion and
// correlations of industries are left out.
Result<BandedLosses> credit_risk_plus(const LossBook& book, const LossModel& model, double until);

}  // namespace leasebook::pricing
