#pragma once
// The database behind one small interface, with two drivers: SQLite in a file, MySQL/MariaDB over the wire. Stores
// write portable SQL once; where the dialects differ they ask the connection (see Dialect and its functions).
//
// Threading: a Database may be used from many threads; a Connection belongs to the function it was handed to.
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace leasebook::db {

enum class Dialect { Sqlite, MySql };

// What went wrong, as far as a caller can do something about it.
enum class Trouble {
    Retry,       // deadlock, lock wait, certification: the whole use case may run again
    Duplicate,   // a unique key is taken
    Constraint,  // a foreign key or check refused the row
    Lost,        // the connection broke; after COMMIT that means: outcome unknown
    Other
};
class DatabaseError : public std::runtime_error {
public:
    DatabaseError(Trouble kind, const std::string& what) : std::runtime_error(what), trouble(kind) {}
    const Trouble trouble;
};

// One prepared statement. Parameters count from 1, columns from 0. A column read as the wrong type throws.
class Statement {
public:
    virtual ~Statement() = default;
    virtual Statement& bind(int parameter, std::int64_t value) = 0;
    virtual Statement& bind(int parameter, std::string_view value) = 0;
    virtual Statement& bind_null(int parameter) = 0;
    // Moves to the next row; false when there is none. The first call runs the statement.
    virtual bool step() = 0;
    // Runs a statement that returns no rows and makes it ready to be bound again; answers the rows it matched.
    virtual std::int64_t execute() = 0;
    virtual void reset() = 0;
    virtual bool is_null(int column) = 0;
    virtual std::int64_t integer(int column) = 0;  // also reads the DECIMAL that MariaDB makes of SUM(bigint)
    virtual std::string text(int column) = 0;
};

class Connection {
public:
    virtual ~Connection() = default;
    virtual Dialect dialect() const = 0;
    // Prepared once per connection and text, then reused; owned by the connection. Asking for the same text again
    // ends what was being read with it.
    virtual Statement& prepare(const std::string& sql) = 0;
    // Reads a large result row by row without holding it all in memory; no other statement may run meanwhile.
    virtual std::unique_ptr<Statement> stream(const std::string& sql) = 0;
    virtual void execute(const std::string& sql) = 0;

    // " FOR UPDATE" where the database locks rows, "" where a writer has the database to itself.
    std::string_view for_update() const { return dialect() == Dialect::MySql ? " FOR UPDATE" : ""; }
    // INSERT that replaces the named columns of an existing row with the same key.
    std::string upsert(std::string_view table, std::span<const std::string> keys,
                       std::span<const std::string> columns) const;
    // Many rows of equal width in as few round trips as the driver does well. An empty cell is NULL. Whole numbers are
    // handed over as such: a database spends more on reading a row's numbers as text than on storing it.
    using Cell = std::variant<std::monostate, std::int64_t, std::string>;
    virtual void insert_rows(std::string_view table, std::span<const std::string> columns,
                             std::span<const std::vector<Cell>> rows) = 0;
};

class Database {
public:
    virtual ~Database() = default;
    virtual Dialect dialect() const = 0;

    // Runs the function on a connection with one consistent view of the data (one read transaction). Not to be
    // called from within another read or write of the same thread.
    template <class F>
    auto read(F&& use) {
        return run<decltype(use(std::declval<Connection&>()))>(false, use);
    }
    // Runs the function in a write transaction and commits if it returns; rolls back if it throws. Deadlocks, lock
    // waits and connections lost before COMMIT run the whole function again, a bounded number of times, so it must
    // have no effect but on the database and its result. A connection lost during COMMIT is DatabaseError(Lost):
    // whether the data was saved is unknown, look its idempotency key up.
    template <class F>
    auto write(F&& use) {
        return run<decltype(use(std::declval<Connection&>()))>(true, use);
    }

    // Grows with every write transaction of this process. What was computed from the database stays good while this
    // number stands still, other processes apart (see server/freshness.h).
    std::uint64_t writes() const { return writes_.load(std::memory_order_acquire); }

protected:
    virtual void run_read(const std::function<void(Connection&)>& use) = 0;
    virtual void run_write(const std::function<void(Connection&)>& use) = 0;

private:
    struct CountAtEnd {
        std::atomic<std::uint64_t>* counter;
        ~CountAtEnd() {
            if (counter != nullptr) counter->fetch_add(1, std::memory_order_release);
        }
    };
    std::atomic<std::uint64_t> writes_{0};

    template <class R, class F>
    R run(bool writes, F& use) {
        // Also when it throws: a lost connection may have committed.
        const CountAtEnd counted{writes ? &writes_ : nullptr};
        if constexpr (std::is_void_v<R>) {
            writes ? run_write(use) : run_read(use);
        } else {
            std::optional<R> result;
            const auto keep = [&](Connection& connection) { result.emplace(use(connection)); };
            writes ? run_write(keep) : run_read(keep);
            return std::move(*result);
        }
    }
};

// "sqlite:PATH" or "mysql://user:password@host:port/name" (host may be unix:/path/to/socket, percent-encoded).
// Throws DatabaseError(Other) with a sentence for the person who wrote the address.
std::unique_ptr<Database> open(const std::string& address);

}  // namespace leasebook::db
