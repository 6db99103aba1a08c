#include "db/month_end_store.h"

#include <map>
#include <set>
#include <unordered_map>

#include "db/counters.h"
#include "db/name_reader.h"

namespace leasebook::db {

namespace {

// Both sources under the same column names; the month end of provisions is told by their period.
constexpr std::string_view brought_along =
    "SELECT c.`number`, m.`currency`, m.`days_past_due`, m.`stage`, m.`category`, m.`net_investment`, m.`overdue`, "
    "m.`month_end` FROM `month_ends` m JOIN `contracts` c ON c.`id` = m.`contract_id`";
constexpr std::string_view closed_here =
    "SELECT c.`number`, p.`currency`, p.`days_past_due`, p.`stage`, p.`category`, p.`exposure`, p.`overdue`, "
    "p.`period` FROM `provisions` p JOIN `contracts` c ON c.`id` = p.`contract_id`";

MonthEnd row_at(Statement& row, Date month_end) {
    const auto currency = *parse_currency(row.text(1));
    const auto days = static_cast<int>(row.integer(2));
    return {month_end,
            {row.text(0)},
            currency,
            days > 0 ? std::optional(days) : std::nullopt,
            *parse_named<Stage>(row.text(3), ""),
            *parse_named<RiskClass>(row.text(4), ""),
            Money::minor(row.integer(5), currency),
            Money::minor(row.integer(6), currency)};
}

std::string standing_columns(const std::string& net_investment) {
    return "SELECT `contract_id`, `currency`, `days_past_due`, `stage`, `category`, `" + net_investment +
           "`, `overdue` FROM ";
}
KeptStanding standing_at(Statement& row) {
    static const NameReader<Stage> stages;
    static const NameReader<RiskClass> classes;
    const auto currency = *parse_currency(row.text(1));
    return {row.integer(0),       static_cast<int>(row.integer(2)),       stages(row.text(3)),
            classes(row.text(4)), Money::minor(row.integer(5), currency), Money::minor(row.integer(6), currency)};
}

Date day_in(const std::string& text) { return *parse_date(text, ""); }
Date last_day_of(const std::string& period) { return parse_period(period, "")->last_day(); }

// The one text that it answers, if it is not NULL.
std::optional<std::string> only_text(Statement& select) {
    std::optional<std::string> text;
    if (select.step() && !select.is_null(0)) text = select.text(0);
    select.reset();
    return text;
}

bool is_closed_here(Connection& connection, Date month_end) {
    auto& select = connection.prepare("SELECT 1 FROM `provisions` WHERE `period` = ? LIMIT 1");
    const bool any = select.bind(1, to_text(period_of(month_end))).step();
    select.reset();
    return any;
}

// A contract's id by its number, for rows that name only the number.
std::unordered_map<std::string, std::string> contract_ids(Connection& connection) {
    std::unordered_map<std::string, std::string> ids;
    const auto rows = connection.stream("SELECT `number`, `id` FROM `contracts`");
    while (rows->step()) ids.emplace(rows->text(0), std::to_string(rows->integer(1)));
    return ids;
}

// Keeps the earliest row of each contract.
void keep_earliest(std::map<std::string, MonthEnd>& earliest, MonthEnd row) {
    const auto [found, added] = earliest.try_emplace(row.contract.text, row);
    if (!added && row.month_end < found->second.month_end) found->second = std::move(row);
}

constexpr std::string_view month_ends_counter = "month_ends";

}  // namespace

std::int64_t month_ends_version(Connection& connection) { return counter(connection, month_ends_counter); }

void month_ends_changed(Connection& connection) { count_up(connection, month_ends_counter); }

void add_month_ends(Connection& connection, std::span<const MonthEnd> rows) {
    static const std::vector<std::string> columns{"month_end", "contract_id", "currency",       "days_past_due",
                                                  "stage",     "category",    "net_investment", "overdue"};
    const auto ids = contract_ids(connection);
    std::vector<std::vector<Connection::Cell>> cells;
    cells.reserve(rows.size());
    for (const auto& row : rows) {
        const auto id = ids.find(row.contract.text);
        ensure(id != ids.end(), "the contract of a month end is there");
        cells.push_back({to_text(row.month_end), id->second, row.currency.text(),
                         std::to_string(row.days_past_due.value_or(0)), to_text(row.stage), to_text(row.category),
                         std::to_string(row.net_investment.minor_units()), std::to_string(row.overdue.minor_units())});
    }
    connection.insert_rows("month_ends", columns, cells);
    if (!rows.empty()) month_ends_changed(connection);
}

std::vector<Date> month_ends_kept(Connection& connection, Date from, Date until) {
    std::set<Date> days;
    // From one to the next by the key: of a million contracts a DISTINCT would read millions of rows for a few days.
    auto& brought =
        connection.prepare("SELECT MIN(`month_end`) FROM `month_ends` WHERE `month_end` > ? AND `month_end` <= ?");
    for (Date after = from - std::chrono::days(1);; after = *days.rbegin()) {
        const auto next = only_text(brought.bind(1, to_text(after)).bind(2, to_text(until)));
        if (!next) break;
        days.insert(day_in(*next));
    }
    auto& closed = connection.prepare("SELECT MIN(`period`) FROM `provisions` WHERE `period` > ? AND `period` <= ?");
    for (auto after = period_of(from).previous();;) {
        const auto next = only_text(closed.bind(1, to_text(after)).bind(2, to_text(period_of(until))));
        if (!next) break;
        after = *parse_period(*next, "");
        if (const Date day = after.last_day(); day >= from && day <= until) days.insert(day);
    }
    return {days.begin(), days.end()};
}

std::optional<Date> last_month_end_kept(Connection& connection, Date until) {
    const auto brought = only_text(
        connection.prepare("SELECT MAX(`month_end`) FROM `month_ends` WHERE `month_end` <= ?").bind(1, to_text(until)));
    const auto whole = is_month_end(until) ? period_of(until) : period_of(until).previous();
    const auto closed = only_text(
        connection.prepare("SELECT MAX(`period`) FROM `provisions` WHERE `period` <= ?").bind(1, to_text(whole)));
    std::optional<Date> last;
    if (brought) last = day_in(*brought);
    if (closed) last = std::max(last.value_or(Date::min()), last_day_of(*closed));
    return last;
}

void each_standing(Connection& connection, Date month_end, const std::function<void(const KeptStanding&)>& visit) {
    const auto rows =
        connection.stream(is_closed_here(connection, month_end)
                              ? standing_columns("exposure") + "`provisions` WHERE `period` = '" +
                                    to_text(period_of(month_end)) + "' ORDER BY `contract_id`"
                              : standing_columns("net_investment") + "`month_ends` WHERE `month_end` = '" +
                                    to_text(month_end) + "' ORDER BY `contract_id`");
    while (rows->step()) visit(standing_at(*rows));
}

std::vector<KeptStanding> brought_between(Connection& connection, Date month_end, std::int64_t first_id,
                                          std::int64_t last_id) {
    std::vector<KeptStanding> standings;
    if (is_closed_here(connection, month_end)) return standings;
    auto& rows = connection.prepare(standing_columns("net_investment") +
                                    "`month_ends` WHERE `month_end` = ? AND `contract_id` BETWEEN ? AND ? "
                                    "ORDER BY `contract_id`");
    rows.bind(1, to_text(month_end)).bind(2, first_id).bind(3, last_id);
    while (rows.step()) standings.push_back(standing_at(rows));
    return standings;
}

std::vector<MonthEnd> first_defaults(Connection& connection, Date until) {
    std::map<std::string, MonthEnd> earliest;
    {
        auto& select =
            connection.prepare(std::string(brought_along) + " WHERE m.`days_past_due` > 90 AND m.`month_end` <= ?");
        select.bind(1, to_text(until));
        while (select.step()) keep_earliest(earliest, row_at(select, day_in(select.text(7))));
    }
    auto& select = connection.prepare(std::string(closed_here) + " WHERE p.`days_past_due` > 90 AND p.`period` <= ?");
    select.bind(1, to_text(period_of(until)));
    while (select.step())
        if (const Date day = last_day_of(select.text(7)); day <= until) keep_earliest(earliest, row_at(select, day));
    std::vector<MonthEnd> rows;
    for (auto& [contract, row] : earliest) rows.push_back(std::move(row));
    return rows;
}

bool has_month_end(Connection& connection, const ContractNumber& contract, Date month_end) {
    auto& brought = connection.prepare(
        "SELECT COUNT(*) FROM `month_ends` m JOIN `contracts` c ON c.`id` = m.`contract_id` WHERE c.`number` = ? AND "
        "m.`month_end` = ?");
    ensure(brought.bind(1, contract.text).bind(2, to_text(month_end)).step(), "a count has a row");
    const auto count = brought.integer(0);
    brought.reset();
    return count > 0;
}

}  // namespace leasebook::db
