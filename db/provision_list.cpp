#include "db/provision_list.h"

#include <algorithm>
#include <limits>
#include <map>

#include "db/bind_cells.h"
#include "db/record_mapper.h"
#include "db/rows_of_keys.h"
#include "domain/decimal_text.h"

namespace leasebook::db {

namespace {

// The tables and conditions of a query, and what its parameters are bound to, in order.
struct Filter {
    std::string sql =
        " FROM `provisions` p JOIN `contracts` c ON c.`id` = p.`contract_id` JOIN `lessees` l ON l.`code` = c.`lessee` "
        "WHERE p.`period` = ?";
    std::vector<Connection::Cell> values;

    void where(std::string_view condition, const std::vector<Connection::Cell>& bound) {
        sql += " AND " + std::string(condition);
        values.insert(values.end(), bound.begin(), bound.end());
    }
    int bind(Statement& statement) const {
        int parameter = 1;
        bind_cells(statement, parameter, values);
        return parameter;
    }
};

Filter filter_of(const ProvisionQuery& query) {
    Filter filter;
    filter.values.emplace_back(to_text(query.period));
    if (query.stage) filter.where("p.`stage` = ?", {to_text(*query.stage)});
    if (query.category) filter.where("p.`category` = ?", {to_text(*query.category)});
    if (query.cluster) filter.where("l.`cluster` = ?", {*query.cluster});
    if (query.contract) filter.where("c.`number` = ?", {query.contract->text});
    return filter;
}

ListedProvision listed_at(Statement& row) {
    ListedProvision listed;
    auto& provision = listed.provision;
    const auto currency = *parse_currency(row.text(1));
    const auto money = [&](int column) { return Money::minor(row.integer(column), currency); };
    provision.contract = {row.text(0)};
    provision.days_past_due = static_cast<int>(row.integer(2));
    provision.stage = *parse_named<Stage>(row.text(3), "");
    provision.own_stage = *parse_named<Stage>(row.text(4), "");
    provision.category = *parse_named<RiskClass>(row.text(5), "");
    provision.exposure = money(6);
    provision.overdue = money(7);
    provision.expected_loss = money(8);
    provision.overlay = money(9);
    provision.allowance = money(10);
    provision.reasons = row.text(11);
    listed.lessee = {row.text(12)};
    listed.lessee_name = row.text(13);
    if (!row.is_null(14)) listed.cluster = row.text(14);
    provision.contract_id = row.integer(15);
    return listed;
}

const std::string columns =
    "SELECT c.`number`, p.`currency`, p.`days_past_due`, p.`stage`, p.`own_stage`, p.`category`, p.`exposure`, "
    "p.`overdue`, p.`expected_loss`, p.`overlay`, p.`allowance`, p.`reasons`, l.`code`, l.`name`, l.`cluster`, "
    "p.`contract_id`";

Page<ListedProvision> by_contract(Connection& connection, const ProvisionQuery& query, int limit) {
    const std::string down = query.descending ? " DESC" : "";
    auto filter = filter_of(query);
    // Also on the first page: then the numbers are walked through, on which databases would else not decide.
    const bool from_the_end = query.descending && query.after.empty();
    filter.where(query.descending ? "c.`number` < ?" : "c.`number` > ?",
                 {from_the_end ? std::string(last_character) : query.after});
    auto& select = connection.prepare(columns + filter.sql + " ORDER BY c.`number`" + down + " LIMIT ?");
    select.bind(filter.bind(select), limit + 1);
    Page<ListedProvision> page;
    while (select.step()) page.rows.push_back(listed_at(select));
    if (std::ssize(page.rows) > limit) {
        page.rows.pop_back();
        page.next = page.rows.back().provision.contract.text;
    }
    return page;
}

// Where a provision stands in the order of a figure: that figure, and the id of its contract.
struct Place {
    std::int64_t figure = 0, contract_id = 0;
};
constexpr char cursor_separator = '~';

// Nothing for the first page, or a cursor that is none of ours.
std::optional<Place> place_at(const std::string& cursor) {
    using Limits = std::numeric_limits<std::int64_t>;
    const auto end = cursor.find(cursor_separator);
    if (end == std::string::npos) return {};
    const auto figure = parse_integer(cursor.substr(0, end), Limits::min(), Limits::max());
    const auto contract_id = parse_integer(cursor.substr(end + 1), 0, Limits::max());
    if (!figure || !contract_id) return {};
    return Place{*figure, *contract_id};
}

// All of the month that match are sorted, as they are also added up for their totals; the reasons are read only of
// those that a page shows.
Page<ListedProvision> by_figure(Connection& connection, const ProvisionQuery& query, int limit) {
    const auto figure = "p.`" + to_text(query.sort) + "`";
    const std::string down = query.descending ? " DESC" : "", beyond = query.descending ? " < ?" : " > ?";
    auto filter = filter_of(query);
    if (const auto place = place_at(query.after))
        filter.where("(" + figure + beyond + " OR (" + figure + " = ? AND p.`contract_id`" + beyond + "))",
                     {place->figure, place->figure, place->contract_id});
    auto& select = connection.prepare("SELECT " + figure + ", p.`contract_id`" + filter.sql + " ORDER BY " + figure +
                                      down + ", p.`contract_id`" + down + " LIMIT ?");
    select.bind(filter.bind(select), limit + 1);
    std::vector<Place> places;
    while (select.step()) places.push_back({select.integer(0), select.integer(1)});
    Page<ListedProvision> page;
    if (std::ssize(places) > limit) {
        places.pop_back();
        page.next = std::to_string(places.back().figure) + cursor_separator + std::to_string(places.back().contract_id);
    }
    std::map<std::int64_t, std::size_t> position;
    std::vector<std::int64_t> contracts;
    for (const auto& place : places) {
        position.emplace(place.contract_id, position.size());
        contracts.push_back(place.contract_id);
    }
    page.rows.resize(places.size());
    const auto month = filter_of({.period = query.period});
    read_rows(connection, columns + month.sql + " AND p.`contract_id`", month.values, contracts, [&](Statement& row) {
        auto listed = listed_at(row);
        page.rows.at(position.at(listed.provision.contract_id)) = std::move(listed);
    });
    return page;
}

}  // namespace

Page<ListedProvision> list_provisions(Connection& connection, const ProvisionQuery& query) {
    const int limit = std::clamp(query.limit, 1, most_provisions_listed);
    return query.sort == ProvisionSort::Contract ? by_contract(connection, query, limit)
                                                 : by_figure(connection, query, limit);
}

std::vector<ProvisionTotal> total_provisions(Connection& connection, const ProvisionQuery& query) {
    const auto filter = filter_of(query);
    auto& select = connection.prepare(
        "SELECT p.`stage`, p.`currency`, COUNT(*), SUM(p.`exposure`), SUM(p.`expected_loss`), SUM(p.`overlay`), "
        "SUM(p.`allowance`)" +
        filter.sql + " GROUP BY p.`stage`, p.`currency` ORDER BY p.`stage`, p.`currency`");
    filter.bind(select);
    std::vector<ProvisionTotal> totals;
    while (select.step()) {
        const auto currency = *parse_currency(select.text(1));
        const auto money = [&](int column) { return Money::minor(select.integer(column), currency); };
        totals.push_back(
            {*parse_named<Stage>(select.text(0), ""), select.integer(2), money(3), money(4), money(5), money(6)});
    }
    return totals;
}

}  // namespace leasebook::db
