#include "server/watch_list.h"

#include "db/register_store.h"

namespace leasebook::server {

Result<WatchStay> watch_lessee(db::Connection& connection, const WatchEntry& entry, const Act& act, db::Moment at) {
    if (!db::find<Lessee>(connection, entry.lessee))
        return not_found("lessee", "There is no lessee \"{0}\".", entry.lessee.text);
    auto stay = put_on_watch_list(db::watch_stays_of(connection, entry.lessee), entry, act.by, act.on);
    if (stay) db::put_on_list(connection, entry, act.by, at);
    return stay;
}

Result<WatchStay> unwatch_lessee(db::Connection& connection, const LesseeCode& lessee, const WatchEnd& end,
                                 const Act& act, db::Moment at) {
    auto stay = take_off_watch_list(db::watch_stays_of(connection, lessee), end, act.by, act.on);
    if (stay) db::take_off_list(connection, lessee, end, act.by, at);
    return stay;
}

}  // namespace leasebook::server
