#pragma once
// What a reader chooses of a table: columns, rows, their order. And how it has changed against an earlier one.
#include <string>
#include <utility>
#include <vector>

#include "reports/table.h"

namespace leasebook::reports {

struct TableChoice {
    std::vector<std::string> columns;                        // in their order; empty: all
    std::vector<std::pair<std::string, std::string>> where;  // column and the value its cells have, as CSV writes it
    std::string search;                                      // within any cell of text, whatever the case
    std::string sort;                                        // column, "-column" for the largest first; empty: as made
    bool columns_as_made = false;  // in the order of the table, whatever the order of their names here

    bool empty() const { return columns.empty() && where.empty() && search.empty() && sort.empty(); }
};

// The rows chosen, in the order asked for. Where rows are left out or sorted there are no subtotals, and the total is
// that of the rows left, of the columns that add up. Errors: a column there is not, with a list of those there are.
Result<Table> chosen(Table table, const TableChoice& choice);

// "a,b" as names of columns.
std::vector<std::string> names_in(std::string_view list);

// Beside each figure what it was and what it changed by. Rows are the same where their texts are; one that has no
// counterpart is compared with nothing. Shares differ in percentage points.
Table compared(const Table& now, const Table& before);

}  // namespace leasebook::reports
