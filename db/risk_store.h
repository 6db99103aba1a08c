#pragma once
// Loss distributions and stress tests as they are kept. Runs are added and never changed.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "domain/risk_parameters.h"
#include "domain/stress_scenario.h"

namespace leasebook::db {

RiskParameters risk_parameters(Connection& connection);
void replace_risk_parameters(Connection& connection, const RiskParameters& parameters);

std::vector<IndustryCorrelation> industry_correlations(Connection& connection);
// Of the two industries in either order; replaces what was kept of them.
void keep_industry_correlation(Connection& connection, IndustryCorrelation correlation);
// Of the two in either order; false where nothing was kept of them.
bool remove_industry_correlation(Connection& connection, const IndustryCode& first, const IndustryCode& second);

struct RiskRun {
    std::int64_t id = 0;
    Date as_of;
    std::string currency;
    std::string inputs_hash, draws_hash;
    std::string figures;  // JSON
    std::string started_by;
    Moment finished_at;
};
// Answers its number.
std::int64_t add_risk_run(Connection& connection, const RiskRun& run);
std::optional<RiskRun> find_risk_run(Connection& connection, std::int64_t id);
std::optional<RiskRun> last_risk_run(Connection& connection);
std::vector<RiskRun> risk_runs(Connection& connection);  // the last hundred, newest first

struct KeptScenario {
    StressScenario scenario;
    std::string changed_by;
    Moment changed_at;
};
std::vector<KeptScenario> stress_scenarios(Connection& connection);  // by name
std::optional<StressScenario> find_stress_scenario(Connection& connection, std::string_view name);
void keep_stress_scenario(Connection& connection, const KeptScenario& kept);

struct StressRun {
    std::int64_t id = 0;
    std::string scenario;
    Date as_of;
    std::string currency;
    std::string definition;  // JSON of the scenario as it was then
    std::string result, result_hash;
    std::string started_by;
    Moment finished_at;
};
std::int64_t add_stress_run(Connection& connection, const StressRun& run);
std::optional<StressRun> find_stress_run(Connection& connection, std::int64_t id);
std::vector<StressRun> stress_runs(Connection& connection);  // the last hundred, newest first

}  // namespace leasebook::db
