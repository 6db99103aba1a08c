#include "pricing/net_investment.h"

#include <gtest/gtest.h>

#include "pricing/rent.h"
#include "pricing/time_value.h"
#include "tests/leases.h"

namespace leasebook::pricing {
namespace {

using tests::cny;
using tests::rate;

LeaseFlows monthly(const char* rent, const char* guaranteed, const char* unguaranteed) {
    LeaseFlows flows{date(2025, 1, 20), DayCount::MonthsTwelfths, {}, cny(unguaranteed), date(2028, 1, 20)};
    for (const Date due : due_dates(date(2025, 2, 20), 36, 1, true)) flows.payments.push_back({due, cny(rent)});
    flows.payments.push_back({flows.final, cny(guaranteed)});
    return flows;
}
LeaseFlows flows_of_ex_d1() { return monthly("28900.00", "30000.00", "50000.00"); }
const InitialCost cost_of_ex_d1{cny("1000000.00"), cny("12000.00"), cny("0.00")};

TEST(ImplicitRate, OfExD1IsSolvedToTenDecimals) {
    const auto found = implicit_rate(flows_of_ex_d1(), cny("1012000.00"));
    ASSERT_TRUE(found);
    const double monthly_rate = static_cast<double>(found->e10) / 1e10 / 12;
    EXPECT_NEAR(monthly_rate, 0.00524982, 5e-9);
    EXPECT_NEAR(monthly_rate * 12, 0.062998, 5e-7);
    EXPECT_NEAR(*effective_rate(monthly_rate * 12, 12), 0.064849, 5e-7);
}

TEST(InitialMeasurement, OfExD1) {
    const auto lease = measured(flows_of_ex_d1(), cost_of_ex_d1);
    ASSERT_TRUE(lease);
    EXPECT_EQ(lease->net_investment, cny("1012000.00"));
    EXPECT_EQ(lease->unguaranteed_residual, cny("41410.06"));
    EXPECT_EQ(lease->lease_payments, cny("970589.94"));
    EXPECT_EQ(lease->gross, cny("1120400.00"));
    EXPECT_EQ(lease->unearned(), cny("108400.00"));
    const auto rows = net_investment_rows(flows_of_ex_d1(), lease->net_investment, lease->annual);
    EXPECT_EQ(rows[0].interest, cny("5312.82"));
    EXPECT_EQ(rows[11].closing, cny("720636.43"));
}

TEST(InitialMeasurement, TakesFeesOfTheYieldOffTheNetInvestment) {
    const auto dearer = measured(flows_of_ex_d1(), {cny("1000000.00"), cny("12000.00"), cny("20000.00")});
    ASSERT_TRUE(dearer);
    EXPECT_EQ(dearer->net_investment, cny("992000.00"));
    EXPECT_GT(dearer->annual, measured(flows_of_ex_d1(), cost_of_ex_d1)->annual);
}

// The rate of the schedule comes back, as exactly as rents in whole cents tell it, and the rows balance.
TEST(ImplicitRate, OfAScheduleIsItsOwn) {
    for (LeaseTerms terms : {tests::l1(), tests::l2(), tests::ex_b8(), tests::in_advance(tests::l1())}) {
        terms.balloon = cny("1000.00");
        terms.unguaranteed_residual = cny("50000.00");
        const auto schedule = rent_schedule(terms);
        ASSERT_TRUE(schedule);
        const auto flows = flows_of(terms, *schedule);
        const auto found = implicit_rate(flows, terms.financed_amount);
        ASSERT_TRUE(found);
        EXPECT_NEAR(static_cast<double>(found->e10 - terms.annual_rate.e10), 0, 2000);  // 2e-7
        const auto rows = net_investment_rows(flows, terms.financed_amount, *found);
        EXPECT_EQ(rows.back().closing, terms.unguaranteed_residual);
    }
}

TEST(ImplicitRate, IsZeroWhenNothingIsEarned) {
    EXPECT_EQ(*implicit_rate(flows_of_ex_d1(), cny("1120400.00")), Rate{});
}

TEST(ImplicitRate, SaysWhyThereIsNone) {
    const auto sentence = [](const LeaseFlows& flows, const char* net_investment) {
        const auto refused = implicit_rate(flows, cny(net_investment));
        EXPECT_EQ(refused.error().field, "net_investment");
        return message(refused.error());
    };
    EXPECT_EQ(sentence(flows_of_ex_d1(), "0"), "The net investment must be above zero.");
    EXPECT_EQ(sentence(flows_of_ex_d1(), "1120400.01"),
              "The lease brings in 1120400.00, less than the net investment of 1120400.01.");
    EXPECT_EQ(sentence(flows_of_ex_d1(), "1.00"),
              "The payments bring the net investment back at more than 1,000 % a year. Check the amounts.");
    const Date start = date(2025, 1, 20);
    const LeaseFlows at_once{start, DayCount::Actual360, {{start, cny("10.00")}}, cny("0"), start};
    EXPECT_EQ(sentence(at_once, "9.00"),
              "The payments bring the net investment back at more than 1,000 % a year. Check the amounts.");
}

TEST(PresentValue, CompoundsWhereAFlowFallsDueEvenOneOfNothing) {
    const Valuation valuation{rate("0.06"), DayCount::MonthsTwelfths, date(2025, 1, 20)};
    const Date midyear = date(2025, 7, 20), year_end = date(2026, 1, 20);
    EXPECT_EQ(present_value({{year_end, cny("1060000.00")}}, valuation), cny("1000000.00"));
    EXPECT_EQ(present_value({{midyear, cny("0")}, {year_end, cny("1060900.00")}}, valuation), cny("1000000.00"));
    EXPECT_EQ(present_value({{valuation.on, cny("5.00")}}, valuation), cny("5.00"));
}

TEST(ResidualImpairment, OfExD3BooksThePresentValueOfTheReduction) {
    const auto flows = flows_of_ex_d1();
    const auto annual = *implicit_rate(flows, cny("1012000.00"));
    const auto impaired = residual_impairment(flows, cny("30000.00"), annual, date(2026, 1, 20));
    ASSERT_TRUE(impaired);
    EXPECT_EQ(impaired->loss, cny("17638.19"));
    EXPECT_EQ(impaired->reduction, cny("20000.00"));
    EXPECT_EQ(impaired->unearned(), cny("2361.81"));
    EXPECT_EQ(cny("720636.43") - impaired->loss, cny("702998.24"));
}

TEST(ResidualImpairment, LeavesTheRateAsItWas) {
    auto rest = flows_of_ex_d1();
    const auto annual = *implicit_rate(rest, cny("1012000.00"));
    std::erase_if(rest.payments, [](const DatedAmount& p) { return p.date <= date(2026, 1, 20); });
    rest.start = date(2026, 1, 20);
    rest.unguaranteed_residual = cny("30000.00");
    EXPECT_EQ(net_investment_rows(rest, cny("702998.24"), annual).back().closing, cny("30000.00"));
}

TEST(ResidualImpairment, IsRefusedUpwards) {
    const auto refused = residual_impairment(flows_of_ex_d1(), cny("50000.00"), rate("0.06"), date(2026, 1, 20));
    ASSERT_FALSE(refused);
    EXPECT_EQ(message(refused.error()),
              "A residual value is written down, never up: 50000.00 is not below the 50000.00 in the books.");
    EXPECT_FALSE(residual_impairment(flows_of_ex_d1(), cny("-1.00"), rate("0.06"), date(2026, 1, 20)));
}

TEST(DealerSale, OfExD4IsAtTheMarketRate) {
    const auto sale =
        dealer_sale(monthly("29500.00", "0.00", "60000.00"), rate("0.072"), cny("800000.00"), cny("1000000.00"));
    EXPECT_EQ(sale.revenue, cny("952577.09"));
    EXPECT_EQ(sale.cost_of_sale, cny("751624.67"));
    EXPECT_EQ(sale.profit(), cny("200952.42"));
    EXPECT_EQ(sale.net_investment, cny("1000952.42"));
}

TEST(DealerSale, BringsNoMoreThanTheFairValue) {
    const auto sale =
        dealer_sale(monthly("29500.00", "0.00", "60000.00"), rate("0.072"), cny("800000.00"), cny("900000.00"));
    EXPECT_EQ(sale.revenue, cny("900000.00"));
}

}  // namespace
}  // namespace leasebook::pricing
