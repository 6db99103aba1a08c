#pragma once
// What the definitions of reports have in common: totals that follow from the details, links, cells of what may be
// missing.
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "reports/table.h"

namespace leasebook::reports {

// Adds up the columns that add up.
class Totals {
public:
    explicit Totals(const Table& head);
    void add(const Row& detail);
    // The other cells are empty.
    const std::vector<Cell>& cells() const { return cells_; }

private:
    std::vector<Cell> cells_;
};

// Adds the total of the columns that add up over the details. Every amount of such a column is in the table's
// currency.
void add_total(Table& table);
// The same with a subtotal after each run of details that are equal in the first column.
void add_subtotals_and_total(Table& table);

// What the columns that add up come to over these details; the other cells are empty.
std::vector<Cell> sums_of(const Table& table, std::size_t first, std::size_t last);

// "/reports/contracts?product=vendor": empty values are left out, the others are percent-encoded.
std::string page_link(std::string_view path,
                      std::initializer_list<std::pair<std::string_view, std::string_view>> parameters);
std::string contract_link(std::string_view number);

template <class T>
Cell cell_or_nothing(const std::optional<T>& value) {
    return value ? Cell{*value} : Cell{};
}
inline Cell text_or_nothing(const std::string& text) { return text.empty() ? Cell{} : Cell{text}; }

// part / whole; nothing where the whole is nothing.
Cell share_cell(Money part, Money whole);

}  // namespace leasebook::reports
