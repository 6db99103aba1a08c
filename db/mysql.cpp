#include "db/mysql.h"

#include <cppconn/connection.h>
#include <cppconn/driver.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include <algorithm>
#include <charconv>
#include <future>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "db/mysql_health.h"
#include "db/retry.h"
#include "domain/overloaded.h"

// The connector's commit(), rollback(), setAutoCommit() and OPT_RECONNECT report success when the server refused or
// was gone: a lost write would look saved. Transactions are therefore SQL text, and nothing here calls those.

namespace leasebook::db {

namespace {

std::int64_t whole_number(const std::string& text) {
    std::int64_t value = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end)
        throw DatabaseError(Trouble::Other, "\"" + text + "\" in the database is not a whole number of 64 bits.");
    return value;
}

// A result and how its columns are to be read: the connector's getters answer 0 or "" where the type is wrong.
class MysqlRows {
public:
    explicit MysqlRows(sql::ResultSet* rows) : rows_(rows) {
        auto* const description = rows_->getMetaData();
        for (unsigned column = 1; column <= description->getColumnCount(); ++column)
            kinds_.push_back(kind_of(description->getColumnType(column)));
    }
    bool next() { return on_row_ = rows_->next(); }
    bool is_null(int column) {
        kind(column);
        return rows_->isNull(static_cast<std::uint32_t>(column) + 1);
    }
    std::int64_t integer(int column) {
        const auto index = static_cast<std::uint32_t>(column) + 1;
        switch (value_kind(column)) {
            case Kind::Integer: return rows_->getInt64(index);
            case Kind::Decimal: return whole_number(rows_->getString(index).asStdString());  // SUM(bigint)
            case Kind::Text: break;
        }
        throw_wrong_type(column, "a whole number");
    }
    std::string text(int column) {
        if (value_kind(column) != Kind::Text) throw_wrong_type(column, "text");
        return rows_->getString(static_cast<std::uint32_t>(column) + 1).asStdString();
    }

private:
    enum class Kind { Integer, Decimal, Text };
    static Kind kind_of(int type) {
        if (is_one_of(type, {sql::DataType::TINYINT, sql::DataType::SMALLINT, sql::DataType::MEDIUMINT,
                             sql::DataType::INTEGER, sql::DataType::BIGINT, sql::DataType::BIT}))
            return Kind::Integer;
        return is_one_of(type, {sql::DataType::DECIMAL, sql::DataType::NUMERIC}) ? Kind::Decimal : Kind::Text;
    }
    Kind kind(int column) const {
        if (!on_row_ || column < 0 || column >= static_cast<int>(kinds_.size())) throw_wrong_type(column, "in the row");
        return kinds_[static_cast<std::size_t>(column)];
    }
    Kind value_kind(int column) {
        if (is_null(column)) throw_wrong_type(column, "a value, but NULL");
        return kind(column);
    }
    [[noreturn]] static void throw_wrong_type(int column, const char* wanted) {
        throw DatabaseError(Trouble::Other, "Column " + std::to_string(column) + " is not " + wanted + ".");
    }

    std::unique_ptr<sql::ResultSet> rows_;
    std::vector<Kind> kinds_;
    bool on_row_ = false;
};

class MysqlStatement final : public Statement {
public:
    MysqlStatement(sql::Connection& connection, const std::string& sql, Health& health)
        : health_(health), statement_(health.watch([&] { return connection.prepareStatement(sql); })) {}

