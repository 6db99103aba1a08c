#pragma once
// Named numbers that only grow: contract numbers per year, the sequence of the events, the version of the book.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "db/database.h"

namespace leasebook::db {

// Adds to a counter (which starts at 0) and answers its new value. The row stays locked until the transaction ends,
// so two transactions never get the same number; a rolled back one gives its numbers back.
std::int64_t count_up(Connection& connection, std::string_view name, std::int64_t by = 1);
std::int64_t counter(Connection& connection, std::string_view name);

// Changes whenever contracts, register, assets, appraisals or quotes change through the stores. Whoever keeps
// something computed from them (a Portfolio) compares this number before using it again.
std::int64_t book_version(Connection& connection);
// The same in two: what was recorded of contracts, and all other changes. Events are numbered, so the contracts that
// changed since can be told.
struct BookMarks {
    std::int64_t register_changes = 0;
    std::int64_t events = 0;  // sequence of the last one
    bool operator==(const BookMarks&) const = default;
};
BookMarks book_marks(Connection& connection);
// As last committed; nobody else adds to them until the transaction ends.
BookMarks locked_book_marks(Connection& connection);
void book_changed(Connection& connection);

// Small settings of the installation that live in the database.
std::optional<std::string> setting(Connection& connection, std::string_view name);
void keep_setting(Connection& connection, std::string_view name, std::string_view value);

}  // namespace leasebook::db
