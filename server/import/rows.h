#pragma once
// The rows of an imported file as Fields under our own names, whether the file has them itself or a mapping fills them.
#include <algorithm>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <vector>

#include "domain/fields.h"
#include "server/import/csv.h"
#include "server/import/mapping.h"

namespace leasebook::server {

// The columns of a record: every visited field is known, and those that an empty record complains about are required.
template <FieldRecord Record>
ColumnNames columns_of() {
    ColumnNames names;
    const auto note = [&](std::string_view name, auto&) { names.known.emplace_back(name); };
    Record record{};
    visit_fields(record, note);
    const auto empty = read_record<Record>(Fields{});
    if (empty) return names;
    for (const auto& error : empty.errors())
        if (std::ranges::find(names.required, error.field) == names.required.end())
            names.required.push_back(error.field);
    return names;
}

class ImportRows {
public:
    // Refers to the bytes and the mapping. Faults of the file as a whole are added to `faults`; there are no rows then.
    ImportRows(std::string_view bytes, const Mapping* mapping, const ColumnNames& columns, RowErrors& faults);

    // The header lacks columns or holds unknown ones, so that rows cannot be read.
    bool header_refused() const { return header_refused_; }
    std::size_t size() const { return table_.rows(); }
    std::size_t line(std::size_t row) const { return table_.line(row); }
    // What the row gives; empty fields are left out. Nothing when a fault was added.
    std::optional<Fields> fields(std::size_t row, RowErrors& faults) const;
    // Adds an error of the row, its column named as in the file.
    void refuse(std::size_t row, Error error, RowErrors& faults) const;
    void refuse(std::size_t row, const Errors& errors, RowErrors& faults) const;

private:
    CsvTable table_;
    std::optional<MappedRows> mapped_;
    bool header_refused_ = false;
};

// Called now and then with the rows done so far and all rows; may be empty.
using Progress = std::function<void(std::size_t done, std::size_t of)>;

// Reads rows 0 to size−1 on two processors. `read(row, faults)` answers the record or nothing, and touches nothing that
// rows share; each answer stands in the row's place, and the faults come in the order of the rows.
template <class Record, class Read>
std::vector<std::optional<Record>> read_rows(std::size_t size, const Read& read, RowErrors& faults,
                                             const Progress& progress) {
    constexpr std::size_t block = 5'000;
    std::vector<std::optional<Record>> records(size);
    const auto part = [&](std::size_t from, std::size_t to) {
        RowErrors found;
        for (auto row = from; row < to; ++row) records[row] = read(row, found);
        return found;
    };
    for (std::size_t from = 0; from < size; from += block) {
        const auto to = std::min(size, from + block), middle = from + (to - from) / 2;
        auto second_half = std::async(std::launch::async, part, middle, to);
        faults.append(part(from, middle));
        faults.append(second_half.get());
        if (progress) progress(to, size);
    }
    return records;
}

}  // namespace leasebook::server
