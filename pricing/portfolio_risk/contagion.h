#pragma once
// Trouble that travels from an anchor enterprise to those who live on it (G.5).
#include <cstdint>
#include <span>
#include <vector>

namespace leasebook::pricing {

// `of` depends on `on`: the share of its sales or purchases, times severity, 0 to 1.
struct Dependency {
    std::uint32_t on = 0, of = 0;
    double weight = 0;
};

// DebtRank: distress of every node, 0 to 1, when these have defaulted. Each node passes its distress on once, in the
// round after it first felt it (Battiston et al. 2012; EX-G5).
std::vector<double> debt_rank(std::size_t nodes, std::span<const Dependency> dependencies,
                              std::span<const std::uint32_t> defaulted);

// PD' = 1 - (1 - PD)(1 - lambda h) of a node with distress h.
double infected_default_probability(double default_probability, double lambda, double distress);

// What the default of one anchor does to each who depends on it, directly or through others.
struct Infection {
    std::uint32_t of = 0;
    double distress = 0;
};
struct AnchorInfections {
    std::uint32_t anchor = 0;
    std::vector<Infection> infections;
};
// Of every node that others depend on, in ascending order.
std::vector<AnchorInfections> infections_by_anchor(std::size_t nodes, std::span<const Dependency> dependencies);

}  // namespace leasebook::pricing
