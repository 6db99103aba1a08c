#include "db/migrate.h"

#include <algorithm>
#include <map>

#include "db/digits.h"
#include "db/firm_search.h"
#include "db/hash_chain.h"
#include "domain/result.h"
#include "embedded/migrations.h"

namespace leasebook::db {

namespace {

struct Macro {
    std::string_view name, sqlite, mysql;
};
constexpr Macro macros[] = {
    {"ID", "INTEGER", "BIGINT"},
    {"MONEY", "INTEGER", "BIGINT"},
    {"RATE", "INTEGER", "BIGINT"},
    {"INT", "INTEGER", "BIGINT"},
    {"DATE", "TEXT", "DATE"},
    {"MOMENT", "TEXT", "VARCHAR(24)"},
    {"TEXT", "TEXT", "MEDIUMTEXT"},
    {"JSON", "TEXT", "LONGTEXT"},
    {"TABLE", "STRICT", "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"},
};

std::string meaning(std::string_view macro, Dialect dialect) {
    constexpr std::string_view sized_text = "STR ";
    const bool sqlite = dialect == Dialect::Sqlite;
    if (macro.starts_with(sized_text))
        return sqlite ? "TEXT" : "VARCHAR(" + std::string(macro.substr(sized_text.size())) + ")";
    const auto* const known = std::ranges::find(macros, macro, &Macro::name);
    ensure(known != std::end(macros), "a migration uses only the macros there are");
    return std::string(sqlite ? known->sqlite : known->mysql);
}

std::string expanded(std::string_view sql, Dialect dialect) {
    std::string plain;
    while (!sql.empty()) {
        const auto open = sql.find('{');
        plain += sql.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = sql.find('}', open);
        ensure(close != std::string_view::npos, "a macro in a migration ends with }");
        plain += meaning(sql.substr(open + 1, close - open - 1), dialect);
        sql.remove_prefix(close + 1);
    }
    return plain;
}

std::string without_comments(std::string_view sql) {
    std::string kept;
    while (!sql.empty()) {
        const auto line = sql.substr(0, sql.find('\n'));
        sql.remove_prefix(std::min(sql.size(), line.size() + 1));
        if (!line.starts_with("--")) kept += std::string(line) + "\n";
    }
    return kept;
}

bool has_history(Connection& connection) {
    auto& look = connection.prepare(
        connection.dialect() == Dialect::Sqlite
            ? "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"
            : "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = "
              "'schema_migrations'");
    return look.step() && look.integer(0) > 0;
}

// Number to checksum of what was applied; refuses a history that is not the beginning of the wanted one.
std::map<int, std::string> applied_of(Connection& connection, std::span<const Migration> wanted) {
    std::map<int, std::string> applied;
    auto& select = connection.prepare("SELECT `number`, `checksum` FROM `schema_migrations` ORDER BY `number`");
    while (select.step()) applied.emplace(static_cast<int>(select.integer(0)), select.text(1));
    for (const auto& [number, checksum] : applied) {
        const auto known = std::ranges::find(wanted, number, &Migration::number);
        if (known == wanted.end())
            throw DatabaseError(Trouble::Other,
                                "The database is newer than this program: it has migration " + std::to_string(number) +
                                    ", which this program does not know. "
                                    "Use the newer program, or restore the backup made before the upgrade.");
        if (sha256_hex(known->sql) != checksum)
            throw DatabaseError(Trouble::Other,
                                "Migration " + known->name +
                                    " was edited after it was applied to this database. Put it back as it "
                                    "was and add the change as a new migration.");
    }
    return applied;
}

// Two servers that start together must not migrate together. SQLite's write transaction sees to that by itself.
class MigrationLock {
public:
    explicit MigrationLock(Connection& connection) : connection_(connection) {
        if (connection_.dialect() == Dialect::Sqlite) return;
        auto& lock = connection_.prepare("SELECT GET_LOCK(CONCAT('leasebook.', DATABASE()), 60)");
        if (!lock.step() || lock.is_null(0) || lock.integer(0) != 1)
            throw DatabaseError(Trouble::Other,
                                "Another server is changing the database's tables. Try again when it is done.");
    }
    ~MigrationLock() {
        if (connection_.dialect() == Dialect::Sqlite) return;
        try {
            connection_.execute("DO RELEASE_LOCK(CONCAT('leasebook.', DATABASE()))");
        } catch (const DatabaseError&) {
            // A connection that broke has let the lock go.
        }
    }
    MigrationLock(const MigrationLock&) = delete;
    MigrationLock& operator=(const MigrationLock&) = delete;

private:
    Connection& connection_;
};

std::vector<std::string> quoted_names(std::string_view statement) {
    std::vector<std::string> names;
    for (auto open = statement.find('`'); open != std::string_view::npos; open = statement.find('`', open)) {
        const auto close = statement.find('`', open + 1);
        names.emplace_back(statement.substr(open + 1, close - open - 1));
        open = close + 1;
    }
    return names;
}

// MySQL commits every change of a table by itself, so a migration that was interrupted finds some of its columns and
// indexes there.
bool adds_what_is_there(Connection& connection, std::string_view statement) {
    if (connection.dialect() == Dialect::Sqlite) return false;
    const auto begins = [&](std::string_view words) {
        return statement.substr(statement.find_first_not_of(" \n")).starts_with(words);
    };
    const bool index = begins("CREATE INDEX");
    if (!index && !begins("ALTER")) return false;
    const auto names = quoted_names(statement);
    auto& look = connection.prepare(
        "SELECT COUNT(*) FROM information_schema." +
        std::string(index ? "statistics WHERE table_schema = DATABASE() AND index_name = ? AND table_name = ?"
                          : "columns WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?"));
    return look.bind(1, names.at(0)).bind(2, names.at(1)).step() && look.integer(0) > 0;
}

// Entries of the journal may belong to no contract. SQLite has no statement for it; what it knows of the table is
// written anew, as its documentation describes for changes that leave the rows as they are, without rebuilding millions
// of them.
void let_entries_stand_alone(Connection& connection) {
    if (connection.dialect() == Dialect::MySql)
        return connection.execute("ALTER TABLE `journal_entries` MODIFY `contract_id` BIGINT");
    auto& select = connection.prepare("PRAGMA schema_version");
    ensure(select.step(), "SQLite counts the changes of its tables");
    const auto version = select.integer(0);
    select.reset();
    connection.execute(
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_master SET sql = replace(sql, '`contract_id` INTEGER NOT NULL', '`contract_id` INTEGER') "
        "WHERE type = 'table' AND name = 'journal_entries';"
        "PRAGMA schema_version = " +
        std::to_string(version + 1) + "; PRAGMA writable_schema = RESET;");
}

void apply(Connection& connection, const Migration& migration) {
    for (const auto& statement : statements(migration.sql, connection.dialect()))
        if (!adds_what_is_there(connection, statement)) connection.execute(statement);
    // SQL knows no pinyin.
    if (migration.name == "0032_lists") fill_search_texts(connection);
    if (migration.name == "0038_receipts") let_entries_stand_alone(connection);
    connection
        .prepare(
            "INSERT INTO `schema_migrations` (`number`, `name`, `checksum`, `applied_at`) "
            "VALUES (?, ?, ?, CURRENT_TIMESTAMP)")
        .bind(1, migration.number)
        .bind(2, migration.name)
        .bind(3, sha256_hex(migration.sql))
        .execute();
}

}  // namespace

const std::vector<Migration>& migrations() {
    static const std::vector<Migration> own = [] {
        std::vector<Migration> list;
        for (const auto& file : embedded::migrations()) {
            const auto name = file.name.substr(0, file.name.rfind(".sql"));
            const auto number = read_digits(name.substr(0, 4));
            ensure(number.has_value(), "the file of a migration begins with its number");
            list.push_back({static_cast<int>(*number), std::string(name), std::string(file.bytes)});
        }
        std::ranges::sort(list, {}, &Migration::number);
        return list;
    }();
    return own;
}

MigrationReport migrate(Database& database, std::span<const Migration> wanted) {
    return database.write([&](Connection& connection) {
        const MigrationLock lock(connection);
        for (const auto& statement :
             statements("CREATE TABLE IF NOT EXISTS `schema_migrations` (`number` {ID} NOT NULL PRIMARY KEY, "
                        "`name` {STR 200} NOT NULL, `checksum` {STR 64} NOT NULL, "
                        "`applied_at` {MOMENT} NOT NULL) {TABLE}",
                        connection.dialect()))
            connection.execute(statement);
        const auto applied = applied_of(connection, wanted);
        MigrationReport report;
        for (const auto& migration : wanted) {
            report.version = migration.number;
            if (applied.contains(migration.number)) continue;
            apply(connection, migration);
            ++report.applied;
        }
        return report;
    });
}

int pending_migrations(Database& database, std::span<const Migration> wanted) {
    return database.read([&](Connection& connection) {
        const auto applied = has_history(connection) ? applied_of(connection, wanted).size() : 0;
        return static_cast<int>(wanted.size() - applied);
    });
}

std::vector<std::string> statements(std::string_view sql, Dialect dialect) {
    std::vector<std::string> list;
    const auto plain = expanded(without_comments(sql), dialect);
    std::string_view rest = plain;
    while (!rest.empty()) {
        const auto statement = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(rest.size(), statement.size() + 1));
        if (statement.find_first_not_of(" \t\r\n") != std::string_view::npos) list.emplace_back(statement);
    }
    return list;
}

}  // namespace leasebook::db
