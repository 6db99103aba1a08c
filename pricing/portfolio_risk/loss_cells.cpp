#include "pricing/portfolio_risk/loss_cells.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>

#include "pricing/portfolio_risk/normal.h"

namespace leasebook::pricing {

namespace {

enum class Place : int { Anchor, Single, Cell };

// Where an obligor belongs; those with equal keys share a cell. PDs of a cell lie within a fifth of each other, so that
// few draws by the highest of them are in vain.
struct CellKey {
    Place place = Place::Cell;
    std::uint32_t cluster = unmapped, industry = unmapped;
    int band = 0;
    bool operator==(const CellKey&) const = default;
    auto operator<=>(const CellKey&) const = default;
};

int band_of(double default_probability) {
    if (default_probability <= 0) return std::numeric_limits<int>::min();
    return static_cast<int>(std::floor(std::log2(default_probability) * 4));
}

double threshold_of(double default_probability) {
    if (default_probability <= 0) return -std::numeric_limits<double>::infinity();
    if (default_probability >= 1) return std::numeric_limits<double>::infinity();
    return normal_quantile(default_probability);
}

double total_loss(const LossBook& book) {
    double total = 0;
    for (const auto& obligor : book.obligors) total += static_cast<double>(obligor.loss.minor_units());
    return total;
}

std::vector<CellKey> keys_of(const LossBook& book, const std::vector<AnchorInfections>& anchors, double drawn_singly) {
    const double large = std::max(1.0, drawn_singly * total_loss(book));
    std::vector<CellKey> keys;
    keys.reserve(book.obligors.size());
    for (const auto& obligor : book.obligors) {
        const bool single = static_cast<double>(obligor.loss.minor_units()) >= large;
        keys.push_back({single ? Place::Single : Place::Cell, obligor.cluster, obligor.industry,
                        band_of(obligor.default_probability)});
    }
    for (const auto& anchor : anchors) keys[anchor.anchor].place = Place::Anchor;
    return keys;
}

FactorPair pair_of(const CellKey& key, const LossModel& model) {
    double explained = model.economy_share;
    if (key.cluster != unmapped) explained += model.cluster_share;
    if (key.industry != unmapped) explained += model.industry_share;
    return {key.cluster, key.industry, std::sqrt(1 - explained)};
}

class Arrangement {
public:
    Arrangement(const LossBook& book, const LossModel& model, std::vector<CellKey> keys)
        : book_(book), model_(model), keys_(std::move(keys)) {
        made_.obligors.resize(book.obligors.size());
        std::iota(made_.obligors.begin(), made_.obligors.end(), 0U);
        std::ranges::stable_sort(made_.obligors, {}, [&](std::uint32_t i) -> const CellKey& { return keys_[i]; });
        for (std::uint32_t from = 0; from < made_.obligors.size();) from = add_cell(from);
    }

    void infect(const std::vector<AnchorInfections>& anchors) {
        std::vector<std::uint32_t> position_of(made_.obligors.size()), cell_of(made_.obligors.size());
        for (std::uint32_t position = 0; position < made_.obligors.size(); ++position)
            position_of[made_.obligors[position]] = position;
        for (std::uint32_t cell = 0; cell < made_.cells.size(); ++cell)
            for (auto position = made_.cells[cell].begin; position < made_.cells[cell].end; ++position)
                cell_of[position] = cell;
        made_.infections.resize(anchors.size());
        made_.infected_cells.resize(anchors.size());
        for (const auto& anchor : anchors) {
            auto& infections = made_.infections[position_of[anchor.anchor]];
            for (const auto& infection : anchor.infections) {
                const auto position = position_of[infection.of];
                // A certain infection gets a hazard that no clock outlasts.
                const double spared = std::max(1 - model_.contagion * infection.distress, 1e-18);
                infections.push_back({position, cell_of[position], -std::log(spared)});
            }
            std::ranges::sort(infections, {}, &InfectedPosition::position);
            gather(infections, made_.infected_cells[position_of[anchor.anchor]]);
        }
    }

    LossCells made() && { return std::move(made_); }

private:
    std::uint32_t add_cell(std::uint32_t from) {
        const auto& key = keys_[made_.obligors[from]];
        const auto pair = pair_of(key, model_);
        if (made_.pairs.empty() || made_.pairs.back().cluster != pair.cluster ||
            made_.pairs.back().industry != pair.industry)
            made_.pairs.push_back(pair);
        LossCell cell{-std::numeric_limits<double>::infinity(), from, from,
                      static_cast<std::uint32_t>(made_.pairs.size() - 1)};
        while (cell.end < made_.obligors.size() && keys_[made_.obligors[cell.end]] == key) {
            const auto& obligor = book_.obligors[made_.obligors[cell.end]];
            const double threshold = threshold_of(obligor.default_probability) / pair.own;
            const auto loss = obligor.loss.minor_units();
            made_.losses.push_back(loss);
            made_.thresholds.push_back(threshold);
            cell.mixed |= cell.end > from && threshold != made_.thresholds[from];
            cell.threshold = std::max(cell.threshold, threshold);
            cell.loss += static_cast<double>(loss);
            cell.squared_loss += static_cast<double>(loss) * static_cast<double>(loss);
            ++cell.end;
        }
        made_.cells.push_back(cell);
        if (key.place == Place::Anchor) ++made_.anchor_cells;
        if (key.place != Place::Cell) ++made_.single_cells;
        return cell.end;
    }

    void gather(const std::vector<InfectedPosition>& infections, std::vector<InfectedCell>& gathered) const {
        std::map<std::pair<std::uint32_t, double>, InfectedCell> alike;
        for (const auto& infection : infections) {
            if (infection.cell < made_.single_cells) continue;
            auto& cell = alike[{infection.cell, infection.hazard}];
            const auto loss = static_cast<double>(made_.losses[infection.position]);
            cell = {infection.cell, std::exp(-infection.hazard), cell.loss + loss, cell.squared_loss + loss * loss};
        }
        for (const auto& [key, cell] : alike) gathered.push_back(cell);
    }

    const LossBook& book_;
    const LossModel& model_;
    std::vector<CellKey> keys_;
    LossCells made_;
};

}  // namespace

LossCells arrange(const LossBook& book, const LossModel& model, double drawn_singly) {
    const auto anchors = infections_by_anchor(book.obligors.size(), book.dependencies);
    Arrangement arrangement(book, model, keys_of(book, anchors, drawn_singly));
    arrangement.infect(anchors);
    return std::move(arrangement).made();
}

}  // namespace leasebook::pricing
