#pragma once
// The drawing that a table asks for, as SVG for page and paper.
#include "reports/chart.h"
#include "reports/edition.h"

namespace leasebook::reports {

inline constexpr std::size_t drawn_rows = 15;

// The first details of the table, at most `drawn_rows` lying bars or all of a course of time. Nothing where the table
// asks for none or has no figures to draw.
std::optional<Svg> table_chart(const Table& table, const Edition& edition);

}  // namespace leasebook::reports
