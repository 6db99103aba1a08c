#include "server/import/csv.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <unordered_set>

#include "domain/decimal_text.h"
#include "domain/utf8.h"

namespace leasebook::server {

void RowErrors::add(RowError fault) {
    ++count_;
    if (kept_.size() < limit_) kept_.push_back(std::move(fault));
}

void RowErrors::append(RowErrors&& later) {
    count_ += later.count_;
    for (auto& fault : later.kept_)
        if (kept_.size() < limit_) kept_.push_back(std::move(fault));
}

void RowErrors::sort() { std::ranges::stable_sort(kept_, {}, &RowError::line); }

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::size_t line_of(std::string_view bytes, std::size_t offset) {
    return 1 + static_cast<std::size_t>(std::ranges::count(bytes.substr(0, offset), '\n'));
}

// Offset of the first byte that is not part of a well-formed character; the size when there is none.
std::size_t first_malformed(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        std::uint64_t eight = 0;
        if (bytes.size() - at >= sizeof eight) {  // most of a file is ASCII, so look at eight bytes at once
            std::memcpy(&eight, bytes.data() + at, sizeof eight);
            if ((eight & 0x8080808080808080U) == 0) {
                at += sizeof eight;
                continue;
            }
        }
        const auto length = character_length(bytes.substr(at));
        if (length == 0) return at;
        at += length;
    }
    return at;
}

// Every byte above ASCII begins a pair that GBK can hold, as it never is in Latin text for long.
bool could_be_gbk(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const auto lead = static_cast<unsigned char>(bytes[at]);
        if (lead < 0x80) continue;
        if (lead == 0x80 || lead == 0xFF || ++at == bytes.size()) return false;
        const auto trail = static_cast<unsigned char>(bytes[at]);
        if (trail < 0x40 || trail == 0x7F || trail == 0xFF) return false;
    }
    return true;
}

// The mark that keeps a spreadsheet from running a text as a formula (OWASP CSV injection).
std::string_view without_guard(std::string_view cell) {
    const bool guarded =
        cell.size() >= 2 && cell[0] == '\'' && std::string_view("=+-@\t\r").find(cell[1]) != std::string_view::npos;
    return guarded ? cell.substr(1) : cell;
}

std::string joined(const std::vector<std::string>& names) {
    std::string list;
    for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
    return list;
}

}  // namespace

void check_encoding(std::string_view bytes, RowErrors& faults) {
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") || bytes.find('\0') != std::string_view::npos)
        return faults.add(
            {1, {}, invalid({}, "This file is UTF-16, not UTF-8. Save it as CSV UTF-8 and import it again.")});
    const auto broken = first_malformed(bytes);
    if (broken == bytes.size()) return;
    const auto line = line_of(bytes, broken);
    if (could_be_gbk(bytes))
        return faults.add(
            {line, {}, invalid({}, "This file looks like GBK, not UTF-8. Save it as CSV UTF-8 and import it again.")});
    faults.add({line, {}, invalid({}, "This file is not valid UTF-8. Save it as CSV UTF-8 and import it again.")});
}

// One pass over the bytes. Knows the line it is on, so that every fault can be named.
class CsvParser {
public:
    CsvParser(std::string_view bytes, RowErrors& faults, NamelessColumns nameless)
        : bytes_(bytes), faults_(faults), nameless_(nameless) {}

    CsvTable parse() {
        read_header();
        while (at_ < bytes_.size()) read_row();
        if (faults_.empty() && table_.rows() == 0)
            fault(line_, {}, invalid({}, "This file holds a header and no rows."));
        return std::move(table_);
    }

private:
    void fault(std::size_t line, std::string column, Error error) {
        faults_.add({line, std::move(column), std::move(error)});
        sound_ = false;
    }

    // The name of a column, or its number while the header is being read or beyond it.
    std::string column_name(std::size_t index) const {
        return index < table_.header_.size() ? std::string(table_.header_[index]) : std::to_string(index + 1);
    }
    std::string here() const { return column_name(cells_.size()); }  // where the next cell of the line stands

