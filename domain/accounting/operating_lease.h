#pragma once
// The books of an operating lease to its lessor (IFRS 16.81-88, domain rules D.7): rent straight-line over the term,
// rent-free months included; the asset depreciated, direct costs spread over the term.
#include <vector>

#include "domain/schedule.h"

namespace leasebook {

// Equal parts, each rounded, the last with the rest: rent over the term, cost less residual over the useful life,
// direct costs over the term (EX-D6). At least one period.
std::vector<Money> straight_line(Money total, int periods);

// What a period earns, what it bills, and how far income is ahead of billing after it: above zero accrued rent, an
// asset; below zero deferred rent, a liability.
struct OperatingRow {
    Date date;
    Money income, billed, accrued;
    bool operator==(const OperatingRow&) const = default;
};
// One row for each rent of the term, those of nothing included; after the last one nothing is accrued.
std::vector<OperatingRow> straight_line_income(const std::vector<DatedAmount>& rents);

}  // namespace leasebook
