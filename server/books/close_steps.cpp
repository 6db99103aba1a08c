#include "server/books/close_steps.h"

namespace leasebook::server {

bool is_done(db::Database& database, const CloseOrder& order, CloseStep step) {
    const auto row =
        database.read([&](db::Connection& c) { return db::find_close_step(c, order.period, to_text(step)); });
    return row && row->finished_at;
}

std::optional<db::CloseStepRow> held_step(db::Connection& connection, Period period, CloseStep step,
                                          CloseStep holding) {
    db::find_close_step(connection, period, to_text(holding), db::Lock::ForUpdate);
    return db::find_close_step(connection, period, to_text(step));
}

}  // namespace leasebook::server
