// Opening a database: what an address may be, and what the operator is told when it cannot be used.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>

#include "db/moment.h"
#include "db/mysql.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

auto refuses(const std::string& text) { return ThrowsMessage<DatabaseError>(HasSubstr(text)); }

class SqliteFile : public OnBothDatabases {};
INSTANTIATE_TEST_SUITE_P(Only, SqliteFile, testing::Values(Dialect::Sqlite), dialect_name);

TEST_P(SqliteFile, IsReadableForItsOwnerOnly) {
    execute("CREATE TABLE `t` (`id` {ID})");
    for (const auto* suffix : {"", "-wal"}) {
        struct stat status {};
        ASSERT_EQ(stat((address.substr(7) + suffix).c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777U, 0600U);
    }
}

TEST_P(SqliteFile, IsWrittenDurablyAndChecked) {
    const auto setting = [&](Connection& c, const char* pragma) { return c.stream(std::string("PRAGMA ") + pragma); };
    database->write([&](Connection& c) {
        for (const auto& [pragma, value] : std::initializer_list<std::pair<const char*, int>>{{"synchronous", 2},
                                                                                              {"foreign_keys", 1},
                                                                                              {"trusted_schema", 0},
                                                                                              {"cell_size_check", 1},
                                                                                              {"busy_timeout", 5000}}) {
            const auto row = setting(c, pragma);
            ASSERT_TRUE(row->step());
            EXPECT_EQ(row->integer(0), value) << pragma;
        }
        const auto mode = setting(c, "journal_mode");
        ASSERT_TRUE(mode->step());
        EXPECT_EQ(mode->text(0), "wal");
    });
}

TEST_P(SqliteFile, MustBeADatabaseInAFolderThatExists) {
    const auto folder = std::filesystem::path(address.substr(7)).parent_path();
    EXPECT_THAT([&] { open("sqlite:" + (folder / "missing" / "book.db").string()); },
                refuses("does not exist. Create it"));
    EXPECT_THAT([&] { open("sqlite:" + folder.string()); }, refuses("must name a file"));
    EXPECT_THAT([&] { open("sqlite:"); }, refuses("must name a file"));
    const auto letter = folder / "letter.txt";
    std::ofstream(letter) << std::string(5000, 'x');
    EXPECT_THAT([&] { open("sqlite:" + letter.string()); }, refuses("cannot be used"));
}

TEST(Address, OfMysqlNamesHostUserPasswordAndDatabase) {
    const auto address = parse_mysql_address("mysql://lease:p%40ss:w%2Ford@db.example:3307/book");
    EXPECT_EQ(address.host, "tcp://db.example:3307");
    EXPECT_EQ(address.user, "lease");
    EXPECT_EQ(address.password, "p@ss:w/ord");
    EXPECT_EQ(address.name, "book");
    EXPECT_FALSE(address.tls);
    EXPECT_EQ(parse_mysql_address("mysql://u:p@unix%3A%2Frun%2Fdb.sock/book").host, "unix:///run/db.sock");
}

TEST(Address, OfMysqlAsksForTlsAlsoByNamingItsCertificates) {
    const auto address = parse_mysql_address("mysql://u:p@h:1/b?tls=required&ca=%2Fetc%2Fca.pem");
    EXPECT_TRUE(address.tls);
    EXPECT_EQ(address.ca, "/etc/ca.pem");
    EXPECT_TRUE(parse_mysql_address("mysql://u:p@h:1/b?ca=/etc/ca.pem").tls);
}

TEST(Address, ThatIsNotUnderstoodIsRefusedWithASentence) {
    EXPECT_THAT([] { open("postgres://x"); }, refuses("starts with sqlite: or mysql://"));
    EXPECT_THAT([] { parse_mysql_address("mysql://host/book"); }, refuses("names no user"));
    EXPECT_THAT([] { parse_mysql_address("mysql://u:p@h:1"); }, refuses("lacks its user"));
    EXPECT_THAT([] { parse_mysql_address("mysql://u:p@h:1/b?tls=maybe"); }, refuses("unknown option \"tls\""));
    EXPECT_THAT([] { parse_mysql_address("mysql://u:%zz@h:1/b"); }, refuses("two hexadecimal digits"));
    EXPECT_THAT([] { open("mysql://u:secret@127.0.0.1:1/b"); }, refuses("cannot be opened as user \"u\""));
}

TEST(Moment, IsWrittenInOneWidthAndReadBack) {
    EXPECT_EQ(moment_text(noon), "2026-01-10T12:00:00.007Z");
    EXPECT_EQ(moment_of(moment_text(noon)), noon);
    EXPECT_EQ(moment_text(Moment(date(2199, 12, 31))), "2199-12-31T00:00:00.000Z");
    EXPECT_THROW(moment_of("2026-01-10T25:00:00.000Z"), InvariantBroken);
    EXPECT_THROW(moment_of("2026-01-10"), InvariantBroken);
}

}  // namespace

}  // namespace leasebook::db
