#pragma once
// What early warnings are made from beside the book and its arrears: grades and anchors of lessees, appraisals,
// insurance, the watch list and what people have said of warnings.
#include <optional>

#include "db/database.h"
#include "db/moment.h"
#include "reports/early_warnings.h"

namespace leasebook::server {

// As of the day of the portfolio; with `known_at` without what was entered later. The register is the one of today.
reports::WatchView watch_view(db::Connection& connection, const Portfolio& portfolio, Date as_of,
                              std::optional<db::Moment> known_at = {});

}  // namespace leasebook::server
