#pragma once
// Every limit and how much of it is used (RP-16).
#include <span>

#include "domain/exposure/limit_check.h"
#include "reports/exposure.h"

namespace leasebook::reports {

struct LimitBook {
    LimitSums sums;
    std::vector<LimitLine> lines;
};
LimitBook limit_book(const Portfolio& portfolio, std::span<const ExposurePosition> positions, Date as_of,
                     Currency currency);

// The ten fullest uses of each limit, and every warning and breach.
Table limit_table(const LimitBook& book, Date as_of, Currency currency);

}  // namespace leasebook::reports
