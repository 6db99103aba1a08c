#pragma once
// The book along every axis, to be frozen at a month's end for the trend.
#include <span>

#include "domain/exposure/snapshot.h"

namespace leasebook::reports {

// Every place of every axis with something on it, in each currency of the book; collateral is deducted. `parts` stand
// beside the contracts, without collateral.
std::vector<ExposureSnapshot> exposure_snapshot(const Portfolio& portfolio, std::span<const ExposureParts> parts,
                                                Date as_of);

}  // namespace leasebook::reports