    void read_header() {
        read_line();
        std::unordered_set<std::string_view> seen;
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            if (cells_[i].empty() && nameless_ == NamelessColumns::Refused)
                fault(1, std::to_string(i + 1),
                      invalid({}, "Column {0} of the header has no name.", std::to_string(i + 1)));
            else if (!cells_[i].empty() && !seen.insert(cells_[i]).second)
                fault(1, std::string(cells_[i]),
                      invalid({}, "The column \"{0}\" stands in the header twice.", shortened(cells_[i])));
        }
        table_.header_ = cells_;
        table_.cells_.reserve(bytes_.size() / 8);
    }

    void read_row() {
        const auto line = line_;
        sound_ = true;
        read_line();
        if (!sound_) return;
        if (cells_.size() != table_.header_.size()) {
            fault(line, {},
                  invalid({}, "This line has {0} cells, but the header has {1}.", std::to_string(cells_.size()),
                          std::to_string(table_.header_.size())));
            return;
        }
        table_.cells_.insert(table_.cells_.end(), cells_.begin(), cells_.end());
        table_.lines_.push_back(line);
    }

    void read_line() {
        cells_.clear();
        do {
            const bool quoted = at_ < bytes_.size() && bytes_[at_] == '"';
            const auto cell = quoted ? quoted_cell() : plain_cell();
            cells_.push_back(without_guard(cell));
        } while (take(','));
        take_line_end();
    }

    bool take(char expected) {
        if (at_ >= bytes_.size() || bytes_[at_] != expected) return false;
        ++at_;
        return true;
    }

    void take_line_end() {
        if (at_ >= bytes_.size()) return;
        if (!(take('\r') ? take('\n') : take('\n'))) {
            fault(line_, column_name(cells_.size() - 1),
                  invalid({}, "A carriage return stands alone here. End every line with LF or CRLF."));
            skip_line();
        }
        ++line_;
    }

    void skip_line() {
        at_ = bytes_.find('\n', at_);
        at_ = at_ == std::string_view::npos ? bytes_.size() : at_ + 1;
    }

    std::string_view plain_cell() {
        const auto begin = at_;
        while (at_ < bytes_.size() && bytes_[at_] != ',' && bytes_[at_] != '\n' && bytes_[at_] != '\r') {
            if (bytes_[at_] == '"' && sound_)
                fault(line_, here(),
                      invalid({}, "A quotation mark stands inside a cell that does not begin with one."));
            ++at_;
        }
        return bytes_.substr(begin, at_ - begin);
    }

    std::string_view quoted_cell() {
        const auto begin = ++at_, first_line = line_;
        bool doubled = false;
        while (true) {
            const auto quote = bytes_.find('"', at_);
            if (quote == std::string_view::npos) {
                fault(first_line, here(), invalid({}, "This cell opens with a quotation mark that is never closed."));
                at_ = bytes_.size();
                return {};
            }
            line_ += static_cast<std::size_t>(std::ranges::count(bytes_.substr(at_, quote - at_), '\n'));
            at_ = quote + 1;
            if (!take('"')) break;
            doubled = true;
        }
        const auto text = bytes_.substr(begin, at_ - 1 - begin);
        if (at_ < bytes_.size() && bytes_[at_] != ',' && bytes_[at_] != '\r' && bytes_[at_] != '\n') {
            fault(line_, here(), invalid({}, "Text follows the closing quotation mark of this cell."));
            plain_cell();
        }
        return doubled ? single_quotes(text) : text;
    }

    std::string_view single_quotes(std::string_view text) {
        std::string clean;
        clean.reserve(text.size());
        for (std::size_t i = 0; i < text.size(); ++i) {
            clean.push_back(text[i]);
            if (text[i] == '"') ++i;
        }
        return table_.unquoted_.emplace_back(std::move(clean));
    }

    std::string_view bytes_;
    RowErrors& faults_;
    NamelessColumns nameless_;
    CsvTable table_;
    std::vector<std::string_view> cells_;
    std::size_t at_ = 0, line_ = 1;
    bool sound_ = true;
};

CsvTable read_csv(std::string_view bytes, RowErrors& faults, NamelessColumns nameless) {
    if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
    check_encoding(bytes, faults);
    if (!faults.empty()) return {};
    if (bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        faults.add({1, {}, invalid({}, "This file is empty.")});
        return {};
    }
    // Blank lines at the end are nobody's mistake.
    return CsvParser(bytes.substr(0, bytes.find_last_not_of("\r\n") + 1), faults, nameless).parse();
}

void check_columns(const CsvTable& table, const ColumnNames& columns, RowErrors& faults) {
    if (table.header().empty()) return;
    for (const auto& name : columns.required)
        if (std::ranges::find(table.header(), name) == table.header().end())
            faults.add({1, name, invalid({}, "The column \"{0}\" is missing.", name)});
    for (const auto name : table.header())
        if (!name.empty() && std::ranges::find(columns.known, name) == columns.known.end())
            faults.add({1, std::string(name),
                        invalid({}, "The column \"{0}\" is not known here. Known are: {1}.", shortened(name),
                                joined(columns.known))});
}

}  // namespace leasebook::server
