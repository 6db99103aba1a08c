#include "db/register_list.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <optional>

#include "db/asset_search.h"
#include "db/bind_cells.h"
#include "db/register_tables.h"
#include "domain/decimal_text.h"

namespace leasebook::db {

namespace {

constexpr int few_found = 1'000;

// Of those kinds of which there may be a million, the columns with an index.
template <class R>
const std::vector<std::string> indexed;
template <>
const std::vector<std::string> indexed<Lessee>{"code", "name", "cluster", "industry"};
template <>
const std::vector<std::string> indexed<Asset>{"code",     "serial_number", "asset_class", "cost",
                                              "acquired", "supplier",      "contract"};
template <>
const std::vector<std::string> indexed<Collateral>{"code", "lessee", "contract"};

// Where a record stands in the order: its value in the column sorted by, and its code. The values compare as both
// databases compare them, what is missing below all else.
using Place = std::pair<Connection::Cell, std::string>;

// Between the parts of a cursor; no text of a record holds it.
constexpr char cursor_separator = '\x1F';

// "CODE", and where it is not the code that the list is sorted by, "CODE", the separator and "i12", "ttext" or nothing.
std::string cursor_at(const Place& place, bool by_code) {
    if (by_code) return place.second;
    auto cursor = place.second + cursor_separator;
    if (const auto* number = std::get_if<std::int64_t>(&place.first)) cursor += "i" + std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&place.first)) cursor += "t" + *text;
    return cursor;
}

// Nothing for the first page, or a cursor that is none of ours.
std::optional<Place> place_at(const std::string& cursor, bool by_code) {
    if (cursor.empty()) return {};
    if (by_code) return Place{cursor, cursor};
    const auto end = cursor.find(cursor_separator);
    if (end == std::string::npos) return {};
    Place place{std::monostate{}, cursor.substr(0, end)};
    const auto value = cursor.substr(end + 1);
    if (value.starts_with('t')) place.first = value.substr(1);
    if (value.starts_with('i')) {
        using Limits = std::numeric_limits<std::int64_t>;
        const auto number = parse_integer(value.substr(1), Limits::min(), Limits::max());
        if (!number) return {};
        place.first = *number;
    }
    return place;
}

// The column of the table, which for a firm's name is the one that begins with its initials.
template <class R>
std::string stored_column(const std::string& column) {
    return is_firm<R> && column == "name" ? "search_text" : column;
}

template <class R>
Place place_of(const R& record, const std::string& column) {
    static const auto columns = stored_columns<R>();
    std::vector<Connection::Cell> cells;
    CellWriter writer(cells);
    visit_stored(record, writer);
    const auto at = std::ranges::find(columns, column) - columns.begin();
    return {std::move(cells.at(static_cast<std::size_t>(at))), record.code.text};
}

// Walks through the table in the order.
template <class R>
class Walk {
public:
    Walk(Connection& connection, const ListQuery& query, std::string column, bool descending)
        : connection_(connection), query_(query), column_(std::move(column)), descending_(descending) {}

    // What follows the place: what is equal in the column, then what lies beyond. Each is a statement of its own and a
    // single range of the index.
    std::vector<R> after(const std::optional<Place>& place, std::size_t limit) {
        const std::string beyond = descending_ ? " < ?" : " > ?", code = "`code`" + beyond;
        const auto column = "`" + column_ + "`";
        std::vector<R> rows;
        if (!place) {
            read("", {}, limit, rows);
        } else if (column_ == "code") {
            read(code, {place->second}, limit, rows);
        } else if (std::holds_alternative<std::monostate>(place->first)) {
            read(column + " IS NULL AND " + code, {place->second}, limit, rows);
            if (!descending_) read(column + " IS NOT NULL", {}, limit, rows);
        } else {
            read(column + " = ? AND " + code, {place->first, place->second}, limit, rows);
            read(column + beyond, {place->first}, limit, rows);
            if (descending_) read(column + " IS NULL", {}, limit, rows);
        }
        return rows;
    }

private:
    void read(std::string condition, const std::vector<Connection::Cell>& values, std::size_t limit,
              std::vector<R>& rows) {
        if (rows.size() >= limit) return;
        const auto searched = search_condition<R>(query_);
        if (!searched.empty()) condition += (condition.empty() ? "" : " AND ") + searched;
        const std::string down = descending_ ? " DESC" : "";
        auto& select =
            connection_.prepare(select_from<R>() + (condition.empty() ? "" : " WHERE " + condition) + " ORDER BY `" +
                                column_ + "`" + down + (column_ == "code" ? "" : ", `code`" + down) + " LIMIT ?");
        int parameter = 1;
        bind_cells(select, parameter, values);
        parameter = bind_search<R>(select, parameter, query_);
        select.bind(parameter, static_cast<std::int64_t>(limit - rows.size()));
        std::ranges::move(rows_of<R>(select), std::back_inserter(rows));
    }

