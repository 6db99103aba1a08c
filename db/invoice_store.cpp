#include "db/invoice_store.h"

#include <algorithm>
#include <set>

#include "db/bind_cells.h"
#include "db/counters.h"
#include "db/number_formats.h"
#include "db/record_mapper.h"
#include "db/table_rows.h"

namespace leasebook::db {

namespace {

Invoice invoice_at(Statement& row, int first) {
    const auto currency = *parse_currency(row.text(first + 3));
    return {static_cast<int>(row.integer(first)), *parse_named<InvoiceKind>(row.text(first + 1), ""),
            *parse_date(row.text(first + 2), ""), Money::minor(row.integer(first + 4), currency),
            Money::minor(row.integer(first + 5), currency)};
}

}  // namespace

std::vector<Invoice> invoices_of(Connection& connection, std::int64_t contract_id) {
    auto& select = connection.prepare(
        "SELECT `due`, `kind`, `due_date`, `currency`, `net`, `vat` FROM `invoices` WHERE `contract_id` = ? ORDER BY "
        "`number`");
    select.bind(1, contract_id);
    std::vector<Invoice> invoices;
    while (select.step()) invoices.push_back(invoice_at(select, 0));
    return invoices;
}

std::map<std::int64_t, std::vector<Invoice>> invoices_between(Connection& connection, std::int64_t first_id,
                                                              std::int64_t last_id) {
    auto& select = connection.prepare(
        "SELECT `due`, `kind`, `due_date`, `currency`, `net`, `vat`, `contract_id` FROM `invoices` WHERE `contract_id` "
        "BETWEEN ? AND ? ORDER BY `contract_id`, `number`");
    select.bind(1, first_id).bind(2, last_id);
    std::map<std::int64_t, std::vector<Invoice>> invoices;
    while (select.step()) invoices[select.integer(6)].push_back(invoice_at(select, 0));
    return invoices;
}

namespace {

constexpr std::string_view select_issued =
    "SELECT i.`number`, c.`number`, i.`issued`, i.`due`, i.`kind`, i.`due_date`, i.`currency`, i.`net`, i.`vat` "
    "FROM `invoices` i JOIN `contracts` c ON c.`id` = i.`contract_id` WHERE ";

IssuedInvoice issued_at(Statement& row) {
    return {row.text(0), {row.text(1)}, invoice_at(row, 3), *parse_date(row.text(2), "")};
}

constexpr char cursor_separator = '~';

struct Conditions {
    std::string text;
    std::vector<Connection::Cell> values;

