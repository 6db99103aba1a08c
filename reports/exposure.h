#pragma once
// Exposure by any axis, or by two of them crossed: who would fall ill together, and how much stands on it.
#include <span>
#include <unordered_map>

#include "domain/exposure/axis.h"
#include "domain/exposure/parts.h"
#include "pricing/curve.h"
#include "reports/table.h"

namespace leasebook::reports {

// One contract as the report counts it. Amounts are zero where nothing is counted.
struct ExposurePosition {
    bool counted = false;           // something stands on it
    bool other_currency = false;    // and would, but in another currency
    Money outstanding;              // still to be repaid, if all was paid when due: of active leases
    Money present_value, residual;  // of what falls due after the day, on the curve; booked at the end of term
    ExposureParts parts;            // collateral not deducted yet
};
// `parts` are those of the contract at the end of the day. The curve's reference day is `as_of`.
ExposurePosition exposure_position(const PortfolioContract& contract, const ExposureParts& parts, Date as_of,
                                   Currency currency, const pricing::DiscountCurve* curve);
// Beside the contracts of the portfolio, worked out on both cores. No parts: none are known, all of them are zero.
std::vector<ExposurePosition> exposure_positions(const Portfolio& portfolio, std::span<const ExposureParts> parts,
                                                 Date as_of, Currency currency, const pricing::DiscountCurve* curve);
// The parts with the portfolio's collateral deducted, beside the contracts. Those from which nothing is deducted are
// the ones of the positions, which have to outlive it.
class SecuredParts {
public:
    SecuredParts(const Portfolio& portfolio, std::span<const ExposurePosition> positions, Date as_of,
                 Currency currency);
    const ExposureParts& operator[](std::size_t contract) const {
        const auto found = deducted_.empty() ? deducted_.end() : deducted_.find(contract);
        return found == deducted_.end() ? positions_[contract].parts : found->second;
    }

private:
    std::span<const ExposurePosition> positions_;
    std::unordered_map<std::size_t, ExposureParts> deducted_;
};
// All of them.
std::vector<ExposureParts> secured_parts(const Portfolio& portfolio, std::span<const ExposurePosition> positions,
                                         Date as_of, Currency currency);

// Figures of a part of the book. Amounts are in one currency; each is a sum of whole cents over contracts, so parts
// add up to the whole exactly.
struct ExposureFigures {
    std::int64_t contracts = 0, lessees = 0;
    Money outstanding_principal;
    std::optional<Money> present_value;  // none without a curve
    Money residual_value;                // booked at the end of term, guaranteed and unguaranteed
    Rate share;                          // of the book's outstanding principal; the shares of all cells add up to 1
    ExposureParts parts;
    Rate exposure_share;  // of the book's exposure, likewise
};

struct ExposureCell {
    std::uint32_t place = unmapped;  // on the second axis
    ExposureFigures figures;
};
struct ExposureGroup {
    std::uint32_t place = unmapped;  // on the first axis
    ExposureFigures figures;
    Rate herfindahl_cells, herfindahl_lessees;  // of outstanding principal
    std::vector<ExposureCell> cells;            // largest first, 'unmapped' last; none without a second axis
};
struct Axes {
    Axis rows = Axis::Cluster;
    std::optional<Axis> columns = Axis::Industry;
};
struct Exposure {
    Date as_of;
    Currency currency;
    Axes axes;
    std::vector<ExposureGroup> groups;  // largest exposure first, 'unmapped' last
    ExposureFigures total;
    Rate herfindahl_groups, herfindahl_lessees;
    std::int64_t other_currencies = 0;  // contracts left out because they are in another currency
    bool has_curve = false;
};

// The book as the positions, beside the contracts of the portfolio, make it.
Exposure exposure(const Portfolio& portfolio, std::span<const ExposurePosition> positions, Date as_of,
                  Currency currency, Axes axes, bool has_curve);

// Cells as details, groups as subtotals, the book as total; with one axis the groups are the details. The column
// "herfindahl" is over the cells of a group in a subtotal and over groups in the total; "herfindahl_lessees" over
// lessees.
Table exposure_table(const Portfolio& portfolio, const Exposure& exposure);

// "cluster,industry" or one axis alone; nothing is cluster and industry. An error, on "axes", lists those there are.
Result<Axes> parse_axes(std::string_view text);

}  // namespace leasebook::reports
