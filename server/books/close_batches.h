#pragma once
// The batches of a step of the close: each written in a transaction of its own, one after the other.
#include <atomic>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "db/close_store.h"
#include "db/database.h"
#include "db/journal_store.h"
#include "server/books/close.h"

namespace leasebook::server {

// What came of writing a batch.
struct Written {
    bool more = true;  // the step goes on
    std::int64_t records = 0;
    std::vector<db::LedgerLine> lines;
    bool in_turn = true;  // else nothing was written: somebody else is closing too, and the step stands elsewhere
};

// A transaction begins while the one of the batch before is still being written. What needs no turn it does at once;
// for its turn it locks the row of the step, which the one before holds until it is committed. The database sees both
// waiting, so it finds out when they wait for each other through a third.
class BatchesInTurn {
public:
    // Of one batch, whose step has come as far as `after` when all before it are written.
    class Turn {
    public:
        // The row of the step, locked. Where it stands elsewhere, this ends the transaction without an effect.
        db::CloseStepRow take(db::Connection& connection) const;

    private:
        friend class BatchesInTurn;
        using Flag = std::shared_ptr<std::atomic<bool>>;
        Turn(const CloseOrder& of, CloseStep of_step, std::int64_t cursor, Flag one_before, Flag own)
            : order_(of), step_(of_step), after_(cursor), before_(std::move(one_before)), taken_(std::move(own)) {}
        static void raise(const Flag& flag);

        const CloseOrder& order_;
        CloseStep step_;
        std::int64_t after_;
        Flag before_, taken_;
    };
    using Write = std::function<Written(db::Connection&, const Turn&)>;

    // Everything must outlive what is begun.
    BatchesInTurn(db::Database& database, const CloseOrder& order, CloseStep step);

    // How far the step has come; nothing once it is done.
    std::optional<std::int64_t> cursor() const;
    std::future<Written> begin(std::int64_t after, Write write);

private:
    db::Database& database_;
    const CloseOrder& order_;
    CloseStep step_;
    Turn::Flag last_;  // raised once the last batch begun has its turn, or has ended without one
};

}  // namespace leasebook::server
