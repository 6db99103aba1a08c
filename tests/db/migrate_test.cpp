#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "db/access_store.h"
#include "db/counters.h"
#include "db/journal_store.h"
#include "db/watch_store.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

class Migrations : public OnBothDatabases {
protected:
    static std::vector<Migration> two() {
        return {{1, "0001_a", "-- first\nCREATE TABLE IF NOT EXISTS `a` (`id` {ID} NOT NULL PRIMARY KEY) {TABLE};\n"},
                {2, "0002_b", "CREATE TABLE IF NOT EXISTS `b` (`id` {ID} NOT NULL PRIMARY KEY) {TABLE};"}};
    }
};
INSTANTIATE_TEST_SUITE_P(Both, Migrations, both_databases, dialect_name);

TEST_P(Migrations, AreAppliedOnceInOrder) {
    const auto wanted = two();
    EXPECT_EQ(pending_migrations(*database, wanted), 2);
    EXPECT_EQ(migrate(*database, std::span(wanted).first(1)).applied, 1);
    EXPECT_EQ(pending_migrations(*database, wanted), 1);
    EXPECT_EQ(migrate(*database, wanted).applied, 1);
    const auto again = migrate(*database, wanted);
    EXPECT_EQ(again.applied, 0);
    EXPECT_EQ(again.version, 2);
    EXPECT_EQ(number("SELECT COUNT(*) FROM `b`"), 0);
}

TEST_P(Migrations, OfTheProgramAreAppliedAndLeaveNothingPending) {
    EXPECT_EQ(migrate(*database).applied, static_cast<int>(migrations().size()));
    EXPECT_EQ(pending_migrations(*database), 0);
    EXPECT_EQ(migrate(*database).applied, 0);
}

TEST_P(Migrations, ThatWereEditedAfterwardsAreRefused) {
    auto wanted = two();
    migrate(*database, wanted);
    wanted[0].sql += "-- edited";
    EXPECT_THAT([&] { migrate(*database, wanted); }, ThrowsMessage<DatabaseError>(HasSubstr("0001_a was edited")));
}

TEST_P(Migrations, OfANewerProgramAreRefused) {
    const auto wanted = two();
    migrate(*database, wanted);
    EXPECT_THAT([&] { migrate(*database, std::span(wanted).first(1)); },
                ThrowsMessage<DatabaseError>(HasSubstr("newer than this program")));
}

TEST_P(Migrations, ThatWereInterruptedGoOnWhenRepeated) {
    auto broken = two();
    broken[1].sql = "CREATE TABLE `c` (`id` {ID} NOT NULL PRIMARY KEY) {TABLE}; SELEKT;";
    EXPECT_THROW(migrate(*database, broken), DatabaseError);
    EXPECT_EQ(migrate(*database, two()).version, 2);
    EXPECT_EQ(pending_migrations(*database, two()), 0);
}

// 0036: the watch list becomes a list of events.
TEST_P(Migrations, FindWhatWasEnteredForEarlyWarningsInTheAuditLog) {
    const auto& all = migrations();
    const auto before = std::ranges::find(all, 36, &Migration::number) - all.begin();
    migrate(*database, std::span(all).first(static_cast<std::size_t>(before)));
    const auto enter = [&](const char* action, std::string subject, std::string detail, Moment at) {
        database->write([&](Connection& c) {
            append_audit(c, {.at = at, .user = "risk", .action = action, .subject = subject, .detail = detail});
            count_up(c, "watch");
        });
    };
    const Moment june(date(2026, 6, 1));
    const auto on = [&](int day) { return june + std::chrono::days(day - 1); };
    enter("watch_list.put_on", "Z1", R"({"lessee":"Z1","since":"2026-06-01","reason":"it \"said\" \\ 延迟"})", on(1));
    enter("anchor_event.declare", "Steel",
          R"({"anchor":"Steel","date":"2026-06-02","kind":"insolvency","source":"court","until":null})", on(2));
    EarlyWarningThresholds changed;
    changed.red_days = 61;
    nlohmann::json thresholds(write_record(changed));
    thresholds["red_days"] = 61;  // the audit log writes whole numbers as numbers
    enter("early_warning.thresholds", "early-warning-thresholds", thresholds.dump(), on(3));
    enter("early_warning.acknowledge", "L-1",
          R"({"trigger":"days_past_due","subject":"L-1","since":"2026-06-01","level":"red","note":"called"})", on(4));
    enter("watch_list.take_off", "Z1", R"({"until":"2026-06-05","reason":"filed"})", on(5));
    migrate(*database);
    const auto known = [&](int day) {
        return database->read([&](Connection& c) { return watch_records(c, on(day)); });
    };
    EXPECT_EQ(known(0), WatchRecords{});
    const WatchEntry entry{{"Z1"}, date(2026, 6, 1), "it \"said\" \\ 延迟"};
    EXPECT_EQ(known(1).stays, (std::vector<WatchStay>{{entry, "risk", {}, {}}}));
    EXPECT_EQ(known(4).thresholds, changed);
    const WatchRecords now{changed,
                           {{entry, "risk", WatchEnd{date(2026, 6, 5), "filed"}, "risk"}},
                           {{WarningTrigger::DaysPastDue, "L-1", date(2026, 6, 1), AlertLevel::Red, "called"}},
                           {{"Steel", date(2026, 6, 2), AnchorEventKind::Insolvency, "court", {}}}};
    EXPECT_EQ(known(5), now);
    database->write([&](Connection& c) { take_off_list(c, entry.lessee, {date(2026, 6, 4), "filed"}, "risk", on(6)); });
    EXPECT_NE(known(6), now) << "what is entered from here on follows";
}

