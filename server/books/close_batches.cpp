#include "server/books/close_batches.h"

namespace leasebook::server {

namespace {

struct OutOfTurn {
    Written written;
};

}  // namespace

void BatchesInTurn::Turn::raise(std::atomic<bool>& flag) {
    flag = true;
    flag.notify_all();
}

db::CloseStepRow BatchesInTurn::Turn::take(db::Connection& connection) const {
    const auto& order = batches_.order_;
    // SQLite lets one write at a time: the one before has been written, or will not be before this one.
    if (before_ && connection.dialect() == db::Dialect::MySql) before_->taken.wait(false);
    auto row = db::find_close_step(connection, order.period, to_text(batches_.step_), db::Lock::ForUpdate);
    raise(own_->taken);
    if (!row) throw OutOfTurn{{true, 0, {}, false}};  // a reopened period begins anew
    if (row->finished_at) throw OutOfTurn{{false, row->records, {}, false}};
    if (std::stoll(row->cursor) != after_) throw OutOfTurn{{true, row->records, {}, false}};
    return *std::move(row);
}

BatchesInTurn::BatchesInTurn(db::Database& database, const CloseOrder& order, CloseStep step)
    : database_(database), order_(order), step_(step) {
    database_.write([&](db::Connection& connection) {  // a row that is not there cannot be locked
        if (!db::find_close_step(connection, order.period, to_text(step)))
            db::keep_close_step(connection, order.period, {to_text(step), "0", 0, "", order.clock(), {}, order.by});
    });
}

std::optional<std::int64_t> BatchesInTurn::cursor() const {
    const auto row =
        database_.read([&](db::Connection& c) { return db::find_close_step(c, order_.period, to_text(step_)); });
    if (row && row->finished_at) return {};
    return row ? std::stoll(row->cursor) : 0;
}

std::future<Written> BatchesInTurn::begin(std::int64_t after, Write write) {
    Turn turn(*this, after, last_);
    last_ = turn.own_;
    return std::async(std::launch::async, [this, turn = std::move(turn), write = std::move(write)] {
        struct RaisedAtEnd {
            Turn::Place& place;
            ~RaisedAtEnd() {
                Turn::raise(place.entered);
                Turn::raise(place.taken);
            }
        } const raised{*turn.own_};
        if (turn.before_) turn.before_->entered.wait(false);
        try {
            return database_.write([&](db::Connection& connection) {
                Turn::raise(turn.own_->entered);
                return write(connection, turn);
            });
        } catch (const OutOfTurn& found) {
            return found.written;
        }
    });
}

}  // namespace leasebook::server
