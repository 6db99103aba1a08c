#include "server/risk/credit_risk_file.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace leasebook::server {
namespace {

using nlohmann::json;

json solved(const json& inputs) {
    const auto answer = credit_risk_plus_json(json{{"inputs", inputs}}.dump());
    return answer ? json::parse(*answer) : json(answer.error().field + ": " + message(answer.error()));
}

json obligor(double exposure, double pd, double sd) { return {{"exposure", exposure}, {"pd", pd}, {"sd", sd}}; }

TEST(ACreditRiskPlusFile, OfOneObligorIsAGammaMixtureOfPoissonDefaults) {
    // One default of 100 with mean 0.1 and relative variance 0.25: P(0) = (1 - p)^4, p = 0.025 / 1.025.
    const auto answer = solved({{"obligors", {obligor(100, 0.1, 0.05)}}, {"unit", 100}, {"quantiles", {0.95, 99}}});
    EXPECT_EQ(answer["expected_loss"], 10);
    EXPECT_NEAR(answer["unexpected_loss"].get<double>(), 100 * std::sqrt(0.1 + 0.0025), 0.01);
    const double none = std::pow(1 - 0.025 / 1.025, 4), one = none * 4 * 0.025 / 1.025;
    EXPECT_NEAR(answer["quantiles"]["0.95"].get<double>(), 100 * (0.95 - none) / one, 0.01);
    EXPECT_TRUE(answer["quantiles"].contains("0.99"));
}

TEST(ACreditRiskPlusFile, TakesSectorsAndWeightsByTheirPlainNames) {
    json list = {obligor(100, 0.05, 0.03), obligor(80, 0.05, 0.03)};
    list[0]["sector"] = "machines";
    list[1]["sector"] = "textiles";
    EXPECT_EQ(solved({{"obligors", list}})["case"], "sectors");
    list[0]["weights"] = {{"machines", 0.6}};
    list[1]["weights"] = {{"machines", 0.5}, {"textiles", 0.5}};
    const auto answer = solved({{"obligors", list}});
    EXPECT_EQ(answer["case"], "weights");
    EXPECT_LE(answer["cases"]["sectors"]["UL"], answer["cases"]["1A"]["UL"]);
}

TEST(ACreditRiskPlusFile, TakesProbabilitiesFromTheRatingTable) {
    const auto answer = solved({{"rating_table", {{"B", {{"mean", 0.1}, {"sd", 0.05}}}}},
                                {"obligors", {{{"exposure", 100}, {"rating", "B"}}}}});
    EXPECT_EQ(answer["expected_loss"], 10);
}

TEST(ACreditRiskPlusFile, TakesAnyNumberOfGroupsWithAMatrixOfCorrelations) {
    const json group{{"n", 100}, {"exposure", 1}, {"pd", 0.05}};
    const json three{{"sectors", {group, group, group}},
                     {"relativeDefaultVariance", {0.5, 0.5, 0.5}},
                     {"rho", {{1, 0.5, 0.2}, {0.5, 1, 0.1}, {0.2, 0.1, 1}}},
                     {"unit", 0.5}};
    EXPECT_NEAR(solved(three)["relativeDefaultVariance"].get<double>(), 0.5 * (3 + 2 * 0.8) / 9, 1e-12);
    auto alone = three;
    alone["rho"] = 0;
    EXPECT_NEAR(solved(alone)["relativeDefaultVariance"].get<double>(), 0.5 * 3 / 9, 1e-12);
}

TEST(ACreditRiskPlusFile, WithManySmallObligorsDoesNotUnderflow) {
    json list = json::array();
    for (int i = 0; i < 20'000; ++i) list.push_back(obligor(1, 0.2, 0));
    const auto answer = solved({{"obligors", list}, {"unit", 1}});
    // 4,000 Poisson defaults: nearly normal.
    EXPECT_NEAR(answer["VaR99"].get<double>(), 4'000 + 2.326 * std::sqrt(4'000), 3);
}

TEST(ACreditRiskPlusFile, IsRefusedWithThePlaceOfTheFault) {
    const auto good = obligor(100, 0.05, 0.02);
    const auto refused = [&](json list, json more = json::object()) {
        more["obligors"] = std::move(list);
        return solved(more).get<std::string>();
    };
    EXPECT_EQ(refused({obligor(-1, 0.05, 0.02)}), "obligors[0].exposure: This must be a number, not negative.");
    EXPECT_EQ(refused({good, obligor(1, 1.5, 0.02)}), "obligors[1].pd: This must be a number between 0 and 1.");
    EXPECT_EQ(refused({{{"exposure", 1}, {"pd", 0.1}}}), "obligors[0].sd: This field cannot be empty.");
    EXPECT_EQ(refused({{{"pd", 0.1}, {"sd", 0.1}}}), "obligors[0].exposure: This field cannot be empty.");
    EXPECT_EQ(refused(json::array()), "obligors: This list cannot be empty.");
    EXPECT_EQ(refused({obligor(0, 0.1, 0)}), "obligors: Nothing is exposed: at least one exposure is above zero.");
    EXPECT_EQ(refused({good}, {{"quantiles", {1.0}}, {"unit", 0}}), "unit: This must be a number above zero.");
    EXPECT_EQ(refused({good}, {{"quantiles", {"x"}}}),
              "quantiles: A quantile lies between 0 and 0.99999, or 0 and 99.999 percent.");
    EXPECT_EQ(refused({obligor(1e9, 0.5, 0.2)}, {{"unit", 0.001}}),
              "unit: The loss unit is too small: the distribution would take more than 50000 bands.");
    auto heavy = good;
    heavy["weights"] = {{"A", 0.7}, {"B", 0.6}};
    EXPECT_EQ(refused({heavy}), "obligors[0].weights.weights: The weights of an obligor add up to at most 1.");
    const json group{{"n", 10}, {"exposure", 1}, {"pd", 0.05}};
    EXPECT_EQ(solved({{"sector1", group}}), "relativeDefaultVariance: Give one number, not negative, for each sector.");
    EXPECT_TRUE(solved({{"sectors", {group, group, group}}, {"relativeDefaultVariance", {1, 1, 1}}, {"rho", -0.9}})
                    .get<std::string>()
                    .starts_with("rho: These correlations contradict each other"));
    EXPECT_EQ(message(credit_risk_plus_json("[]").error()), "This is not a JSON object.");
    EXPECT_EQ(message(credit_risk_plus_json("{").error()), "This is not a JSON object.");
}

}  // namespace
}  // namespace leasebook::server
