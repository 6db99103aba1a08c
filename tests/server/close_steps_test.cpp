#include "server/books/close_steps.h"

#include <condition_variable>
#include <future>
#include <mutex>

#include "tests/db/databases.h"

namespace leasebook::server {

namespace {

constexpr db::Moment now{std::chrono::milliseconds{1'782'000'000'000}};
const Period june = period_of(date(2026, 6, 1));

class CloseSteps : public db::OnBothBooks {};
INSTANTIATE_TEST_SUITE_P(Both, CloseSteps, db::both_databases, db::dialect_name);

// Else two closes at once would both take a step that neither finds, and review the residuals twice.
TEST_P(CloseSteps, AStepWithoutARowIsHeldByTheCutOff) {
    database->write([](db::Connection& c) {
        db::keep_close_step(c, june, {to_text(CloseStep::CutOff), "", 0, "", now, now, "finance"});
    });
    std::mutex mutex;
    std::condition_variable changed;
    bool first_holds = false, second_holds = false, both_held = true;
    const auto finish = [](db::Connection& c) {
        db::keep_close_step(c, june, {to_text(CloseStep::Residuals), "", 7, "", now, now, "finance"});
    };
    auto first = std::async(std::launch::async, [&] {
        database->write([&](db::Connection& connection) {
            EXPECT_FALSE(held_step(connection, june, CloseStep::Residuals));
            std::unique_lock lock(mutex);
            first_holds = true;
            changed.notify_all();
            both_held = changed.wait_for(lock, std::chrono::milliseconds(100), [&] { return second_holds; });
            finish(connection);
        });
    });
    auto second = std::async(std::launch::async, [&] {
        {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return first_holds; });
        }
        database->write([&](db::Connection& connection) {
            const auto found = held_step(connection, june, CloseStep::Residuals);
            ASSERT_TRUE(found);
            EXPECT_EQ(found->records, 7);
            const std::lock_guard lock(mutex);
            second_holds = true;
            changed.notify_all();
        });
    });
    first.get();
    second.get();
    EXPECT_FALSE(both_held);
}

}  // namespace
}  // namespace leasebook::server
