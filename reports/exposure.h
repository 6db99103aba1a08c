#pragma once
// Exposure by cluster and industry: who would fall ill together, and how much stands on it.
#include "domain/portfolio.h"
#include "pricing/curve.h"
#include "reports/table.h"

namespace leasebook::reports {

// Figures of a part of the book. Amounts are in one currency; each is a sum of whole cents over contracts, so parts
// add up to the whole exactly.
struct ExposureFigures {
    std::int64_t contracts = 0, lessees = 0;
    Money outstanding_principal;         // still to be repaid, if all was paid when due
    std::optional<Money> present_value;  // of what falls due after the day, on the curve; none without a curve
    Money residual_value;                // booked at the end of term, guaranteed and unguaranteed
    Rate share;                          // of the book's outstanding principal; the shares of all cells add up to 1
};

struct ExposureCell {
    std::uint32_t industry = unmapped;
    ExposureFigures figures;
};
struct ClusterExposure {
    std::uint32_t cluster = unmapped;
    ExposureFigures figures;
    Rate herfindahl_industries, herfindahl_lessees;
    std::vector<ExposureCell> cells;  // largest first, 'unmapped' last
};
struct Exposure {
    Date as_of;
    Currency currency;
    std::vector<ClusterExposure> clusters;  // largest first, 'unmapped' last
    ExposureFigures total;
    Rate herfindahl_clusters, herfindahl_lessees;
    std::int64_t other_currencies = 0;  // running contracts left out because they are in another currency
    bool has_curve = false;
};

// Active contracts that commenced on or before the day and have principal outstanding at its end. The curve's
// reference day is `as_of`.
Exposure exposure(const Portfolio& portfolio, Date as_of, Currency currency, const pricing::DiscountCurve* curve);

// Cells as details, clusters as subtotals, the book as total. The column "herfindahl" is over the industries of a
// cluster in a subtotal and over clusters in the total; "herfindahl_lessees" over lessees.
Table exposure_table(const Portfolio& portfolio, const Exposure& exposure);

inline constexpr std::string_view unmapped_name = "unmapped";

}  // namespace leasebook::reports
