#pragma once
// The journal of a month line by line, as a general ledger takes it over (domain rules J.8). Nine lines a contract are
// too many for a table that is held: they go from the database into the file one by one.
#include <map>
#include <optional>
#include <ostream>

#include "db/database.h"
#include "db/moment.h"
#include "domain/books/period.h"
#include "domain/money.h"

namespace leasebook::server {

struct JournalTotals {
    std::int64_t lines = 0;
    std::map<Currency, Money> debits, credits;  // both positive
};

// RFC 4180 with BOM and CRLF, in the order of posting; with a moment what was recorded by then. Only what never changes
// stands in it, so that a closed month is the same bytes for ever: codes of accounts, lessees and clusters are in the
// trial balance and the contract list that the close has frozen.
JournalTotals write_journal_lines(db::Connection& connection, Period period, std::optional<db::Moment> known_at,
                                  std::ostream& out);

}  // namespace leasebook::server
