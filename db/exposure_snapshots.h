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

// All places of all axes at the last month's end that was closed before the day's own month; none: none was.
std::vector<ExposureSnapshot> month_end_before(Connection& connection, Date day, Currency currency);

}  // namespace leasebook::db
