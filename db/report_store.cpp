#include "db/report_store.h"

#include <algorithm>

namespace leasebook::db {

namespace {

constexpr std::size_t part_size = 500'000;

// Where the part ends that begins at `from`: not within a character.
std::size_t end_of_part(const std::string& content, std::size_t from) {
    auto end = std::min(from + part_size, content.size());
    while (end < content.size() && (static_cast<unsigned char>(content[end]) & 0xC0U) == 0x80U) --end;
    return end;
}

}  // namespace

void keep_report_snapshot(Connection& connection, Period period, const std::string& report,
                          const ReportSnapshot& snapshot) {
    static const std::vector<std::string> keys{"period", "report"}, columns{"period", "report", "hash", "content"};
    static const std::vector<std::string> part_columns{"period", "report", "part", "content"};
    const bool whole = snapshot.content.size() <= part_size;
    connection.prepare(connection.upsert("report_snapshots", keys, columns))
        .bind(1, to_text(period))
        .bind(2, report)
        .bind(3, snapshot.hash)
        .bind(4, whole ? snapshot.content : std::string{})
        .execute();
    connection.prepare("DELETE FROM `report_snapshot_parts` WHERE `period` = ? AND `report` = ?")
        .bind(1, to_text(period))
        .bind(2, report)
        .execute();
    if (whole) return;
    std::int64_t part = 0;
    for (std::size_t from = 0; from < snapshot.content.size();) {
        const auto end = end_of_part(snapshot.content, from);
        const std::vector<std::vector<Connection::Cell>> rows{
            {to_text(period), report, ++part, snapshot.content.substr(from, end - from)}};
        connection.insert_rows("report_snapshot_parts", part_columns, rows);
        from = end;
    }
}

std::optional<ReportSnapshot> find_report_snapshot(Connection& connection, Period period, const std::string& report) {
    auto& select =
        connection.prepare("SELECT `hash`, `content` FROM `report_snapshots` WHERE `period` = ? AND `report` = ?");
    if (!select.bind(1, to_text(period)).bind(2, report).step()) return {};
    ReportSnapshot snapshot{select.text(0), select.text(1)};
    select.reset();
    auto& parts = connection.prepare(
        "SELECT `content` FROM `report_snapshot_parts` WHERE `period` = ? AND `report` = ? ORDER BY `part`");
    parts.bind(1, to_text(period)).bind(2, report);
    while (parts.step()) snapshot.content += parts.text(0);
    return snapshot;
}

std::optional<std::string> find_report_hash(Connection& connection, Period period, const std::string& report) {
    auto& select = connection.prepare("SELECT `hash` FROM `report_snapshots` WHERE `period` = ? AND `report` = ?");
    if (!select.bind(1, to_text(period)).bind(2, report).step()) return {};
    auto hash = select.text(0);
    select.reset();
    return hash;
}

}  // namespace leasebook::db
