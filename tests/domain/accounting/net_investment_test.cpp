#include "domain/accounting/net_investment.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;

// EX-D1: 36 rents of 28,900.00, guaranteed residual 30,000.00, unguaranteed 50,000.00.
LeaseFlows flows_of_ex_d1() {
    LeaseFlows flows{date(2025, 1, 20), DayCount::MonthsTwelfths, {}, cny("50000.00"), date(2028, 1, 20)};
    for (const Date due : due_dates(date(2025, 2, 20), 36, 1, true)) flows.payments.push_back({due, cny("28900.00")});
    flows.payments.push_back({flows.final, cny("30000.00")});
    return flows;
}
const Rate implicit{629'978'455};  // as pricing solves it

std::vector<NetInvestmentRow> rows_of_ex_d1() {
    return net_investment_rows(flows_of_ex_d1(), cny("1012000.00"), implicit);
}

TEST(NetInvestment, OfExD1IsEarnedMonthByMonth) {
    const auto rows = rows_of_ex_d1();
    ASSERT_EQ(rows.size(), 36U);
    EXPECT_EQ(rows[0].interest, cny("5312.82"));
    EXPECT_EQ(rows[0].payment - rows[0].interest, cny("23587.18"));
    EXPECT_EQ(rows[11].closing, cny("720636.43"));
    EXPECT_EQ(rows[35].payment, cny("58900.00"));
    EXPECT_EQ(rows[35].closing, cny("50000.00"));
}

TEST(NetInvestment, EarnsExactlyWhatWasUnearned) {
    const auto flows = flows_of_ex_d1();
    EXPECT_EQ(flows.lease_payments(), cny("1070400.00"));
    EXPECT_EQ(flows.gross(), cny("1120400.00"));
    Money earned = cny("0"), opening = cny("1012000.00");
    for (const auto& row : rows_of_ex_d1()) {
        EXPECT_EQ(row.opening, opening);
        EXPECT_EQ(row.opening + row.interest - row.payment, row.closing);
        opening = row.closing;
        earned += row.interest;
    }
    EXPECT_EQ(earned, cny("108400.00"));
}

TEST(NetInvestment, OfALeaseAtItsOwnRateIsTheSchedule) {
    const std::vector<std::pair<LeaseTerms, Money>> leases{{tests::l1(), cny("30421.94")},
                                                           {tests::in_advance(tests::l1()), cny("30270.58")},
                                                           {tests::l2(), cny("91679.99")},
                                                           {tests::ex_b8(), cny("42976.97")}};
    for (const auto& [terms, rent] : leases) {
        const auto schedule = amortise(terms, rent);
        ASSERT_TRUE(schedule);
        const auto rows = net_investment_rows(flows_of(terms, *schedule), terms.financed_amount, terms.annual_rate);
        for (std::size_t k = 0; k < schedule->rows.size(); ++k) {
            ASSERT_EQ(rows[k].interest, schedule->rows[k].interest);
            ASSERT_EQ(rows[k].closing, schedule->rows[k].closing);
        }
    }
}

TEST(NetInvestment, IsNotBalancedAcrossAWrongRate) {
    EXPECT_THROW(net_investment_rows(flows_of_ex_d1(), cny("1012000.00"), rate("0.0631")), InvariantBroken);
}

TEST(AccruedInterest, OfExD7IsByActualDaysAndAddsUp) {
    const NetInvestmentRow row{date(2026, 1, 20), date(2026, 2, 20), cny("686406.07"),
                               cny("3432.03"),    cny("30421.94"),   cny("659416.16")};
    EXPECT_EQ(accrued_interest(row, date(2026, 1, 31)), cny("1217.82"));
    EXPECT_EQ(row.interest - accrued_interest(row, date(2026, 1, 31)), cny("2214.21"));
    EXPECT_TRUE(accrued_interest(row, date(2026, 1, 20)).is_zero());
    EXPECT_EQ(accrued_interest(row, date(2026, 2, 20)), row.interest);
}

TEST(CarryingAmount, IsWhatWasLeftAndWhatWasEarnedSince) {
    const auto rows = rows_of_ex_d1();
    EXPECT_TRUE(carrying_amount(rows, date(2025, 1, 19)).total().is_zero());
    EXPECT_EQ(carrying_amount(rows, date(2025, 1, 20)).total(), cny("1012000.00"));
    const auto january_31 = carrying_amount(rows, date(2025, 1, 31));
    EXPECT_EQ(january_31.net_investment, cny("1012000.00"));
    EXPECT_EQ(january_31.accrued, cny("1885.19"));  // 11 of 31 days of 5,312.82
    EXPECT_EQ(carrying_amount(rows, date(2026, 1, 20)).total(), cny("720636.43"));
    EXPECT_EQ(carrying_amount(rows, date(2028, 1, 20)).total(), cny("50000.00"));
}

TEST(MaturityAnalysis, OfExD2ReconcilesToTheNetInvestment) {
    const auto flows = flows_of_ex_d1();
    const auto analysis = maturity_analysis(flows.payments, cny("1012000.00"), cny("41410.06"), flows.start);
    EXPECT_EQ(analysis.years[0], cny("346800.00"));
    EXPECT_EQ(analysis.years[1], cny("346800.00"));
    EXPECT_EQ(analysis.years[2], cny("376800.00"));
    EXPECT_TRUE(analysis.years[3].is_zero());
    EXPECT_TRUE(analysis.later.is_zero());
    EXPECT_EQ(analysis.total, cny("1070400.00"));
    EXPECT_EQ(analysis.unearned_on_payments, cny("99810.06"));
    EXPECT_EQ(analysis.total - analysis.unearned_on_payments + analysis.discounted_residual, analysis.net_investment);
}

TEST(MaturityAnalysis, PutsOverdueRentsIntoTheFirstYearAndFarOnesTogether) {
    const std::vector<DatedAmount> outstanding{{date(2024, 12, 1), cny("1.00")},
                                               {date(2030, 1, 1), cny("2.00")},
                                               {date(2030, 1, 2), cny("4.00")},
                                               {date(2035, 1, 1), cny("8.00")}};
    const auto analysis = maturity_analysis(outstanding, cny("14.00"), cny("0"), date(2025, 1, 1));
    EXPECT_EQ(analysis.years[0], cny("1.00"));
    EXPECT_EQ(analysis.years[4], cny("2.00"));
    EXPECT_EQ(analysis.later, cny("12.00"));
}

}  // namespace
}  // namespace leasebook
