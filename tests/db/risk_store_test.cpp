#include "db/risk_store.h"

#include <gtest/gtest.h>

#include "db/register_store.h"
#include "tests/db/databases.h"

namespace leasebook::db {
namespace {

class RiskStore : public OnBothBooks {};
INSTANTIATE_TEST_SUITE_P(Both, RiskStore, both_databases, dialect_name);

constexpr Moment noon = Moment(date(2026, 7, 1)) + std::chrono::hours(12);

TEST_P(RiskStore, BeginsWithTheDefaultsOfTheRules) { EXPECT_EQ(database->read(risk_parameters), RiskParameters{}); }

TEST_P(RiskStore, KeepsWhatReplacedThem) {
    RiskParameters parameters;
    parameters.contagion = Rate{5'000'000'000};
    parameters.scenarios = 20'000;
    database->write([&](Connection& c) { replace_risk_parameters(c, parameters); });
    EXPECT_EQ(database->read(risk_parameters), parameters);
}

TEST_P(RiskStore, KeepsOneCorrelationOfTwoIndustries) {
    database->write([](Connection& c) {
        for (const char* code : {"C34", "C35"})
            if (const auto stored = upsert(c, Industry{{code}, code, {}, {}}); !stored) ADD_FAILURE();
        keep_industry_correlation(c, {{"C35"}, {"C34"}, Rate{1}});
        keep_industry_correlation(c, {{"C34"}, {"C35"}, Rate{-2}});
    });
    EXPECT_EQ(database->read(industry_correlations), (std::vector<IndustryCorrelation>{{{"C34"}, {"C35"}, Rate{-2}}}));
}

TEST_P(RiskStore, FindsRunsNewestFirst) {
    const RiskRun run{0, date(2026, 6, 30), "CNY", "inputs", "draws", R"({"lessees":1})", "he", noon};
    database->write([&](Connection& c) {
        EXPECT_EQ(add_risk_run(c, run), 1);
        EXPECT_EQ(add_risk_run(c, run), 2);
    });
    const auto runs = database->read(risk_runs);
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs.front().id, 2);
    EXPECT_EQ(database->read(last_risk_run)->id, 2);
    const auto found = database->read([](Connection& c) { return find_risk_run(c, 1); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->figures, run.figures);
    EXPECT_EQ(found->as_of, run.as_of);
    EXPECT_EQ(found->finished_at, noon);
    EXPECT_FALSE(database->read([](Connection& c) { return find_risk_run(c, 3); }));
}

TEST_P(RiskStore, KeepsScenariosByNameAndTheirRuns) {
    StressScenario scenario;
    scenario.name = "Downturn 衰退";
    scenario.curve_shifts = "all:100";
    database->write([&](Connection& c) {
        keep_stress_scenario(c, {scenario, "he", noon});
        scenario.residual_falls = "CNC:0.2";
        keep_stress_scenario(c, {scenario, "she", noon});
        add_stress_run(c, {0, scenario.name, date(2026, 6, 30), "CNY", "{}", R"({"a":1})", "hash", "she", noon});
    });
    const auto scenarios = database->read(stress_scenarios);
    ASSERT_EQ(scenarios.size(), 1U);
    EXPECT_EQ(scenarios[0].scenario, scenario);
    EXPECT_EQ(scenarios[0].changed_by, "she");
    EXPECT_EQ(database->read([&](Connection& c) { return find_stress_scenario(c, scenario.name); }), scenario);
    const auto run = database->read([](Connection& c) { return find_stress_run(c, 1); });
    ASSERT_TRUE(run);
    EXPECT_EQ(run->result, R"({"a":1})");
    EXPECT_EQ(database->read(stress_runs).size(), 1U);
}

}  // namespace
}  // namespace leasebook::db
