#include "db/report_store.h"

namespace leasebook::db {

void keep_report_snapshot(Connection& connection, Period period, const std::string& report, const PackedText& text) {
    static const std::vector<std::string> keys{"period", "report"}, columns{"period", "report", "hash", "content"};
    static const std::vector<std::string> part_columns{"period", "report", "part", "content"};
    const auto& parts = text.parts;
    connection.prepare(connection.upsert("report_snapshots", keys, columns))
        .bind(1, to_text(period))
        .bind(2, report)
        .bind(3, text.hash)
        .bind(4, parts.size() == 1 ? parts.front() : std::string{})
        .execute();
    connection.prepare("DELETE FROM `report_snapshot_parts` WHERE `period` = ? AND `report` = ?")
        .bind(1, to_text(period))
        .bind(2, report)
        .execute();
    if (parts.size() == 1) return;
    std::int64_t number = 0;
    for (const auto& part : parts) {
        const std::vector<std::vector<Connection::Cell>> row{{to_text(period), report, ++number, part}};
        connection.insert_rows("report_snapshot_parts", part_columns, row);
    }
}

std::optional<ReportSnapshot> find_report_snapshot(Connection& connection, Period period, const std::string& report) {
    auto& select =
        connection.prepare("SELECT `hash`, `content` FROM `report_snapshots` WHERE `period` = ? AND `report` = ?");
    if (!select.bind(1, to_text(period)).bind(2, report).step()) return {};
    const auto hash = select.text(0);
    std::vector<std::string> contents;
    if (auto whole = select.text(1); !whole.empty()) contents.push_back(std::move(whole));
    select.reset();
    auto& parts = connection.prepare(
        "SELECT `content` FROM `report_snapshot_parts` WHERE `period` = ? AND `report` = ? ORDER BY `part`");
    parts.bind(1, to_text(period)).bind(2, report);
    while (parts.step()) contents.push_back(parts.text(0));
    return ReportSnapshot{hash, unpacked(contents)};
}

std::optional<std::string> find_report_hash(Connection& connection, Period period, const std::string& report) {
    auto& select = connection.prepare("SELECT `hash` FROM `report_snapshots` WHERE `period` = ? AND `report` = ?");
    if (!select.bind(1, to_text(period)).bind(2, report).step()) return {};
    auto hash = select.text(0);
    select.reset();
    return hash;
}

}  // namespace leasebook::db
