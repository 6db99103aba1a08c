#include "db/asset_history.h"

#include "domain/fields.h"

namespace leasebook::db {

namespace {

Connection::Cell cell(const std::string& text) { return text.empty() ? Connection::Cell{} : Connection::Cell{text}; }

int last_change(Connection& connection, const AssetCode& asset) {
    auto& select = connection.prepare("SELECT MAX(`number`) FROM `asset_changes` WHERE `asset` = ?");
    return select.bind(1, asset.text).step() && !select.is_null(0) ? static_cast<int>(select.integer(0)) : 0;
}

const std::vector<std::string>& columns() {
    static const std::vector<std::string> names{"asset", "number",     "field",     "before",
                                                "after", "changed_by", "changed_at"};
    return names;
}

}  // namespace

void note_asset_change(Connection& connection, const std::optional<Asset>& before, const Asset& after,
                       const std::string& by, Moment at) {
    Fields old;
    if (before) old = write_record(*before);
    std::vector<std::vector<Connection::Cell>> rows;
    int number = last_change(connection, after.code);
    for (const auto& [field, text] : write_record(after))
        if (text != old[field])
            rows.push_back(
                {after.code.text, std::to_string(++number), field, cell(old[field]), cell(text), by, moment_text(at)});
    if (!rows.empty()) connection.insert_rows("asset_changes", columns(), rows);
}

void note_assets_opened(Connection& connection, std::span<const Asset> assets, const std::string& by, Moment at) {
    std::vector<std::vector<Connection::Cell>> rows;
    rows.reserve(assets.size());
    for (const auto& asset : assets)
        rows.push_back(
            {asset.code.text, std::int64_t{1}, "code", Connection::Cell{}, asset.code.text, by, moment_text(at)});
    if (!rows.empty()) connection.insert_rows("asset_changes", columns(), rows);
}

std::vector<AssetChange> changes_of(Connection& connection, const AssetCode& asset) {
    auto& select = connection.prepare(
        "SELECT `number`, `field`, `before`, `after`, `changed_by`, `changed_at` FROM `asset_changes` WHERE `asset` = "
        "? "
        "ORDER BY `number` DESC");
    select.bind(1, asset.text);
    const auto optional_text = [&](int column) {
        return select.is_null(column) ? std::optional<std::string>{} : select.text(column);
    };
    std::vector<AssetChange> changes;
    while (select.step())
        changes.push_back({static_cast<int>(select.integer(0)), select.text(1), optional_text(2), optional_text(3),
                           select.text(4), moment_of(select.text(5))});
    return changes;
}

}  // namespace leasebook::db
