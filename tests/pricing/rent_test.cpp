#include "pricing/rent.h"

#include <gtest/gtest.h>

#include <cmath>

#include <algorithm>
#include <array>
#include <random>

#include "tests/leases.h"

namespace leasebook::pricing {
namespace {

using tests::cny;
using tests::ex_b8;
using tests::in_advance;
using tests::l1;
using tests::l2;
using tests::rate;

Schedule schedule_of(const LeaseTerms& terms, const RentPlan& plan = {}) {
    const auto schedule = rent_schedule(terms, plan);
    EXPECT_TRUE(schedule) << (schedule ? "" : message(schedule.error()));
    return schedule.value();
}

void expect_row(const ScheduleRow& row, const char* opening, const char* rent, const char* interest,
                const char* principal, const char* closing) {
    EXPECT_EQ(row.opening, cny(opening)) << "row " << row.number;
    EXPECT_EQ(row.rent, cny(rent)) << "row " << row.number;
    EXPECT_EQ(row.interest, cny(interest)) << "row " << row.number;
    EXPECT_EQ(row.principal, cny(principal)) << "row " << row.number;
    EXPECT_EQ(row.closing, cny(closing)) << "row " << row.number;
}

// R-B-03: what holds of every schedule, whatever its plan.
void expect_invariants(const LeaseTerms& terms, const Schedule& schedule) {
    Money opening = terms.financed_amount, principal = Money::zero(terms.currency);
    Date previous = terms.commencement - std::chrono::days{1};
    for (const auto& row : schedule.rows) {
        ASSERT_EQ(row.opening, opening);
        ASSERT_EQ(row.opening - row.principal, row.closing);
        ASSERT_EQ(row.interest + row.principal, row.rent);
        ASSERT_FALSE(row.closing.is_negative());
        ASSERT_FALSE(row.rent.is_negative());
        if (row.kind == RowKind::Rent) {
            ASSERT_LT(previous, row.due_date);
        } else {
            ASSERT_LE(previous, row.due_date);
        }
        previous = row.due_date;
        opening = row.closing;
        principal += row.principal;
    }
    ASSERT_TRUE(opening.is_zero());
    ASSERT_EQ(principal, terms.financed_amount);
    const auto sums = totals(schedule);
    ASSERT_EQ(sums.rent, terms.financed_amount + sums.interest);
}

TEST(LevelRent, InArrearsIsThatOfExB1) {
    const auto rows = schedule_of(l1()).rows;
    ASSERT_EQ(rows.size(), 36U);
    expect_row(rows[0], "1000000.00", "30421.94", "5000.00", "25421.94", "974578.06");
    expect_row(rows[1], "974578.06", "30421.94", "4872.89", "25549.05", "949029.01");
    expect_row(rows[11], "713261.70", "30421.94", "3566.31", "26855.63", "686406.07");
    expect_row(rows[23], "381982.38", "30421.94", "1909.91", "28512.03", "353470.35");
    expect_row(rows[35], "30270.48", "30421.83", "151.35", "30270.48", "0.00");
    const auto sums = totals({rows});
    EXPECT_EQ(sums.rent, cny("1095189.73"));
    EXPECT_EQ(sums.interest, cny("95189.73"));
    EXPECT_EQ(rows[35].due_date, date(2028, 1, 20));
}

TEST(LevelRent, InAdvanceIsThatOfExB2) {
    const auto terms = in_advance(l1());
    const auto rows = schedule_of(terms).rows;
    EXPECT_EQ(*level_rent(terms), cny("30270.58"));
    expect_row(rows[0], "1000000.00", "30270.58", "0.00", "30270.58", "969729.42");
    EXPECT_EQ(rows[1].interest, cny("4848.65"));
    EXPECT_EQ(rows[1].closing, cny("944307.49"));
    EXPECT_EQ(rows[35].rent, cny("30270.79"));
    EXPECT_EQ(totals({rows}).interest, cny("89741.09"));
}

TEST(LevelRent, WithABalloonIsThatOfExB4) {
    auto terms = l1();
    terms.balloon = cny("100000.00");
    const auto rows = schedule_of(terms).rows;
    ASSERT_EQ(rows.size(), 37U);
    EXPECT_EQ(rows[0].rent, cny("27879.74"));
    EXPECT_EQ(rows[35].rent, cny("27879.90"));
    EXPECT_EQ(rows[36].kind, RowKind::Balloon);
    EXPECT_EQ(rows[36].rent, cny("100000.00"));
    EXPECT_EQ(rows[36].due_date, rows[35].due_date);
    EXPECT_EQ(totals({rows}).interest, cny("103670.80"));
    EXPECT_EQ(*level_rent(in_advance(terms)), cny("27741.04"));
}

TEST(LevelRent, OverALongFirstPeriodIsThatOfExB8) {
    const auto rows = schedule_of(ex_b8()).rows;
    EXPECT_EQ(rows[0].rent, cny("42976.97"));
    EXPECT_EQ(rows[0].interest, cny("3000.00"));
    EXPECT_EQ(rows[1].interest, cny("2070.10"));
    EXPECT_EQ(rows[11].rent, cny("42976.94"));
}

TEST(LevelRent, OfQuartersIsThatOfExB9) {
    const auto rows = schedule_of(l2()).rows;
    EXPECT_EQ(rows[0].rent, cny("91679.99"));
    EXPECT_EQ(rows[11].rent, cny("91680.02"));
    EXPECT_EQ(totals({rows}).interest, cny("100159.91"));
}

TEST(LevelRent, AtARateOfZeroSharesTheAmountOut) {
    auto terms = l1();
    terms.annual_rate = {};
    terms.balloon = cny("1000.00");
    EXPECT_EQ(*level_rent(terms), cny("27750.00"));  // R-B-01: (P − F) / n
    expect_invariants(terms, schedule_of(terms));
}

TEST(LevelRent, MayBeLowerThanTheInterestOfALongFirstPeriod) {
    auto terms = l1();
    terms.annual_rate = rate("0.12");
    terms.periods = 120;
    terms.first_rent_date = date(2027, 1, 20);
    const auto schedule = schedule_of(terms);
    EXPECT_TRUE(schedule.rows[0].principal.is_negative());
    expect_invariants(terms, schedule);
}

TEST(LevelRent, WhenAllIsDueAtTheEndIsTheInterest) {
    auto terms = l1();
    terms.unguaranteed_residual = terms.financed_amount;
    EXPECT_EQ(*level_rent(terms), cny("5000.00"));
    expect_invariants(terms, schedule_of(terms));
}

TEST(LevelRent, OfMonthsIsTheSameWhateverTheDayOfTheMonth) {
    for (unsigned day = 1; day <= 31; ++day) {
        auto terms = l1();
        terms.commencement = date(2025, 1, day);
        terms.first_rent_date = add_months(terms.commencement, 1);
        if (is_month_end(terms.first_rent_date))
            terms.first_rent_date = add_months(terms.commencement, 2),
            terms.commencement = add_months(terms.commencement, 1);
        EXPECT_EQ(*level_rent(terms), cny("30421.94")) << to_text(terms.commencement);
        EXPECT_EQ(schedule_of(terms).rows[35].rent, cny("30421.83")) << to_text(terms.commencement);
    }
}

TEST(LevelRent, NamesEveryFieldThatIsWrong) {
    auto terms = l1();
    terms.financed_amount = cny("0.00");
    terms.periods = 0;
    const auto rent = level_rent(terms);
    ASSERT_FALSE(rent);
    ASSERT_EQ(rent.errors().size(), 2U);
    EXPECT_EQ(rent.errors()[0].field, "financed_amount");
    EXPECT_EQ(rent.errors()[1].field, "periods");
}

TEST(LevelRent, OfAnAmountTooSmallForItsRentsIsRefused) {
    auto terms = l1();
    terms.annual_rate = {};
    terms.periods = 120;
    terms.financed_amount = cny("1.00");
    const auto schedule = rent_schedule(terms);
    ASSERT_FALSE(schedule);
    EXPECT_EQ(schedule.error().field, "financed_amount");
    EXPECT_EQ(message(schedule.error()),
              "1.00 cannot be repaid to the cent in 120 rents of 0.01. Choose fewer rents or a lower rate.");
}

TEST(LevelRent, AtTheHighestRateOverTheLongestTermIsRefusedWithAReason) {
    auto terms = l1();
    terms.annual_rate = rate("1");
    terms.periods = longest_lease_periods;
    const auto schedule = rent_schedule(terms);
    ASSERT_FALSE(schedule);
    EXPECT_EQ(schedule.error().field, "financed_amount");
}

TEST(LevelRent, KeepsEveryInvariantForAllTermsTimingsAndRates) {
    const char* rates[] = {"0", "0.0001", "0.035", "0.06", "0.0725", "0.12", "0.24", "0.36"};
    for (int periods = 1; periods <= 120; ++periods)
        for (const auto timing : {Timing::Arrears, Timing::Advance})
            for (const char* annual : rates)
                for (const char* residual : {"0", "100", "250000"}) {
                    auto terms = timing == Timing::Advance ? in_advance(l1()) : l1();
                    terms.periods = periods;
                    terms.annual_rate = rate(annual);
                    terms.unguaranteed_residual = cny(residual);
                    SCOPED_TRACE(std::to_string(periods) + " rents at " + annual);
                    const auto schedule = rent_schedule(terms);
                    ASSERT_TRUE(schedule) << message(schedule.error());
                    expect_invariants(terms, *schedule);
                    if (testing::Test::HasFatalFailure()) return;
                }
}

TEST(LevelRent, LastRentStaysWithinTheAllowanceOfRB02) {
    for (const char* annual : {"0", "0.06", "0.18"})
        for (int periods = 1; periods <= 120; ++periods) {
            auto terms = l1();
            terms.periods = periods;
            terms.annual_rate = rate(annual);
            const auto rows = schedule_of(terms).rows;
            double allowance = 0;  // ((1 + i)^n − 1) / i minor units
            for (int k = 0; k < periods; ++k) allowance = allowance * (1 + double(terms.annual_rate.e10) / 12e10) + 1;
            const auto off = (rows.back().rent - *level_rent(terms)).minor_units();
            ASSERT_LE(std::abs(double(off)), allowance) << periods << " rents at " << annual;
        }
}

LeaseTerms random_lease(std::mt19937_64& random) {
    const auto from = [&](auto low, auto high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random);
    };
    LeaseTerms terms;
    terms.financed_amount = Money::minor(from(5'000'000, 50'000'000'000), CNY);
    terms.annual_rate = Rate{from(0, 250'000) * 10'000};
    terms.commencement = date(2020, 1, 1) + std::chrono::days{from(0, 3650)};
    terms.period_months = std::array{1, 3, 6, 12}[static_cast<std::size_t>(from(0, 3))];
    terms.periods = static_cast<int>(from(1, 120 / terms.period_months));
    terms.timing = from(0, 1) == 0 ? Timing::Arrears : Timing::Advance;
    terms.first_rent_date = terms.commencement + std::chrono::days{from(terms.timing == Timing::Arrears ? 1 : 0, 120)};
    terms.day_count = NamesOf<DayCount>::names[static_cast<std::size_t>(from(0, 4))].first;
    terms.balloon = Money::minor(terms.financed_amount.minor_units() / 100 * from(0, 30), CNY);
    terms.guaranteed_residual = Money::minor(from(0, 1) * 10'000, CNY);
    return terms;
}

TEST(LevelRent, KeepsEveryInvariantForTenThousandRandomLeases) {
    std::mt19937_64 random(20260115);
    for (int i = 0; i < 10'000; ++i) {
        const auto terms = random_lease(random);
        const auto schedule = rent_schedule(terms);
        ASSERT_TRUE(schedule) << "lease " << i << ": " << message(schedule.error());
        expect_invariants(terms, *schedule);
        if (testing::Test::HasFatalFailure()) FAIL() << "lease " << i;
    }
}

TEST(RentPlan, LinearIsThatOfExB3) {
    const auto rows = schedule_of(l1(), {.structure = Structure::Linear}).rows;
    EXPECT_EQ(rows[0].principal, cny("27777.78"));
    EXPECT_EQ(rows[34].principal, cny("27777.78"));
    EXPECT_EQ(rows[35].principal, cny("27777.70"));
    EXPECT_EQ(rows[0].rent, cny("32777.78"));
    EXPECT_EQ(rows[1].rent, cny("32638.89"));
    EXPECT_EQ(rows[35].rent, cny("27916.59"));
    EXPECT_EQ(totals({rows}).interest, cny("92500.00"));
}

TEST(RentPlan, StepIsThatOfExB5) {
    const auto rows =
        schedule_of(l1(), {.structure = Structure::Step, .steps = {{13, rate("1.05")}, {25, rate("1.1025")}}}).rows;
    EXPECT_EQ(rows[0].rent, cny("29006.70"));
    EXPECT_EQ(rows[12].rent, cny("30457.03"));
    EXPECT_EQ(rows[24].rent, cny("31979.88"));
    EXPECT_EQ(rows[35].rent, cny("31979.87"));
}

TEST(RentPlan, SeasonalIsThatOfExB6) {
    auto terms = l1();
    terms.financed_amount = cny("600000.00");
    terms.annual_rate = rate("0.072");
    terms.commencement = date(2025, 6, 20);
    terms.first_rent_date = date(2025, 7, 20);
    terms.periods = 24;
    const auto rows = schedule_of(terms, {.structure = Structure::Seasonal, .skip_months = {1, 2}}).rows;
    EXPECT_EQ(rows[0].rent, cny("32261.76"));
    EXPECT_EQ(rows[5].closing, cny("425429.16"));
    EXPECT_TRUE(rows[6].rent.is_zero());
    EXPECT_EQ(rows[6].closing, cny("427981.73"));
    EXPECT_EQ(rows[7].closing, cny("430549.62"));
    EXPECT_EQ(rows[23].rent, cny("32261.68"));
    EXPECT_EQ(std::ranges::count_if(rows, [](const ScheduleRow& row) { return !row.rent.is_zero(); }), 20);
}

TEST(RentPlan, InterestOnlyThenLevelIsThatOfExB7) {
    const auto rows =
        schedule_of(l1(), {.structure = Structure::InterestOnlyThenLevel, .interest_only_periods = 6}).rows;
    EXPECT_EQ(rows[0].rent, cny("5000.00"));
    EXPECT_EQ(rows[5].rent, cny("5000.00"));
    EXPECT_EQ(rows[6].rent, cny("35978.92"));
    EXPECT_EQ(rows[34].rent, cny("35978.92"));
    EXPECT_EQ(rows[35].rent, cny("35978.89"));
}

TEST(RentPlan, BulletPaysInterestAndAllPrincipalWithTheLastRent) {
    const auto rows = schedule_of(l1(), {.structure = Structure::Bullet}).rows;
    EXPECT_EQ(rows[0].rent, cny("5000.00"));
    EXPECT_EQ(rows[34].closing, cny("1000000.00"));
    EXPECT_EQ(rows[35].rent, cny("1005000.00"));
}

TEST(RentPlan, CustomRentsStandAsTheyAre) {
    auto terms = l1();
    terms.annual_rate = {};
    terms.periods = 3;
    const RentPlan plan{.structure = Structure::Custom,
                        .rents = {{date(2025, 2, 1), cny("500000.00")},
                                  {date(2025, 7, 9), cny("300000.00")},
                                  {date(2026, 1, 2), cny("200000.01")}}};
    const auto rows = schedule_of(terms, plan).rows;
    EXPECT_EQ(rows[1].due_date, date(2025, 7, 9));
    EXPECT_EQ(rows[2].rent, cny("200000.00"));  // the last takes the cent that rounding left over
}

TEST(RentPlan, CustomRentsThatDoNotRepayTheLeaseSayWhatWouldBeMissing) {
    auto terms = l1();
    terms.annual_rate = {};
    terms.periods = 1;
    const auto schedule =
        rent_schedule(terms, {.structure = Structure::Custom, .rents = {{date(2025, 2, 1), cny("999000.00")}}});
    ASSERT_FALSE(schedule);
    EXPECT_EQ(message(schedule.error()),
              "Rents ending with 999000.00 do not repay the lease: the last would have to be 1000000.00.");
}

TEST(RentPlan, KeepsEveryInvariantInArrearsAndAdvanceWithResiduals) {
    const RentPlan plans[] = {{.structure = Structure::Linear},
                              {.structure = Structure::Step, .steps = {{2, rate("0.5")}, {9, rate("2")}}},
                              {.structure = Structure::Seasonal, .skip_months = {3, 7}},
                              {.structure = Structure::InterestOnlyThenLevel, .interest_only_periods = 5},
                              {.structure = Structure::Bullet}};
    for (const auto& plan : plans)
        for (const auto timing : {Timing::Arrears, Timing::Advance})
            for (const char* residual : {"0", "30000", "400000"})
                for (int periods = 9; periods <= 60; ++periods) {
                    auto terms = timing == Timing::Advance ? in_advance(l1()) : l1();
                    terms.periods = periods;
                    terms.balloon = cny(residual);
                    if (!validated(plan, terms)) continue;  // the last rent falls into a month without rent
                    SCOPED_TRACE(to_text(plan.structure) + " " + std::to_string(periods) + " rents, residual " +
                                 residual);
                    const auto schedule = rent_schedule(terms, plan);
                    ASSERT_TRUE(schedule) << message(schedule.error());
                    expect_invariants(terms, *schedule);
                    if (testing::Test::HasFatalFailure()) return;
                }
}

// n rents of the level amount on commencement repay as much as the last n would have: R x (n + sum DF(1 … N-n)) = P.
TEST(RentsPaidUpFront, RepayTheLeaseExactly) {
    for (const int up_front : {1, 2, 3, 12, 35}) {
        const auto schedule = rent_schedule(l1(), {.rents_up_front = up_front}).value();
        ASSERT_EQ(schedule.rows.size(), 36U);
        EXPECT_TRUE(schedule.rows.back().closing.is_zero());
        double worth = up_front;
        for (int k = 1; k <= 36 - up_front; ++k) worth += std::pow(1.005, -k);
        EXPECT_NEAR(double(schedule.rows[0].rent.minor_units()), 1e8 / worth, 0.51);
        for (int k = 0; k < up_front; ++k) {
            EXPECT_EQ(schedule.rows[static_cast<std::size_t>(k)].due_date, l1().commencement);
            EXPECT_TRUE(schedule.rows[static_cast<std::size_t>(k)].interest.is_zero());
        }
        for (std::size_t k = 1; k + 1 < schedule.rows.size(); ++k)
            EXPECT_EQ(schedule.rows[k].rent, schedule.rows[0].rent);
    }
}

TEST(RentsPaidUpFront, LeaveTheResidualToTheEndOfTheTerm) {
    auto terms = l1();
    terms.unguaranteed_residual = tests::cny("100000.00");
    const auto schedule = rent_schedule(terms, {.rents_up_front = 2}).value();
    EXPECT_EQ(schedule.rows.back().due_date, date(2028, 1, 20));
    EXPECT_EQ(schedule.rows.back().rent, tests::cny("100000.00"));
    EXPECT_TRUE(schedule.rows.back().closing.is_zero());
}

TEST(AnAgreedSchedule, IsThatOfTheQuoteWhateverThePlan) {
    const RentPlan plans[] = {
        {},
        {.structure = Structure::Linear},
        {.structure = Structure::Step, .steps = {{13, Rate{10'500'000'000}}, {25, Rate{11'025'000'000}}}},
        {.structure = Structure::Seasonal, .skip_months = {2, 7}},
        {.structure = Structure::InterestOnlyThenLevel, .interest_only_periods = 6},
        {.structure = Structure::Bullet},
        {.rents_up_front = 2}};
    for (const auto& plan : plans) {
        const auto rent = agreed_rent(l1(), plan).value();
        EXPECT_EQ(agreed_schedule(l1(), plan, rent).value(), rent_schedule(l1(), plan).value())
            << to_text(plan.structure);
    }
    EXPECT_EQ(agreed_rent(l1(), plans[2]).value(), tests::cny("29006.70"));  // EX-B5
}

}  // namespace
}  // namespace leasebook::pricing
