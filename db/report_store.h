#pragma once
// Reports as the close of a month froze them. A long one is kept in parts, because databases bound the size of a row.
// Those of earlier programs are plain text.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "domain/books/period.h"

namespace leasebook::db {

// A report's text as the database holds it: packed (zlib, then base64, which any text column takes) to about a tenth,
// in parts, with the SHA-256 of the plain text.
struct PackedText {
    std::string hash;
    std::vector<std::string> parts;
};
// Packs a text while it is made, so that the whole of it is never held.
class TextPacker {
public:
    TextPacker();
    ~TextPacker();
    void append(std::string_view text);
    PackedText packed() &&;

private:
    struct Works;
    std::unique_ptr<Works> works_;
};
// In the place of what the month had, if it was closed before.
void keep_report_snapshot(Connection& connection, Period period, const std::string& report, const PackedText& text);

struct ReportSnapshot {
    std::string hash, content;
};
std::optional<ReportSnapshot> find_report_snapshot(Connection& connection, Period period, const std::string& report);
// The hash alone.
std::optional<std::string> find_report_hash(Connection& connection, Period period, const std::string& report);

}  // namespace leasebook::db
