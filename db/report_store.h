#pragma once
// Reports as the close of a month froze them. A long one is kept in parts, because databases bound the size of a row.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "domain/books/period.h"

namespace leasebook::db {

// A text on its way into the database, in parts that it takes: one of hundreds of megabytes never has to be copied
// into a larger place while it grows.
class ReportText {
public:
    void append(std::string_view text);
    std::string hash() const;  // SHA-256 of the whole
    const std::vector<std::string>& parts() const { return parts_; }

private:
    std::vector<std::string> parts_;
};
// In the place of what the month had, if it was closed before.
void keep_report_snapshot(Connection& connection, Period period, const std::string& report, const ReportText& text);

struct ReportSnapshot {
    std::string hash, content;
};
std::optional<ReportSnapshot> find_report_snapshot(Connection& connection, Period period, const std::string& report);
// The hash alone.
std::optional<std::string> find_report_hash(Connection& connection, Period period, const std::string& report);

}  // namespace leasebook::db
