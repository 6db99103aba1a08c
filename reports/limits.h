#pragma once
// Every limit and how much of it is used (RP-16).
#include <span>

#include "domain/exposure/limit_check.h"
#include "domain/exposure/snapshot.h"
#include "reports/exposure.h"

namespace leasebook::reports {

struct LimitBook {
    LimitSums sums;
    std::vector<LimitLine> lines;
};

// What a line had used at the month's end that was frozen; nothing where that is not known.
std::optional<Money> used_before(const LimitLine& line, const std::vector<ExposureSnapshot>& month_end);

LimitBook limit_book(const Portfolio& portfolio, std::span<const ExposurePosition> positions, Date as_of,
                     Currency currency);

// The ten fullest uses of each limit, and every warning and breach.
Table limit_table(const LimitBook& book, const std::vector<ExposureSnapshot>& month_end, Date as_of, Currency currency);

}  // namespace leasebook::reports
