#pragma once
// A report with a line for each contract, of which there may be a million: its lines are made one at a time, so that
// what only writes them down never holds them all.
#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "reports/table.h"

namespace leasebook::reports {

struct LongList {
    Table head;  // all but the rows
    std::size_t size = 0;
    std::function<std::optional<Row>(std::size_t)> line;    // a detail; nothing where the list leaves this one out
    std::function<void(std::vector<Cell>&)> complete = {};  // fills in what the total has beside its sums
};

// With the total of the columns that add up.
Table whole(const LongList& list);
// Hands over the text that to_kept writes of the whole, line by line.
void each_kept_line(const LongList& list, const std::function<void(std::string_view)>& take);

}  // namespace leasebook::reports