    Statement& bind(int parameter, std::int64_t value) override {
        health_.watch([&] { statement_->setInt64(static_cast<unsigned>(parameter), value); });
        return *this;
    }
    Statement& bind(int parameter, std::string_view value) override {
        health_.watch([&] { statement_->setString(static_cast<unsigned>(parameter), std::string(value)); });
        return *this;
    }
    Statement& bind_null(int parameter) override {
        health_.watch([&] { statement_->setNull(static_cast<unsigned>(parameter), sql::DataType::VARCHAR); });
        return *this;
    }
    bool step() override {
        return health_.watch([&] {
            if (!rows_) rows_.emplace(statement_->executeQuery());
            if (rows_->next()) return true;
            rows_.reset();
            return false;
        });
    }
    std::int64_t execute() override {
        rows_.reset();
        return health_.watch([&] { return std::int64_t{statement_->executeUpdate()}; });
    }
    void reset() override { rows_.reset(); }
    bool is_null(int column) override {
        return health_.watch([&] { return rows().is_null(column); });
    }
    std::int64_t integer(int column) override {
        return health_.watch([&] { return rows().integer(column); });
    }
    std::string text(int column) override {
        return health_.watch([&] { return rows().text(column); });
    }

private:
    MysqlRows& rows() {
        if (!rows_) throw DatabaseError(Trouble::Other, "A column was read where there is no row.");
        return *rows_;
    }
    Health& health_;
    std::unique_ptr<sql::PreparedStatement> statement_;
    std::optional<MysqlRows> rows_;  // goes before its statement
};

// Reads row by row from the wire, which only an unprepared statement can do.
class MysqlStream final : public Statement {
public:
    MysqlStream(sql::Connection& connection, const std::string& sql, Health& health) : health_(health) {
        health.watch([&] {
            statement_.reset(connection.createStatement());
            statement_->setResultSetType(sql::ResultSet::TYPE_FORWARD_ONLY);
            rows_.emplace(statement_->executeQuery(sql));
        });
    }
    Statement& bind(int, std::int64_t) override { refuse(); }
    Statement& bind(int, std::string_view) override { refuse(); }
    Statement& bind_null(int) override { refuse(); }
    std::int64_t execute() override { refuse(); }
    bool step() override {
        return health_.watch([&] { return rows_->next(); });
    }
    void reset() override { refuse(); }
    bool is_null(int column) override {
        return health_.watch([&] { return rows_->is_null(column); });
    }
    std::int64_t integer(int column) override {
        return health_.watch([&] { return rows_->integer(column); });
    }
    std::string text(int column) override {
        return health_.watch([&] { return rows_->text(column); });
    }

private:
    [[noreturn]] static void refuse() {
        throw DatabaseError(Trouble::Other, "A stream takes no parameters and runs once.");
    }
    Health& health_;
    std::unique_ptr<sql::Statement> statement_;
    std::optional<MysqlRows> rows_;
};

class MysqlConnection final : public Connection {
public:
    explicit MysqlConnection(const MysqlAddress& address) {
        health_.watch([&] {
            sql::ConnectOptionsMap options;
            options["hostName"] = sql::SQLString(address.host);
            options["userName"] = sql::SQLString(address.user);
            options["password"] = sql::SQLString(address.password);
            options["schema"] = sql::SQLString(address.name);
            options["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
            options["OPT_LOCAL_INFILE"] = 0;      // else a hostile server could ask for our files
            options["CLIENT_FOUND_ROWS"] = true;  // an UPDATE counts the rows it found, as SQLite does
            options["OPT_CONNECT_TIMEOUT"] = 10;
            options["OPT_READ_TIMEOUT"] = 300;
            if (address.tls) options["sslEnforce"] = true;  // OPT_SSL_MODE is silently ignored
            if (!address.ca.empty()) {
                options["sslCA"] = sql::SQLString(address.ca);
                options["sslVerify"] = true;
            }
            connection_.reset(get_driver_instance()->connect(options));
        });
        set_up_session();
    }

    Dialect dialect() const override { return Dialect::MySql; }
    Statement& prepare(const std::string& sql) override {
        if (const auto known = statements_.find(sql); known != statements_.end()) {
            known->second->reset();
            return *known->second;
        }
        auto statement = std::make_unique<MysqlStatement>(*connection_, sql, health_);
        return *statements_.emplace(sql, std::move(statement)).first->second;
    }
    std::unique_ptr<Statement> stream(const std::string& sql) override {
        return std::make_unique<MysqlStream>(*connection_, sql, health_);
    }
    void execute(const std::string& sql) override {
        health_.watch([&] {
            const std::unique_ptr<sql::Statement> statement(connection_->createStatement());
            // A result left unread would block every later statement.
            if (statement->execute(sql)) std::unique_ptr<sql::ResultSet>(statement->getResultSet());
        });
    }
    void insert_rows(std::string_view table, std::span<const std::string> columns,
                     std::span<const std::vector<Cell>> rows) override;

    Health& health() { return health_; }
    void finish_statements() {
        constexpr std::size_t kept_statements = 200;  // of the 16,382 a server keeps for all
        if (statements_.size() > kept_statements) statements_.clear();
        for (const auto& [sql, statement] : statements_) statement->reset();
    }

private:
    void set_up_session() {
        execute("SET NAMES utf8mb4 COLLATE utf8mb4_bin");
        execute(
            "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO,"
            "PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES'");
        execute("SET SESSION innodb_lock_wait_timeout = 5");
        try {
            // Off although it would catch lost updates: every transaction moves the same counters, so of 16 at once
            // some lost ten times in a row and failed (measured). Stores lock what they change, or check its version.
            execute("SET SESSION innodb_snapshot_isolation = OFF");
        } catch (const DatabaseError& error) {
            if (error.trouble == Trouble::Lost) throw;  // only MariaDB has the setting
        }
    }

    Health health_;
    std::unique_ptr<sql::Connection> connection_;
    std::unordered_map<std::string, std::unique_ptr<MysqlStatement>> statements_;
};

// A value as SQL text. Our sql_mode takes backslashes as they are, and in UTF-8 no byte of another character is a
// quote.
void append_literal(std::string& sql, const Connection::Cell& cell) {
    std::visit(Overloaded{[&](std::monostate) { sql += "NULL"; },
                          [&](std::int64_t number) {
                              std::array<char, 20> digits;
                              sql.append(digits.data(), std::to_chars(digits.begin(), digits.end(), number).ptr);
                          },
                          [&](std::string_view text) {
                              sql += '\'';
                              for (auto quote = text.find('\''); quote != text.npos; quote = text.find('\'')) {
                                  sql.append(text.substr(0, quote)).append("''");
                                  text.remove_prefix(quote + 1);
                              }
                              sql.append(text).append("'");
                          }},
               cell);
}

void MysqlConnection::insert_rows(std::string_view table, std::span<const std::string> columns,
                                  std::span<const std::vector<Cell>> rows) {
    constexpr std::size_t packet = 256 * 1024;
    std::string names;
    for (const auto& column : columns) names += (names.empty() ? "`" : ", `") + column + "`";
    const std::string head = "INSERT INTO `" + std::string(table) + "` (" + names + ") VALUES ";
    // While the server works on one packet, the next is written.
    std::future<void> under_way;
    const auto wait = [&] {
        if (under_way.valid()) under_way.get();
    };
    std::string sql;
    for (const auto& row : rows) {
        sql += sql.empty() ? head + "(" : ",(";
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) sql += ',';
            append_literal(sql, row[i]);
        }
        sql += ')';
        if (sql.size() < packet) continue;
        wait();
        under_way = std::async(std::launch::async, [this, full = std::exchange(sql, {})] { execute(full); });
    }
    wait();
    if (!sql.empty()) execute(sql);
}

