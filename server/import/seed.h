#pragma once
// What every new database starts with: the industries of GB/T 4754-2017, seven classes of equipment, and China's
// holidays.
#include <vector>

#include "db/database.h"
#include "domain/calendar.h"
#include "domain/register.h"

namespace leasebook::server {

// The classes of equipment that every installation begins with.
std::vector<AssetClass> seeded_asset_classes();

// Adds the records that are not there yet; what is there stays as it is. Run after `migrate`, as often as one likes.
void seed(db::Connection& connection);

// The holidays and make-up workdays that are built in.
std::vector<CalendarDay> seeded_calendar_days();

}  // namespace leasebook::server
