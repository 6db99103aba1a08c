#include "pricing/yield.h"

#include <gtest/gtest.h>
#include <ql/cashflows/cashflows.hpp>
#include <ql/cashflows/simplecashflow.hpp>
#include <ql/time/daycounters/actual365fixed.hpp>

#include <cmath>
#include <random>

#include "pricing/rent.h"
#include "tests/leases.h"

namespace leasebook::pricing {
namespace {

using tests::ex_b8;
using tests::l1;

CashFlows flows_of(const LeaseTerms& terms, double at_commencement, const Schedule& schedule) {
    CashFlows cash{parts_per_year(terms.day_count), {{0, at_commencement}}};
    for (const auto& row : schedule.rows)
        cash.flows.push_back(
            {time_between(terms.day_count, terms.commencement, row.due_date), double(row.rent.minor_units())});
    return cash;
}

double yield_of(const LeaseTerms& terms) {
    return annual_yield(flows_of(terms, -double(terms.financed_amount.minor_units()), *rent_schedule(terms)))->annual;
}

TEST(Yield, OfSixPercentAYearPaidMonthlyIsThatOfExB13) {
    EXPECT_NEAR(yield_of(l1()), 0.061678, 5e-7);
    EXPECT_NEAR(yield_of(tests::l2()), 0.061364, 5e-7);
}

TEST(Yield, OfAFlatRateIsThatOfExB13) {
    CashFlows cash{360, {{0, -100'000'000.0}}};
    for (int k = 1; k <= 36; ++k) cash.flows.push_back({30 * k, 3'111'111.0});
    const double annual = annual_yield(cash)->annual;
    EXPECT_NEAR(annual, 0.077747, 5e-7);
    EXPECT_NEAR(12 * std::expm1(std::log1p(annual) / 12), 0.075107, 5e-7);
}

TEST(Yield, OfActualDaysIsTheXirrOfExB15) { EXPECT_NEAR(yield_of(ex_b8()), 0.056137, 5e-7); }

TEST(Yield, OfADepositGivenBackIsFoundNearTheContractRate) {
    // EX-B9, refund: the last quarter is negative, so the flows change sign twice.
    CashFlows cash{360, {{0, -87'000'000.0}}};
    for (int k = 1; k <= 11; ++k) cash.flows.push_back({90 * k, 9'167'999.0});
    cash.flows.push_back({1080, 9'168'002.0 - 10'000'000.0});
    const auto yield = annual_yield(cash, 0.06);
    ASSERT_TRUE(yield);
    EXPECT_NEAR(yield->annual, 0.100325, 5e-7);
    EXPECT_EQ(yield->roots.size(), 1U);  // the other root lies below −99 %
}

TEST(Yield, ThatHasTwoRootsNamesBoth) {
    const CashFlows cash{1, {{0, -1000}, {1, 2300}, {2, -1320}}};
    const auto yield = annual_yield(cash);
    ASSERT_FALSE(yield);
    EXPECT_EQ(yield.error().field, "yield");
    EXPECT_EQ(message(yield.error()), "More than one rate balances these flows: 10.0000 %, 20.0000 %.");
    const auto near = annual_yield(cash, 0.18);
    ASSERT_TRUE(near);
    EXPECT_NEAR(near->annual, 0.20, 1e-12);
    ASSERT_EQ(near->roots.size(), 2U);
    EXPECT_NEAR(near->roots[0], 0.10, 1e-12);
}

TEST(Yield, FindsThreeRoots) {
    // (x − 1/1.05)(x − 1/1.1)(x − 1/1.4) in the discount factor x.
    const double a = 1 / 1.05, b = 1 / 1.1, c = 1 / 1.4;
    const CashFlows cash{1, {{0, -a * b * c}, {1, a * b + a * c + b * c}, {2, -(a + b + c)}, {3, 1}}};
    const auto yield = annual_yield(cash, 0.0);
    ASSERT_TRUE(yield);
    ASSERT_EQ(yield->roots.size(), 3U);
    EXPECT_NEAR(yield->roots[0], 0.05, 1e-11);
    EXPECT_NEAR(yield->roots[1], 0.10, 1e-11);
    EXPECT_NEAR(yield->roots[2], 0.40, 1e-11);
}

TEST(Yield, ThatDoesNotExistIsRefusedWithTheReason) {
    struct Case {
        const char* sentence;
        CashFlows cash;
    };
    const Case cases[] = {{"There is no yield: money is only paid, or only received.", {12, {}}},
                          {"There is no yield: money is only paid, or only received.", {12, {{0, 0.0}, {3, 0.0}}}},
                          {"There is no yield: money is only paid, or only received.", {12, {{0, -100}, {12, -5}}}},
                          {"There is no yield: money is only paid, or only received.", {12, {{0, -100}, {0, 200}}}},
                          {"The yield lies below -99 % a year.", {12, {{0, -1000}, {12, 9}}}},
                          {"The yield lies below -99 % a year.", {12, {{0, 1000}, {12, -9}}}},
                          {"The yield lies above 1,000,000 % a year.", {12, {{0, -1000}, {1, 10'000}}}},
                          {"No rate between -99 % and 1,000,000 % a year balances these flows.",
                           {1, {{0, -1000}, {1, 100}, {2, -1000}}}}};
    for (const auto& [sentence, cash] : cases) {
        const auto yield = annual_yield(cash);
        ASSERT_FALSE(yield) << sentence << yield->annual;
        EXPECT_EQ(message(yield.error()), sentence);
    }
}

TEST(Yield, MayBeNegative) {
    EXPECT_NEAR(annual_yield({1, {{0, -100}, {1, 50}}})->annual, -0.5, 1e-13);
    EXPECT_NEAR(annual_yield({365, {{0, -100}, {365, 101}}})->annual, 0.01, 1e-13);
}

TEST(Yield, AnswersOnlyFiniteFlowsInOrder) {
    EXPECT_THROW(annual_yield({1, {{0, -1}, {1, std::nan("")}}}), InvariantBroken);
    EXPECT_THROW(annual_yield({1, {{2, -1}, {1, 2}}}), InvariantBroken);
}

TEST(Yield, IsRoundedOnceToItsStoredForm) {
    EXPECT_EQ((Yield{0.06, {}}).rate(), tests::rate("0.06"));
    EXPECT_EQ((Yield{-0.00000000005, {}}).rate(), (Rate{-1}));
}

LeaseTerms random_lease(std::mt19937_64& random) {
    const auto from = [&](std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution(low, high)(random);
    };
    LeaseTerms terms = l1();
    terms.financed_amount = Money::minor(from(10'000'000, 5'000'000'000), CNY);
    terms.annual_rate = Rate{from(0, 3000) * 1'000'000};
    terms.periods = static_cast<int>(from(1, 120));
    terms.day_count = from(0, 1) == 0 ? DayCount::MonthsTwelfths : DayCount::Actual365Fixed;
    terms.first_rent_date = terms.commencement + std::chrono::days{from(1, 200)};
    terms.balloon = Money::minor(terms.financed_amount.minor_units() / 100 * from(0, 40), CNY);
    return terms;
}

TEST(Yield, BalancesTheFlowsOfTenThousandRandomLeasesAndFallsWithThePrice) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 10'000; ++i) {
        const auto terms = random_lease(random);
        const auto schedule = rent_schedule(terms);
        ASSERT_TRUE(schedule) << message(schedule.error());
        const double price = double(terms.financed_amount.minor_units());
        const auto cash = flows_of(terms, -price, *schedule);
        const auto yield = annual_yield(cash);
        ASSERT_TRUE(yield) << "lease " << i << ": " << message(yield.error());
        ASSERT_LT(std::abs(present_value(cash, yield->annual)), 1e-9 * price) << "lease " << i;
        const auto dearer = annual_yield(flows_of(terms, -price * 1.01, *schedule));
        ASSERT_TRUE(dearer);
        ASSERT_LT(dearer->annual, yield->annual) << "lease " << i;
    }
}

TEST(Yield, AgreesWithQuantLib) {
    namespace ql = QuantLib;
    std::mt19937_64 random(11);
    const ql::Date start(20, ql::January, 2025);
    for (int i = 0; i < 200; ++i) {
        auto terms = random_lease(random);
        terms.day_count = DayCount::Actual365Fixed;
        const auto schedule = *rent_schedule(terms);
        const auto cash = flows_of(terms, -double(terms.financed_amount.minor_units()), schedule);
        ql::Leg leg;
        for (const auto& flow : cash.flows)
            if (flow.time > 0) leg.push_back(ql::ext::make_shared<ql::SimpleCashFlow>(flow.amount, start + flow.time));
        const double theirs = ql::CashFlows::yield(leg, -cash.flows[0].amount, ql::Actual365Fixed(), ql::Compounded,
                                                   ql::Annual, false, start, start, 1e-13, 200);
        ASSERT_NEAR(annual_yield(cash)->annual, theirs, 1e-9) << "lease " << i;
    }
}

TEST(MeanYears, WeighsEachLaterFlowByItsWorth) {
    // At 10 %: 110 in a year is worth 100, 242 in two years is worth 200.
    const CashFlows cash{360, {{0, -300}, {360, 110}, {720, 242}}};
    EXPECT_NEAR(mean_years(cash, 0.1).value(), (100 * 1 + 200 * 2) / 300.0, 1e-12);
    EXPECT_FALSE(mean_years({360, {{0, -300}}}, 0.1));
    EXPECT_FALSE(mean_years({360, {}}, 0.1));
}

}  // namespace
}  // namespace leasebook::pricing
