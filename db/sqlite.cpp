#include "db/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <mutex>
#include <unordered_map>

#include "db/retry.h"
#include "db/turnstile.h"
#include "domain/overloaded.h"

namespace leasebook::db {

namespace {

Trouble trouble_of(int extended_code) {
    switch (extended_code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID: return Trouble::Duplicate;
        default: break;
    }
    switch (extended_code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return Trouble::Retry;
        case SQLITE_CONSTRAINT: return Trouble::Constraint;
        default: return Trouble::Other;
    }
}

[[noreturn]] void fail(sqlite3* database) {
    throw DatabaseError(trouble_of(sqlite3_extended_errcode(database)),
                        std::string("SQLite: ") + sqlite3_errmsg(database));
}

class SqliteStatement final : public Statement {
public:
    SqliteStatement(sqlite3* database, const std::string& sql) : database_(database) {
        if (sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement_, nullptr) != SQLITE_OK)
            fail(database);
    }
    ~SqliteStatement() override { sqlite3_finalize(statement_); }
    SqliteStatement(const SqliteStatement&) = delete;
    SqliteStatement& operator=(const SqliteStatement&) = delete;

    Statement& bind(int parameter, std::int64_t value) override {
        return bound(sqlite3_bind_int64(statement_, parameter, value));
    }
    Statement& bind(int parameter, std::string_view value) override {
        // SQLite copies the text: the caller's string may be gone when the statement runs. An empty view without
        // an address would be taken for NULL.
        const char* const bytes = value.data() ? value.data() : "";
        return bound(sqlite3_bind_text64(statement_, parameter, bytes, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    }
    Statement& bind_null(int parameter) override { return bound(sqlite3_bind_null(statement_, parameter)); }

    bool step() override {
        const int code = sqlite3_step(statement_);
        if (code == SQLITE_ROW) return true;
        if (code == SQLITE_DONE) {
            sqlite3_reset(statement_);
            return false;
        }
        fail_and_reset();
    }
    std::int64_t execute() override {
        int code = SQLITE_ROW;
        while (code == SQLITE_ROW) code = sqlite3_step(statement_);
        if (code != SQLITE_DONE) fail_and_reset();
        sqlite3_reset(statement_);
        return sqlite3_changes64(database_);
    }
    void reset() override { sqlite3_reset(statement_); }

    bool is_null(int column) override { return type_of(column) == SQLITE_NULL; }
    std::int64_t integer(int column) override {
        if (type_of(column) != SQLITE_INTEGER) throw_wrong_type(column, "a whole number");
        return sqlite3_column_int64(statement_, column);
    }
    std::string text(int column) override {
        if (type_of(column) != SQLITE_TEXT) throw_wrong_type(column, "text");
        const auto* const bytes =
            static_cast<const char*>(static_cast<const void*>(sqlite3_column_text(statement_, column)));
        return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }

private:
    Statement& bound(int code) {
        if (code != SQLITE_OK) fail(database_);
        return *this;
    }
    int type_of(int column) {
        // Beyond the row SQLite would answer NULL, and a misspelt column number would go unseen.
        if (column < 0 || column >= sqlite3_data_count(statement_)) throw_wrong_type(column, "in the row");
        return sqlite3_column_type(statement_, column);
    }
    [[noreturn]] void throw_wrong_type(int column, const char* wanted) {
        throw DatabaseError(Trouble::Other, "Column " + std::to_string(column) + " is not " + wanted + ".");
    }
    [[noreturn]] void fail_and_reset() {
        const DatabaseError error(trouble_of(sqlite3_extended_errcode(database_)),
                                  std::string("SQLite: ") + sqlite3_errmsg(database_));
        sqlite3_reset(statement_);
        throw error;
    }

    sqlite3* database_;
    sqlite3_stmt* statement_ = nullptr;
};

class SqliteConnection final : public Connection {
public:
    SqliteConnection(const std::string& path, bool writes) {
        // NOMUTEX: a connection belongs to one thread at a time, which the pool sees to.
        const int code =
            sqlite3_open_v2(path.c_str(), &database_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
        if (code != SQLITE_OK) {
            const std::string reason = database_ ? sqlite3_errmsg(database_) : "out of memory";
            sqlite3_close(database_);
            throw DatabaseError(Trouble::Other, "The database file " + path + " cannot be opened: " + reason + ".");
        }
        try {
            configure(path, writes);
        } catch (...) {
            sqlite3_close(database_);
            throw;
        }
    }
    ~SqliteConnection() override {
        statements_.clear();
        sqlite3_close(database_);
    }
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    Dialect dialect() const override { return Dialect::Sqlite; }
    Statement& prepare(const std::string& sql) override {
        if (const auto known = statements_.find(sql); known != statements_.end()) {
            known->second->reset();
            return *known->second;
        }
        auto statement = std::make_unique<SqliteStatement>(database_, sql);
        return *statements_.emplace(sql, std::move(statement)).first->second;
    }
    std::unique_ptr<Statement> stream(const std::string& sql) override {
        return std::make_unique<SqliteStatement>(database_, sql);
    }
    void execute(const std::string& sql) override {
        if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(database_);
    }
    // One statement used again and again beats rows joined into one INSERT (measured).
    void insert_rows(std::string_view table, std::span<const std::string> columns,
                     std::span<const std::vector<Cell>> rows) override {
        std::string names, marks;
        for (const auto& column : columns) {
            names += (names.empty() ? "`" : ", `") + column + "`";
            marks += marks.empty() ? "?" : ", ?";
        }
        auto& insert = prepare("INSERT INTO `" + std::string(table) + "` (" + names + ") VALUES (" + marks + ")");
        for (const auto& row : rows) {
            int parameter = 0;
            for (const auto& cell : row) {
                ++parameter;
                std::visit(Overloaded{[&](std::monostate) { insert.bind_null(parameter); },
                                      [&](const auto& value) { insert.bind(parameter, value); }},
                           cell);
            }
            insert.execute();
        }
    }

    // A SELECT that was not read to its end would keep the transaction's view open.
    void finish_statements() {
        constexpr std::size_t kept_statements = 500;
        if (statements_.size() > kept_statements) statements_.clear();
        for (const auto& [sql, statement] : statements_) statement->reset();
    }
    bool in_transaction() const { return sqlite3_get_autocommit(database_) == 0; }

private:
    void configure(const std::string& path, bool writes) {
        sqlite3_extended_result_codes(database_, 1);
        try {
            execute(
                "PRAGMA busy_timeout=5000; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                "PRAGMA foreign_keys=ON; PRAGMA case_sensitive_like=ON; PRAGMA temp_store=MEMORY;");
            if (writes)
                execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
            else
                execute("PRAGMA query_only=ON;");
        } catch (const DatabaseError& error) {
            throw DatabaseError(Trouble::Other, "The database file " + path + " cannot be used: " + error.what() + ".");
        }
    }

    sqlite3* database_ = nullptr;
    std::unordered_map<std::string, std::unique_ptr<SqliteStatement>> statements_;
};

class SqliteDatabase final : public Database {
public:
    explicit SqliteDatabase(std::string path) : path_(std::move(path)), writer_(path_, true) {}

    Dialect dialect() const override { return Dialect::Sqlite; }

protected:
    void run_read(const std::function<void(Connection&)>& use) override {
        auto reader = take_reader();
        transact(*reader, "BEGIN", use);
        const std::lock_guard guard(idle_mutex_);
        if (idle_readers_.size() < most_idle_readers) idle_readers_.push_back(std::move(reader));
    }

    void run_write(const std::function<void(Connection&)>& use) override {
        const std::lock_guard turn(writers_);
        run_attempts([&](bool last) {
            try {
                transact(writer_, "BEGIN IMMEDIATE", use);
                return true;
            } catch (const DatabaseError& error) {
                if (error.trouble != Trouble::Retry || last) throw;
                return false;
            }
        });
    }

private:
    static constexpr std::size_t most_idle_readers = 16;

    std::unique_ptr<SqliteConnection> take_reader() {
        {
            const std::lock_guard guard(idle_mutex_);
            if (!idle_readers_.empty()) {
                auto reader = std::move(idle_readers_.back());
                idle_readers_.pop_back();
                return reader;
            }
        }
        return std::make_unique<SqliteConnection>(path_, false);
    }

    static void transact(SqliteConnection& connection, const char* begin, const std::function<void(Connection&)>& use) {
        connection.execute(begin);
        try {
            use(connection);
            connection.finish_statements();
            connection.execute("COMMIT");
        } catch (...) {
            connection.finish_statements();
            // After a full disk or an I/O error SQLite has rolled back by itself.
            if (connection.in_transaction()) connection.execute("ROLLBACK");
            throw;
        }
    }

    const std::string path_;
    Turnstile writers_;
    SqliteConnection writer_;
    std::mutex idle_mutex_;
    std::vector<std::unique_ptr<SqliteConnection>> idle_readers_;
};

void create_private_file(const std::string& path) {
    if (path.empty() || std::filesystem::is_directory(path))
        throw DatabaseError(Trouble::Other,
                            "The database address must name a file, for example sqlite:/var/lib/leasebook/book.db");
    const auto folder = std::filesystem::absolute(path).parent_path();
    if (!std::filesystem::is_directory(folder))
        throw DatabaseError(Trouble::Other,
                            "The folder " + folder.string() +
                                " for the database file does not exist. Create it, or name another file.");
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0)
        throw DatabaseError(Trouble::Other, "The database file " + path +
                                                " cannot be opened for writing: check who owns it and its folder.");
    ::close(file);
}

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::string& path) {
    create_private_file(path);
    return std::make_unique<SqliteDatabase>(path);
}

}  // namespace leasebook::db