    Connection& connection_;
    const ListQuery& query_;
    const std::string column_;
    const bool descending_;
};

// What a search finds, where that is few and there may be many to look through.
template <class R>
std::optional<std::vector<R>> gathered(Connection& connection, const ListQuery& query) {
    if (query.search.empty()) return {};
    if constexpr (std::is_same_v<R, Asset>) return assets_like(connection, query.search, few_found);
    if constexpr (is_firm<R>) {
        auto& select = connection.prepare(select_from<R>() + " WHERE " + search_condition<R>(query) +
                                          " ORDER BY `search_text`, `code` LIMIT ?");
        select.bind(bind_search<R>(select, 1, query), few_found + 1);
        auto found = rows_of<R>(select);
        if (found.size() <= few_found) return found;
    }
    return {};
}

template <class R>
std::vector<R> sorted_after(std::vector<R> found, const std::string& column, bool descending,
                            const std::optional<Place>& place, std::size_t limit) {
    std::map<Place, R> sorted;
    for (auto& record : found) sorted.emplace(place_of(record, column), std::move(record));
    std::vector<R> rows;
    const auto take = [&](auto from, auto end) {
        for (; from != end && rows.size() < limit; ++from) rows.push_back(std::move(from->second));
    };
    if (descending)
        take(std::make_reverse_iterator(place ? sorted.lower_bound(*place) : sorted.end()), sorted.rend());
    else
        take(place ? sorted.upper_bound(*place) : sorted.begin(), sorted.end());
    return rows;
}

}  // namespace

template <class R>
const std::vector<std::string>& columns_sorted_by() {
    return indexed<R>.empty() ? columns_of<R>() : indexed<R>;
}

template <class R>
Page<R> list_in_order(Connection& connection, const ListQuery& query, const ListOrder& order) {
    ensure(std::ranges::count(columns_sorted_by<R>(), order.column) == 1, "a list is sorted by a column meant for it");
    const auto limit = static_cast<std::size_t>(std::clamp(query.limit, 1, 1'000));
    const bool by_code = order.column == "code";
    const auto column = stored_column<R>(order.column);
    const auto place = place_at(query.after, by_code);
    auto found = gathered<R>(connection, query);
    Page<R> page{found ? sorted_after(*std::move(found), column, order.descending, place, limit + 1)
                       : Walk<R>(connection, query, column, order.descending).after(place, limit + 1),
                 ""};
    if (page.rows.size() > limit) {
        page.rows.pop_back();
        page.next = cursor_at(place_of(page.rows.back(), column), by_code);
    }
    return page;
}

template const std::vector<std::string>& columns_sorted_by<Cluster>();
template const std::vector<std::string>& columns_sorted_by<Industry>();
template const std::vector<std::string>& columns_sorted_by<Lessee>();
template const std::vector<std::string>& columns_sorted_by<Supplier>();
template const std::vector<std::string>& columns_sorted_by<AssetClass>();
template const std::vector<std::string>& columns_sorted_by<Asset>();
template const std::vector<std::string>& columns_sorted_by<Collateral>();
template const std::vector<std::string>& columns_sorted_by<CompanyFigures>();
template Page<Cluster> list_in_order(Connection&, const ListQuery&, const ListOrder&);
template Page<Industry> list_in_order(Connection&, const ListQuery&, const ListOrder&);
template Page<Lessee> list_in_order(Connection&, const ListQuery&, const ListOrder&);
template Page<Supplier> list_in_order(Connection&, const ListQuery&, const ListOrder&);
template Page<AssetClass> list_in_order(Connection&, const ListQuery&, const ListOrder&);
template Page<Asset> list_in_order(Connection&, const ListQuery&, const ListOrder&);
template Page<Collateral> list_in_order(Connection&, const ListQuery&, const ListOrder&);
template Page<CompanyFigures> list_in_order(Connection&, const ListQuery&, const ListOrder&);

}  // namespace leasebook::db
