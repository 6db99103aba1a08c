#pragma once
// The wall of maturities: residual values by class and by the month or quarter in which they fall due (RP-14).
#include "reports/residual_position.h"

namespace leasebook::reports {

enum class MaturityStep { Month, Quarter };

// What falls due of one class in one step. A lease whose machines are of several classes falls into each by their cost;
// one without a machine is of no class.
struct MaturityCell {
    Date from;                             // first day of the month or quarter
    std::uint32_t asset_class = unmapped;  // position in Portfolio::asset_classes
    std::int64_t contracts = 0;
    Money booked, guaranteed, unguaranteed, forecast;
    Money at_risk, at_risk_stressed;  // of each lease's part, never netted
};

// By time, then by class.
std::vector<MaturityCell> maturities(const ResidualBook& book, MaturityStep step);

// RP-14: asset class, quarter, contracts, booked, guaranteed, unguaranteed, forecast, coverage, gap, gap under stress;
// a subtotal for each class.
Table maturity_table(const Portfolio& portfolio, const ResidualBook& book);

}  // namespace leasebook::reports
