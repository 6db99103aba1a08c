#include "server/books/close_batches.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "tests/db/databases.h"

namespace leasebook::server {

namespace {

constexpr db::Moment now{std::chrono::milliseconds{1'782'000'000'000}};
const Period june = period_of(date(2026, 6, 1));

class CloseBatches : public db::OnBothBooks {
protected:
    void SetUp() override {
        OnBothBooks::SetUp();
        if (!IsSkipped()) batches.emplace(*database, order, CloseStep::Post);
    }
    // Takes its turn and brings the step on to that contract.
    static Written bring_on(db::Connection& connection, const BatchesInTurn::Turn& turn, std::int64_t cursor) {
        auto step = turn.take(connection);
        step.cursor = std::to_string(cursor);
        db::keep_close_step(connection, june, step);
        return {};
    }

    const CloseOrder order{june, "finance", CNY, [] { return now; }};
    std::optional<BatchesInTurn> batches;
};
INSTANTIATE_TEST_SUITE_P(Both, CloseBatches, db::both_databases, db::dialect_name);

// Else the one before could wait for a row that the next holds, which waits for it.
TEST_P(CloseBatches, ABatchBeginsOnlyWhenTheOneBeforeHasItsTurn) {
    std::mutex mutex;
    std::condition_variable changed;
    bool second_began = false, had_begun = true;
    auto first = batches->begin(0, [&](db::Connection& connection, const auto& turn) {
        {
            std::unique_lock lock(mutex);
            had_begun = changed.wait_for(lock, std::chrono::milliseconds(100), [&] { return second_began; });
        }
        return bring_on(connection, turn, 10);
    });
    auto second = batches->begin(10, [&](db::Connection& connection, const auto& turn) {
        {
            const std::lock_guard lock(mutex);
            second_began = true;
        }
        changed.notify_all();
        return bring_on(connection, turn, 20);
    });
    EXPECT_TRUE(first.get().in_turn);
    EXPECT_TRUE(second.get().in_turn);
    EXPECT_FALSE(had_begun);
    EXPECT_EQ(batches->cursor(), 20);
}

TEST_P(CloseBatches, ABatchAfterOneThatFailedIsOutOfTurnAndWritesNothing) {
    auto first =
        batches->begin(0, [](db::Connection&, const auto&) -> Written { throw std::runtime_error("a fault"); });
    auto second = batches->begin(10, [](db::Connection& c, const auto& turn) { return bring_on(c, turn, 20); });
    EXPECT_THROW(first.get(), std::runtime_error);
    EXPECT_FALSE(second.get().in_turn);
    EXPECT_EQ(batches->cursor(), 0);
}

}  // namespace
}  // namespace leasebook::server
