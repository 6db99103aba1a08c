#pragma once
// The book as it ran on a day: with the schedules that changes have left, the lessees of that day, and without the
// contracts that had ended by then.
#include "db/database.h"
#include "db/moment.h"
#include "domain/portfolio.h"

namespace leasebook::server {

// db::load_portfolio brought to the end of that day, as far as is known now. A contract that ended later is active in
// it; one that ended on that day or before is not.
Portfolio running_portfolio(db::Connection& connection, Date as_of);

// The same as it was known at that moment: what was recorded later is left out. The register is the one of today.
Portfolio portfolio_known_at(db::Connection& connection, Date as_of, db::Moment moment);

}  // namespace leasebook::server
