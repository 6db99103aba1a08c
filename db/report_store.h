#pragma once
// Reports as the close of a month froze them. A long one is kept in parts, because databases bound the size of a row.
#include <optional>
#include <string>

#include "db/database.h"
#include "db/packed_text.h"
#include "domain/books/period.h"

namespace leasebook::db {

// In the place of what the month had, if it was closed before.
void keep_report_snapshot(Connection& connection, Period period, const std::string& report, const PackedText& text);

struct ReportSnapshot {
    std::string hash, content;
};
std::optional<ReportSnapshot> find_report_snapshot(Connection& connection, Period period, const std::string& report);
// The hash alone.
std::optional<std::string> find_report_hash(Connection& connection, Period period, const std::string& report);

}  // namespace leasebook::db
