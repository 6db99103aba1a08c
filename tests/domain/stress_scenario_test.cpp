#include "domain/stress_scenario.h"

#include <gtest/gtest.h>

#include "domain/risk_parameters.h"

namespace leasebook {
namespace {

StressScenario downturn() {
    StressScenario scenario;
    scenario.name = "Downturn";
    scenario.curve_shifts = "1Y:100; 5Y:-25.5";
    scenario.cluster_multipliers = "K1:2.5;all:1.2";
    scenario.industry_multipliers = "C34:2";
    scenario.residual_falls = "CNC:0.20";
    scenario.anchor_defaults = "Dongfang Motor; Hualian";
    return scenario;
}

TEST(AStressScenario, IsReadFromItsTexts) {
    const auto shocks = *shocks_of(downturn());
    EXPECT_EQ(shocks.curve, (std::vector<NamedShock>{{"1Y", {10'000'000'000}}, {"5Y", {-2'550'000'000}}}));
    EXPECT_EQ(shocks.clusters, (std::vector<NamedShock>{{"K1", {25'000'000'000}}, {"all", {12'000'000'000}}}));
    EXPECT_EQ(shocks.residuals, (std::vector<NamedShock>{{"CNC", {2'000'000'000}}}));
    EXPECT_EQ(shocks.anchors, (std::vector<std::string>{"Dongfang Motor", "Hualian"}));
}

std::string refusal(auto spoil) {
    auto scenario = downturn();
    spoil(scenario);
    const auto errors = check(scenario);
    return errors.empty() ? "accepted" : errors.front().field + ": " + message(errors.front());
}

TEST(AStressScenario, IsRefusedWithTheEntryAtFault) {
    EXPECT_EQ(refusal([](auto& s) { s.curve_shifts = "4Y:100"; }),
              "curve_shifts: \"4Y\" is no key rate. Use one of: all, 3M, 6M, 1Y, 2Y, 3Y, 5Y, 7Y, 10Y, 15Y, 20Y.");
    EXPECT_EQ(refusal([](auto& s) { s.curve_shifts = "1Y:20000"; }),
              "curve_shifts: \"1Y:20000\": a shift is a number of basis points, at most 10,000.");
    EXPECT_EQ(refusal([](auto& s) { s.cluster_multipliers = "K1"; }),
              "cluster_multipliers: \"K1\": write a name, a colon and a figure, like K1:2.0.");
    EXPECT_EQ(refusal([](auto& s) { s.cluster_multipliers = "K1:2;K1:3"; }),
              "cluster_multipliers: \"K1\" is named twice.");
    EXPECT_EQ(refusal([](auto& s) { s.industry_multipliers = "C34:-1"; }),
              "industry_multipliers: \"C34:-1\": a multiplier lies between 0 and 100.");
    EXPECT_EQ(refusal([](auto& s) { s.residual_falls = "CNC:1.5"; }),
              "residual_falls: \"CNC:1.5\": a fall in value lies between 0 and 1.");
    EXPECT_EQ(refusal([](auto& s) { s.name = "a/b"; }), "name: A scenario's name has no slash and is not \"new\".");
    EXPECT_EQ(refusal([](auto& s) { s = {}; }), "curve_shifts: A scenario names at least one shock.");
}

TEST(AStressScenario, NamingSomethingUnknownIsRefusedNotIgnored) {
    const auto errors = unknown_names(*shocks_of(downturn()), {{"K2"}, {"C33"}, {"TRUCK"}, {"Hualian"}});
    ASSERT_EQ(errors.size(), 4U);
    EXPECT_EQ(message(errors[0]), "There is no cluster \"K1\".");
    EXPECT_EQ(message(errors[1]), "There is no industry \"C34\".");
    EXPECT_EQ(message(errors[2]), "There is no asset class \"CNC\".");
    EXPECT_EQ(message(errors[3]), "No lessee depends on an anchor enterprise \"Dongfang Motor\".");
}

TEST(RiskParametersCheck, NamesTheFieldAtFault) {
    EXPECT_TRUE(check(RiskParameters{}).empty());
    const auto field = [](auto spoil) {
        RiskParameters parameters;
        spoil(parameters);
        const auto errors = check(parameters);
        return errors.empty() ? std::string() : errors.front().field;
    };
    EXPECT_EQ(field([](auto& p) { p.contagion.e10 = -1; }), "contagion");
    EXPECT_EQ(field([](auto& p) { p.cluster_share.e10 = rate_scale - p.economy_share.e10; }), "economy_share");
    EXPECT_EQ(field([](auto& p) { p.industry_correlation.e10 = rate_scale; }), "industry_correlation");
    EXPECT_EQ(field([](auto& p) { p.scenarios = 1'500; }), "scenarios");
    EXPECT_EQ(field([](auto& p) { p.seed = 0; }), "seed");
    EXPECT_EQ(check(IndustryCorrelation{{"C34"}, {"C34"}, {}}).front().field, "second");
    EXPECT_EQ(check(IndustryCorrelation{{"C34"}, {"C35"}, {2 * rate_scale}}).front().field, "correlation");
}

}  // namespace
}  // namespace leasebook
