// Two ways lead to a page. Where one of the conditions leaves few contracts, they are gathered by its index and sorted;
// else the contracts are walked through in the order wanted, by the index of that order, until the page is full: what
// matches is then frequent enough to be met soon. Databases that estimate choose wrongly between the two on a million
// rows, so each statement leaves them a single index: the other columns stand in COALESCE, which no index serves.
#include "db/contract_list.h"

#include <algorithm>
#include <limits>

#include "db/bind_cells.h"
#include "db/contract_rows.h"
#include "db/number_formats.h"
#include "db/record_mapper.h"
#include "domain/decimal_text.h"
#include "domain/pinyin.h"

namespace leasebook::db {

namespace {

constexpr std::size_t few_lessees = 4'096, few_contracts = 5'000;
constexpr char cursor_separator = '~';

// "c.`status`" and " = ?".
struct Condition {
    std::string column, test;
    std::vector<Connection::Cell> values;
    bool indexed = true;
    bool known_few = false;  // leaves few contracts, whatever the book
};
using Conditions = std::vector<Condition>;

std::string sql(const Condition& condition, bool by_index) {
    return (by_index || !condition.indexed ? condition.column : out_of_index(condition.column)) + condition.test;
}

// Everything that begins with the text, as the two ends of a range.
Condition beginning_with(std::string column, const std::string& text) {
    return {std::move(column), " BETWEEN ? AND ?", {text, text + std::string(last_character)}};
}

// " IN (?, …)": the values are repeated up to one of a few lengths, so that few statements are prepared.
Condition one_of(std::string column, std::vector<std::string> texts) {
    std::size_t length = 1;
    while (length < texts.size()) length *= 8;
    texts.resize(length, texts.back());
    std::string marks = "?";
    for (std::size_t i = 1; i < length; ++i) marks += ", ?";
    return {std::move(column), " IN (" + marks + ")", {texts.begin(), texts.end()}, true, true};
}

bool has_any(Connection& connection, const Condition& condition) {
    auto& select = connection.prepare("SELECT 1 FROM `contracts` c WHERE " + sql(condition, true) + " LIMIT 1");
    int parameter = 1;
    bind_cells(select, parameter, condition.values);
    const bool any = select.step();
    select.reset();
    return any;
}

// The contracts whose numbers the text means, where it means any.
std::optional<Condition> numbers_meant(Connection& connection, const std::string& text) {
    for (const auto& written : {text, capital_letters(text)}) {
        auto numbers = beginning_with("c.`number`", written);
        if (has_any(connection, numbers)) return numbers;
    }
    const auto serial = text.size() <= 6 ? parse_integer(text, 1, 999'999) : std::nullopt;
    if (!serial) return {};
    const auto format = contract_number_format(connection);
    std::vector<std::string> numbers;
    for (int year = 2000; year < 2064; ++year) numbers.push_back(format.numbered(year, *serial));
    auto numbered = one_of("c.`number`", std::move(numbers));
    return has_any(connection, numbered) ? std::optional(std::move(numbered)) : std::nullopt;
}

// What is asked of the lessee, as conditions on the table of lessees.
Conditions of_the_lessee(const ContractQuery& query, bool searched) {
    Conditions conditions;
    if (query.cluster) conditions.push_back({"`cluster`", " = ?", {query.cluster->text}, false});
    if (query.industry) conditions.push_back({"`industry`", " = ?", {query.industry->text}, false});
    if (searched)
        conditions.push_back(
            {"`search_text`", " LIKE ? ESCAPE '!'", {contains_pattern(small_letters(query.search))}, false});
    return conditions;
}

// The lessees that meet the conditions, one more than are few at most.
std::vector<std::string> lessees_meeting(Connection& connection, const Conditions& conditions) {
    std::string where;
    for (const auto& condition : conditions) where += (where.empty() ? " WHERE " : " AND ") + sql(condition, true);
    auto& select = connection.prepare("SELECT `code` FROM `lessees`" + where + " LIMIT ?");
    int parameter = 1;
    for (const auto& condition : conditions) bind_cells(select, parameter, condition.values);
    select.bind(parameter, static_cast<std::int64_t>(few_lessees + 1));
    std::vector<std::string> codes;
    while (select.step()) codes.push_back(select.text(0));
    return codes;
}

// Adds them as conditions on the contract; false where no lessee meets them.
bool add_lessees(Connection& connection, const Conditions& of_lessee, Conditions& conditions) {
    if (of_lessee.empty()) return true;
    auto codes = lessees_meeting(connection, of_lessee);
    if (codes.empty()) return false;
    if (codes.size() <= few_lessees) {
        conditions.push_back(one_of("c.`lessee`", std::move(codes)));
        return true;
    }
    for (const auto& condition : of_lessee)
        conditions.push_back({"(SELECT l." + condition.column + " FROM `lessees` l WHERE l.`code` = c.`lessee`)",
                              condition.test, condition.values, false});
    return true;
}

template <class T>
void add_range(Conditions& conditions, std::string column, const std::optional<T>& from, const std::optional<T>& to,
               const T& first, const T& last) {
    if (!from && !to) return;
    conditions.push_back(
        {std::move(column),
         " BETWEEN ? AND ?",
         {Connection::Cell(column_value(from.value_or(first))), Connection::Cell(column_value(to.value_or(last)))}});
}

// Nothing where nothing can match.
std::optional<Conditions> conditions_of(Connection& connection, const ContractListing& listing) {
    const auto& query = listing.which;
    Conditions conditions;
    auto numbers = query.search.empty() ? std::nullopt : numbers_meant(connection, query.search);
    const bool searches_lessees = !query.search.empty() && !numbers;
    if (numbers) conditions.push_back(*std::move(numbers));
    if (!listing.lessees.empty()) {
        std::vector<std::string> codes;
        for (const auto& lessee : listing.lessees) codes.push_back(lessee.text);
        conditions.push_back(one_of("c.`lessee`", std::move(codes)));
    }
    if (query.lessee) conditions.push_back(one_of("c.`lessee`", {query.lessee->text}));
    if (!add_lessees(connection, of_the_lessee(query, searches_lessees), conditions)) return {};
    if (query.status) conditions.push_back({"c.`status`", " = ?", {to_text(*query.status)}});
    if (!query.entered_by.empty()) conditions.push_back({"c.`entered_by`", " = ?", {query.entered_by}});
    if (!query.not_entered_by.empty()) conditions.push_back({"c.`entered_by`", " <> ?", {query.not_entered_by}, false});
    if (query.returned)
        conditions.push_back({"EXISTS",
                              " (SELECT 1 FROM `contract_events` e WHERE e.`contract_id` = c.`id` AND " +
                                  out_of_index("e.`event`") + " = ?)",
                              {std::string(CreditDecided::name)},
                              false});
    add_range(conditions, "c.`commencement`", listing.from, listing.to, date(1, 1, 1), date(9999, 12, 31));
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    add_range(conditions, "c.`financed_amount`", listing.amount_from, listing.amount_to, Money::minor(0, CNY),
              Money::minor(most, CNY));
    return conditions;
}

// A condition that leaves few contracts.
const Condition* narrow(Connection& connection, const Conditions& conditions) {
    for (const auto& condition : conditions) {
        if (condition.known_few) return &condition;
        if (!condition.indexed) continue;
        auto& count = connection.prepare("SELECT COUNT(*) FROM (SELECT 1 FROM `contracts` c WHERE " +
                                         sql(condition, true) + " LIMIT ?) few");
        int parameter = 1;
        bind_cells(count, parameter, condition.values);
        count.bind(parameter, static_cast<std::int64_t>(few_contracts + 1));
        ensure(count.step(), "a count answers a row");
        const auto found = count.integer(0);
        count.reset();
        if (found <= static_cast<std::int64_t>(few_contracts)) return &condition;
    }
    return nullptr;
}

// With one of them to be gathered by, or none where they are walked through by the index of `walked`.
std::string where(const Conditions& conditions, const Condition* gathered, const std::string& walked) {
    std::string text;
    for (const auto& condition : conditions)
        text += (text.empty() ? " WHERE " : " AND ") +
                sql(condition, gathered != nullptr ? &condition == gathered : condition.column == walked);
    return text;
}

// Where a page ends: what its last row has in the column sorted by, and its number.
struct Cursor {
    Connection::Cell key;
    std::string number;
};

bool is_whole_number(ContractSort sort) {
    return sort == ContractSort::AnnualRate || sort == ContractSort::FinancedAmount || sort == ContractSort::Rent;
}

// Nothing for the first page, or a cursor that is none of ours.
std::optional<Cursor> cursor_of(const ContractListing& listing) {
    const auto& after = listing.which.after;
    if (after.empty()) return {};
    if (listing.sort == ContractSort::Number) return Cursor{{}, after};
    const auto end = after.find(cursor_separator);
    if (end == std::string::npos) return {};
    auto key = after.substr(0, end), number = after.substr(end + 1);
    if (!is_whole_number(listing.sort)) return Cursor{std::move(key), std::move(number)};
    const auto read =
        parse_integer(key, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max());
    if (!read) return {};
    return Cursor{*read, std::move(number)};
}

std::string cursor_after(const ContractRow& row, ContractSort sort) {
    const auto with_number = [&](const std::string& key) { return key + cursor_separator + row.number.text; };
    switch (sort) {
        case ContractSort::Number: return row.number.text;
        case ContractSort::Status: return with_number(to_text(row.status));
        case ContractSort::Commencement: return with_number(to_text(row.commencement));
        case ContractSort::AnnualRate: return with_number(std::to_string(row.annual_rate.e10));
        case ContractSort::FinancedAmount: return with_number(std::to_string(row.financed_amount.minor_units()));
        case ContractSort::Rent: return with_number(std::to_string(row.rent.minor_units()));
    }
    throw InvariantBroken("every order has its cursor");
}

ContractRow contract_row_at(Statement& row) {
    ContractRow read;
    Currency currency;
    RowReader reader(row);
    reader("number", read.number);
    reader("status", read.status);
    reader("lessee", read.lessee);
    reader("lessee_name", read.lessee_name);
    reader("currency", currency);
    reader("financed_amount", read.financed_amount);
    reader("rent", read.rent);
    reader("annual_rate", read.annual_rate);
    reader("commencement", read.commencement);
    reader("periods", read.periods);
    reader("version", read.version);
    return read;
}

class PageReader {
public:
    PageReader(Connection& connection, const ContractListing& listing, Conditions conditions)
        : connection_(connection),
          conditions_(std::move(conditions)),
          narrow_(narrow(connection, conditions_)),
          key_("c.`" + to_text(listing.sort) + "`"),
          descending_(listing.descending),
          by_number_(listing.sort == ContractSort::Number) {}

    // The rows after the cursor. Those equal to it in the column sorted by come first, by a statement of their own:
    // each is a single range of the index.
    std::vector<ContractRow> after(const std::optional<Cursor>& cursor, std::size_t limit) {
        const auto beyond = std::string(descending_ ? " < ?" : " > ?");
        std::vector<ContractRow> rows;
        if (!cursor) {
            read({}, limit, rows);
        } else if (by_number_) {
            read({{key_, beyond, {cursor->number}}}, limit, rows);
        } else {
            read({{key_, " = ?", {cursor->key}}, {"c.`number`", beyond, {cursor->number}}}, limit, rows);
            if (rows.size() < limit) read({{key_, beyond, {cursor->key}}}, limit, rows);
        }
        return rows;
    }

    std::optional<std::int64_t> count_of_few() {
        if (narrow_ == nullptr) return {};
        auto& count = connection_.prepare("SELECT COUNT(*) FROM `contracts` c" + where(conditions_, narrow_, ""));
        int parameter = 1;
        for (const auto& condition : conditions_) bind_cells(count, parameter, condition.values);
        ensure(count.step(), "a count answers a row");
        const auto found = count.integer(0);
        count.reset();
        return found;
    }

private:
    std::string ordered(const std::string& column) const {
        return (narrow_ != nullptr ? out_of_index(column) : column) + (descending_ ? " DESC" : "");
    }

    void read(const Conditions& from, std::size_t limit, std::vector<ContractRow>& rows) {
        auto text = where(conditions_, narrow_, key_);
        for (const auto& condition : from)
            text += (text.empty() ? " WHERE " : " AND ") + sql(condition, narrow_ == nullptr);
        auto& select = connection_.prepare(
            "SELECT c.`number`, c.`status`, c.`lessee`, (SELECT l.`name` FROM `lessees` l WHERE l.`code` = "
            "c.`lessee`), "
            "c.`currency`, c.`financed_amount`, c.`rent`, c.`annual_rate`, c.`commencement`, c.`periods`, c.`version` "
            "FROM `contracts` c" +
            text + " ORDER BY " + ordered(key_) + (by_number_ ? "" : ", " + ordered("c.`number`")) + " LIMIT ?");
        int parameter = 1;
        for (const auto& condition : conditions_) bind_cells(select, parameter, condition.values);
        for (const auto& condition : from) bind_cells(select, parameter, condition.values);
        select.bind(parameter, static_cast<std::int64_t>(limit - rows.size()));
        while (select.step()) rows.push_back(contract_row_at(select));
    }

    Connection& connection_;
    const Conditions conditions_;
    const Condition* narrow_;  // one of them, or none
    const std::string key_;
    const bool descending_, by_number_;
};

}  // namespace

bool means_contracts(Connection& connection, const std::string& text) {
    return numbers_meant(connection, text).has_value();
}

CountedPage list_contracts(Connection& connection, const ContractListing& listing) {
    auto conditions = conditions_of(connection, listing);
    if (!conditions) return {{}, 0};
    const auto limit = static_cast<std::size_t>(std::clamp(listing.which.limit, 1, most_contracts_listed));
    const auto cursor = cursor_of(listing);
    PageReader reader(connection, listing, *std::move(conditions));
    CountedPage page{{reader.after(cursor, limit + 1), ""}};
    if (page.rows.size() > limit) {
        page.rows.pop_back();
        page.next = cursor_after(page.rows.back(), listing.sort);
    }
    const bool whole = !cursor && page.next.empty();
    page.count = whole ? std::ssize(page.rows) : reader.count_of_few();
    return page;
}

Page<ContractRow> list_contracts(Connection& connection, const ContractQuery& query) {
    return list_contracts(connection, ContractListing{.which = query});
}

}  // namespace leasebook::db
