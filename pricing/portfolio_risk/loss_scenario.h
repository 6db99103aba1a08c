#pragma once
// One scenario of a book: its factors drawn, its defaults found by an exponential clock that runs down over the hazards
// of all lessees in turn. Where it runs out somebody defaults, and it is wound up again. By the lack of memory of the
// exponential distribution each lessee defaults with exactly its probability given the factors, independently of the
// others, while draws are made for defaults alone.
#include <cmath>
#include <span>
#include <vector>

#include "pricing/portfolio_risk/loss_cells.h"
#include "pricing/portfolio_risk/normal.h"
#include "pricing/portfolio_risk/philox.h"

namespace leasebook::pricing {

// Standard normal factors of a scenario: the economy, then clusters, then industries, in the order of the book.
class FactorDraws {
public:
    FactorDraws(const LossBook& book, const LossModel& model, std::uint64_t seed);
    std::size_t count() const { return 1 + clusters_ + industries_; }
    void draw(std::uint64_t scenario, std::span<double> factors) const;
    // What the factors add up to for each pair, over what its lessees have of their own.
    void systematic(const LossCells& cells, std::span<const double> factors, std::span<double> of_pairs) const;

private:
    std::size_t clusters_, industries_;
    std::uint64_t seed_;
    CorrelationRoot root_;
    double economy_loading_, cluster_loading_, industry_loading_;
};

// What one thread keeps between scenarios.
struct ScenarioSpace {
    ScenarioSpace(const LossCells& cells, std::size_t factor_count)
        : factors(factor_count), systematic(cells.pairs.size()), marks(cells.losses.size(), 0) {}

    std::vector<double> factors, systematic;
    std::vector<std::uint32_t> marks;    // number of the scenario in which a position was last found in default
    std::vector<std::uint32_t> anchors;  // that defaulted by themselves
    std::uint32_t scenario = 0;          // counted on by the space itself
};

class DefaultClock {
public:
    DefaultClock(const LossCells& cells, RandomStream stream)
        : cells_(cells), stream_(stream), left_(stream_.exponential()) {}

    // Calls `found` with each position of the cell that defaults.
    template <class Found>
    void run(const LossCell& cell, double systematic, Found found) {
        const double hazard = hazards_(cell.threshold - systematic);
        double total = hazard * (cell.end - cell.begin);
        if (left_ >= total) {
            left_ -= total;
            return;
        }
        for (auto position = cell.begin;;) {
            position += static_cast<std::uint32_t>(left_ / hazard);
            if (position >= cell.end) position = cell.end - 1;  // a rounding of the last bit
            left_ = stream_.exponential();
            if (!cell.mixed || accepts(position, systematic, hazard)) found(position);
            total = hazard * (cell.end - ++position);
            if (left_ < total) continue;
            left_ -= total;
            return;
        }
    }
    // Whether one more hazard makes the clock run out.
    bool strikes(double hazard) {
        left_ -= hazard;
        if (left_ >= 0) return false;
        left_ = stream_.exponential();
        return true;
    }

private:
    // A cell runs by the highest of its probabilities; the others default in proportion.
    bool accepts(std::uint32_t position, double systematic, double highest) {
        const double own = hazards_(cells_.thresholds[position] - systematic);
        return stream_.uniform() * std::expm1(-highest) >= std::expm1(-own);
    }

    const LossCells& cells_;
    RandomStream stream_;
    const NormalTable& hazards_ = default_hazards();
    double left_;
};

// Calls `found` once with each position that defaults in cells [0, until), infections among positions counted in.
// Infected lessees pass nothing on by themselves: their anchor's distress reached through them already (debt_rank).
template <class Found>
void find_defaults(const LossCells& book, DefaultClock& clock, ScenarioSpace& space, std::size_t until, Found found) {
    const auto systematic = [&](const LossCell& cell) { return space.systematic[cell.pair]; };
    space.anchors.clear();
    ++space.scenario;
    for (std::size_t i = 0; i < book.anchor_cells; ++i)
        clock.run(book.cells[i], systematic(book.cells[i]), [&](std::uint32_t anchor) {
            space.anchors.push_back(anchor);
            space.marks[anchor] = space.scenario;
            found(anchor);
        });
    const auto once = [&](std::uint32_t position) {
        if (space.marks[position] == space.scenario) return;
        space.marks[position] = space.scenario;
        found(position);
    };
    for (const auto anchor : space.anchors)
        for (const auto& infection : book.infections[anchor])
            if (infection.cell < until && clock.strikes(infection.hazard)) once(infection.position);
    const std::span rest(book.cells.begin() + book.anchor_cells,
                         book.cells.begin() + static_cast<std::ptrdiff_t>(until));
    if (space.anchors.empty())
        for (const auto& cell : rest) clock.run(cell, systematic(cell), found);
    else
        for (const auto& cell : rest) clock.run(cell, systematic(cell), once);
}

}  // namespace leasebook::pricing
