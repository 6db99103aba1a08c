#include "reports/residual_maturities.h"

#include <gtest/gtest.h>

#include "reports/disposals.h"
#include "tests/golden.h"
#include "tests/reports/book.h"

namespace leasebook::reports {
namespace {

using tests::BookMaker;
using tests::cny;

constexpr Date june_end = date(2026, 6, 30);

// The machines are worth 80 % of their cost at the end of a year.
class Maturities : public testing::Test {
protected:
    Maturities() : lessee(book.lessee("A", book.cluster("C", "C"), book.industry("C34", "C34"))) {
        add("100.00", "800.00", date(2026, 1, 1));
        add("0.00", "900.00", date(2026, 2, 1));
        add("0.00", "500.00", date(2026, 5, 1));
    }
    std::uint32_t add(const char* guaranteed, const char* unguaranteed, Date commencement) {
        auto terms = tests::in_tenths("1000.00");
        terms.commencement = commencement;
        terms.first_rent_date = add_months(commencement, 1);
        terms.periods = 12;
        terms.guaranteed_residual = cny(guaranteed);
        terms.unguaranteed_residual = cny(unguaranteed);
        const auto contract = book.contract(lessee, terms);
        book.machine(contract, "1000.00", commencement);
        return contract;
    }
    ResidualBook residuals() const { return residual_book(book.portfolio, june_end, CNY); }
    BookMaker book;
    std::uint32_t lessee;
};

TEST_F(Maturities, FallIntoTheMonthOrQuarterOfTheTermEnd) {
    const auto months = maturities(residuals(), MaturityStep::Month);
    ASSERT_EQ(months.size(), 3U);
    EXPECT_EQ(months[0].from, date(2027, 1, 1));
    EXPECT_EQ(months[0].booked, cny("900.00"));
    EXPECT_EQ(months[0].guaranteed, cny("100.00"));
    const auto quarters = maturities(residuals(), MaturityStep::Quarter);
    ASSERT_EQ(quarters.size(), 2U);
    EXPECT_EQ(quarters[0].contracts, 2);
    EXPECT_EQ(quarters[0].booked, cny("1800.00"));
    EXPECT_EQ(quarters[1].from, date(2027, 4, 1));
}

TEST_F(Maturities, AddUpToTheBookOfResiduals) {
    const auto book_of_all = residuals();
    for (const auto step : {MaturityStep::Month, MaturityStep::Quarter}) {
        Money booked = cny("0"), forecast = booked, at_risk = booked;
        for (const auto& cell : maturities(book_of_all, step)) {
            booked += cell.booked;
            forecast += cell.forecast;
            at_risk += cell.at_risk;
        }
        EXPECT_EQ(booked, book_of_all.booked);
        EXPECT_EQ(forecast, book_of_all.forecast);
        EXPECT_EQ(at_risk, book_of_all.at_risk);
    }
}

TEST_F(Maturities, OfMachinesOfTwoClassesAreSplitByCost) {
    auto second = book.portfolio.asset_classes[0];
    second.code = {"PRESS"};
    book.portfolio.asset_classes.push_back(second);
    const auto contract = add("0.00", "900.00", date(2026, 6, 1));
    book.machine(contract, "500.00", date(2026, 6, 1));
    book.portfolio.assets.back().asset_class = 1;
    const auto months = maturities(residuals(), MaturityStep::Month);
    ASSERT_EQ(months.size(), 5U);
    EXPECT_EQ(months[3].booked, cny("600.00"));
    EXPECT_EQ(months[4].booked, cny("300.00"));
    EXPECT_EQ(months[4].asset_class, 1U);
}

TEST_F(Maturities, AsCsvAreTheGoldenFile) {
    tests::expect_golden("reports/residual_maturities.csv", to_csv(maturity_table(book.portfolio, residuals())));
}

// RP-15 with EX-F3.
TEST(Disposals, AsCsvAreTheGoldenFile) {
    Portfolio portfolio;
    OffLeaseMachine sold;
    sold.asset = {"A1"};
    sold.contract = {"L-1"};
    sold.state = OffLeaseState::Sold;
    sold.returned = date(2026, 6, 1);
    sold.since = date(2026, 6, 20);
    sold.carrying = cny("260000.00");
    sold.costs = cny("5000.00");
    sold.price = cny("300000.00");
    sold.vat = cny("39000.00");
    sold.asked = cny("0.00");
    sold.channel = SaleChannel::Auction;
    auto waiting = sold;
    waiting.asset = {"A2"};
    waiting.state = OffLeaseState::Stored;
    waiting.place = "Yard 3";
    waiting.channel = {};
    portfolio.off_lease = {sold, waiting};
    tests::expect_golden("reports/disposals.csv", to_csv(disposal_table(portfolio, june_end, CNY)));
    tests::expect_golden("reports/off_lease.csv", to_csv(off_lease_table(portfolio, june_end, CNY)));
}

}  // namespace
}  // namespace leasebook::reports
