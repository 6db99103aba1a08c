#include "db/provision_list.h"

#include <algorithm>

namespace leasebook::db {

namespace {

// The tables and conditions of a query, and what its parameters are bound to, in order.
struct Filter {
    std::string sql =
        " FROM `provisions` p JOIN `contracts` c ON c.`id` = p.`contract_id` JOIN `lessees` l ON l.`code` = c.`lessee` "
        "WHERE p.`period` = ?";
    std::vector<std::string> values;

    void where(std::string_view condition, std::string value) {
        sql += " AND " + std::string(condition);
        values.push_back(std::move(value));
    }
    int bind(Statement& statement) const {
        int parameter = 1;
        for (const auto& value : values) statement.bind(parameter++, value);
        return parameter;
    }
};

Filter filter_of(const ProvisionQuery& query) {
    Filter filter;
    filter.values.push_back(to_text(query.period));
    if (query.stage) filter.where("p.`stage` = ?", to_text(*query.stage));
    if (query.category) filter.where("p.`category` = ?", to_text(*query.category));
    if (query.cluster) filter.where("l.`cluster` = ?", *query.cluster);
    if (query.contract) filter.where("c.`number` = ?", query.contract->text);
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
    return listed;
}

}  // namespace

Page<ListedProvision> list_provisions(Connection& connection, const ProvisionQuery& query) {
    auto filter = filter_of(query);
    filter.where("c.`number` > ?", query.after);
    auto& select = connection.prepare(
        "SELECT c.`number`, p.`currency`, p.`days_past_due`, p.`stage`, p.`own_stage`, p.`category`, p.`exposure`, "
        "p.`overdue`, p.`expected_loss`, p.`overlay`, p.`allowance`, p.`reasons`, l.`code`, l.`name`, l.`cluster`" +
        filter.sql + " ORDER BY c.`number` LIMIT ?");
    const int limit = std::clamp(query.limit, 1, 1000);
    select.bind(filter.bind(select), limit + 1);
    Page<ListedProvision> page;
    while (select.step()) page.rows.push_back(listed_at(select));
    if (static_cast<int>(page.rows.size()) > limit) {
        page.rows.pop_back();
        page.next = page.rows.back().provision.contract.text;
    }
    return page;
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