// 0038: entries of the journal may belong to no contract.
class EntriesWithoutAContract : public Migrations {
protected:
    void migrate_to(int number) {
        const auto& all = migrations();
        const auto behind = std::ranges::find(all, number, &Migration::number) - all.begin() + 1;
        migrate(*database, std::span(all).first(static_cast<std::size_t>(behind)));
    }
    static void post(Connection& c, std::int64_t contract_id) {
        const Periods periods(period_of(date(2026, 6, 1)), {});
        PostingBatch batch(periods, Poster::Anybody, noon);
        batch.add(contract_id,
                  {date(2026, 6, 10),
                   Rule::PaymentApplied,
                   1,
                   0,
                   {{Account::Bank, Money::minor(100, CNY)}, {Account::UnappliedReceipts, Money::minor(-100, CNY)}}});
        batch.write(c);
    }
    void enter_an_entry() {
        database->write([](Connection& c) {
            enter_register(c);
            ASSERT_TRUE(create_contract(c, {"L-2026-000001"}, drafted(), noon));
            post(c, 1);
        });
    }
    // Where the table was changed behind SQLite's back.
    void expect_sound_file() {
        if (GetParam() != Dialect::Sqlite) return;
        database->read([](Connection& c) {
            auto& integrity = c.prepare("PRAGMA integrity_check");
            ASSERT_TRUE(integrity.step());
            EXPECT_EQ(integrity.text(0), "ok");
            integrity.reset();
            EXPECT_FALSE(c.prepare("PRAGMA foreign_key_check").step());
        });
    }
    std::vector<PostedEntry> journal(Database& books) {
        return books.read([](Connection& c) { return list_entries(c, {}); });
    }
};
INSTANTIATE_TEST_SUITE_P(Both, EntriesWithoutAContract, both_databases, dialect_name);

TEST_P(EntriesWithoutAContract, AreTakenBesideThoseThatWereThere) {
    migrate_to(37);
    enter_an_entry();
    EXPECT_THROW(database->write([](Connection& c) { post(c, 0); }), DatabaseError) << "as it was before";
    const auto before = journal(*database);
    migrate(*database);
    const auto after = journal(*database);
    ASSERT_EQ(after.size(), 1U);
    EXPECT_EQ(after[0].entry, before.at(0).entry);
    EXPECT_EQ(after[0].contract.text, "L-2026-000001");
    database->write([](Connection& c) { post(c, 0); });
    const auto other = another();
    for (auto* books : {database.get(), other.get()}) {
        const auto entries = journal(*books);
        ASSERT_EQ(entries.size(), 2U);
        EXPECT_EQ(entries[1].contract_id, 0);
        EXPECT_EQ(entries[1].contract.text, "");
        EXPECT_EQ(entries[1].entry.lines, entries[0].entry.lines);
    }
    EXPECT_EQ(number("SELECT COUNT(*) FROM `journal_entries` WHERE `contract_id` IS NULL"), 1);
    EXPECT_THROW(execute("UPDATE `journal_entries` SET `contract_id` = 99"), DatabaseError) << "of no such contract";
    expect_sound_file();
}

TEST_P(EntriesWithoutAContract, AreTakenTooWhenTheMigrationWasInterruptedAndRepeated) {
    migrate_to(37);
    enter_an_entry();
    migrate_to(38);
    execute("DELETE FROM `schema_migrations` WHERE `number` = 38");  // MySQL commits each change of a table by itself
    EXPECT_GE(migrate(*database).applied, 1);
    EXPECT_EQ(pending_migrations(*database), 0);
    database->write([](Connection& c) { post(c, 0); });
    EXPECT_EQ(journal(*database).size(), 2U);
    expect_sound_file();
}

TEST(Macros, BecomeWhatEachDatabaseCallsIt) {
    const std::string_view sql = "CREATE TABLE t (a {STR 64}, b {MONEY}) {TABLE};\n-- a comment; with a semicolon\n";
    EXPECT_THAT(statements(sql, Dialect::Sqlite), testing::ElementsAre("CREATE TABLE t (a TEXT, b INTEGER) STRICT"));
    EXPECT_THAT(statements(sql, Dialect::MySql),
                testing::ElementsAre("CREATE TABLE t (a VARCHAR(64), b BIGINT) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 "
                                     "COLLATE=utf8mb4_bin"));
}

}  // namespace

}  // namespace leasebook::db
