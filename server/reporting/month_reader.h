#pragma once
// The books of a month as reports take them, read from the database.
#include <optional>

#include "db/database.h"
#include "db/moment.h"
#include "reports/month_books.h"

namespace leasebook::server {

// Of the contracts in the portfolio, which the same transaction read. With a moment, entries and invoices as they were
// recorded by then; provisions are those of the close, whenever it was.
reports::MonthBooks read_month(db::Connection& connection, const Portfolio& portfolio, Period period,
                               std::optional<db::Moment> known_at = {});

}  // namespace leasebook::server
