// Chinese rates as published: the days of the loan prime rate, and curves from the yields of government bonds.
#include "tests/conformance/suite.h"

namespace leasebook::server {
namespace {

TEST(LoanPrimeRate, WasPublishedOnTheFirstWorkdayFromThe20thOn) {
    const auto folder = shared_folder("rates_cn");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    Suite suite("LPR publication days");
    for (auto& row : csv_rows(folder / "lpr_history.csv")) {
        const auto published = row["publish_date"];
        const auto answer = ask({{"op", "lpr_publication_date"}, {"month", published.substr(0, 7)}});
        suite.check(published, answer.value("value", json{}) == json(published), answer.dump());
    }
}

using Yields = std::map<int, double>;  // by months, 0.05 is 5 %

Yields yields_of(const std::map<std::string, std::string>& row) {
    Yields yields;
    for (const auto& [column, yield] : row) {
        const auto number = column.find_first_not_of("0123456789");
        if (number == 0 || number == std::string::npos || column == "0d" || column == "date" || yield.empty()) continue;
        const bool in_months = column[number] == 'm' || column.find(" mo") != std::string::npos;
        yields[std::stoi(column) * (in_months ? 1 : 12)] = std::stod(yield) / 100;
    }
    return yields;
}
json as_tenors(const Yields& yields) {
    json tenors = json::object();
    for (const auto& [months, yield] : yields) tenors[std::to_string(months) + "M"] = yield * 100;
    return tenors;
}

// Positive discount factors that do not rise by more than the yields themselves ask for.
bool falls_steadily(const json& answer, bool may_rise) {
    if (!answer.contains("value")) return false;
    double before = 1;
    for (const auto& node : answer["value"]["nodes"]) {
        const double discount = node["discount"];
        if (discount <= 0 || (discount > before + 1e-12 && !may_rise)) return false;
        before = discount;
    }
    return before < 1;
}

// Money for longer earned less in all, or a yield was below zero: then the quotes hold a negative forward rate.
bool negative_forward(const Yields& yields, auto growth_of) {
    double before = 1;
    for (const auto& [months, yield] : yields) {
        const double growth = growth_of(yield, months / 12.0);
        if (growth < before) return true;
        before = growth;
    }
    return false;
}

TEST(ChinaBondCurve, HasFallingDiscountFactorsOnEveryDay) {
    const auto folder = shared_folder("rates_cn");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    Suite suite("China bond spot curves");
    int rising = 0;
    for (const auto& row : csv_rows(folder / "cgb_spot_curve_2002_2016.csv")) {
        const auto yields = yields_of(row);
        const bool may_rise = negative_forward(yields, [](double y, double years) { return std::pow(1 + y, years); });
        const auto answer = ask({{"op", "bootstrap"}, {"as_of", row.at("date")}, {"spot", as_tenors(yields)}});
        suite.check(row.at("date"), falls_steadily(answer, may_rise), answer.dump().substr(0, 200));
        rising += may_rise ? 1 : 0;
    }
    std::cout << "  of them with a negative forward rate in the published yields: " << rising << "\n";
    EXPECT_LE(rising, 75);
}

TEST(TreasuryParCurve, HasFallingDiscountFactorsOnEveryDay) {
    const auto folder = shared_folder("rates_us");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    Suite suite("US Treasury par curves");
    int rising = 0;
    for (const auto& row : csv_rows(folder / "par-yield-curve-rates-1990-2023.csv")) {
        const auto yields = yields_of(row);
        if (yields.empty()) continue;  // 11 October 2010 stands in the file without yields
        // Bills alone, at simple interest: further out par yields never fell that steeply.
        Yields bills;
        for (const auto& [months, yield] : yields)
            if (months <= 6) bills[months] = yield;
        const bool may_rise = negative_forward(bills, [](double y, double years) { return 1 + y * years; });
        const auto& day = row.at("date");
        const auto answer = ask({{"op", "bootstrap"}, {"as_of", day}, {"par", as_tenors(yields)}});
        suite.check(day, falls_steadily(answer, may_rise), answer.dump().substr(0, 200));
        rising += may_rise ? 1 : 0;
    }
    std::cout << "  of them with a negative forward rate in the published yields: " << rising << "\n";
    EXPECT_LE(rising, 75);
}

}  // namespace
}  // namespace leasebook::server
