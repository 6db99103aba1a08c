#include "db/register_store.h"

#include <algorithm>
#include <tuple>

#include "db/asset_search.h"
#include "db/counters.h"
#include "db/reference_check.h"
#include "db/register_tables.h"

namespace leasebook::db {

namespace {

// The key as texts, in the order of Table::keys.
std::vector<std::string> key_texts(const AppraisalKey& key) { return {key.asset.text, to_text(key.date)}; }
std::vector<std::string> key_texts(const MarketQuoteKey& key) {
    return {key.curve, to_text(key.date), to_text(key.instrument), key.tenor};
}
std::vector<std::string> key_texts(const CurvePointKey& key) {
    return {key.asset_class.text, to_text(key.valid_from), std::to_string(key.age_months)};
}
template <class Tag>
std::vector<std::string> key_texts(const Code<Tag>& code) {
    return {code.text};
}
AppraisalKey key_of(const Appraisal& record) { return {record.asset, record.date}; }
MarketQuoteKey key_of(const MarketQuote& record) {
    return {record.curve, record.instrument, record.tenor, record.date};
}
CurvePointKey key_of(const CurvePoint& record) { return {record.asset_class, record.valid_from, record.age_months}; }
auto key_of(const auto& record) { return record.code; }

void bind_texts(Statement& statement, int first, const std::vector<std::string>& texts) {
    for (const auto& text : texts) statement.bind(first++, text);
}

template <class R>
std::string where_key() {
    std::string condition;
    for (const auto& key : Table<R>::keys) condition += (condition.empty() ? " WHERE `" : " AND `") + key + "` = ?";
    return condition;
}
std::string marks(std::size_t count) {
    std::string list = "?";
    for (std::size_t i = 1; i < count; ++i) list += ", ?";
    return list;
}

Error key_taken(const MarketQuote& quote) {
    return conflict("There is a quote for {0} {1} {2} of {3} already.", quote.curve, to_text(quote.instrument),
                    quote.tenor, to_text(quote.date));
}
Error key_taken(const Appraisal& appraisal) {
    return conflict("Asset {0} has an appraisal of {1} already.", appraisal.asset.text, to_text(appraisal.date));
}
Error key_taken(const CurvePoint& point) {
    return conflict("Class {0} has a curve from {1} on already.", point.asset_class.text, to_text(point.valid_from));
}
Error key_taken(const auto& record) { return conflict("The code \"{0}\" is taken already.", record.code.text); }

// Why a write was refused by a unique key: its own key, or a serial number that another machine has.
template <class R>
Error duplicate(Connection& connection, const R& record, bool adding) {
    if constexpr (std::is_same_v<R, Asset>) {
        if (!adding || !find<Asset>(connection, record.code))
            return conflict("Serial number \"{0}\" is in the register already: one machine cannot be entered twice.",
                            record.serial_number);
    }
    ensure(adding, "only adding a record can meet a taken key");
    return key_taken(record);
}

// Runs a write of one record and turns the refusals of the database into sentences.
template <class R>
Result<Done> written(Connection& connection, const R& record, bool adding, auto&& write) {
    try {
        write();
    } catch (const DatabaseError& error) {
        if (error.trouble == Trouble::Duplicate) return duplicate(connection, record, adding);
        if (error.trouble != Trouble::Constraint) throw;
        auto missing = missing_references(connection, record);
        if (missing.empty()) throw;
        return missing;
    }
    return Done{};
}

template <class R>
Result<Done> saved(Connection& connection, const R& record, bool adding, auto&& write) {
    auto done = written(connection, record, adding, write);
    if (done) book_changed(connection);
    return done;
}

template <class R>
std::int64_t update(Connection& connection, const R& record) {
    std::string changes;
    for (const auto& column : stored_columns<R>()) changes += (changes.empty() ? "`" : ", `") + column + "` = ?";
    auto& statement =
        connection.prepare("UPDATE `" + std::string(Table<R>::name) + "` SET " + changes + where_key<R>());
    Binder binder(statement);
    visit_stored(record, binder);
    bind_texts(statement, binder.next(), key_texts(key_of(record)));
    return statement.execute();
}

template <class R>
void insert(Connection& connection, const R& record) {
    const auto columns = stored_columns<R>();
    auto& statement = connection.prepare("INSERT INTO `" + std::string(Table<R>::name) + "` (" + quoted(columns) +
                                         ") VALUES (" + marks(columns.size()) + ")");
    Binder binder(statement);
    visit_stored(record, binder);
    statement.execute();
}

// Cursors are the key's texts with a character between them that only the first of them may hold.
constexpr char cursor_separator = '~';

std::string cursor_of(const std::vector<std::string>& key) {
    std::string cursor;
    for (const auto& part : key) cursor += (cursor.empty() ? "" : std::string(1, cursor_separator)) + part;
    return cursor;
}
std::vector<std::string> key_at(std::string cursor, std::size_t parts) {
    std::vector<std::string> key(parts);
    for (std::size_t i = parts - 1; i > 0; --i) {
        const auto at = cursor.rfind(cursor_separator);
        if (at == std::string::npos) continue;
        key[i] = cursor.substr(at + 1);
        cursor.resize(at);
    }
    key[0] = cursor;
    return key;
}

template <class R>
std::string list_sql(const ListQuery& query) {
    const auto& keys = Table<R>::keys;
    auto conditions = search_condition<R>(query);
    if (!query.after.empty())
        conditions += (conditions.empty() ? "(" : " AND (") + quoted(keys) + ") > (" + marks(keys.size()) + ")";
    if (!conditions.empty()) conditions = " WHERE " + conditions;
    return select_from<R>() + conditions + " ORDER BY " + quoted(keys) + " LIMIT ?";
}

}  // namespace

template <class R>
std::optional<R> find(Connection& connection, const Key<R>& key) {
    auto& select = connection.prepare(select_from<R>() + where_key<R>());
    bind_texts(select, 1, key_texts(key));
    if (!select.step()) return std::nullopt;
    return read_row<R>(select);
}

template <class R>
Result<Done> add(Connection& connection, const R& record) {
    return saved(connection, record, true, [&] { insert(connection, record); });
}

template <class R>
Result<Done> replace(Connection& connection, const R& record) {
    std::int64_t found = 0;
    const auto result = saved(connection, record, false, [&] { found = update(connection, record); });
    if (result && found == 0)
        return not_found(Table<R>::keys.front(), "There is no record \"{0}\" to change.",
                         key_texts(key_of(record)).front());
    return result;
}

// Not the database's own upsert: MySQL's would overwrite whichever row holds the same serial number.
template <class R>
Result<Done> upsert(Connection& connection, const R& record) {
    std::int64_t found = 0;
    const auto result = saved(connection, record, false, [&] { found = update(connection, record); });
    return result && found == 0 ? add(connection, record) : result;
}

template <class R>
Page<R> list(Connection& connection, const ListQuery& query) {
    // There are so many machines that only their indexes are searched.
    if constexpr (std::is_same_v<R, Asset>)
        if (!query.search.empty()) return list_assets_like(connection, query);
    const int limit = std::clamp(query.limit, 1, 1000);
    auto& select = connection.prepare(list_sql<R>(query));
    int parameter = bind_search<R>(select, 1, query);
    if (!query.after.empty())
        for (const auto& part : key_at(query.after, Table<R>::keys.size())) select.bind(parameter++, part);
    select.bind(parameter, limit + 1);
    Page<R> page{rows_of<R>(select), {}};
    if (page.rows.size() > static_cast<std::size_t>(limit)) {
        page.rows.pop_back();
        page.next = cursor_of(key_texts(key_of(page.rows.back())));
    }
    return page;
}

template <class R>
std::vector<R> all(Connection& connection) {
    const auto rows = connection.stream(select_from<R>() + " ORDER BY " + quoted(Table<R>::keys));
    return rows_of<R>(*rows);
}

template <class R>
std::int64_t count(Connection& connection) {
    auto& select = connection.prepare("SELECT COUNT(*) FROM `" + std::string(Table<R>::name) + "`");
    return select.step() ? select.integer(0) : 0;
}

template <class R>
void add_all(Connection& connection, std::span<const R> records) {
    if (records.empty()) return;
    std::vector<std::vector<Connection::Cell>> rows(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
        CellWriter writer(rows[i]);
        visit_stored(records[i], writer);
    }
    connection.insert_rows(Table<R>::name, stored_columns<R>(), rows);
    book_changed(connection);
}

template <class R>
Errors missing_references(Connection& connection, const R& record) {
    ReferenceCheck check(connection);
    visit_fields(record, check);
    return check.errors;
}

#define LEASEBOOK_REGISTER_OF(R)                                   \
    template std::optional<R> find<R>(Connection&, const Key<R>&); \
    template Result<Done> add<R>(Connection&, const R&);           \
    template Result<Done> replace<R>(Connection&, const R&);       \
    template Result<Done> upsert<R>(Connection&, const R&);        \
    template Page<R> list<R>(Connection&, const ListQuery&);       \
    template std::vector<R> all<R>(Connection&);                   \
    template std::int64_t count<R>(Connection&);                   \
    template void add_all<R>(Connection&, std::span<const R>);     \
    template Errors missing_references<R>(Connection&, const R&);
LEASEBOOK_REGISTER_OF(Cluster)
LEASEBOOK_REGISTER_OF(Industry)
LEASEBOOK_REGISTER_OF(Lessee)
LEASEBOOK_REGISTER_OF(Supplier)
LEASEBOOK_REGISTER_OF(AssetClass)
LEASEBOOK_REGISTER_OF(Asset)
LEASEBOOK_REGISTER_OF(Appraisal)
LEASEBOOK_REGISTER_OF(MarketQuote)
LEASEBOOK_REGISTER_OF(CurvePoint)
LEASEBOOK_REGISTER_OF(UsedSale)
LEASEBOOK_REGISTER_OF(Collateral)
LEASEBOOK_REGISTER_OF(Limit)
LEASEBOOK_REGISTER_OF(CompanyFigures)
#undef LEASEBOOK_REGISTER_OF
template Errors missing_references<ContractContent>(Connection&, const ContractContent&);

std::vector<Appraisal> appraisals_of(Connection& connection, const AssetCode& asset) {
    auto& select = connection.prepare(select_from<Appraisal>() + " WHERE `asset` = ? ORDER BY `date`");
    return rows_of<Appraisal>(select.bind(1, asset.text));
}

Result<Done> add_with_contract(Connection& connection, const Asset& machine) {
    return written(connection, machine, true, [&] { insert(connection, machine); });
}

Result<Done> replace_with_contract(Connection& connection, const Asset& machine) {
    return written(connection, machine, false,
                   [&] { ensure(update(connection, machine) == 1, "a machine just read is there to be changed"); });
}

std::vector<Asset> assets_of(Connection& connection, const ContractNumber& contract) {
    auto& select = connection.prepare(select_from<Asset>() + " WHERE `contract` = ? ORDER BY `code`");
    return rows_of<Asset>(select.bind(1, contract.text));
}

std::vector<MarketQuote> quotes_on(Connection& connection, const std::string& curve, Date on) {
    auto& select = connection.prepare(select_from<MarketQuote>() +
                                      " WHERE `curve` = ? AND `date` = (SELECT MAX(`date`) FROM `market_quotes` "
                                      "WHERE `curve` = ? AND `date` <= ?) ORDER BY `instrument`, `tenor`");
    return rows_of<MarketQuote>(select.bind(1, curve).bind(2, curve).bind(3, to_text(on)));
}

std::vector<Date> quote_dates(Connection& connection, const std::string& curve, int limit) {
    auto& select = connection.prepare(
        "SELECT DISTINCT `date` FROM `market_quotes` WHERE `curve` = ? ORDER BY `date` DESC LIMIT ?");
    select.bind(1, curve).bind(2, limit);
    std::vector<Date> dates;
    while (select.step()) dates.push_back(*parse_date(select.text(0), ""));
    return dates;
}

std::vector<std::string> quoted_curves(Connection& connection) {
    auto& select = connection.prepare("SELECT DISTINCT `curve` FROM `market_quotes` ORDER BY `curve`");
    std::vector<std::string> curves;
    while (select.step()) curves.push_back(select.text(0));
    return curves;
}

}  // namespace leasebook::db
