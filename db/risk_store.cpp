#include "db/risk_store.h"

#include <nlohmann/json.hpp>

#include "db/counters.h"
#include "db/record_mapper.h"

namespace leasebook::db {

namespace {

constexpr const char* select_runs =
    "SELECT `id`, `as_of`, `currency`, `inputs_hash`, `draws_hash`, `figures`, `started_by`, `finished_at` "
    "FROM `risk_runs`";
constexpr const char* select_stress =
    "SELECT `id`, `scenario`, `as_of`, `currency`, `definition`, `result`, `result_hash`, `started_by`, `finished_at` "
    "FROM `stress_runs`";

RiskRun run_at(Statement& row) {
    return {row.integer(0), *parse_date(row.text(1), ""), row.text(2), row.text(3), row.text(4), row.text(5),
            row.text(6),    moment_of(row.text(7))};
}

StressRun stress_at(Statement& row) {
    return {row.integer(0), row.text(1), *parse_date(row.text(2), ""), row.text(3), row.text(4), row.text(5),
            row.text(6),    row.text(7), moment_of(row.text(8))};
}

std::string definition_text(const StressScenario& scenario) {
    auto fields = nlohmann::json::object();
    for (const auto& [name, text] : write_record(scenario)) fields[name] = text;
    return fields.dump();
}

StressScenario scenario_of(const std::string& definition) {
    Fields fields;
    const auto stored = nlohmann::json::parse(definition);
    for (const auto& [name, value] : stored.items()) fields.emplace(name, value.get<std::string>());
    auto scenario = read_record<StressScenario>(fields);
    ensure(scenario.has_value(), "a stored scenario passed its check");
    return *std::move(scenario);
}

}  // namespace

RiskParameters risk_parameters(Connection& connection) {
    Fields fields;
    auto& select = connection.prepare("SELECT `name`, `value` FROM `risk_parameters`");
    while (select.step()) fields.emplace(select.text(0), select.text(1));
    auto read = read_record<RiskParameters>(fields);
    ensure(read.has_value(), "the stored risk parameters passed their check");
    return *std::move(read);
}

void replace_risk_parameters(Connection& connection, const RiskParameters& parameters) {
    auto& update = connection.prepare("UPDATE `risk_parameters` SET `value` = ? WHERE `name` = ?");
    for (const auto& [name, value] : write_record(parameters)) update.bind(1, value).bind(2, name).execute();
}

std::vector<IndustryCorrelation> industry_correlations(Connection& connection) {
    std::vector<IndustryCorrelation> all;
    auto& select = connection.prepare(
        "SELECT `first`, `second`, `correlation` FROM `industry_correlations` ORDER BY `first`, `second`");
    while (select.step()) all.push_back(read_row<IndustryCorrelation>(select));
    return all;
}

bool remove_industry_correlation(Connection& connection, const IndustryCode& first, const IndustryCode& second) {
    const auto [smaller, larger] = std::minmax(first.text, second.text);
    return connection.prepare("DELETE FROM `industry_correlations` WHERE `first` = ? AND `second` = ?")
               .bind(1, smaller)
               .bind(2, larger)
               .execute() > 0;
}

void keep_industry_correlation(Connection& connection, IndustryCorrelation c) {
    if (c.second < c.first) std::swap(c.first, c.second);
    remove_industry_correlation(connection, c.first, c.second);
    connection.prepare("INSERT INTO `industry_correlations` (`first`, `second`, `correlation`) VALUES (?, ?, ?)")
        .bind(1, c.first.text)
        .bind(2, c.second.text)
        .bind(3, c.correlation.e10)
        .execute();
}

std::int64_t add_risk_run(Connection& connection, const RiskRun& run) {
    const auto id = count_up(connection, "risk_runs");
    connection
        .prepare(
            "INSERT INTO `risk_runs` (`id`, `as_of`, `currency`, `inputs_hash`, `draws_hash`, `figures`, `started_by`, "
            "`finished_at`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, id)
        .bind(2, to_text(run.as_of))
        .bind(3, run.currency)
        .bind(4, run.inputs_hash)
        .bind(5, run.draws_hash)
        .bind(6, run.figures)
        .bind(7, run.started_by)
        .bind(8, moment_text(run.finished_at))
        .execute();
    return id;
}

std::optional<RiskRun> find_risk_run(Connection& connection, std::int64_t id) {
    auto& select = connection.prepare(std::string(select_runs) + " WHERE `id` = ?");
    if (!select.bind(1, id).step()) return {};
    return run_at(select);
}

std::optional<RiskRun> last_risk_run(Connection& connection) {
    auto& select = connection.prepare(std::string(select_runs) + " ORDER BY `id` DESC LIMIT 1");
    if (!select.step()) return {};
    return run_at(select);
}

std::vector<RiskRun> risk_runs(Connection& connection) {
    std::vector<RiskRun> runs;
    auto& select = connection.prepare(std::string(select_runs) + " ORDER BY `id` DESC LIMIT 100");
    while (select.step()) runs.push_back(run_at(select));
    return runs;
}

std::vector<KeptScenario> stress_scenarios(Connection& connection) {
    std::vector<KeptScenario> all;
    auto& select =
        connection.prepare("SELECT `definition`, `changed_by`, `changed_at` FROM `stress_scenarios` ORDER BY `name`");
    while (select.step()) all.push_back({scenario_of(select.text(0)), select.text(1), moment_of(select.text(2))});
    return all;
}

std::optional<StressScenario> find_stress_scenario(Connection& connection, std::string_view name) {
    auto& select = connection.prepare("SELECT `definition` FROM `stress_scenarios` WHERE `name` = ?");
    if (!select.bind(1, name).step()) return {};
    return scenario_of(select.text(0));
}

void keep_stress_scenario(Connection& connection, const KeptScenario& kept) {
    connection.prepare("DELETE FROM `stress_scenarios` WHERE `name` = ?").bind(1, kept.scenario.name).execute();
    connection
        .prepare(
            "INSERT INTO `stress_scenarios` (`name`, `definition`, `changed_by`, `changed_at`) VALUES (?, ?, ?, ?)")
        .bind(1, kept.scenario.name)
        .bind(2, definition_text(kept.scenario))
        .bind(3, kept.changed_by)
        .bind(4, moment_text(kept.changed_at))
        .execute();
}

std::int64_t add_stress_run(Connection& connection, const StressRun& run) {
    const auto id = count_up(connection, "stress_runs");
    connection
        .prepare(
            "INSERT INTO `stress_runs` (`id`, `scenario`, `as_of`, `currency`, `definition`, `result`, `result_hash`, "
            "`started_by`, `finished_at`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, id)
        .bind(2, run.scenario)
        .bind(3, to_text(run.as_of))
        .bind(4, run.currency)
        .bind(5, run.definition)
        .bind(6, run.result)
        .bind(7, run.result_hash)
        .bind(8, run.started_by)
        .bind(9, moment_text(run.finished_at))
        .execute();
    return id;
}

std::optional<StressRun> find_stress_run(Connection& connection, std::int64_t id) {
    auto& select = connection.prepare(std::string(select_stress) + " WHERE `id` = ?");
    if (!select.bind(1, id).step()) return {};
    return stress_at(select);
}

std::vector<StressRun> stress_runs(Connection& connection) {
    std::vector<StressRun> runs;
    auto& select = connection.prepare(std::string(select_stress) + " ORDER BY `id` DESC LIMIT 100");
    while (select.step()) runs.push_back(stress_at(select));
    return runs;
}

}  // namespace leasebook::db
