#pragma once
// What every report is before a reader sees it: typed columns, rows, and totals. One renderer a format.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/date.h"
#include "domain/money.h"
#include "domain/rate.h"

namespace leasebook::reports {

enum class ColumnType { Text, Count, Amount, Share };

struct Column {
    std::string name;  // the key in JSON and the head in CSV; the page shows its translation
    ColumnType type = ColumnType::Text;
};

// An empty cell is monostate: a figure that does not exist, not a zero.
using Cell = std::variant<std::monostate, std::string, std::int64_t, Money, Rate>;

enum class RowRole { Detail, Subtotal, Total };

struct Row {
    RowRole role = RowRole::Detail;
    std::vector<Cell> cells;
};

struct Table {
    std::string name;  // "exposure"
    Date as_of;
    Currency currency;
    std::vector<Column> columns;
    std::vector<Row> rows;
    std::vector<std::string> notes;  // sentences that a reader must know: what is left out, which curve was used
};

// RFC 4180 with BOM and CRLF. Amounts are plain decimals and never guarded; text cells that a spreadsheet would
// take for a formula get a leading apostrophe. Every row names its role, so that a sum over the file can leave
// subtotals out.
std::string to_csv(const Table& table);

// Amounts and shares as decimal strings, counts as numbers; rows, subtotals and the total apart.
std::string to_json(const Table& table);

// A cell as CSV and JSON write it.
std::string plain_text(const Cell& cell);

// One text cell: guarded against formulas, quoted where RFC 4180 asks for it.
std::string csv_text(const std::string& text);

}  // namespace leasebook::reports
