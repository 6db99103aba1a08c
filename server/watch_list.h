#pragma once
// The changes of the watch list and of what early warnings are made from, the same through pages and API: each runs in
// the caller's transaction.
#include "db/watch_store.h"
#include "server/call.h"

namespace leasebook::server {

// Errors: there is no such lessee; see put_on_watch_list and take_off_watch_list.
Result<WatchStay> watch_lessee(db::Connection& connection, const WatchEntry& entry, const Act& act, db::Moment at);
Result<WatchStay> unwatch_lessee(db::Connection& connection, const LesseeCode& lessee, const WatchEnd& end,
                                 const Act& act, db::Moment at);

}  // namespace leasebook::server
