#pragma once
// Exposure as it was frozen at each month's end.
#include <vector>

#include "db/database.h"
#include "domain/books/period.h"
#include "domain/exposure/snapshot.h"

namespace leasebook::db {

// In the place of what the month had, if it was closed before.
void keep_exposure_snapshot(Connection& connection, Period period, const std::vector<ExposureSnapshot>& snapshot);

struct PeriodExposure {
    Period period;
    ExposureSnapshot frozen;
};
// Of every place of the axis, by month and place; of one place alone when it is named.
std::vector<PeriodExposure> exposure_snapshots(Connection& connection, Axis axis, Currency currency,
                                               const std::string& place = {});

}  // namespace leasebook::db
