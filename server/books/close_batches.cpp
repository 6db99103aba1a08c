#include "server/books/close_batches.h"

#include <utility>

namespace leasebook::server {

namespace {

struct OutOfTurn {
    Written written;
};

}  // namespace

void BatchesInTurn::Turn::raise(Flag& flag) {
    flag = true;
    flag.notify_all();
}

db::CloseStepRow BatchesInTurn::Turn::take(db::Connection& connection) const {
    const auto& order = batches_.order_;
    auto row = db::find_close_step(connection, order.period, to_text(batches_.step_), db::Lock::ForUpdate);
    raise(*has_come_);
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
    const Turn turn(*this, after);
    const auto before = std::exchange(last_, turn.has_come_);
    return std::async(std::launch::async, [this, turn, before, write = std::move(write)] {
        struct RaisedAtEnd {
            Turn::Flag& flag;
            ~RaisedAtEnd() { Turn::raise(flag); }
        } const raised{*turn.has_come_};
        if (before) before->wait(false);
        try {
            return database_.write([&](db::Connection& connection) { return write(connection, turn); });
        } catch (const OutOfTurn& found) {
            return found.written;
        }
    });
}

}  // namespace leasebook::server
