#pragma once
// A lease as it runs on a day: what is still to be repaid, the rows that say when, and what stands at its end.
#include <optional>

#include "domain/portfolio.h"

namespace leasebook::reports {

// Active, commenced on or before the day and not yet at its last due date.
bool runs_on(const PortfolioContract& contract, Date as_of);

struct RunningLease {
    Money outstanding;              // principal, if all was paid when due; above zero
    std::vector<ScheduleRow> rows;  // of the net investment: they expect what an impaired residual still brings
    Date end;
    Money residual;  // booked at the end, guaranteed or not
};
// Nothing where it does not run on that day or nothing is left to be repaid.
std::optional<RunningLease> running_lease(const PortfolioContract& contract, Date as_of);

// What the lessee's account still expects after the day, residuals among it: rents not due yet, of a lease that runs.
std::vector<ScheduleRow> rows_to_come(const PortfolioContract& contract, Date as_of);

}  // namespace leasebook::reports
