#include "db/asset_search.h"

#include <algorithm>

#include "db/record_mapper.h"
#include "domain/pinyin.h"

namespace leasebook::db {

namespace {

// By the index that begins with the column: it is looked through on its own, row by row only where it matches.
void append(Connection& connection, const std::string& column, const std::string& test,
            const std::vector<std::string>& values, std::size_t limit, std::vector<Asset>& assets) {
    if (assets.size() >= limit) return;
    auto& select = connection.prepare("SELECT " + quoted(columns_of<Asset>()) + " FROM `assets` WHERE `" + column +
                                      "` " + test + " ORDER BY `" + column + "` LIMIT ?");
    int parameter = 1;
    for (const auto& value : values) select.bind(parameter++, value);
    select.bind(parameter, static_cast<std::int64_t>(limit));
    while (select.step()) {
        auto asset = read_row<Asset>(select);
        if (assets.size() < limit && std::ranges::find(assets, asset.code, &Asset::code) == assets.end())
            assets.push_back(std::move(asset));
    }
}

}  // namespace

std::vector<Asset> assets_like(Connection& connection, const std::string& text, int limit) {
    const auto most = static_cast<std::size_t>(limit);
    std::vector<std::string> written{text};
    if (const auto capital = capital_letters(text); capital != text) written.push_back(capital);
    std::vector<Asset> assets;
    for (const auto& beginning : written)
        for (const char* column : {"code", "serial_number"})
            append(connection, column, "BETWEEN ? AND ?", {beginning, beginning + std::string(last_character)}, most,
                   assets);
    // Words without a digit are names of firms mostly, for which a million serial numbers need not be looked through.
    if (!assets.empty() || text.find_first_of("0123456789") == std::string::npos) return assets;
    for (const auto& part : written)
        append(connection, "serial_number", "LIKE ? ESCAPE '!'", {contains_pattern(part)}, most, assets);
    return assets;
}

Page<Asset> list_assets_like(Connection& connection, const ListQuery& query) {
    constexpr int most_found = 1'000;
    Page<Asset> page{assets_like(connection, query.search, most_found), ""};
    std::erase_if(page.rows, [&](const Asset& asset) { return asset.code.text <= query.after; });
    std::ranges::sort(page.rows, {}, &Asset::code);
    const auto limit = static_cast<std::size_t>(std::clamp(query.limit, 1, most_found));
    if (page.rows.size() > limit) {
        page.rows.resize(limit);
        page.next = page.rows.back().code.text;
    }
    return page;
}

}  // namespace leasebook::db