    void add(const std::string& condition, const Connection::Cell& value) {
        text += (text.empty() ? "" : " AND ") + condition;
        values.push_back(value);
    }
};

Conditions conditions_of(const InvoiceQuery& query) {
    Conditions conditions;
    if (query.contract) conditions.add("c.`number` = ?", query.contract->text);
    if (query.from) conditions.add("i.`due_date` >= ?", to_text(*query.from));
    if (query.until) conditions.add("i.`due_date` <= ?", to_text(*query.until));
    if (query.kind) conditions.add("i.`kind` = ?", to_text(*query.kind));
    if (query.due) conditions.add("i.`due` = ?", std::int64_t{*query.due});
    return conditions;
}

// The bills of one contract are gathered and sorted, else the index of the order is walked through: see
// db/contract_list.cpp.
std::string order_of(const InvoiceQuery& query) {
    const std::string down = query.descending ? " DESC" : "", number = "i.`number`" + down;
    if (query.sort == InvoiceSort::Number) return number;
    return (query.contract ? out_of_index("i.`due_date`") : std::string("i.`due_date`")) + down + ", " + number;
}

void read_on(Connection& connection, const InvoiceQuery& query, Conditions conditions, std::size_t limit,
             std::vector<IssuedInvoice>& rows) {
    if (rows.size() >= limit) return;
    if (conditions.text.empty()) conditions.text = "1 = 1";
    auto& select =
        connection.prepare(std::string(select_issued) + conditions.text + " ORDER BY " + order_of(query) + " LIMIT ?");
    int parameter = 1;
    bind_cells(select, parameter, conditions.values);
    select.bind(parameter, static_cast<std::int64_t>(limit - rows.size()));
    while (select.step()) rows.push_back(issued_at(select));
}

}  // namespace

Page<IssuedInvoice> list_invoices(Connection& connection, const InvoiceQuery& query) {
    const auto limit = static_cast<std::size_t>(std::clamp(query.limit, 1, most_invoices_listed));
    const std::string beyond = query.descending ? " < ?" : " > ?";
    const auto all = conditions_of(query);
    const auto end = query.after.find(cursor_separator);
    Page<IssuedInvoice> page;
    if (query.sort == InvoiceSort::Number && !query.after.empty()) {
        auto rest = all;
        rest.add("i.`number`" + beyond, query.after);
        read_on(connection, query, rest, limit + 1, page.rows);
    } else if (query.sort == InvoiceSort::DueDate && end != std::string::npos) {
        const auto day = query.after.substr(0, end);
        auto same_day = all, other_days = all;
        same_day.add("i.`due_date` = ?", day);
        same_day.add("i.`number`" + beyond, query.after.substr(end + 1));
        other_days.add("i.`due_date`" + beyond, day);
        read_on(connection, query, same_day, limit + 1, page.rows);
        read_on(connection, query, other_days, limit + 1, page.rows);
    } else {
        read_on(connection, query, all, limit + 1, page.rows);
    }
    if (page.rows.size() > limit) {
        page.rows.pop_back();
        const auto& last = page.rows.back();
        page.next =
            (query.sort == InvoiceSort::DueDate ? to_text(last.invoice.due_date) + cursor_separator : "") + last.number;
    }
    return page;
}

std::vector<IssuedInvoice> invoices_numbered(Connection& connection, const std::string& beginning, int limit) {
    auto& select =
        connection.prepare(std::string(select_issued) + "i.`number` BETWEEN ? AND ? ORDER BY i.`number` LIMIT ?");
    select.bind(1, beginning).bind(2, beginning + std::string(last_character)).bind(3, limit);
    std::vector<IssuedInvoice> list;
    while (select.step()) list.push_back(issued_at(select));
    return list;
}

std::optional<IssuedInvoice> find_invoice(Connection& connection, const std::string& number) {
    auto& select = connection.prepare(std::string(select_issued) + "i.`number` = ?");
    if (!select.bind(1, number).step()) return {};
    auto invoice = issued_at(select);
    select.reset();
    return invoice;
}

namespace {

// Those of the numbers that invoices have, and others in between, of which there are few: the numbers follow one
// another.
std::set<std::string> taken(Connection& connection, const std::vector<std::string>& numbers) {
    const auto [first, last] = std::ranges::minmax(numbers);
    auto& select = connection.prepare("SELECT `number` FROM `invoices` WHERE `number` BETWEEN ? AND ?");
    select.bind(1, first).bind(2, last);
    std::set<std::string> found;
    while (select.step()) found.insert(select.text(0));
    return found;
}

// The next free numbers of the year. Its count goes on whatever the format, so only a number that was given under a
// format of before can be met; that one is passed over.
std::vector<std::string> next_numbers(Connection& connection, int year, std::size_t count) {
    const auto format = invoice_number_format(connection);
    std::vector<std::string> free;
    while (free.size() < count) {
        const auto missing = static_cast<std::int64_t>(count - free.size());
        auto serial = count_up(connection, "invoice_number." + std::to_string(year), missing) - missing;
        std::vector<std::string> made;
        while (std::ssize(made) < missing) made.push_back(format.numbered(year, ++serial));
        const auto given = taken(connection, made);
        for (auto& number : made)
            if (!given.contains(number)) free.push_back(std::move(number));
    }
    return free;
}

}  // namespace

void issue(Connection& connection, const std::vector<InvoiceToIssue>& invoices, Date issued, Moment recorded_at) {
    if (invoices.empty()) return;
    static const std::vector<std::string> columns{"number", "contract_id", "due", "kind", "due_date",
                                                  "issued", "currency",    "net", "vat",  "recorded_at"};
    const auto year = static_cast<int>(std::chrono::year_month_day(issued).year());
    const auto numbers = next_numbers(connection, year, invoices.size());
    auto number = numbers.begin();
    const auto recorded = moment_text(recorded_at);
    TableRows rows;
    rows.reserve(invoices.size());
    for (const auto& [contract_id, invoice] : invoices)
        add_row(rows, *number++, contract_id, std::int64_t{invoice.due}, to_text(invoice.kind),
                to_text(invoice.due_date), to_text(issued), invoice.net.currency().text(), invoice.net.minor_units(),
                invoice.vat.minor_units(), recorded);
    connection.insert_rows("invoices", columns, rows);
}

}  // namespace leasebook::db
