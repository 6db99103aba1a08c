#include "domain/accounting/operating_lease.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;

TEST(StraightLineIncome, OfExD6RunsAheadOfTheRentFreeMonths) {
    std::vector<DatedAmount> rents;
    for (const Date due : due_dates(date(2025, 1, 31), 24, 1, true))
        rents.push_back({due, cny(rents.size() < 2 ? "0" : rents.size() < 12 ? "10000.00" : "12000.00")});
    const auto rows = straight_line_income(rents);
    Money earned = cny("0");
    for (const auto& row : rows) earned += row.income;
    EXPECT_EQ(earned, cny("244000.00"));
    EXPECT_EQ(rows[0].income, cny("10166.67"));
    EXPECT_EQ(rows[23].income, cny("10166.59"));
    EXPECT_EQ(rows[1].accrued, cny("20333.34"));
    EXPECT_EQ(rows[11].accrued, cny("22000.04"));
    EXPECT_TRUE(rows[23].accrued.is_zero());
}

TEST(StraightLineIncome, IsDeferredWhereRentIsPaidAhead) {
    const auto rows = straight_line_income(
        {{date(2025, 1, 1), cny("30.00")}, {date(2025, 2, 1), cny("0")}, {date(2025, 3, 1), cny("0")}});
    EXPECT_EQ(rows[0].accrued, cny("-20.00"));
    EXPECT_TRUE(rows[2].accrued.is_zero());
}

TEST(StraightLine, DepreciatesAndSpreadsAsInExD6) {
    EXPECT_EQ(straight_line(cny("240000.00"), 60), std::vector<Money>(60, cny("4000.00")));
    EXPECT_EQ(straight_line(cny("2400.00"), 24), std::vector<Money>(24, cny("100.00")));
    EXPECT_EQ(straight_line(cny("5.00"), 1), std::vector<Money>{cny("5.00")});
}

}  // namespace
}  // namespace leasebook
