#include "db/counters.h"

namespace leasebook::db {

namespace {

constexpr std::string_view book = "book", events = "contract_events";

}  // namespace

std::int64_t count_up(Connection& connection, std::string_view name, std::int64_t by) {
    const auto add = [&] {
        return connection.prepare("UPDATE `counters` SET `value` = `value` + ? WHERE `name` = ?")
            .bind(1, by)
            .bind(2, name)
            .execute();
    };
    if (add() == 0) {
        try {
            connection.prepare("INSERT INTO `counters` (`name`, `value`) VALUES (?, ?)")
                .bind(1, name)
                .bind(2, by)
                .execute();
        } catch (const DatabaseError& error) {
            if (error.trouble != Trouble::Duplicate) throw;
            add();  // somebody made the row between our two statements
        }
    }
    return counter(connection, name);
}

std::int64_t counter(Connection& connection, std::string_view name) {
    auto& select = connection.prepare("SELECT `value` FROM `counters` WHERE `name` = ?");
    return select.bind(1, name).step() ? select.integer(0) : 0;
}

namespace {

BookMarks marks_by(Connection& connection, std::string_view suffix) {
    auto& select =
        connection.prepare("SELECT `name`, `value` FROM `counters` WHERE `name` IN (?, ?)" + std::string(suffix));
    select.bind(1, book).bind(2, events);
    BookMarks marks;
    while (select.step()) (select.text(0) == book ? marks.register_changes : marks.events) = select.integer(1);
    return marks;
}

}  // namespace

BookMarks book_marks(Connection& connection) { return marks_by(connection, ""); }
BookMarks locked_book_marks(Connection& connection) { return marks_by(connection, connection.for_update()); }

std::int64_t book_version(Connection& connection) {
    const auto marks = book_marks(connection);
    return marks.register_changes + marks.events;
}
void book_changed(Connection& connection) { count_up(connection, book); }

std::optional<std::string> setting(Connection& connection, std::string_view name) {
    auto& select = connection.prepare("SELECT `value` FROM `settings` WHERE `name` = ?");
    if (!select.bind(1, name).step()) return std::nullopt;
    return select.text(0);
}

void keep_setting(Connection& connection, std::string_view name, std::string_view value) {
    static const std::vector<std::string> keys{"name"}, columns{"name", "value"};
    connection.prepare(connection.upsert("settings", keys, columns)).bind(1, name).bind(2, value).execute();
}

}  // namespace leasebook::db
