#pragma once
// A book arranged for simulation: lessees that default alike given the factors stand side by side in cells, so that a
// scenario costs as much as it has cells and defaults, however many lessees there are.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "pricing/portfolio_risk/loss_model.h"

namespace leasebook::pricing {

// Lessees of one cluster and one industry, whose factors are therefore the same.
struct FactorPair {
    std::uint32_t cluster = unmapped, industry = unmapped;
    double own = 1;  // square root of the part that no factor explains
};

struct LossCell {
    // Phi^-1 of the highest PD in it, over the square root of what no factor explains.
    double threshold = 0;
    std::uint32_t begin = 0, end = 0;  // positions
    std::uint32_t pair = 0;
    bool mixed = false;  // PDs differ, within a narrow band
    double loss = 0, squared_loss = 0;
};

// What an anchor's default does to one position.
struct InfectedPosition {
    std::uint32_t position = 0, cell = 0;
    double hazard = 0;  // -ln(1 - lambda h), on top of its own
};

// The same, to all the like of a cell.
struct InfectedCell {
    std::uint32_t cell = 0;
    double spared = 1;  // 1 - lambda h
    double loss = 0, squared_loss = 0;
};

struct LossCells {
    // Anchors first, then lessees that must be drawn one by one even where cells are taken as a whole, then the others.
    std::vector<LossCell> cells;
    std::uint32_t anchor_cells = 0, single_cells = 0;  // the latter count the former in
    std::vector<FactorPair> pairs;
    // By position:
    std::vector<std::int64_t> losses;  // in minor units
    std::vector<double> thresholds;
    std::vector<std::uint32_t> obligors;  // position in the book
    // Of the anchor at a position, which come first.
    std::vector<std::vector<InfectedPosition>> infections;
    std::vector<std::vector<InfectedCell>> infected_cells;  // of those not drawn one by one
};

// `drawn_singly`: lessees with at least this part of the book's losses stand in cells that are drawn one by one.
LossCells arrange(const LossBook& book, const LossModel& model, double drawn_singly);

}  // namespace leasebook::pricing
