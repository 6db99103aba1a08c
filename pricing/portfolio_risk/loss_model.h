#pragma once
// What the loss distribution of a book is made from: who can default with which loss, and what makes them default
// together. Lessee i defaults within the year when
//     sqrt(rg) g + sqrt(rc) c + sqrt(ri) f + sqrt(1 - rg - rc - ri) e_i  <  Phi^-1(PD_i)
// with the economy g, the factor c of its cluster, the factor f of its industry and its own e_i, all standard normal;
// adverse is negative (R-G-04). Clusters are independent of each other, industries have the correlations given. A
// lessee without cluster or industry has no such factor, and its own part is larger. An anchor that defaults raises the
// PD of those who depend on it: PD' = 1 - (1 - PD)(1 - lambda h), in the scenario and given all factors (G.5).
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/money.h"
#include "domain/portfolio.h"
#include "pricing/portfolio_risk/contagion.h"
#include "pricing/portfolio_risk/correlation.h"

namespace leasebook::pricing {

struct Obligor {
    double default_probability = 0;  // within a year, 0 to 1; 1: it has defaulted
    Money loss;                      // on default, not negative; zero for an anchor that owes nothing
    std::uint32_t cluster = unmapped, industry = unmapped;  // positions in LossBook
};

struct LossBook {
    Currency currency = CNY;
    std::vector<std::string> clusters, industries;
    std::vector<Obligor> obligors;
    std::vector<Dependency> dependencies;  // between positions of obligors
};

struct LossModel {
    double economy_share = 0.10, cluster_share = 0.10, industry_share = 0.05;  // rg, rc, ri
    // Of the industries of the book, in their order; without one they are independent.
    std::optional<CorrelationMatrix> industry_correlations = {};
    double contagion = 0.35;  // lambda
};

// Everything wrong with a book and a model for it; fields are called as above, and correlations that contradict each
// other name the pair.
Errors check(const LossBook& book, const LossModel& model);

// Probability of default given factors, as R-G-04 states it; `systematic` is what they add up to, loadings included.
double conditional_default_probability(double default_probability, double systematic, double systematic_share);

}  // namespace leasebook::pricing
