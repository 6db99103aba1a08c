#pragma once
// Reads any company's export: a TOML file says from which foreign column, constant, template or look-up each of our
// columns is filled, and how its text is cleaned. The format is written down in docs/import.md.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/fields.h"
#include "server/import/csv.h"

namespace leasebook::server {

// A second file in which a foreign value is looked up: key column to value column.
struct LookupTable {
    std::unordered_map<std::string, std::string> values;
};

struct Lookup {
    std::string from;  // the column of the imported file that is looked up
    std::string file;  // for messages
    std::shared_ptr<const LookupTable> table;
    std::optional<std::string> missing;  // the value for what is not found; without it that is an error
};

// How one of our columns is filled. Exactly one of from, constant, text_template and lookup is given; then the
// clean-up steps run in the order in which they stand here.
struct ColumnRule {
    std::string target;
    std::vector<std::string> from;  // the first of these columns that is not blank
    std::optional<std::string> constant, text_template;
    std::optional<Lookup> lookup;
    std::vector<std::string> strip;                          // texts taken out wherever they stand
    std::optional<std::size_t> first;                        // only so many characters from the left
    std::optional<std::string> missing;                      // what stands for a blank
    std::map<std::string, std::string, std::less<>> values;  // foreign value to ours
    std::optional<std::string> otherwise;    // for what `values` does not list; without it that passes unchanged
    std::optional<std::string> date_format;  // of D DD M MM MMM YY YYYY and separators
    int pivot_year = 0;                      // a two-digit year is the first such year from this one on
    bool percent = false;                    // "6.5" or "6.5%" is the rate 0.065
    std::optional<std::int64_t> multiply_by, divide_by, minimum;  // whole numbers
    bool as_code = false;                                         // what a key cannot hold becomes '-'
};

struct Mapping {
    std::vector<ColumnRule> columns;
    bool repeated_rows_once = false;  // rows that map to the same values as an earlier row are one
};

// The bytes of a file named in a mapping, or why they cannot be had.
using FileReader = std::function<Result<std::string>(const std::string& path)>;

// The clean-up steps of a rule on one text.
Result<std::string> cleaned(const ColumnRule& rule, std::string text);

// Reads the mapping; every unknown key, contradiction and unreadable look-up is an error on the column it is in.
Result<Mapping> parse_mapping(std::string_view toml, const FileReader& lookup_files);

// Finds look-up files beside the mapping, or in `lookup_folder` when that is given.
Result<Mapping> read_mapping_file(const std::string& path, const std::string& lookup_folder = {});

// A mapping bound to the header of one file: fills our columns row by row. Both must outlive it.
class MappedRows {
public:
    // Columns that the mapping names and the file lacks are added to `faults` (line 1).
    MappedRows(const Mapping& mapping, const CsvTable& table, RowErrors& faults);
    Fields fields(std::size_t row, RowErrors& faults) const;
    // The foreign column behind one of ours, for messages; our own name when there is none.
    std::string column(std::string_view target) const;

private:
    struct Bound {
        const ColumnRule* rule;
        std::vector<std::size_t> sources;  // positions of the foreign columns, in the order of the rule
        std::vector<std::string> between;  // the texts of a template before, between and after its columns
    };
    Result<std::string> raw(const Bound& bound, std::size_t row) const;
    const CsvTable& table_;
    std::vector<Bound> bound_;
};

}  // namespace leasebook::server
