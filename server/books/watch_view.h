#pragma once
// What early warnings are made from beside the book and its arrears: grades and anchors of lessees, appraisals,
// insurance, the watch list and what people have said of warnings.
#include "db/database.h"
#include "reports/early_warnings.h"

namespace leasebook::server {

// As of the day of the portfolio, as it is known now.
reports::WatchView watch_view(db::Connection& connection, const Portfolio& portfolio, Date as_of);

}  // namespace leasebook::server
