#pragma once
// What the stores of the register share: the table of each kind of record, and what a search looks at in it.
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "db/record_mapper.h"
#include "db/register_store.h"
#include "domain/pinyin.h"

namespace leasebook::db {

// Which table a record lives in, what is unique about it, and what a search looks at.
template <class R>
struct Table;
template <>
struct Table<Cluster> {
    static constexpr std::string_view name = "clusters";
    static inline const std::vector<std::string> keys{"code"}, searched{"code", "name", "name_zh"};
};
template <>
struct Table<Industry> {
    static constexpr std::string_view name = "industries";
    static inline const std::vector<std::string> keys{"code"}, searched{"code", "name", "name_zh"};
};
template <>
struct Table<Lessee> {
    static constexpr std::string_view name = "lessees";
    static inline const std::vector<std::string> keys{"code"}, searched{"search_text"};
};
template <>
struct Table<Supplier> {
    static constexpr std::string_view name = "suppliers";
    static inline const std::vector<std::string> keys{"code"}, searched{"search_text"};
};
template <>
struct Table<AssetClass> {
    static constexpr std::string_view name = "asset_classes";
    static inline const std::vector<std::string> keys{"code"}, searched{"code", "name", "name_zh"};
};
template <>
struct Table<Asset> {
    static constexpr std::string_view name = "assets";
    static inline const std::vector<std::string> keys{"code"}, searched{};  // see db/asset_search.h
};
template <>
struct Table<Appraisal> {
    static constexpr std::string_view name = "appraisals";
    static inline const std::vector<std::string> keys{"asset", "date"}, searched{"asset"};
};
template <>
struct Table<Collateral> {
    static constexpr std::string_view name = "collaterals";
    static inline const std::vector<std::string> keys{"code"}, searched{"code", "lessee", "contract"};
};
template <>
struct Table<Limit> {
    static constexpr std::string_view name = "limits";
    static inline const std::vector<std::string> keys{"code"}, searched{"code", "item", "source"};
};
template <>
struct Table<CompanyFigures> {
    static constexpr std::string_view name = "company_figures";
    static inline const std::vector<std::string> keys{"code"}, searched{"code"};
};
template <>
struct Table<MarketQuote> {
    static constexpr std::string_view name = "market_quotes";
    static inline const std::vector<std::string> keys{"curve", "date", "instrument", "tenor"},
        searched{"curve", "tenor"};
};
template <>
struct Table<CurvePoint> {
    static constexpr std::string_view name = "residual_curve_points";
    static inline const std::vector<std::string> keys{"asset_class", "valid_from", "age_months"},
        searched{"asset_class"};
};
template <>
struct Table<UsedSale> {
    static constexpr std::string_view name = "used_sales";
    static inline const std::vector<std::string> keys{"code"}, searched{"code", "model"};
};

// Firms are found by a column of their own, which follows from their key and name.
template <class R>
constexpr bool is_firm = std::is_same_v<R, Lessee> || std::is_same_v<R, Supplier>;

// The columns of a record's row, and its values in them.
template <class R>
std::vector<std::string> stored_columns() {
    auto columns = columns_of<R>();
    if constexpr (is_firm<R>) columns.emplace_back("search_text");
    return columns;
}
template <class R>
void visit_stored(const R& record, auto& writer) {
    visit_fields(record, writer);
    if constexpr (is_firm<R>) writer("search_text", search_text(record.code.text, record.name));
}

// "SELECT … FROM …", the fields in their order, and its rows as records.
template <class R>
std::string select_from() {
    return "SELECT " + quoted(columns_of<R>()) + " FROM `" + std::string(Table<R>::name) + "`";
}
template <class R>
std::vector<R> rows_of(Statement& statement) {
    std::vector<R> rows;
    while (statement.step()) rows.push_back(read_row<R>(statement));
    return rows;
}

// What a search looks for, as a condition on the table; a mark for each column searched. Empty without a search.
template <class R>
std::string search_condition(const ListQuery& query) {
    std::string condition;
    if (query.search.empty()) return condition;
    for (const auto& column : Table<R>::searched)
        condition += (condition.empty() ? "(" : " OR ") +
                     (is_firm<R> ? "`" + column + "` LIKE ?" : "LOWER(`" + column + "`) LIKE LOWER(?)") + " ESCAPE '!'";
    return condition.empty() ? condition : condition + ")";
}
// Binds those marks, from the parameter on; answers the next one.
template <class R>
int bind_search(Statement& statement, int parameter, const ListQuery& query) {
    if (!query.search.empty())
        for (std::size_t i = 0; i < Table<R>::searched.size(); ++i)
            statement.bind(parameter++, contains_pattern(is_firm<R> ? small_letters(query.search) : query.search));
    return parameter;
}

}  // namespace leasebook::db
