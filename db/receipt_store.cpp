#include "db/receipt_store.h"

#include <algorithm>
#include <map>

#include "db/bind_cells.h"
#include "db/counters.h"
#include "db/record_mapper.h"
#include "domain/number_format.h"

namespace leasebook::db {

namespace {

constexpr char cursor_separator = '~';

const std::string select_receipts =
    "SELECT r.`serial`, r.`number`, r.`recorded_by`, r.`status`, r.`decided_on`, r.`decided_by`, c.`number`, "
    "r.`payment`, r.`reason`, r.`value_date`, r.`currency`, r.`amount`, r.`payer`, r.`reference`, r.`remittance_text` "
    "FROM `receipts` r LEFT JOIN `contracts` c ON c.`id` = r.`contract_id` WHERE ";

Receipt receipt_at(Statement& row) {
    Receipt receipt;
    RowReader reader(row);
    reader("serial", receipt.serial);
    reader("number", receipt.number);
    reader("recorded_by", receipt.recorded_by);
    reader("status", receipt.status);
    reader("decided_on", receipt.decided_on);
    reader("decided_by", receipt.decided_by);
    reader("contract", receipt.contract);
    reader("payment", receipt.payment);
    reader("reason", receipt.reason);
    visit_fields(receipt.slip, reader);
    return receipt;
}

std::optional<Receipt> only_receipt(Statement& select) {
    if (!select.step()) return {};
    auto receipt = receipt_at(select);
    select.reset();
    return receipt;
}

std::optional<Receipt> same_payment(Connection& connection, const ReceiptEntry& slip) {
    auto& select = connection.prepare(
        select_receipts + "r.`reference` = ? AND r.`value_date` = ? AND r.`currency` = ? AND r.`amount` = ?" +
        std::string(connection.for_update()));
    select.bind(1, slip.reference)
        .bind(2, to_text(slip.value_date))
        .bind(3, slip.amount.currency().text())
        .bind(4, slip.amount.minor_units());
    return only_receipt(select);
}

}  // namespace

Result<Receipt> add_receipt(Connection& connection, const ReceiptEntry& slip, const Act& act, Moment recorded_at) {
    static const auto format = *NumberFormat::parse("R-{year}-{number:6}", "");
    // Whoever counts first enters first: the other then sees what was entered.
    const auto serial = count_up(connection, "receipts");
    if (const auto known = same_payment(connection, slip))
        return conflict("This payment is already recorded as {0}.", known->number.text);
    Receipt receipt;
    receipt.serial = static_cast<int>(serial);
    receipt.number.text = format.numbered(static_cast<int>(std::chrono::year_month_day(act.on).year()), serial);
    receipt.slip = slip;
    receipt.recorded_by = act.by;
    static const std::vector<std::string> columns = [] {
        std::vector<std::string> names{"serial", "number", "recorded_by", "recorded_at", "status"};
        std::ranges::copy(columns_of<ReceiptEntry>(), std::back_inserter(names));
        return names;
    }();
    std::vector<Connection::Cell> row{serial, receipt.number.text, act.by, moment_text(recorded_at),
                                      to_text(receipt.status)};
    CellWriter writer(row);
    visit_fields(slip, writer);
    const std::vector<std::vector<Connection::Cell>> rows{std::move(row)};
    connection.insert_rows("receipts", columns, rows);
    return receipt;
}

std::optional<Receipt> find_receipt(Connection& connection, const ReceiptNumber& number, Lock lock) {
    auto& select = connection.prepare(select_receipts + "r.`number` = ?" +
                                      std::string(lock == Lock::ForUpdate ? connection.for_update() : ""));
    return only_receipt(select.bind(1, number.text));
}

void keep_decision(Connection& connection, const Receipt& receipt) {
    auto& update = connection.prepare(
        "UPDATE `receipts` SET `status` = ?, `decided_on` = ?, `decided_by` = ?, `payment` = ?, `reason` = ?, "
        "`contract_id` = (SELECT `id` FROM `contracts` WHERE `number` = ?) WHERE `serial` = ?");
    Binder binder(update);
    binder.bind(receipt.status);
    binder.bind(receipt.decided_on);
    binder.bind(receipt.decided_by);
    binder.bind(receipt.payment);
    binder.bind(receipt.reason);
    binder.bind(receipt.contract);
    binder.bind(receipt.serial);
    update.execute();
}

Page<Receipt> list_receipts(Connection& connection, const ReceiptQuery& query) {
    const auto limit = static_cast<std::size_t>(std::clamp(query.limit, 1, most_receipts_listed));
    const std::string down = query.descending ? " DESC" : "", beyond = query.descending ? " < ?" : " > ?";
    std::string conditions = "1 = 1";
    std::vector<Connection::Cell> values;
    const auto narrow = [&](const std::string& condition, const Connection::Cell& value) {
        conditions += " AND " + condition;
        values.push_back(value);
    };
    if (query.status) narrow("r.`status` = ?", to_text(*query.status));
    if (query.from) narrow("r.`value_date` >= ?", to_text(*query.from));
    if (query.until) narrow("r.`value_date` <= ?", to_text(*query.until));
    if (const auto end = query.after.find(cursor_separator); end != std::string::npos) {
        const auto day = parse_date(query.after.substr(0, end), "");
        const auto serial = parse_integer(query.after.substr(end + 1), 0, std::numeric_limits<int>::max());
        if (day && serial) {
            narrow("(r.`value_date`" + beyond, to_text(*day));
            conditions += " OR (r.`value_date` = ? AND r.`serial`" + beyond + "))";
            values.emplace_back(to_text(*day));
            values.emplace_back(*serial);
        }
    }
    auto& select = connection.prepare(select_receipts + conditions + " ORDER BY r.`value_date`" + down +
                                      ", r.`serial`" + down + " LIMIT ?");
    int parameter = 1;
    bind_cells(select, parameter, values);
    select.bind(parameter, static_cast<std::int64_t>(limit + 1));
    Page<Receipt> page;
    while (select.step()) page.rows.push_back(receipt_at(select));
    if (page.rows.size() > limit) {
        page.rows.pop_back();
        const auto& last = page.rows.back();
        page.next = to_text(last.slip.value_date) + cursor_separator + std::to_string(last.serial);
    }
    return page;
}

Errors verify_receipts(Connection& connection) {
    struct Sums {
        Money ledger, receipts;
    };
    std::map<Currency, Sums> sums;
    const auto add_up = [&](Money Sums::*side, const std::string& sql) {
        auto& select = connection.prepare(sql);
        while (select.step()) {
            const auto currency = *parse_currency(select.text(0));
            const Money zero = Money::zero(currency);
            sums.try_emplace(currency, Sums{zero, zero}).first->second.*side =
                Money::minor(select.integer(1), currency);
        }
    };
    add_up(
        &Sums::ledger,
        "SELECT l.`currency`, -SUM(l.`amount`) FROM `journal_entries` e JOIN `journal_lines` l ON l.`entry` = e.`id` "
        "WHERE e.`contract_id` IS NULL AND l.`account` = 'unapplied_receipts' GROUP BY l.`currency`");
    add_up(&Sums::receipts,
           "SELECT `currency`, SUM(`amount`) FROM `receipts` WHERE `status` = 'unmatched' GROUP BY `currency`");
    Errors findings;
    for (const auto& [currency, sum] : sums)
        if (sum.ledger != sum.receipts)
            findings.push_back(conflict("Unmatched payments in {0}: the ledger holds {1}, the receipts add up to {2}.",
                                        currency.text(), to_text(sum.ledger), to_text(sum.receipts)));
    return findings;
}

}  // namespace leasebook::db