class MysqlDatabase final : public Database {
public:
    explicit MysqlDatabase(MysqlAddress address) : address_(std::move(address)) {
        give_back(std::make_unique<MysqlConnection>(address_));
    }
    Dialect dialect() const override { return Dialect::MySql; }

protected:
    void run_read(const std::function<void(Connection&)>& use) override {
        run({"START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"}, use, false);
    }
    // Who has waited for a locked row must then see what the one before him did to it, and all that hangs on it. The
    // default, REPEATABLE READ, shows the row as it is now and the rest as it was at the transaction's first read.
    void run_write(const std::function<void(Connection&)>& use) override {
        run({"SET TRANSACTION ISOLATION LEVEL READ COMMITTED", "START TRANSACTION"}, use, true);
    }

private:
    static constexpr std::size_t most_idle_connections = 32;

    void run(std::initializer_list<const char*> begin, const std::function<void(Connection&)>& use, bool writes) {
        run_attempts([&](bool last) {
            auto connection = take();
            bool committing = false;
            try {
                for (const char* statement : begin) connection->execute(statement);
                use(*connection);
                connection->finish_statements();
                if (connection->health().doom) throw DatabaseError(*connection->health().doom);
                committing = true;
                connection->execute("COMMIT");
            } catch (const DatabaseError& error) {
                const auto trouble = error.trouble;
                abandon(std::move(connection));
                // Whether a COMMIT without an answer took place, only a look at the data can say.
                const bool unknown_outcome = writes && committing && trouble == Trouble::Lost;
                if (last || unknown_outcome || (trouble != Trouble::Retry && trouble != Trouble::Lost)) throw;
                return false;
            } catch (...) {
                abandon(std::move(connection));
                throw;
            }
            give_back(std::move(connection));
            return true;
        });
    }

    void abandon(std::unique_ptr<MysqlConnection> connection) {
        connection->finish_statements();
        if (!connection->health().spoiled) {
            try {
                connection->execute("ROLLBACK");
                connection->health().doom.reset();
                give_back(std::move(connection));
                return;
            } catch (const DatabaseError&) {
                // Closing the connection rolls back just as well.
            }
        }
        // Where one connection broke, the idle ones probably did too.
        const std::lock_guard guard(idle_mutex_);
        idle_.clear();
    }

    std::unique_ptr<MysqlConnection> take() {
        {
            const std::lock_guard guard(idle_mutex_);
            if (!idle_.empty()) {
                auto connection = std::move(idle_.back());
                idle_.pop_back();
                return connection;
            }
        }
        return std::make_unique<MysqlConnection>(address_);
    }
    void give_back(std::unique_ptr<MysqlConnection> connection) {
        const std::lock_guard guard(idle_mutex_);
        if (idle_.size() < most_idle_connections) idle_.push_back(std::move(connection));
    }

    const MysqlAddress address_;
    std::mutex idle_mutex_;
    std::vector<std::unique_ptr<MysqlConnection>> idle_;
};

}  // namespace

std::unique_ptr<Database> open_mysql(const MysqlAddress& address) {
    try {
        return std::make_unique<MysqlDatabase>(address);
    } catch (const DatabaseError& error) {
        throw DatabaseError(Trouble::Other, "The database \"" + address.name + "\" at " + address.host +
                                                " cannot be opened as user \"" + address.user + "\": " + error.what());
    }
}

}  // namespace leasebook::db
