#include "db/database.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "db/mysql.h"
#include "db/page.h"
#include "db/retry.h"
#include "db/sqlite.h"

namespace leasebook::db {

namespace {

std::string quoted_list(std::span<const std::string> columns) {
    std::string list;
    for (const auto& column : columns) list += (list.empty() ? "`" : ", `") + column + "`";
    return list;
}

}  // namespace

std::string Connection::upsert(std::string_view table, std::span<const std::string> keys,
                               std::span<const std::string> columns) const {
    const bool sqlite = dialect() == Dialect::Sqlite;
    std::string marks, changes;
    for (const auto& column : columns) {
        marks += marks.empty() ? "?" : ", ?";
        if (std::ranges::find(keys, column) != keys.end()) continue;
        changes += (changes.empty() ? "`" : ", `") + column +
                   "` = " + (sqlite ? "excluded.`" + column + "`" : "VALUES(`" + column + "`)");
    }
    return "INSERT INTO `" + std::string(table) + "` (" + quoted_list(columns) + ") VALUES (" + marks + ")" +
           (sqlite ? " ON CONFLICT (" + quoted_list(keys) + ") DO UPDATE SET " : " ON DUPLICATE KEY UPDATE ") + changes;
}

std::string contains_pattern(std::string_view text) {
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

void pause_before(int attempt) {
    thread_local std::minstd_rand random{std::random_device{}()};
    std::uniform_int_distribution<int> share(attempt, 4 * attempt * attempt);
    std::this_thread::sleep_for(std::chrono::milliseconds(share(random)));
}

std::unique_ptr<Database> open(const std::string& address) {
    constexpr std::string_view sqlite = "sqlite:", mysql = "mysql://";
    if (address.starts_with(sqlite)) return open_sqlite(address.substr(sqlite.size()));
    if (address.starts_with(mysql)) return open_mysql(parse_mysql_address(address));
    throw DatabaseError(
        Trouble::Other,
        "A database address starts with sqlite: or mysql://, for example sqlite:/var/lib/leasebook/book.db");
}

}  // namespace leasebook::db
