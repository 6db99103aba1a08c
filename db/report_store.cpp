#include "db/report_store.h"

#include <span>

#include "db/hash_chain.h"

namespace leasebook::db {

namespace {

constexpr std::size_t part_size = 500'000;

// How much of the text still fits, without breaking a character in two.
std::size_t fitting(std::string_view text, std::size_t room) {
    if (text.size() <= room) return text.size();
    while (room > 0 && (static_cast<unsigned char>(text[room]) & 0xC0U) == 0x80U) --room;
    return room;
}

}  // namespace

void ReportText::append(std::string_view text) {
    while (!text.empty()) {
        const auto room = parts_.empty() ? 0 : part_size - parts_.back().size();
        const auto taken = fitting(text, room);
        if (taken == 0) {
            parts_.emplace_back();
            continue;
        }
        parts_.back() += text.substr(0, taken);
        text.remove_prefix(taken);
    }
}

std::string ReportText::hash() const { return sha256_hex(std::span<const std::string>(parts_)); }

void keep_report_snapshot(Connection& connection, Period period, const std::string& report, const ReportText& text) {
    static const std::vector<std::string> keys{"period", "report"}, columns{"period", "report", "hash", "content"};
    static const std::vector<std::string> part_columns{"period", "report", "part", "content"};
    const auto& parts = text.parts();
    connection.prepare(connection.upsert("report_snapshots", keys, columns))
        .bind(1, to_text(period))
        .bind(2, report)
        .bind(3, text.hash())
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
