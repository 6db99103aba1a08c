#include "db/close_store.h"

#include "db/record_mapper.h"
#include "db/table_rows.h"

namespace leasebook::db {

namespace {

CloseStepRow step_at(Statement& row) {
    CloseStepRow step{row.text(0), row.text(1), row.integer(2), row.text(3), moment_of(row.text(4)), {}, row.text(6)};
    if (!row.is_null(5)) step.finished_at = moment_of(row.text(5));
    return step;
}
const std::string select_steps =
    "SELECT `step`, `cursor`, `records`, `control_total`, `started_at`, `finished_at`, `by` FROM `close_steps` WHERE "
    "`period` = ?";

const std::string select_provisions =
    "SELECT p.`contract_id`, c.`number`, p.`days_past_due`, p.`stage`, p.`own_stage`, p.`category`, p.`currency`, "
    "p.`exposure`, "
    "p.`overdue`, p.`expected_loss`, p.`overlay`, p.`allowance`, p.`reasons` FROM `provisions` p JOIN `contracts` c "
    "ON c.`id` = p.`contract_id` WHERE p.`period` = ";

Provision provision_at(Statement& row) {
    const auto currency = *parse_currency(row.text(6));
    const auto money = [&](int column) { return Money::minor(row.integer(column), currency); };
    return {row.integer(0),
            {row.text(1)},
            static_cast<int>(row.integer(2)),
            *parse_named<Stage>(row.text(3), ""),
            *parse_named<Stage>(row.text(4), ""),
            *parse_named<RiskClass>(row.text(5), ""),
            money(7),
            money(8),
            money(9),
            money(10),
            money(11),
            row.text(12)};
}

}  // namespace

std::vector<CloseStepRow> close_steps(Connection& connection, Period period) {
    auto& select = connection.prepare(select_steps + " ORDER BY `started_at`");
    select.bind(1, to_text(period));
    std::vector<CloseStepRow> steps;
    while (select.step()) steps.push_back(step_at(select));
    return steps;
}

std::optional<CloseStepRow> find_close_step(Connection& connection, Period period, const std::string& step, Lock lock) {
    const auto suffix = lock == Lock::ForUpdate ? connection.for_update() : std::string_view{};
    auto& select = connection.prepare(select_steps + " AND `step` = ?" + std::string(suffix));
    if (!select.bind(1, to_text(period)).bind(2, step).step()) return {};
    auto row = step_at(select);
    select.reset();
    return row;
}

void keep_close_step(Connection& connection, Period period, const CloseStepRow& row) {
    static const std::vector<std::string> keys{"period", "step"},
        columns{"period", "step", "cursor", "records", "control_total", "started_at", "finished_at", "by"};
    auto& upsert = connection.prepare(connection.upsert("close_steps", keys, columns));
    Binder binder(upsert);
    binder.bind(to_text(period));
    binder.bind(row.step);
    binder.bind(row.cursor);
    upsert.bind(binder.next(), row.records);
    Binder rest(upsert, binder.next() + 1);
    rest.bind(row.control_total);
    rest.bind(moment_text(row.started_at));
    rest.bind(row.finished_at ? std::optional(moment_text(*row.finished_at)) : std::nullopt);
    rest.bind(row.by);
    upsert.execute();
}

void forget_close_steps(Connection& connection, Period period) {
    connection.prepare("DELETE FROM `close_steps` WHERE `period` = ?").bind(1, to_text(period)).execute();
}

void keep_provisions(Connection& connection, Period period, const std::vector<Provision>& provisions) {
    if (provisions.empty()) return;
    static const std::vector<std::string> columns{
        "period",   "contract_id", "currency",      "days_past_due", "stage",     "own_stage", "category",
        "exposure", "overdue",     "expected_loss", "overlay",       "allowance", "reasons"};
    const auto name = to_text(period);
    connection.prepare("DELETE FROM `provisions` WHERE `period` = ? AND `contract_id` BETWEEN ? AND ?")
        .bind(1, name)
        .bind(2, provisions.front().contract_id)
        .bind(3, provisions.back().contract_id)
        .execute();
    TableRows rows;
    rows.reserve(provisions.size());
    const auto units = [](Money money) { return money.minor_units(); };
    for (const auto& p : provisions)
        add_row(rows, name, p.contract_id, p.exposure.currency().text(), std::int64_t{p.days_past_due},
                to_text(p.stage), to_text(p.own_stage), to_text(p.category), units(p.exposure), units(p.overdue),
                units(p.expected_loss), units(p.overlay), units(p.allowance), p.reasons);
    connection.insert_rows("provisions", columns, rows);
}

void each_provision(Connection& connection, Period period, const std::function<void(Provision&&)>& visit) {
    const auto rows = connection.stream(select_provisions + "'" + to_text(period) + "' ORDER BY p.`contract_id`");
    while (rows->step()) visit(provision_at(*rows));
}

std::vector<Provision> provisions_between(Connection& connection, Period period, std::int64_t first_id,
                                          std::int64_t last_id) {
    auto& select =
        connection.prepare(select_provisions + "? AND p.`contract_id` BETWEEN ? AND ? ORDER BY p.`contract_id`");
    select.bind(1, to_text(period)).bind(2, first_id).bind(3, last_id);
    std::vector<Provision> provisions;
    while (select.step()) provisions.push_back(provision_at(select));
    return provisions;
}

std::vector<Overlay> overlays_of(Connection& connection, Period period) {
    auto& select = connection.prepare(
        "SELECT `cluster`, `share`, `reason`, `entered_by` FROM `overlays` WHERE `period` = ? ORDER BY `cluster`");
    select.bind(1, to_text(period));
    std::vector<Overlay> overlays;
    while (select.step()) overlays.push_back({select.text(0), {select.integer(1)}, select.text(2), select.text(3)});
    return overlays;
}

void keep_overlay(Connection& connection, Period period, const Overlay& overlay) {
    static const std::vector<std::string> keys{"period", "cluster"},
        columns{"period", "cluster", "share", "reason", "entered_by"};
    connection.prepare(connection.upsert("overlays", keys, columns))
        .bind(1, to_text(period))
        .bind(2, overlay.cluster)
        .bind(3, overlay.share.e10)
        .bind(4, overlay.reason)
        .bind(5, overlay.entered_by)
        .execute();
}

}  // namespace leasebook::db
