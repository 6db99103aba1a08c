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

// A transaction begins while the one of the batch before is still being written, where the database lets two write at
// once: as soon as that one has its turn, and so holds all that it locks ahead of it. Begun earlier, it might hold a
// row that the one before waits for, and wait for that one where the database does not see it. What needs no turn a
// batch does at once; for its turn it locks the row of the step, which the one before holds until it is committed.
class BatchesInTurn {
public:
    // Of one batch, whose step has come as far as `after` when all before it are written.
    class Turn {
    public:
        // The row of the step, locked. Where it stands elsewhere, this ends the transaction without an effect.
        db::CloseStepRow take(db::Connection& connection) const;

    private:
        friend class BatchesInTurn;
        using Flag = std::atomic<bool>;
        static void raise(Flag& flag);
        Turn(const BatchesInTurn& batches, std::int64_t cursor) : batches_(batches), after_(cursor) {}

        const BatchesInTurn& batches_;
        std::int64_t after_;
        std::shared_ptr<Flag> has_come_ = std::make_shared<Flag>(false);  // or never will
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
    std::shared_ptr<Turn::Flag> last_;  // of the last batch begun; nothing before the first
};

}  // namespace leasebook::server
