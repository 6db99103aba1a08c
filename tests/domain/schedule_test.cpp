#include "domain/schedule.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::in_advance;
using tests::l1;
using tests::rate;

TEST(Schedule, RepaysToTheCentAsInExB1) {
    const auto schedule = amortise(l1(), cny("30421.94"));
    ASSERT_TRUE(schedule);
    EXPECT_EQ(schedule->rows.back().rent, cny("30421.83"));
    EXPECT_TRUE(schedule->rows.back().closing.is_zero());
    EXPECT_EQ(totals(*schedule).interest, cny("95189.73"));
}

TEST(Schedule, InAdvanceBillsNoInterestOnTheFirstDay) {
    const auto schedule = *amortise(in_advance(l1()), cny("30270.58"));
    EXPECT_TRUE(schedule.rows[0].interest.is_zero());
    EXPECT_EQ(schedule.rows[0].due_date, l1().commencement);
    EXPECT_EQ(schedule.rows[1].interest, cny("4848.65"));
}

TEST(Schedule, PutsTheInterestOfTheLastStretchIntoTheFirstFinalRow) {
    auto terms = in_advance(l1());
    terms.periods = 1;
    terms.balloon = cny("100.00");
    terms.guaranteed_residual = cny("300000.00");
    terms.unguaranteed_residual = cny("200000.00");
    // What 500,100.00 a month later is worth on commencement: 497,611.94.
    const auto schedule = amortise(terms, cny("502388.06"));
    ASSERT_TRUE(schedule) << message(schedule.error());
    ASSERT_EQ(schedule->rows.size(), 4U);
    const auto& balloon = schedule->rows[1];
    EXPECT_EQ(balloon.kind, RowKind::Balloon);
    EXPECT_EQ(balloon.interest, cny("100.00"));  // the balloon is interest altogether, the rest comes next
    EXPECT_EQ(schedule->rows[2].interest, cny("2388.06"));
    EXPECT_EQ(schedule->rows[3].interest, cny("0.00"));
    EXPECT_EQ(balloon.due_date, date(2025, 2, 20));
    EXPECT_TRUE(schedule->rows[3].closing.is_zero());
}

TEST(Schedule, OfARentThatDoesNotRepayIsRefused) {
    const auto low = amortise(l1(), cny("30000.00"));
    ASSERT_FALSE(low);
    EXPECT_EQ(low.error().field, "rent");
    EXPECT_EQ(message(low.error()),
              "Rents ending with 30000.00 do not repay the lease: the last would have to be 46597.39.");
    EXPECT_EQ(message(amortise(l1(), cny("40000.00")).error()),
              "Rent 27 of 40000.00 repays more than is left of the lease.");
}

TEST(Schedule, OfARentOffByOneCentIsRefused) {
    EXPECT_TRUE(amortise(l1(), cny("30421.94")));
    EXPECT_FALSE(amortise(l1(), cny("30421.92")));
    EXPECT_FALSE(amortise(l1(), cny("30421.96")));
}

TEST(Schedule, ThatRunsAwayIsRefusedBeforeItLeaves64Bits) {
    auto terms = l1();
    terms.annual_rate = rate("1");
    terms.periods = longest_lease_periods;
    terms.period_months = 1;
    EXPECT_EQ(message(amortise(terms, cny("1.00")).error()).substr(0, 58),
              "The rents do not cover the interest: the balance grows to ");
}

TEST(Schedule, TakesARentOfItsOwnForEachPeriod) {
    auto terms = l1();
    terms.annual_rate = {};
    const std::vector<DatedAmount> rents{{date(2025, 3, 3), cny("0.00")}, {date(2025, 9, 9), cny("1000000.00")}};
    const auto schedule = amortise(terms, rents, rents.back().date);
    ASSERT_TRUE(schedule);
    EXPECT_EQ(schedule->rows[0].closing, cny("1000000.00"));
    EXPECT_THROW((void)amortise(terms, {}, date(2026, 1, 1)), InvariantBroken);
    EXPECT_THROW((void)amortise(terms, rents, date(2025, 9, 8)), InvariantBroken);
}

TEST(OutstandingPrincipal, FallsOnTheDueDateItself) {
    const auto schedule = *amortise(l1(), cny("30421.94"));
    EXPECT_TRUE(outstanding_principal(l1(), schedule, date(2025, 1, 19)).is_zero());
    EXPECT_EQ(outstanding_principal(l1(), schedule, date(2025, 1, 20)), cny("1000000.00"));
    EXPECT_EQ(outstanding_principal(l1(), schedule, date(2025, 2, 19)), cny("1000000.00"));
    EXPECT_EQ(outstanding_principal(l1(), schedule, date(2025, 2, 20)), cny("974578.06"));
    EXPECT_TRUE(outstanding_principal(l1(), schedule, date(2028, 1, 20)).is_zero());
    EXPECT_TRUE(outstanding_principal(l1(), schedule, date(2199, 1, 1)).is_zero());
}

}  // namespace
}  // namespace leasebook
