#include "server/watch_list.h"

#include "db/register_store.h"

namespace leasebook::server {

Result<WatchStay> watch_lessee(db::Connection& connection, const WatchEntry& entry, const Act& act) {
    if (!db::find<Lessee>(connection, entry.lessee))
        return not_found("lessee", "There is no lessee \"{0}\".", entry.lessee.text);
    auto stay = put_on_watch_list(db::watch_stays_of(connection, entry.lessee), entry, act.by, act.on);
    if (stay) db::keep_watch_stay(connection, *stay);
    return stay;
}

Result<WatchStay> unwatch_lessee(db::Connection& connection, const LesseeCode& lessee, const WatchEnd& end,
                                 const Act& act) {
    auto stay = take_off_watch_list(db::watch_stays_of(connection, lessee), end, act.by, act.on);
    if (stay) db::keep_watch_stay(connection, *stay);
    return stay;
}

}  // namespace leasebook::server
