#pragma once
// What a book with few large names needs beyond the capital of an evenly spread one: the granularity adjustment of
// Gordy and Lütkebohmert, as G.3 states it.
#include <optional>
#include <span>

#include "domain/rate.h"

namespace leasebook::pricing {

// One obligor: its share of the book, its probability of default in a year, what is lost in one, and its sales in EUR
// million a year where they are known: up to 50 they lower the correlation (EX-G2).
struct RiskyName {
    double share = 0, default_rate = 0, loss_given_default = 0;
    std::optional<double> sales = {};
};
// Shares of the total exposure at default, rounded to 1e-10.
struct Granularity {
    Rate capital;     // K*: unexpected loss at 99.9 % of the same book without large names
    Rate adjustment;  // GA: added to it
};
// Correlations are those of IRB by default rate and sales; the maturity factor is 1. Names
// that cannot default or lose nothing need no capital. Shares add up to one, or there is nothing.
Granularity granularity(std::span<const RiskyName> names);

// (alpha − 1)(xi + (1 − xi) / alpha) with alpha the 99.9 % quantile of a gamma factor of mean 1, xi its precision.
struct GammaFactor {
    double alpha = 0, delta = 0;
};
GammaFactor gamma_factor(double precision);

}  // namespace leasebook::pricing
