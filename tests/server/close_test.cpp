#include "server/books/close.h"

#include <algorithm>
#include <limits>
#include <map>
#include <thread>
#include <utility>

#include "db/journal_store.h"
#include "db/journal_sums.h"
#include "db/report_store.h"
#include "domain/books/posting_rules.h"
#include "server/books/held_allowances.h"
#include "server/books/month_figures.h"
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
        constexpr std::size_t batch = 200;  // so that there are some
        return {period, "finance", CNY, [period] { return db::Moment(period.last_day()) + std::chrono::hours(20); },
                {},     batch};
    }
    Result<CloseOutcome> close(Period period) { return close_period(*database_, order(period)); }
    std::int64_t count(const std::string& table) {
        return database_->read([&](db::Connection& c) {
            auto& select = c.prepare("SELECT COUNT(*) FROM `" + table + "`");
            return select.step() ? select.integer(0) : -1;
        });
    }
    static void write_lease(db::Database& database, const std::string& row, Date on) {
        const auto imported = import_csv(database, {ImportKind::Contracts,
                                                    "number,lessee,lessee_name,asset_class,currency,financed_amount,"
                                                    "annual_rate,commencement,periods\n" +
                                                        row + "\n",
                                                    nullptr,
                                                    {"clerk", on},
                                                    recorded_at,
                                                    {}});
        ASSERT_TRUE(imported.stored());
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

TEST_F(MonthlyClose, IsRefusedBeforeTheMonthHasEnded) {
    auto early = order(june);
    early.clock = [] { return db::Moment(date(2026, 6, 29)); };
    EXPECT_EQ(message(close_period(*database_, early).error()),
              "Period 2026-06 ends on 2026-06-30: it cannot be closed before.");
    EXPECT_EQ(count("close_steps"), 0);
}

// A lease in dollars calls for a rate; the month's books in the company's currency are then frozen with it.
TEST_F(MonthlyClose, FreezesTheBooksInTheCompanysCurrency) {
    write_lease(*database_, "USD-1,USER,User of dollars,CNC,USD,100000.00,0.08,2026-06-05,24", date(2026, 6, 5));
    const auto refused = close(june);
    ASSERT_FALSE(refused);
    EXPECT_EQ(message(refused.error()),
              "There is no exchange rate from USD to CNY for 2026-06-30: enter one, then close again.");
    database_->write([](db::Connection& c) {
        db::keep_exchange_rate(c, USD, CNY, date(2026, 6, 30), Rate{7 * rate_scale + rate_scale / 5});
    });
    ASSERT_TRUE(close(june));
    const auto frozen = *database_->read(
        [](db::Connection& c) { return db::find_report_snapshot(c, june, "translated_trial_balance"); });
    EXPECT_TRUE(frozen.content.starts_with("account,opening,debits,credits,revaluation,closing\r\n"));
    EXPECT_NE(frozen.content.find("translation_difference,0.00,"), std::string::npos);
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
    EXPECT_EQ(database_->read([](db::Connection& c) { return db::journal_hashes(c).at(june); }), whole->journal_hash);
    expect_proven();
}

// By contract, as one statement adds them up.
std::map<std::int64_t, std::int64_t> allowances_in_the_ledger(db::Connection& connection) {
    auto& select = connection.prepare(
        "SELECT e.`contract_id`, -SUM(l.`amount`) FROM `journal_entries` e JOIN `journal_lines` l ON l.`entry` = "
        "e.`id` WHERE l.`account` = 'loss_allowance' GROUP BY e.`contract_id` HAVING SUM(l.`amount`) <> 0");
    std::map<std::int64_t, std::int64_t> sums;
    while (select.step()) sums.emplace(select.integer(0), select.integer(1));
    return sums;
}

TEST_F(MonthlyClose, FollowsTheAllowancesThatTheLedgerHoldsWhoeverPostsThem) {
    HeldAllowances held;
    database_->read([&](db::Connection& c) { held.follow(c); });
    ASSERT_TRUE(close(june));
    const auto expect_as_in_the_ledger = [&] {
        database_->read([&](db::Connection& c) {
            const auto sums = allowances_in_the_ledger(c);
            ASSERT_GT(sums.size(), 1'000U);
            EXPECT_EQ(held.between(c, 1, std::numeric_limits<std::int64_t>::max()), sums);
            const auto middle = std::next(sums.begin(), 500)->first;
            EXPECT_EQ(held.between(c, middle, middle), (std::map{*sums.find(middle)}));
        });
    };
    expect_as_in_the_ledger();
    database_->write([&](db::Connection& c) {
        const auto periods = *db::periods(c);
        db::PostingBatch batch(periods, Poster::Anybody, recorded_at);
        const auto [contract, units] = *allowances_in_the_ledger(c).begin();
        batch.add(
            contract,
            entry_for(
                {Rule::AllowanceChanged, date(2026, 7, 1), 0, 0, {{Part::Allowance, Money::minor(12'345, CNY)}}}));
        batch.write(c);
    });
    expect_as_in_the_ledger();
}

TEST_F(MonthlyClose, AnEntryAlteredAfterwardsIsFound) {
    ASSERT_TRUE(close(june));
    database_->write(
        [](db::Connection& c) { c.execute("UPDATE `journal_lines` SET `amount` = `amount` * 2 WHERE `entry` = 17"); });
    const auto proof = prove_books(*database_, date(2026, 7, 1));
    ASSERT_FALSE(proof.findings.empty());
    EXPECT_EQ(message(proof.findings.back()),
              "The journal of 2026-06 is not what was posted: an entry was changed, added or taken away.");
}

// A database from before the sums were kept.
TEST_F(MonthlyClose, WorksOutTheHashOfAMonthWhereItWasNotKept) {
    const auto whole = close(june);
    ASSERT_TRUE(whole);
    database_->write([](db::Connection& c) { c.execute("UPDATE `journal_sums` SET `sum` = NULL"); });
    EXPECT_EQ(database_->read([](db::Connection& c) { return db::journal_sum(c, june); }), whole->journal_hash);
    ASSERT_TRUE(close(july));
    expect_proven();
}

// A second close that comes late with other figures, after the first has finished.
TEST_F(MonthlyClose, WhatIsFrozenIsNotFrozenAgain) {
    ASSERT_TRUE(close(june));
    const auto hash = [&] { return database_->read([](db::Connection& c) { return hash_of_reports(c, june); }); };
    const auto frozen = hash();
    MonthFigures other{june,
                       CNY,
                       std::make_shared<const Portfolio>(),
                       std::make_shared<const CurveOutcome>(invalid("curve", "There is none.")),
                       {},
                       {},
                       {},
                       {},
                       {},
                       reports::ArrearsView(CNY),
                       {}};
    other.books.period = june;
    keep_figures(*database_, other);
    EXPECT_EQ(hash(), frozen);
    const auto steps = database_->read([](db::Connection& c) { return db::close_steps(c, june); });
    const auto snapshot = std::ranges::find(steps, to_text(CloseStep::Snapshot), &db::CloseStepRow::step);
    ASSERT_NE(snapshot, steps.end());
    EXPECT_EQ(snapshot->control_total, frozen) << "the step names what is kept";
}

// It comes before all others in the portfolio, so each of them stands elsewhere in it from then on.
TEST_F(MonthlyClose, ALeaseWrittenMeanwhileLeavesTheMonthsBeforeToTheirContracts) {
    const auto write_late = [](db::Database& database) {
        write_lease(database, "A-1,LATE,Written meanwhile,CNC,CNY,100000.00,0.08,2026-08-05,24", date(2026, 7, 31));
    };
    const auto undisturbed = fresh("undisturbed.db");
    fill_demo(*undisturbed, {1'500, 3}, recorded_at).value();
    ASSERT_TRUE(close_period(*undisturbed, order(june)));
    write_late(*undisturbed);
    ASSERT_TRUE(close_period(*undisturbed, order(july)));
    ASSERT_TRUE(close(june));
    auto disturbed = order(july);
    bool written = false;
    disturbed.progress = [&](CloseStep step, std::int64_t) {
        if (step == CloseStep::Provisions && !std::exchange(written, true)) write_late(*database_);
    };
    ASSERT_TRUE(close_period(*database_, disturbed));
    ASSERT_TRUE(written);
    for (const char* report : {"aging", "roll_rates", "cure_rates", "vintages", "arrears"}) {
        const auto hash = [&](db::Connection& c) { return db::find_report_hash(c, july, report); };
        EXPECT_EQ(database_->read(hash), undisturbed->read(hash)) << report;
    }
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
    EXPECT_EQ(database_->read([](db::Connection& c) { return db::journal_hashes(c).at(june); }), whole->journal_hash);
    expect_proven();
}

}  // namespace
}  // namespace leasebook::server
