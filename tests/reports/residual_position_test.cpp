#include "reports/residual_position.h"

#include <gtest/gtest.h>

#include "tests/golden.h"
#include "tests/reports/book.h"

namespace leasebook::reports {
namespace {

using tests::BookMaker;
using tests::cny;
using tests::in_tenths;

constexpr Date june_end = date(2026, 6, 30);

// Twelve monthly rents from 1 January 2026; the machine is bought on that day and is worth 80 % of its cost at the end.
LeaseTerms a_year(const char* guaranteed, const char* unguaranteed) {
    auto terms = in_tenths("1000.00");
    terms.commencement = date(2026, 1, 1);
    terms.first_rent_date = date(2026, 2, 1);
    terms.periods = 12;
    terms.guaranteed_residual = cny(guaranteed);
    terms.unguaranteed_residual = cny(unguaranteed);
    return terms;
}

class Residuals : public testing::Test {
protected:
    Residuals() : lessee(book.lessee("A", book.cluster("C", "C"), book.industry("C34", "C34"))) {}
    ResidualPosition only() {
        const auto result = residual_book(book.portfolio, june_end, CNY);
        EXPECT_EQ(result.positions.size(), 1U);
        return result.positions.at(0);
    }
    BookMaker book;
    std::uint32_t lessee;
};

TEST_F(Residuals, AtRiskIsWhatIsBookedAboveTheForecast) {
    book.machine(book.contract(lessee, a_year("100.00", "800.00")), "1000.00", date(2026, 1, 1));
    const auto position = only();
    EXPECT_EQ(position.term_end, date(2027, 1, 1));
    EXPECT_EQ(position.forecast, cny("800.00"));
    EXPECT_EQ(position.booked, cny("900.00"));
    EXPECT_EQ(position.unguaranteed, cny("800.00"));
    EXPECT_EQ(position.at_risk, cny("100.00"));
    EXPECT_FALSE(position.appraised);
}

TEST_F(Residuals, AreNotAtRiskBelowTheForecast) {
    book.machine(book.contract(lessee, a_year("0.00", "799.99")), "1000.00", date(2026, 1, 1));
    EXPECT_TRUE(only().at_risk.is_zero());
}

TEST_F(Residuals, RestOnTheLastAppraisalWhereThereIsOne) {
    const auto contract = book.contract(lessee, a_year("0.00", "500.00"));
    book.machine(contract, "1000.00", date(2026, 1, 1), Appraisal{{"A1"}, date(2026, 6, 1), CNY, cny("450.00"), {}});
    const auto position = only();
    EXPECT_TRUE(position.appraised);
    EXPECT_EQ(position.current_estimate, cny("450.00")) << "no whole month has passed since";
    EXPECT_LT(position.forecast, position.current_estimate);
    EXPECT_EQ(position.at_risk, cny("500.00") - position.forecast);
}

TEST_F(Residuals, OfOneLeaseAreNotSetAgainstAnothers) {
    book.machine(book.contract(lessee, a_year("0.00", "900.00")), "1000.00", date(2026, 1, 1));
    book.machine(book.contract(lessee, a_year("0.00", "100.00")), "1000.00", date(2026, 1, 1));
    const auto result = residual_book(book.portfolio, june_end, CNY);
    EXPECT_EQ(result.at_risk, cny("100.00"));
    EXPECT_EQ(result.booked, cny("1000.00"));
    EXPECT_EQ(result.forecast, cny("1600.00"));
    EXPECT_EQ(result.positions.front().at_risk, cny("100.00")) << "largest risk first";
}

TEST_F(Residuals, AddUpOverTheMachinesOfALease) {
    const auto contract = book.contract(lessee, a_year("0.00", "900.00"));
    book.machine(contract, "600.00", date(2026, 1, 1));
    book.machine(contract, "400.00", date(2026, 1, 1));
    EXPECT_EQ(only().forecast, cny("800.00"));
    EXPECT_EQ(only().cost, cny("1000.00"));
}

TEST_F(Residuals, OfALeaseWithoutAMachineAreAllAtRisk) {
    book.contract(lessee, a_year("0.00", "500.00"));
    EXPECT_EQ(only().at_risk, cny("500.00"));
}

TEST_F(Residuals, EndWithTheTermAndBeginWithCommencement) {
    book.contract(lessee, a_year("0.00", "500.00"));
    EXPECT_EQ(residual_book(book.portfolio, date(2025, 12, 31), CNY).positions.size(), 0U);
    EXPECT_EQ(residual_book(book.portfolio, date(2026, 1, 1), CNY).positions.size(), 1U);
    EXPECT_EQ(residual_book(book.portfolio, date(2026, 12, 31), CNY).positions.size(), 1U);
    EXPECT_EQ(residual_book(book.portfolio, date(2027, 1, 1), CNY).positions.size(), 0U);
}

TEST_F(Residuals, AreOfActiveLeasesThatHaveOne) {
    book.contract(lessee, a_year("0.00", "0.00"));
    book.contract(lessee, a_year("0.00", "500.00"), ContractStatus::Draft);
    book.contract(lessee, a_year("0.00", "500.00"), ContractStatus::Approved);
    EXPECT_TRUE(residual_book(book.portfolio, june_end, CNY).positions.empty());
}

TEST_F(Residuals, InOtherCurrenciesAreLeftOutAndNamed) {
    auto dollars = in_tenths("1000.00", *parse_currency("USD"));
    dollars.unguaranteed_residual = *parse_money("500.00", *parse_currency("USD"), "amount");
    book.contract(lessee, dollars);
    const auto result = residual_book(book.portfolio, june_end, CNY);
    EXPECT_TRUE(result.positions.empty());
    EXPECT_EQ(result.other_currencies, 1);
    const auto notes = whole(residual_list(book.portfolio, result)).notes;
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_EQ(sentence(notes[0]), "1 running contracts with a residual in other currencies are left out.");
}

TEST_F(Residuals, TotalIsTheSumOfTheRows) {
    for (const char* residual : {"900.00", "850.01", "333.33"})
        book.machine(book.contract(lessee, a_year("0.01", residual)), "1000.00", date(2026, 1, 1));
    const auto table = whole(residual_list(book.portfolio, residual_book(book.portfolio, june_end, CNY)));
    for (std::size_t column = 3; column <= 12; ++column) {
        Money sum = cny("0.00");
        for (const auto& row : table.rows)
            if (row.role == RowRole::Detail) sum += std::get<Money>(row.cells[column]);
        EXPECT_EQ(sum, std::get<Money>(table.rows.back().cells[column])) << table.columns[column].name;
    }
}

// EX-F2: booked 300/200/120/80, forecast 330/190/90/85.
TEST_F(Residuals, CoverageGapAndConcentrationAreThoseOfExF2) {
    const std::pair<const char*, const char*> booked_and_cost[] = {
        {"300.00", "412.50"}, {"200.00", "237.50"}, {"120.00", "112.50"}, {"80.00", "106.25"}};
    for (const auto& [booked, cost] : booked_and_cost)
        book.machine(book.contract(lessee, a_year("0.00", booked)), cost, date(2026, 1, 1));
    const auto result = residual_book(book.portfolio, june_end, CNY);
    EXPECT_EQ(result.forecast, cny("695.00"));
    EXPECT_EQ(result.coverage, tests::rate("0.9928571429"));
    EXPECT_EQ(result.at_risk, cny("40.00"));
    EXPECT_EQ(result.at_risk_stressed, cny("144.00"));
    EXPECT_EQ(result.upside, cny("35.00"));
    EXPECT_NEAR(double(result.concentration.e10) / 1e10, 0.3078, 5e-5);
}

TEST_F(Residuals, FollowTheCurveInForceUpAsWellAsDown) {
    book.machine(book.contract(lessee, a_year("0.00", "800.00")), "1000.00", date(2026, 1, 1));
    book.portfolio.residual_curves = {{{"CNC"}, date(2026, 6, 1), 12, tests::rate("0.9")}};
    EXPECT_EQ(only().forecast, cny("900.00"));
    EXPECT_EQ(only().upside, cny("100.00"));
    EXPECT_EQ(only().booked, cny("800.00")) << "what is booked stays (R-D-08)";
    EXPECT_TRUE(only().reduction.is_zero());
}

TEST_F(Residuals, AsCsvAreTheGoldenFile) {
    book.machine(book.contract(lessee, a_year("100.00", "800.00")), "1000.00", date(2026, 1, 1));
    book.machine(book.contract(lessee, a_year("0.00", "500.00")), "1000.00", date(2026, 1, 1),
                 Appraisal{{"A2"}, date(2026, 6, 1), CNY, cny("450.00"), {}});
    book.portfolio.lessees[0].name = "+Formula, Ltd";
    tests::expect_golden("reports/residuals.csv",
                         to_csv(whole(residual_list(book.portfolio, residual_book(book.portfolio, june_end, CNY)))));
}

}  // namespace
}  // namespace leasebook::reports
