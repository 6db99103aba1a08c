// Curves from published quotes: the discount factors of one, and the round trip of the others.
#include "tests/conformance/suite.h"

namespace leasebook::server {
namespace {

TEST(FR007Curve, GivesThePublishedDiscountFactors) {
    const auto folder = shared_folder("curves");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    const auto file = json_file(folder / "fr007_irs_2024-09-21.json");
    const auto& expected = file.at("expected");
    const auto answer = ask({{"op", "bootstrap"}, {"inputs", file.at("inputs")}, {"tenors", expected.at("tenors")}});
    ASSERT_TRUE(answer.contains("value")) << answer;
    Suite suite("FR007 discount factors");
    const auto& factors = answer["value"]["discount_factors"];
    for (std::size_t i = 0; i < expected.at("tenors").size(); ++i) {
        const double wanted = expected.at("discountFactors")[i];
        suite.check(expected.at("tenors")[i], std::abs(factors[i].get<double>() - wanted) <= 1e-4,
                    factors[i].dump() + ", expected " + std::to_string(wanted));
    }
}

// Discounting first, then the six-month curve that the basis swaps of the three-month curve lean on.
json curves_of(const std::filesystem::path& nodes, const std::filesystem::path& quotes) {
    std::map<std::string, std::string> values;
    for (auto& row : csv_rows(quotes)) values[row["Ticker"]] = row["Value"];
    std::map<std::pair<int, std::string>, json> curves;
    for (auto& row : csv_rows(nodes)) {
        const auto& name = row["Curve Name"];
        const int place = name.find("OIS") != std::string::npos ? 0 : name.find("6M") != std::string::npos ? 1 : 2;
        curves[{place, name}].push_back({{"label", row["Label"]},
                                         {"type", row["Type"]},
                                         {"convention", row["Convention"]},
                                         {"tenor", row["Time"]},
                                         {"quote", values.at(row["Ticker"])}});
    }
    json list = json::array();
    for (const auto& [key, rows] : curves) list.push_back({{"name", key.second}, {"nodes", rows}});
    return list;
}

TEST(StrataCurves, RepriceTheirQuotesToPar) {
    const auto folder = shared_folder("curves") / "strata";
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    Suite suite("Strata node sets");
    const auto check = [&](const char* as_of, const char* nodes, const char* quotes) {
        const auto answer =
            ask({{"op", "bootstrap"}, {"as_of", as_of}, {"curves", curves_of(folder / nodes, folder / quotes)}});
        const bool round_trip = answer.contains("value") && answer["value"]["largest_residual"].get<double>() < 1e-9;
        suite.check(nodes, round_trip, answer.dump().substr(0, 300));
    };
    check("2015-11-20", "EUR-DSCONOIS-E3BS-E6IRS-nodes.csv", "quotes-20151120-eur.csv");
    check("2016-08-01", "GBP-DSCONOIS-L6MIRS-nodes.csv", "MARKET-QUOTES-GBP-20160801.csv");
}

}  // namespace
}  // namespace leasebook::server
