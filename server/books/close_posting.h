#pragma once
// The two steps of the monthly close that go through every contract, a batch at a time: for server/books/close.cpp.
#include "db/database.h"
#include "server/books/close.h"
#include "server/books/close_work.h"

namespace leasebook::server {

// Post and Provisions: interest, dues and invoices up to the last day, then what is allowed for. In batches, each one
// transaction that moves its step's cursor with it, so it is done once whoever does it; a batch is worked out while the
// one before it is being written. What stands on each contract at the month's end goes into the work on the way.
void go_through_contracts(db::Database& database, const CloseOrder& order, CloseWork& work);

}  // namespace leasebook::server
