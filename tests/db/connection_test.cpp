// What every driver must do, whichever database is behind it.
#include <gmock/gmock.h>

#include <barrier>
#include <limits>
#include <thread>

#include "tests/db/databases.h"

namespace leasebook::db {

namespace {

class Driver : public OnBothDatabases {
protected:
    void SetUp() override {
        OnBothDatabases::SetUp();
        if (!IsSkipped() && !HasFatalFailure())
            execute(
                "CREATE TABLE `parents` (`code` {STR 64} NOT NULL PRIMARY KEY) {TABLE};"
                "CREATE TABLE `accounts` (`id` {ID} NOT NULL PRIMARY KEY, `amount` {MONEY}, `note` {TEXT}, `day` "
                "{DATE},"
                " `parent` {STR 64}, FOREIGN KEY (`parent`) REFERENCES `parents` (`code`)) {TABLE};");
    }
    static void insert(Connection& c, std::int64_t id, std::int64_t amount) {
        c.prepare("INSERT INTO `accounts` (`id`, `amount`) VALUES (?, ?)").bind(1, id).bind(2, amount).execute();
    }
    static std::int64_t amount(Connection& c, std::int64_t id) {
        auto& select = c.prepare("SELECT `amount` FROM `accounts` WHERE `id` = ?" + std::string(c.for_update()));
        EXPECT_TRUE(select.bind(1, id).step());
        const auto found = select.integer(0);
        select.reset();
        return found;
    }
    static void set_amount(Connection& c, std::int64_t id, std::int64_t value) {
        c.prepare("UPDATE `accounts` SET `amount` = ? WHERE `id` = ?").bind(1, value).bind(2, id).execute();
    }
    static std::int64_t own_id(Connection& c) {
        auto& select = c.prepare("SELECT CONNECTION_ID()");
        EXPECT_TRUE(select.step());
        const auto id = select.integer(0);
        select.reset();
        return id;
    }
    // Ends another connection, and answers once the server has forgotten it.
    static void kill_connection(Database& killer, std::int64_t id) {
        killer.write([&](Connection& c) { c.execute("KILL CONNECTION " + std::to_string(id)); });
        const auto alive = [&](Connection& c) {
            auto& select = c.prepare("SELECT COUNT(*) FROM information_schema.processlist WHERE `id` = ?");
            EXPECT_TRUE(select.bind(1, id).step());
            return select.integer(0) > 0;
        };
        while (killer.read(alive)) std::this_thread::yield();
    }
    Trouble trouble_of(const std::function<void(Connection&)>& use) {
        try {
            database->write(use);
        } catch (const DatabaseError& error) {
            return error.trouble;
        }
        ADD_FAILURE() << "the database took it";
        return Trouble::Other;
    }
};
INSTANTIATE_TEST_SUITE_P(Both, Driver, both_databases, dialect_name);

// What only a database behind a wire can do: SQLite has one writer at a time and no connection to lose.
class Server : public Driver {};
INSTANTIATE_TEST_SUITE_P(Only, Server, testing::Values(Dialect::MySql), dialect_name);

TEST_P(Driver, KeepsWholeNumbersToTheEdgesOf64Bits) {
    constexpr auto low = std::numeric_limits<std::int64_t>::min(), high = std::numeric_limits<std::int64_t>::max();
    database->write([&](Connection& c) {
        insert(c, 1, low);
        insert(c, 2, high);
    });
    database->read([&](Connection& c) {
        auto& select = c.prepare("SELECT `amount` FROM `accounts` ORDER BY `id`");
        ASSERT_TRUE(select.step());
        EXPECT_EQ(select.integer(0), low);
        ASSERT_TRUE(select.step());
        EXPECT_EQ(select.integer(0), high);
        EXPECT_FALSE(select.step());
    });
}

TEST_P(Driver, KeepsEveryTextAsItWasGiven) {
    using namespace std::string_literals;
    const std::vector<std::string> texts{"",
                                         "a",
                                         "A",
                                         "a ",
                                         " a",
                                         "台州泵业",
                                         "𠮷 😀 e\u0301",
                                         "NULL",
                                         "it's",
                                         "100%",
                                         "back\\slash",
                                         "a\0b"s,
                                         std::string(100'000, 'x')};
    database->write([&](Connection& c) {
        auto& insert_note = c.prepare("INSERT INTO `accounts` (`id`, `note`) VALUES (?, ?)");
        for (std::size_t i = 0; i < texts.size(); ++i)
            insert_note.bind(1, static_cast<std::int64_t>(i)).bind(2, texts[i]).execute();
    });
    std::vector<std::string> prepared, streamed;
    database->read([&](Connection& c) {
        auto& select = c.prepare("SELECT `note` FROM `accounts` ORDER BY `id`");
        while (select.step()) prepared.push_back(select.text(0));
        const auto stream = c.stream("SELECT `note` FROM `accounts` ORDER BY `id`");
        while (stream->step()) streamed.push_back(stream->text(0));
    });
    EXPECT_EQ(prepared, texts);
    EXPECT_EQ(streamed, texts);
    EXPECT_EQ(number("SELECT COUNT(*) FROM `accounts` WHERE `note` = 'A'"), 1);
}

TEST_P(Driver, TellsNothingFromZeroAndFromEmptyText) {
    database->write([&](Connection& c) {
        c.prepare("INSERT INTO `accounts` (`id`, `amount`, `note`) VALUES (?, ?, ?)")
            .bind(1, 1)
            .bind_null(2)
            .bind_null(3)
            .execute();
    });
    database->read([&](Connection& c) {
        auto& select = c.prepare("SELECT `amount`, `note` FROM `accounts`");
        ASSERT_TRUE(select.step());
        EXPECT_TRUE(select.is_null(0));
        EXPECT_TRUE(select.is_null(1));
        EXPECT_THROW(select.integer(0), DatabaseError);
        EXPECT_THROW(select.text(1), DatabaseError);
    });
}

TEST_P(Driver, RefusesToReadAColumnAsTheWrongType) {
    database->write([&](Connection& c) {
        c.prepare("INSERT INTO `accounts` (`id`, `note`) VALUES (?, ?)").bind(1, 1).bind(2, "12").execute();
    });
    database->read([&](Connection& c) {
        auto& select = c.prepare("SELECT `id`, `note` FROM `accounts`");
        ASSERT_TRUE(select.step());
        EXPECT_THROW(select.text(0), DatabaseError);
        EXPECT_THROW(select.integer(1), DatabaseError);
        EXPECT_THROW(select.integer(2), DatabaseError);
    });
}

TEST_P(Driver, ReadsADateAsTheTextThatWasWritten) {
    database->write([&](Connection& c) {
        c.prepare("INSERT INTO `accounts` (`id`, `day`) VALUES (?, ?)").bind(1, 1).bind(2, "2028-02-29").execute();
    });
    database->read([&](Connection& c) {
        auto& select = c.prepare("SELECT `day` FROM `accounts` WHERE `day` <= ?");
        ASSERT_TRUE(select.bind(1, "2028-02-29").step());
        EXPECT_EQ(select.text(0), "2028-02-29");
    });
}

TEST_P(Driver, SumsWholeNumbersExactlyOrNotAtAll) {
    constexpr std::int64_t beyond_doubles = 9'007'199'254'740'993;
    database->write([&](Connection& c) {
        insert(c, 1, beyond_doubles);
        insert(c, 2, 1);
    });
    EXPECT_EQ(number("SELECT SUM(`amount`) FROM `accounts`"), beyond_doubles + 1);
    database->write([&](Connection& c) { insert(c, 3, std::numeric_limits<std::int64_t>::max()); });
    EXPECT_THROW(number("SELECT SUM(`amount`) FROM `accounts`"), DatabaseError);
}

TEST_P(Driver, InsertsManyRowsAtOnce) {
    std::vector<std::vector<Connection::Cell>> rows;
    for (int i = 1; i <= 6001; ++i) rows.push_back({std::int64_t{i}, std::int64_t{2 * i}, {}});
    const std::vector<std::string> columns{"id", "amount", "note"};
    database->write([&](Connection& c) { c.insert_rows("accounts", columns, rows); });
    EXPECT_EQ(number("SELECT COUNT(*) FROM `accounts` WHERE `note` IS NULL"), 6001);
    EXPECT_EQ(number("SELECT SUM(`amount`) FROM `accounts`"), 6001 * 6002);
}

TEST_P(Driver, InsertsTextOfManyRowsAsItIs) {
    using namespace std::string_literals;
    const std::vector<std::string> texts{"it's", "\\'", "'); --", "a\0b"s, "中文 \U0001F3ED", "?", "0012", "NULL"};
    std::vector<std::vector<Connection::Cell>> rows;
    for (std::int64_t i = 0; const auto& text : texts) rows.push_back({++i, std::int64_t{0}, text});
    const std::vector<std::string> columns{"id", "amount", "note"};
    database->write([&](Connection& c) { c.insert_rows("accounts", columns, rows); });
    std::vector<std::string> stored;
    database->read([&](Connection& c) {
        auto& select = c.prepare("SELECT `note` FROM `accounts` ORDER BY `id`");
        while (select.step()) stored.push_back(select.text(0));
    });
    EXPECT_EQ(stored, texts);
}

TEST_P(Driver, UpsertsByKey) {
    const std::vector<std::string> keys{"id"}, columns{"id", "amount"};
    database->write([&](Connection& c) {
        const auto sql = c.upsert("accounts", keys, columns);
        c.prepare(sql).bind(1, 7).bind(2, 1).execute();
        c.prepare(sql).bind(1, 7).bind(2, 2).execute();
    });
    EXPECT_EQ(number("SELECT `amount` FROM `accounts` WHERE `id` = 7"), 2);
}

TEST_P(Driver, CountsTheRowsAnUpdateFoundEvenUnchanged) {
    database->write([&](Connection& c) {
        insert(c, 1, 5);
        EXPECT_EQ(c.prepare("UPDATE `accounts` SET `amount` = 5 WHERE `id` = 1").execute(), 1);
        EXPECT_EQ(c.prepare("UPDATE `accounts` SET `amount` = 5 WHERE `id` = 2").execute(), 0);
    });
}

TEST_P(Driver, CanBeUsedAfterAStatementThatIsNotSql) {
    database->write([&](Connection& c) {
        EXPECT_THROW(c.prepare("SELEKT 1"), DatabaseError);
        EXPECT_THROW(c.prepare("SELEKT 1"), DatabaseError);
        insert(c, 1, 1);
    });
    EXPECT_EQ(number("SELECT COUNT(*) FROM `accounts`"), 1);
}

TEST_P(Driver, UndoesEverythingWhenTheUseThrows) {
    EXPECT_THROW(database->write([&](Connection& c) {
        insert(c, 1, 1);
        throw std::runtime_error("changed my mind");
    }),
                 std::runtime_error);
    EXPECT_EQ(number("SELECT COUNT(*) FROM `accounts`"), 0);
    database->write([&](Connection& c) { insert(c, 1, 1); });
    EXPECT_EQ(number("SELECT COUNT(*) FROM `accounts`"), 1);
}

TEST_P(Driver, SaysWhyARowWasRefused) {
    database->write([&](Connection& c) { insert(c, 1, 1); });
    EXPECT_EQ(trouble_of([&](Connection& c) { insert(c, 1, 2); }), Trouble::Duplicate);
    EXPECT_EQ(
        trouble_of([&](Connection& c) { c.execute("INSERT INTO `accounts` (`id`, `parent`) VALUES (2, 'nobody')"); }),
        Trouble::Constraint);
    EXPECT_EQ(trouble_of([&](Connection& c) { c.execute("SELEKT 1"); }), Trouble::Other);
}

TEST_P(Driver, GoesOnInTheSameTransactionAfterATakenKey) {
    database->write([&](Connection& c) {
        insert(c, 1, 1);
        EXPECT_THROW(insert(c, 1, 2), DatabaseError);
        insert(c, 2, 2);
    });
    EXPECT_EQ(number("SELECT SUM(`amount`) FROM `accounts`"), 3);
}

TEST_P(Driver, GivesAReaderOneViewWhileOthersWrite) {
    database->write([&](Connection& c) { insert(c, 1, 1); });
    const auto other = another();
    database->read([&](Connection& c) {
        auto& select = c.prepare("SELECT SUM(`amount`) FROM `accounts`");
        ASSERT_TRUE(select.step());
        EXPECT_EQ(select.integer(0), 1);
        select.reset();
        other->write([&](Connection& w) { insert(w, 2, 41); });
        ASSERT_TRUE(select.step());
        EXPECT_EQ(select.integer(0), 1);
    });
    EXPECT_EQ(number("SELECT SUM(`amount`) FROM `accounts`"), 42);
}

TEST_P(Driver, RefusesToWriteInARead) {
    EXPECT_THROW(database->read([&](Connection& c) { insert(c, 1, 1); }), DatabaseError);
}

// With a plain BEGIN, SQLite fails the second of two transactions that read before they write, at once.
TEST_P(Driver, LetsTwoProgramsReadAndThenWrite) {
    database->write([&](Connection& c) { insert(c, 1, 0); });
    const auto other = another();
    const auto count = [&](Database& program) {
        for (int i = 0; i < 50; ++i) program.write([&](Connection& c) { set_amount(c, 1, amount(c, 1) + 1); });
    };
    {
        std::jthread a([&] { count(*database); }), b([&] { count(*other); });
    }
    EXPECT_EQ(number("SELECT `amount` FROM `accounts` WHERE `id` = 1"), 100);
}

TEST_P(Driver, KeepsTheTotalWhile16ThreadsMoveAmounts) {
    constexpr std::int64_t accounts = 5, threads = 16, moves = 25;
    database->write([&](Connection& c) {
        for (std::int64_t id = 0; id < accounts; ++id) insert(c, id, 1000);
    });
    const auto move = [&](std::int64_t seed) {
        const auto from = seed % accounts, to = (seed + 1 + seed % (accounts - 1)) % accounts;
        database->write([&](Connection& c) {
            const auto taken = amount(c, from), given = amount(c, to);
            set_amount(c, from, taken - 7);
            set_amount(c, to, given + 7);
        });
    };
    {
        std::vector<std::jthread> crowd;
        for (std::int64_t t = 0; t < threads; ++t)
            crowd.emplace_back([&, t] {
                for (std::int64_t i = 0; i < moves; ++i) {
                    move(t * 31 + i * 7);
                    EXPECT_EQ(number("SELECT SUM(`amount`) FROM `accounts`"), accounts * 1000);
                }
            });
    }
    EXPECT_EQ(number("SELECT SUM(`amount`) FROM `accounts`"), accounts * 1000);
}

TEST_P(Server, RunsTheLoserOfADeadlockAgain) {
    database->write([&](Connection& c) {
        insert(c, 1, 0);
        insert(c, 2, 0);
    });
    std::barrier both_hold_one(2);
    std::atomic<int> attempts = 0;
    const auto lock_both = [&](std::int64_t first, std::int64_t second) {
        bool met = false;
        database->write([&](Connection& c) {
            ++attempts;
            set_amount(c, first, amount(c, first) + 1);
            if (!std::exchange(met, true)) both_hold_one.arrive_and_wait();
            set_amount(c, second, amount(c, second) + 1);
        });
    };
    {
        std::jthread a([&] { lock_both(1, 2); }), b([&] { lock_both(2, 1); });
    }
    EXPECT_GE(attempts, 3);
    EXPECT_EQ(number("SELECT SUM(`amount`) FROM `accounts`"), 4);
}

// Two payments on one contract at once both spent the same money: the second had locked the contract's row as the
// first left it, and read its events as they were before.
TEST_P(Server, ShowsWhoLocksARowAllThatWasCommittedBefore) {
    const auto rival = another();
    database->write([&](Connection& c) { insert(c, 1, 100); });
    database->write([&](Connection& c) {
        const auto count = [&] {
            auto& select = c.prepare("SELECT COUNT(*) FROM `accounts`");
            EXPECT_TRUE(select.step());
            const auto rows = select.integer(0);
            select.reset();
            return rows;
        };
        EXPECT_EQ(count(), 1);
        rival->write([](Connection& other) {
            set_amount(other, 1, 0);
            insert(other, 2, 100);
        });
        EXPECT_EQ(amount(c, 1), 0);
        EXPECT_EQ(count(), 2);
    });
}

// The connector's own commit() returns normally here, and nothing is saved.
TEST_P(Server, ReportsAConnectionLostBeforeCommitAsUnknownOutcome) {
    const auto killer = another();
    int attempts = 0;
    EXPECT_EQ(trouble_of([&](Connection& c) {
                  ++attempts;
                  insert(c, 1, 1);
                  kill_connection(*killer, own_id(c));
              }),
              Trouble::Lost);
    EXPECT_EQ(attempts, 1);
    EXPECT_EQ(number("SELECT COUNT(*) FROM `accounts`"), 0);
}

TEST_P(Server, RunsAgainWhenTheConnectionIsLostBeforeAnythingWasCommitted) {
    const auto killer = another();
    int attempts = 0;
    database->write([&](Connection& c) {
        insert(c, 1, 1);
        if (++attempts == 1) kill_connection(*killer, own_id(c));
        insert(c, 2, 1);
    });
    EXPECT_EQ(attempts, 2);
    EXPECT_EQ(number("SELECT SUM(`amount`) FROM `accounts`"), 2);
}

TEST_P(Server, NeverCommitsWhatFollowsALossThatTheUseHid) {
    const auto killer = another();
    int attempts = 0;
    database->write([&](Connection& c) {
        const bool first = ++attempts == 1;
        if (first) kill_connection(*killer, own_id(c));
        try {
            insert(c, 1, 1);
        } catch (const DatabaseError&) {
            EXPECT_TRUE(first);
        }
    });
    EXPECT_EQ(attempts, 2);
    EXPECT_EQ(number("SELECT COUNT(*) FROM `accounts`"), 1);
}

}  // namespace

}  // namespace leasebook::db
