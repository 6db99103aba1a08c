#include <gmock/gmock.h>

#include "tests/db/databases.h"

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

TEST(Macros, BecomeWhatEachDatabaseCallsIt) {
    const std::string_view sql = "CREATE TABLE t (a {STR 64}, b {MONEY}) {TABLE};\n-- a comment; with a semicolon\n";
    EXPECT_THAT(statements(sql, Dialect::Sqlite), testing::ElementsAre("CREATE TABLE t (a TEXT, b INTEGER) STRICT"));
    EXPECT_THAT(statements(sql, Dialect::MySql),
                testing::ElementsAre("CREATE TABLE t (a VARCHAR(64), b BIGINT) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 "
                                     "COLLATE=utf8mb4_bin"));
}

}  // namespace

}  // namespace leasebook::db
