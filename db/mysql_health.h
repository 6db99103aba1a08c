#pragma once
// What MySQL's error numbers mean to us, and what becomes of a connection that met one. For use within the driver.
#include <cppconn/exception.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>

#include "db/database.h"

namespace leasebook::db {

inline bool is_one_of(int code, std::initializer_list<int> codes) {
    return std::ranges::find(codes, code) != codes.end();
}

inline Trouble trouble_of(int code) {
    if (is_one_of(code, {1213, 1205, 1020, 2030, 2057})) return Trouble::Retry;  // the last two: prepare anew
    if (is_one_of(code, {1062, 1586})) return Trouble::Duplicate;
    if (is_one_of(code, {1451, 1452, 1216, 1217, 3819, 4025, 1048})) return Trouble::Constraint;
    if (is_one_of(code, {2002, 2003, 2006, 2013, 2026, 2055, 1047, 1053, 1927})) return Trouble::Lost;
    return Trouble::Other;
}
// After these the connection, or what was prepared on it, cannot be trusted; a new one is opened.
inline bool spoils_connection(int code) {
    return trouble_of(code) == Trouble::Lost || is_one_of(code, {2000, 2014, 2027, 2030, 2057});
}

// What went wrong on a connection since its transaction began. A deadlock has rolled everything back, and what
// follows it would be committed statement by statement, so such a transaction must not be committed.
struct Health {
    bool spoiled = false;
    std::optional<DatabaseError> doom;

    [[noreturn]] void fail(const sql::SQLException& error) {
        const int code = error.getErrorCode();
        const DatabaseError ours(trouble_of(code), "MySQL " + std::to_string(code) + ": " + error.what());
        spoiled = spoiled || spoils_connection(code);
        if (!doom && (ours.trouble == Trouble::Retry || ours.trouble == Trouble::Lost)) doom.emplace(ours);
        throw ours;
    }
    decltype(auto) watch(auto&& use) {
        try {
            return use();
        } catch (const sql::SQLException& error) {
            fail(error);
        }
    }
};

}  // namespace leasebook::db
