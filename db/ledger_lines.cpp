#include "db/ledger_lines.h"

#include <algorithm>

#include "db/bind_cells.h"
#include "db/name_reader.h"
#include "domain/books/posting_rules.h"

namespace leasebook::db {

namespace {

std::string recorded_by(std::optional<Moment> known_at, const char* column) {
    return known_at ? std::string(" AND ") + column + " <= '" + moment_text(*known_at) + "'" : std::string{};
}

// Names as SQL texts; few of a contract's entries are made by them, so the lines of the others need not be read.
std::string rules_touching(Account account) {
    std::string names;
    for (const auto& rule : posting_rules())
        if (std::ranges::find(rule.lines, account, &RuleLine::account) != rule.lines.end())
            names += (names.empty() ? "'" : ", '") + to_text(rule.rule) + "'";
    return names;
}

}  // namespace

void each_ledger_line(Connection& connection, const LedgerRange& range,
                      const std::function<void(const LedgerLine&)>& visit) {
    static const NameReader<Rule> rules;
    static const NameReader<Account> accounts;
    const auto last = range.last_entry ? " AND l.`entry` <= " + std::to_string(*range.last_entry) : std::string{};
    const auto rows = connection.stream(
        "SELECT COALESCE(e.`contract_id`, 0), e.`rule`, l.`account`, l.`period`, e.`posting_date`, l.`currency`, "
        "l.`amount` "
        "FROM `journal_lines` l JOIN `journal_entries` e ON e.`id` = l.`entry` WHERE l.`period` <= " +
        std::to_string(range.through.number()) + last + recorded_by(range.known_at, "e.`recorded_at`") +
        " ORDER BY l.`entry`, l.`line`");
    while (rows->step())
        visit({rows->integer(0), rules(rows->text(1)), accounts(rows->text(2)), static_cast<int>(rows->integer(3)),
               *parse_date(rows->text(4), ""), Money::minor(rows->integer(6), *parse_currency(rows->text(5)))});
}

void each_allowance_line(Connection& connection, std::int64_t after_entry, std::int64_t last_entry,
                         std::int64_t from_contract, const std::function<void(std::int64_t, std::int64_t)>& visit) {
    const auto rows = connection.stream(
        "SELECT e.`contract_id`, -l.`amount` FROM `journal_entries` e JOIN `journal_lines` l ON l.`entry` = e.`id` "
        "WHERE e.`id` > " +
        std::to_string(after_entry) + " AND e.`id` <= " + std::to_string(last_entry) + " AND " +
        out_of_index("e.`contract_id`") + " >= " + std::to_string(from_contract) + " AND e.`rule` IN (" +
        rules_touching(Account::LossAllowance) + ") AND l.`account` = '" + to_text(Account::LossAllowance) + "'");
    while (rows->step()) visit(rows->integer(0), rows->integer(1));
}

void each_posted_line(Connection& connection, Period period, std::optional<Moment> known_at,
                      const std::function<void(const PostedLine&)>& visit) {
    static const NameReader<Rule> rules;
    static const NameReader<Account> accounts;
    const auto rows = connection.stream(
        "SELECT l.`entry`, l.`line`, e.`business_date`, e.`posting_date`, l.`account`, l.`amount`, l.`currency`, "
        "COALESCE(c.`number`, ''), COALESCE(c.`product`, ''), e.`event`, e.`instalment`, e.`rule`, e.`reversal` FROM "
        "`journal_lines` l JOIN "
        "`journal_entries` e ON e.`id` = l.`entry` LEFT JOIN `contracts` c ON c.`id` = e.`contract_id` WHERE "
        "l.`period` = " +
        std::to_string(period.number()) + recorded_by(known_at, "e.`recorded_at`") + " ORDER BY l.`entry`, l.`line`");
    while (rows->step())
        visit({rows->integer(0), static_cast<int>(rows->integer(1)), *parse_date(rows->text(2), ""),
               *parse_date(rows->text(3), ""), accounts(rows->text(4)),
               Money::minor(rows->integer(5), *parse_currency(rows->text(6))), rows->text(7), rows->text(8),
               static_cast<int>(rows->integer(9)), static_cast<int>(rows->integer(10)), rules(rows->text(11)),
               rows->integer(12) != 0});
}

void each_invoice_issued(Connection& connection, Period period, std::optional<Moment> known_at,
                         const std::function<void(InvoiceOfMonth&&)>& visit) {
    const auto rows = connection.stream(
        "SELECT `contract_id`, `number`, `due`, `kind`, `due_date`, `issued`, `currency`, `net`, `vat` FROM `invoices` "
        "WHERE `issued` BETWEEN '" +
        to_text(period.first_day()) + "' AND '" + to_text(period.last_day()) + "'" +
        recorded_by(known_at, "`recorded_at`") + " ORDER BY `number`");
    while (rows->step()) {
        const auto currency = *parse_currency(rows->text(6));
        visit({rows->integer(0),
               rows->text(1),
               {static_cast<int>(rows->integer(2)), *parse_named<InvoiceKind>(rows->text(3), ""),
                *parse_date(rows->text(4), ""), Money::minor(rows->integer(7), currency),
                Money::minor(rows->integer(8), currency)},
               *parse_date(rows->text(5), "")});
    }
}

}  // namespace leasebook::db
