#pragma once
// A strict RFC 4180 reader over bytes in memory: UTF-8 with or without byte order mark, CRLF or LF, quoted cells
// with doubled quotes and line breaks. Cells are slices of the bytes; only a cell with doubled quotes is copied.
#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/result.h"

namespace leasebook::server {

// Something wrong in a file: the line it stands on (1 is the header), the name of the column, empty when the whole
// line or file is meant, and the reason.
struct RowError {
    std::size_t line = 0;
    std::string column;
    Error error;
    bool operator==(const RowError&) const = default;
};

// The faults of one file: the first ones are kept, the rest is only counted.
class RowErrors {
public:
    explicit RowErrors(std::size_t limit = 1'000) : limit_(limit) {}
    void add(RowError fault);
    // Adds the faults of a later part of the file.
    void append(RowErrors&& later);
    // Keeps the order by line after faults were found in several passes.
    void sort();
    bool empty() const { return count_ == 0; }
    std::size_t count() const { return count_; }
    const std::vector<RowError>& kept() const& { return kept_; }
    std::vector<RowError> kept() && { return std::move(kept_); }

private:
    std::size_t limit_, count_ = 0;
    std::vector<RowError> kept_;
};

// The cells of a file. Refers to the bytes it was read from, which must outlive it.
class CsvTable {
public:
    const std::vector<std::string_view>& header() const& { return header_; }
    std::size_t rows() const { return lines_.size(); }
    // All cells of a data row, as many as the header has.
    std::span<const std::string_view> row(std::size_t index) const {
        return std::span(cells_).subspan(index * header_.size(), header_.size());
    }
    // The line of the file on which the row starts.
    std::size_t line(std::size_t index) const { return lines_[index]; }

private:
    friend class CsvParser;
    std::vector<std::string_view> header_, cells_;
    std::vector<std::size_t> lines_;
    std::deque<std::string> unquoted_;  // cells whose text differs from the bytes; a deque never moves them
};

// Reads the whole file; what is wrong with its encoding, its header or the shape of its rows is added to `faults`,
// and the table then holds the rows that had the right shape. A leading ' before = + - @ (or a tab or line break),
// the mark our own exports put before text that a spreadsheet would run as a formula, is taken off.
// Columns without a name are a fault, or of no interest: nobody can ask for them.
enum class NamelessColumns { Refused, Ignored };
CsvTable read_csv(std::string_view bytes, RowErrors& faults, NamelessColumns nameless = NamelessColumns::Refused);

// The column names of a file: all that may stand in its header, and those that must.
struct ColumnNames {
    std::vector<std::string> known, required;
};
// Names the columns that are missing and those that nobody asked for, each as a fault of line 1.
void check_columns(const CsvTable& table, const ColumnNames& columns, RowErrors& faults);

// The first reason why these bytes cannot be UTF-8 text: a UTF-16 mark, GBK, or a broken character (with its line).
// Adds nothing when there is none.
void check_encoding(std::string_view bytes, RowErrors& faults);

}  // namespace leasebook::server
