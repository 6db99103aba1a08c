#include "server/books/close.h"

#include <thread>

#include "db/journal_store.h"
#include "server/books/verify.h"
#include "server/demo/demo.h"
#include "tests/server/import_case.h"

namespace leasebook::server {
namespace {

const Period june = period_of(date(2026, 6, 1)), july = june.next();

// Ends a close as a lost machine would, at a chosen report of progress.
struct BrokenOff {};

class MonthlyClose : public ImportCase {
protected:
    void SetUp() override {
        ImportCase::SetUp();
        fill_demo(*database_, {1'500, 3}, recorded_at).value();
    }
    static CloseOrder order(Period period) {
        return {period, "finance", CNY, [] { return recorded_at; }, {}};
    }
    Result<CloseOutcome> close(Period period) { return close_period(*database_, order(period)); }
    std::int64_t count(const std::string& table) {
        return database_->read([&](db::Connection& c) {
            auto& select = c.prepare("SELECT COUNT(*) FROM `" + table + "`");
            return select.step() ? select.integer(0) : -1;
        });
    }
    void expect_proven() {
        const auto proof = prove_books(*database_, date(2026, 7, 1));
        for (const auto& finding : proof.findings) ADD_FAILURE() << message(finding);
        for (const auto& finding : database_->read([](db::Connection& c) { return db::verify_journal(c); }))
            ADD_FAILURE() << message(finding);
        EXPECT_GT(proof.entries, 1'500);
    }
};

TEST_F(MonthlyClose, LeavesBooksThatCanBeProven) {
    const auto outcome = close(june);
    ASSERT_TRUE(outcome) << message(outcome.error());
    EXPECT_EQ(outcome->steps.size(), NamesOf<CloseStep>::names.size());
    EXPECT_GT(count("invoices"), 0);
    EXPECT_GT(count("provisions"), 0);
    expect_proven();
}

TEST_F(MonthlyClose, IsRefusedForAMonthThatIsClosedOrNotNext) {
    EXPECT_EQ(message(close(july).error()), "Period 2026-06 comes first: it is not closed yet.");
    ASSERT_TRUE(close(june));
    EXPECT_EQ(message(close(june).error()), "Period 2026-06 is closed.");
    EXPECT_TRUE(close(july));
    expect_proven();
}

TEST_F(MonthlyClose, BrokenOffAnywhereEndsWithTheSameJournals) {
    const auto undisturbed = fresh("undisturbed.db");
    fill_demo(*undisturbed, {1'500, 3}, recorded_at).value();
    const auto whole = close_period(*undisturbed, order(june));
    ASSERT_TRUE(whole);
    for (int stop = 0;; ++stop) {
        auto broken = order(june);
        int reports = 0;
        broken.progress = [&](CloseStep, std::int64_t) {
            if (reports++ == stop) throw BrokenOff{};
        };
        try {
            const auto outcome = close_period(*database_, broken);
            // Broken off after its very last step it is closed, and says so.
            EXPECT_EQ(outcome ? "" : message(outcome.error()), outcome ? "" : "Period 2026-06 is closed.");
            break;
        } catch (const BrokenOff&) {
            ASSERT_LT(stop, 50) << "a close that is taken up again comes nearer to its end";
        }
    }
    EXPECT_EQ(database_->read([](db::Connection& c) { return db::journal_hash(c, june); }), whole->journal_hash);
    expect_proven();
}

TEST_F(MonthlyClose, ByTwoAtOnceIsDoneOnce) {
    const auto undisturbed = fresh("undisturbed.db");
    fill_demo(*undisturbed, {1'500, 3}, recorded_at).value();
    const auto whole = close_period(*undisturbed, order(june));
    ASSERT_TRUE(whole);
    const auto run = [&] {
        const auto outcome = close(june);
        EXPECT_TRUE(outcome || message(outcome.error()) == "Period 2026-06 is closed.");
    };
    std::thread first(run), second(run);
    first.join();
    second.join();
    EXPECT_EQ(database_->read([](db::Connection& c) { return db::journal_hash(c, june); }), whole->journal_hash);
    expect_proven();
}

}  // namespace
}  // namespace leasebook::server
