#pragma once
// Rows for Connection::insert_rows.
#include <utility>
#include <vector>

#include "db/database.h"

namespace leasebook::db {

using TableRows = std::vector<std::vector<Connection::Cell>>;

// A list in braces would copy every text once more.
template <class... Cells>
void add_row(TableRows& rows, Cells&&... cells) {
    auto& row = rows.emplace_back();
    row.reserve(sizeof...(cells));
    (row.emplace_back(std::forward<Cells>(cells)), ...);
}

}  // namespace leasebook::db
