#include "server/books/close_batches.h"

namespace leasebook::server {

namespace {

struct OutOfTurn {
    Written written;
};

}  // namespace

void BatchesInTurn::Turn::raise(const Flag& flag) {
    *flag = true;
    flag->notify_all();
}

db::CloseStepRow BatchesInTurn::Turn::take(db::Connection& connection) const {
    before_->wait(false);
    auto row = db::find_close_step(connection, order_.period, to_text(step_), db::Lock::ForUpdate);
    raise(taken_);
    if (!row) throw OutOfTurn{{true, 0, {}, false}};  // a reopened period begins anew
    if (row->finished_at) throw OutOfTurn{{false, row->records, {}, false}};
    if (std::stoll(row->cursor) != after_) throw OutOfTurn{{true, row->records, {}, false}};
    return *std::move(row);
}

BatchesInTurn::BatchesInTurn(db::Database& database, const CloseOrder& order, CloseStep step)
    : database_(database), order_(order), step_(step), last_(std::make_shared<std::atomic<bool>>(true)) {
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
    auto taken = std::make_shared<std::atomic<bool>>(false);
    Turn turn{order_, step_, after, std::exchange(last_, taken), taken};
    return std::async(std::launch::async, [this, turn = std::move(turn), write = std::move(write)] {
        struct RaisedAtEnd {
            const Turn::Flag& flag;
            ~RaisedAtEnd() { Turn::raise(flag); }
        } const raised{turn.taken_};
        try {
            return database_.write([&](db::Connection& connection) { return write(connection, turn); });
        } catch (const OutOfTurn& found) {
            return found.written;
        }
    });
}

}  // namespace leasebook::server
