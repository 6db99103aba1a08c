// Published figures of credit risk: CreditRisk+, Basel's risk weights, worked cases of IFRS 9.
#include "server/risk/credit_risk_file.h"
#include "tests/conformance/suite.h"

namespace leasebook::server {
namespace {

json figures_of(const std::filesystem::path& path) {
    const auto answer = credit_risk_plus_json(text_of(path));
    return answer ? json::parse(*answer) : json{{"refused", message(answer.error())}};
}

TEST(CreditRiskPlus, GivesThePublishedFiguresOfTheTwentyFiveObligors) {
    const auto folder = shared_folder("credit");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    const auto answer = figures_of(folder / "creditrisk_plus_csfp1997.json");
    const auto reference = json_file(folder / "creditrisk_plus_csfp1997.json")["reference"];
    ASSERT_TRUE(answer.contains("cases")) << answer;
    const auto& all = answer["cases"]["1A"];
    EXPECT_NEAR(all["EL"].get<double>(), reference["1A"]["EL"].get<double>(), 1);
    EXPECT_NEAR(all["VaR99"].get<double>(), reference["1A"]["VaR99"].get<double>(), 1);
    EXPECT_NEAR(all["VaR99.5"].get<double>(), reference["1A"]["VaR99.5"].get<double>(), 1);
    EXPECT_NEAR(all["aggregate_exposure"].get<double>(), reference["1A"]["aggregate_exposure"].get<double>(), 1);
    EXPECT_NEAR(all["economic_capital99"].get<double>(), reference["1A"]["economic_capital99"].get<double>(), 1);
    const auto& fewer = answer["cases"]["1B"];
    EXPECT_NEAR(fewer["EL"].get<double>(), reference["1B (obligors 1-23)"]["EL"].get<double>(), 1);
    EXPECT_NEAR(fewer["VaR99"].get<double>(), reference["1B (obligors 1-23)"]["VaR99"].get<double>(), 1);
    EXPECT_EQ(fewer["loss_unit"], reference["1B (obligors 1-23)"]["loss_unit"]);
    EXPECT_EQ(answer["case"], "1A");
    EXPECT_EQ(answer["quantiles"]["0.99"], all["VaR99"]);
    // More sectors spread what moves the defaults, so less is lost at worst; held to maturity more is.
    EXPECT_LT(answer["cases"]["2"]["VaR99"], all["VaR99"]);
    EXPECT_LT(answer["cases"]["3"]["VaR99"], answer["cases"]["2"]["VaR99"]);
    EXPECT_GT(answer["cases"]["1C"]["VaR99"], all["VaR99"]);
}

TEST(CreditRiskPlus, GivesTheFiguresOfTheBookOfGundlachAndLehrbass) {
    const auto folder = shared_folder("credit");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    const auto path = folder / "creditrisk_plus_gundlach_lehrbass.json";
    const auto answer = figures_of(path);
    const auto expected = json_file(path)["expected"];
    ASSERT_TRUE(answer.contains("EL")) << answer;
    EXPECT_EQ(answer["EL"], expected["EL"]);
    EXPECT_NEAR(answer["UL"].get<double>(), expected["UL"].get<double>(), 0.05);
    EXPECT_NEAR(answer["quantile99"].get<double>(), expected["quantile99"].get<double>(),
                expected["q_tol"].get<double>());
    EXPECT_NEAR(answer["relativeDefaultVariance"].get<double>(), expected["relativeDefaultVariance"].get<double>(),
                expected["rdv_tol"].get<double>());
    EXPECT_EQ(answer["exposure"], expected["exposure"]);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(answer["sectorExposure"][i], expected["sectorExposure"][i]);
        EXPECT_EQ(answer["sectorEL"][i], expected["sectorEL"][i]);
        EXPECT_NEAR(answer["sectorUL"][i].get<double>(), expected["sectorUL"][i].get<double>(),
                    expected["sectorUL_tol"].get<double>());
    }
}

TEST(BaselRiskWeights, AreThoseOfAnnex5) {
    const auto folder = shared_folder("credit");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    const json columns = {{{"asset_class", "corporate"}, {"lgd", 0.45}},
                          {{"asset_class", "corporate"}, {"lgd", 0.45}, {"turnover", 5}},
                          {{"asset_class", "mortgage"}, {"lgd", 0.45}},
                          {{"asset_class", "mortgage"}, {"lgd", 0.25}},
                          {{"asset_class", "other_retail"}, {"lgd", 0.45}},
                          {{"asset_class", "other_retail"}, {"lgd", 0.85}},
                          {{"asset_class", "qualifying_revolving"}, {"lgd", 0.45}},
                          {{"asset_class", "qualifying_revolving"}, {"lgd", 0.85}}};
    Suite suite("Basel II risk weights");
    const auto file = json_file(folder / "irb_risk_weights.json");
    for (const auto& row : file["basel2_annex5"]["rows"])
        for (std::size_t i = 0; i < row["rw_pct"].size(); ++i) {
            auto one = columns[i];
            one["op"] = "irb";
            one["pd_pct"] = row["pd_pct"];
            const auto answer = ask(one);
            const double expected = row["rw_pct"][i].get<double>();
            const bool close = answer.contains("value") &&
                               std::abs(answer["value"]["risk_weight_pct"].get<double>() - expected) <= 0.006;
            suite.check(one.dump(), close, one.dump() + " gives " + answer.dump());
        }
}

void expect_near(const json& found, const json& expected, double tolerance, const std::string& what) {
    if (expected.is_array()) {
        ASSERT_EQ(found.size(), expected.size()) << what;
        for (std::size_t i = 0; i < expected.size(); ++i) expect_near(found[i], expected[i], tolerance, what);
        return;
    }
    EXPECT_NEAR(found.get<double>(), expected.get<double>(), tolerance) << what;
}

TEST(Ifrs9Cases, GiveTheirPublishedLosses) {
    const auto folder = shared_folder("credit");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    const auto file = json_file(folder / "ifrs9_ecl_examples.json");
    ASSERT_FALSE(file["cases"].empty());
    for (const auto& worked : file["cases"]) {
        auto one = worked["inputs"];
        one["op"] = one.contains("scenarios") ? "ecl_scenarios" : one.contains("balances") ? "provision_matrix" : "ecl";
        const auto answer = ask(one);
        ASSERT_TRUE(answer.contains("value")) << worked["id"] << " " << answer;
        for (const auto& [name, expected] : worked["expected"].items())
            expect_near(answer["value"][name], expected, worked["tolerance"].get<double>(),
                        worked["id"].get<std::string>() + " " + name);
    }
}

}  // namespace
}  // namespace leasebook::server
