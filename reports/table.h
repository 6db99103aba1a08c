#pragma once
// What every report is before a reader sees it: typed columns, rows, totals, and a chart of them. One renderer a
// format.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/date.h"
#include "domain/money.h"
#include "domain/named.h"
#include "domain/rate.h"

namespace leasebook::reports {

// Text is a person's, shown as it is; a Word is one of ours ("direct_finance"), shown in the reader's language.
enum class ColumnType { Text, Word, Day, Count, Amount, Share };

enum class RowRole { Detail, Subtotal, Total };

}  // namespace leasebook::reports

namespace leasebook {
template <>
struct NamesOf<reports::ColumnType> {
    static constexpr Names<reports::ColumnType, 6> names{{{reports::ColumnType::Text, "text"},
                                                          {reports::ColumnType::Word, "word"},
                                                          {reports::ColumnType::Day, "day"},
                                                          {reports::ColumnType::Count, "count"},
                                                          {reports::ColumnType::Amount, "amount"},
                                                          {reports::ColumnType::Share, "share"}}};
};
template <>
struct NamesOf<reports::RowRole> {
    static constexpr Names<reports::RowRole, 3> names{{{reports::RowRole::Detail, "detail"},
                                                       {reports::RowRole::Subtotal, "subtotal"},
                                                       {reports::RowRole::Total, "total"}}};
};
}  // namespace leasebook

namespace leasebook::reports {

struct Column {
    std::string name;  // the key in JSON and the head in CSV; the page shows its translation
    ColumnType type = ColumnType::Text;
    bool sums = false;  // its details add up to its subtotals and its total
};

// An empty cell is monostate: a figure that does not exist, not a zero.
using Cell = std::variant<std::monostate, std::string, std::int64_t, Money, Rate, Date>;

struct Row {
    RowRole role = RowRole::Detail;
    std::vector<Cell> cells;
    std::string opens = {};  // path of the page with what its figures are made of: "/contracts/L-1"; empty: none
};

// A drawing of the first details: what they are called, and the columns that are drawn.
struct TableChart {
    std::size_t names = 0;            // position of the column
    std::vector<std::size_t> values;  // likewise; amounts, counts or shares of one kind
    bool over_time = false;           // upright, in the order of the rows, instead of lying bars
};

// A sentence that a reader must know: what is left out, which curve was used. English, with {0}, {1} … for arguments.
struct Note {
    std::string text;
    std::vector<std::string> arguments;

    Note(std::string sentence, std::vector<std::string> filling = {})
        : text(std::move(sentence)), arguments(std::move(filling)) {}
    Note(const char* sentence) : text(sentence) {}
    bool operator==(const Note&) const = default;
};

struct Table {
    std::string name;  // "exposure"
    Date as_of;
    Currency currency;
    std::vector<Column> columns;
    std::vector<Row> rows;
    std::vector<Note> notes;
    std::optional<TableChart> chart = {};
    bool preliminary = false;  // of a month that is not closed yet
};

// RFC 4180 with BOM and CRLF. Amounts are plain decimals and never guarded; text cells that a spreadsheet would
// take for a formula get a leading apostrophe. Every row names its role, so that a sum over the file can leave
// subtotals out.
std::string to_csv(const Table& table);

// The note in English.
std::string sentence(const Note& note);

// Amounts and shares as decimal strings, counts as numbers; rows, subtotals and the total apart.
std::string to_json(const Table& table);
// The JSON Schema (2020-12) that to_json of this report keeps to.
std::string json_schema(const Table& table);

// A cell as CSV and JSON write it.
std::string plain_text(const Cell& cell);

// One text cell: guarded against formulas, quoted where RFC 4180 asks for it.
std::string csv_text(const std::string& text);

}  // namespace leasebook::reports
