#pragma once
// Rows that are read after their keys were found, in as few statements as their number allows.
#include <algorithm>
#include <string>
#include <vector>

#include "db/bind_cells.h"

namespace leasebook::db {

inline constexpr std::size_t keys_at_once = 256;

// Takes the rows of those keys, in any order. The statement ends with the column that they are
// looked for in; `values` are those of its parameters.
template <class Key, class Take>
void read_rows(Connection& connection, const std::string& select_where, const std::vector<Connection::Cell>& values,
               const std::vector<Key>& keys, const Take& take) {
    std::string marks = "?";
    for (std::size_t i = 1; i < keys_at_once; ++i) marks += ", ?";
    for (std::size_t first = 0; first < keys.size(); first += keys_at_once) {
        auto& select = connection.prepare(select_where + " IN (" + marks + ")");
        int parameter = 1;
        bind_cells(select, parameter, values);
        for (std::size_t i = 0; i < keys_at_once; ++i)
            select.bind(parameter++, keys[std::min(first + i, keys.size() - 1)]);
        while (select.step()) take(select);
    }
}

}  // namespace leasebook::db
