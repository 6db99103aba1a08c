#pragma once
// The two steps of the monthly close that go through every contract, a batch at a time: for server/books/close.cpp.
#include "db/database.h"
#include "server/books/close.h"

namespace leasebook::server {

// In batches, each one transaction that moves the step's cursor with it, so it is done once whoever does it; what is
// to be written is worked out while the batch before it is.
void post_all(db::Database& database, const CloseOrder& order);

// All contracts are rated first, then booked in batches.
void book_provisions(db::Database& database, const CloseOrder& order);

}  // namespace leasebook::server
