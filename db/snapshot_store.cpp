#include "db/snapshot_store.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "db/hash_chain.h"

namespace leasebook::db {

namespace {

std::string quotes_text(const std::vector<MarketQuote>& quotes) {
    auto list = nlohmann::json::array();
    for (const auto& quote : quotes) {
        auto fields = nlohmann::json::object();
        for (const auto& [name, text] : write_record(quote)) fields[name] = text;
        list.push_back(std::move(fields));
    }
    return list.dump();
}

std::vector<MarketQuote> quotes_of(const std::string& text) {
    std::vector<MarketQuote> quotes;
    for (const auto& stored : nlohmann::json::parse(text)) {
        Fields fields;
        for (const auto& [name, value] : stored.items()) fields.emplace(name, value.get<std::string>());
        MarketQuote quote;
        FieldReader reader(fields);
        visit_fields(quote, reader);
        ensure(reader.errors(true).empty(), "a stored snapshot holds valid quotes");
        quotes.push_back(std::move(quote));
    }
    return quotes;
}

}  // namespace

std::string snapshot_id(const CurveSnapshot& snapshot) {
    std::vector<std::string> fields{snapshot.curve, to_text(snapshot.day), snapshot.interpolation};
    std::vector<std::string> quotes;
    for (const auto& quote : snapshot.quotes) quotes.push_back(quotes_text({quote}));
    std::ranges::sort(quotes);
    fields.insert(fields.end(), quotes.begin(), quotes.end());
    constexpr std::size_t digits = 16;
    return chained_hash("", fields).substr(0, digits);
}

std::optional<CurveSnapshot> find_snapshot(Connection& connection, std::string_view id) {
    auto& select = connection.prepare(
        "SELECT `id`, `curve`, `day`, `interpolation`, `quotes`, `created_at` FROM `curve_snapshots` WHERE `id` = ?");
    if (!select.bind(1, id).step()) return {};
    return CurveSnapshot{select.text(0),
                         select.text(1),
                         *parse_date(select.text(2), "day"),
                         select.text(3),
                         quotes_of(select.text(4)),
                         moment_of(select.text(5))};
}

void keep_snapshot(Connection& connection, const CurveSnapshot& snapshot) {
    auto& known = connection.prepare("SELECT 1 FROM `curve_snapshots` WHERE `id` = ?");
    if (known.bind(1, snapshot.id).step()) return;
    connection
        .prepare(
            "INSERT INTO `curve_snapshots` (`id`, `curve`, `day`, `interpolation`, `quotes`, `created_at`) "
            "VALUES (?, ?, ?, ?, ?, ?)")
        .bind(1, snapshot.id)
        .bind(2, snapshot.curve)
        .bind(3, to_text(snapshot.day))
        .bind(4, snapshot.interpolation)
        .bind(5, quotes_text(snapshot.quotes))
        .bind(6, moment_text(snapshot.created_at))
        .execute();
}

}  // namespace leasebook::db
