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
// once. What needs no turn it does at once; for its turn it locks the row of the step, which the one before holds until
// it is committed. The database sees both waiting, so it finds out when they wait for each other through a third.
class BatchesInTurn {
public:
    // Of one batch, whose step has come as far as `after` when all before it are written.
    class Turn {
    public:
        // The row of the step, locked. Where it stands elsewhere, this ends the transaction without an effect.
        db::CloseStepRow take(db::Connection& connection) const;

    private:
        friend class BatchesInTurn;
        // How far it has come, for the one after it. Both are raised at its end, whatever came of it.
        struct Place {
            std::atomic<bool> entered{false};  // its transaction has begun
            std::atomic<bool> taken{false};    // it has asked for the row of the step
        };
        static void raise(std::atomic<bool>& flag);
        Turn(const BatchesInTurn& batches, std::int64_t cursor, std::shared_ptr<Place> one_before)
            : batches_(batches), after_(cursor), before_(std::move(one_before)) {}

        const BatchesInTurn& batches_;
        std::int64_t after_;
        std::shared_ptr<Place> before_, own_ = std::make_shared<Place>();
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
    std::shared_ptr<Turn::Place> last_;  // of the last batch begun; nothing before the first
};

}  // namespace leasebook::server
