#include "pricing/portfolio_risk/contagion.h"

#include <algorithm>
#include <map>

namespace leasebook::pricing {

namespace {

// Dependencies by whom they are on.
class Dependants {
public:
    explicit Dependants(std::span<const Dependency> dependencies) : sorted_(dependencies.begin(), dependencies.end()) {
        std::ranges::stable_sort(sorted_, {}, &Dependency::on);
    }
    std::span<const Dependency> of(std::uint32_t node) const {
        const auto found = std::ranges::equal_range(sorted_, node, {}, &Dependency::on);
        return {found.begin(), found.end()};
    }
    const std::vector<Dependency>& all() const { return sorted_; }

private:
    std::vector<Dependency> sorted_;
};

// Distress of those that are reached; the source is among them.
std::map<std::uint32_t, double> spread(const Dependants& dependants, std::span<const std::uint32_t> defaulted) {
    std::map<std::uint32_t, double> distress;
    for (const auto node : defaulted) distress[node] = 1;
    std::vector<std::uint32_t> passing(defaulted.begin(), defaulted.end());
    while (!passing.empty()) {
        std::map<std::uint32_t, double> felt;
        for (const auto node : passing)
            for (const auto& link : dependants.of(node)) felt[link.of] += link.weight * distress.at(node);
        passing.clear();
        for (const auto& [node, more] : felt) {
            const auto [known, first_time] = distress.try_emplace(node, 0);
            if (first_time) passing.push_back(node);
            known->second = std::min(1.0, known->second + more);
        }
    }
    return distress;
}

}  // namespace

std::vector<double> debt_rank(std::size_t nodes, std::span<const Dependency> dependencies,
                              std::span<const std::uint32_t> defaulted) {
    std::vector<double> distress(nodes);
    for (const auto& [node, share] : spread(Dependants(dependencies), defaulted)) distress.at(node) = share;
    return distress;
}

double infected_default_probability(double default_probability, double lambda, double distress) {
    return 1 - (1 - default_probability) * (1 - lambda * distress);
}

std::vector<AnchorInfections> infections_by_anchor(std::size_t nodes, std::span<const Dependency> dependencies) {
    const Dependants dependants(dependencies);
    std::vector<AnchorInfections> anchors;
    for (const auto& link : dependants.all()) {
        if (!anchors.empty() && anchors.back().anchor == link.on) continue;
        auto& anchor = anchors.emplace_back();
        anchor.anchor = link.on;
        const std::uint32_t defaulted[] = {link.on};
        for (const auto& [node, distress] : spread(dependants, defaulted))
            if (node != link.on && node < nodes && distress > 0) anchor.infections.push_back({node, distress});
    }
    return anchors;
}

}  // namespace leasebook::pricing
