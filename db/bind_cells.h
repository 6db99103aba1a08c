#pragma once
// What statements are put together of at run time.
#include <string>
#include <vector>

#include "db/database.h"
#include "domain/overloaded.h"

namespace leasebook::db {

// Binds them to consecutive parameters, from the given one on, which then is the next.
inline void bind_cells(Statement& statement, int& parameter, const std::vector<Connection::Cell>& values) {
    for (const auto& value : values)
        std::visit(Overloaded{[&](std::monostate) { statement.bind_null(parameter++); },
                              [&](std::int64_t number) { statement.bind(parameter++, number); },
                              [&](const std::string& text) { statement.bind(parameter++, std::string_view(text)); }},
                   value);
}

// The column so that no index of it is taken: databases that estimate choose wrongly among two of a million rows.
inline std::string out_of_index(const std::string& column) { return "COALESCE(" + column + ", " + column + ")"; }

}  // namespace leasebook::db
