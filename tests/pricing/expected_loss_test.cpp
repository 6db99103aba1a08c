#include "pricing/expected_loss.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>

#include "pricing/rent.h"
#include "tests/leases.h"

namespace leasebook::pricing {
namespace {

using tests::cny;
using tests::rate;
using enum EconomicScenario;

const std::vector yearly{rate("0.02"), rate("0.025"), rate("0.03")};

// L2 just after commencement; its machine falls from 1,000,000.00 by 15 % a year.
CreditExposure ex_e1() {
    CreditExposure exposure;
    exposure.annual_rate = rate("0.06");
    exposure.periods_per_year = 4;
    const auto schedule = *rent_schedule(tests::l2());
    for (const auto& row : schedule.rows) {
        const double value = 1e8 * std::pow(0.85, row.number / 4.0);
        exposure.periods.push_back({row.opening, Money::minor(std::llround(value), CNY), {}});
    }
    return exposure;
}

std::string percent(Rate share, int places) {
    const std::int64_t unit = places == 4 ? 10'000 : 1'000'000;
    return decimal_text(leasebook::round_half_away(share.e10, unit), places);
}

TEST(ExpectedLoss, IsThatOfExE1InEveryScenario) {
    const auto loss = expected_loss(ex_e1(), yearly, {});
    const auto of = [&](EconomicScenario scenario) { return loss.by_scenario[static_cast<std::size_t>(scenario)]; };
    EXPECT_EQ(of(Base).twelve_month, cny("5261.26"));
    EXPECT_EQ(of(Base).lifetime, cny("7515.78"));
    EXPECT_EQ(of(Up).twelve_month, cny("3266.52"));
    EXPECT_EQ(of(Up).lifetime, cny("4704.30"));
    EXPECT_EQ(of(Down).twelve_month, cny("12662.50"));
    EXPECT_EQ(of(Down).lifetime, cny("18615.32"));
    EXPECT_EQ(loss.twelve_month, cny("6342.56"));
    EXPECT_EQ(loss.lifetime, cny("9173.40"));
}

TEST(ExpectedLoss, FollowsTheRowsOfExE1) {
    const auto rows = loss_rows(ex_e1(), yearly, {}, Base);
    ASSERT_EQ(rows.size(), 12U);
    EXPECT_EQ(rows[0].number, 1);
    EXPECT_EQ(percent(rows[0].marginal_default, 4), "0.5038");
    EXPECT_EQ(rows[0].exposure, cny("1015000.00"));
    EXPECT_EQ(percent(rows[0].loss_given_default, 2), "34.58");
    EXPECT_EQ(rows[0].loss, cny("1741.89"));
    EXPECT_EQ(percent(rows[1].marginal_default, 4), "0.5013");
    EXPECT_EQ(rows[1].exposure, cny("937169.81"));
    EXPECT_EQ(percent(rows[1].loss_given_default, 2), "31.96");
    EXPECT_EQ(rows[1].loss, cny("1457.46"));
    EXPECT_GT(rows[5].loss_given_default, rate("0.1"));
    for (std::size_t k = 6; k < 12; ++k) EXPECT_EQ(rows[k].loss_given_default, rate("0.1")) << k;
    EXPECT_EQ(percent(lifetime_default(yearly, 1, 4), 4), "0.5038");
}

TEST(ExpectedLoss, OfTheRowsAddsUpToThatOfTheScenario) {
    for (const auto& [scenario, name] : NamesOf<EconomicScenario>::names) {
        Money sum = cny("0");
        for (const auto& row : loss_rows(ex_e1(), yearly, {}, scenario)) sum += row.loss;
        const auto total = expected_loss(ex_e1(), yearly, {}).by_scenario[static_cast<std::size_t>(scenario)].lifetime;
        EXPECT_NEAR(double(sum.minor_units()), double(total.minor_units()), 6) << name;
    }
}

// One period of a year, and nothing uncertain but the default.
CreditExposure one_year(const char* balance) {
    CreditExposure exposure;
    exposure.periods_per_year = 1;
    exposure.periods = {{cny(balance), {}, {}}};
    return exposure;
}
LossParameters one_scenario() {
    LossParameters parameters;
    parameters.scenarios = {{{rate("1"), rate("1"), rate("1")}, {rate("0"), {}, {}}, {rate("0"), {}, {}}}};
    parameters.months_to_sale = 0;
    return parameters;
}
const std::vector tenth{rate("0.1")};

TEST(ExpectedLoss, CountsOverdueAndUndrawnInAndTheDepositOut) {
    auto exposure = one_year("1000.00");
    exposure.overdue = cny("100.00"), exposure.undrawn = cny("400.00"), exposure.deposit = cny("300.00");
    EXPECT_EQ(expected_loss(exposure, tenth, one_scenario()).lifetime, cny("120.00"));
    auto half_drawn = one_scenario();
    half_drawn.credit_conversion = rate("0.5");
    EXPECT_EQ(expected_loss(exposure, tenth, half_drawn).lifetime, cny("100.00"));
    exposure.deposit = cny("2000.00");
    EXPECT_EQ(expected_loss(exposure, tenth, one_scenario()), ExpectedLoss{}) << "the exposure is not below zero";
}

TEST(ExpectedLoss, CountsTheGuaranteeAndWhatAForcedSaleLeavesOfTheMachine) {
    auto exposure = one_year("1000.00");
    exposure.periods[0].collateral = cny("400.00");  // × 0.75 × 0.95 = 285.00
    exposure.periods[0].guarantee = cny("115.00");
    EXPECT_EQ(expected_loss(exposure, tenth, one_scenario()).lifetime, cny("60.00"));
    exposure.periods[0].guarantee = cny("5000.00");
    EXPECT_EQ(expected_loss(exposure, tenth, one_scenario()).lifetime, cny("10.00")) << "the floor of 10 %";
    EXPECT_EQ(expected_loss(exposure, tenth, one_scenario()).stage_3, cny("0.00")) << "stage 3 has none";
}

TEST(ExpectedLoss, LeavesTheUnguaranteedResidualOutAndItsMachineToo) {
    auto exposure = one_year("1000.00");
    exposure.annual_rate = rate("0.10");
    exposure.unguaranteed_residual = cny("110.00");  // worth 100.00 today
    // (1,000.00 × 1.1 − 110.00) × 10 % / 1.1
    EXPECT_EQ(expected_loss(exposure, tenth, one_scenario()).lifetime, cny("90.00"));
    EXPECT_EQ(expected_loss(exposure, tenth, one_scenario()).stage_3, cny("900.00"));
    exposure.periods[0].collateral = cny("400.00");  // 285.00, of which 110.00 are the residual's
    EXPECT_EQ(expected_loss(exposure, tenth, one_scenario()).lifetime, cny("74.09"));
    exposure.periods[0].collateral = cny("100.00");  // less than the residual: nothing is left for the rents
    EXPECT_EQ(expected_loss(exposure, tenth, one_scenario()).lifetime, cny("90.00"));
}

TEST(ExpectedLoss, CapsTheProbabilityOfDefaultAtOne) {
    auto certain = one_scenario();
    certain.scenarios[0].default_multiplier = rate("9");
    auto exposure = one_year("1000.00");
    exposure.periods.push_back(exposure.periods[0]);
    EXPECT_EQ(expected_loss(exposure, std::vector{rate("0.5")}, certain).lifetime, cny("1000.00"));
    EXPECT_EQ(expected_loss(exposure, std::vector{rate("1")}, one_scenario()).lifetime, cny("1000.00"));
    EXPECT_EQ(expected_loss(exposure, std::vector{rate("0")}, one_scenario()).lifetime, cny("0.00"));
}

TEST(ExpectedLoss, OfStage3IsWhatIsNotExpectedBack) {
    auto exposure = one_year("1000.00");
    exposure.annual_rate = rate("0.10");
    exposure.accrued_interest = cny("20.00"), exposure.overdue = cny("180.00");
    EXPECT_EQ(expected_loss(exposure, tenth, one_scenario()).stage_3, cny("1200.00"));
    exposure.recoveries = {{0, cny("100.00")}, {1, cny("220.00")}, {2, cny("242.00")}};
    EXPECT_EQ(expected_loss(exposure, tenth, one_scenario()).stage_3, cny("700.00"));
    LossParameters three;  // 60 % × 500.00, 20 % × 525.00, 20 % × 425.00 come back
    three.months_to_sale = 0;
    EXPECT_EQ(expected_loss(exposure, tenth, three).stage_3, cny("710.00"));
    exposure.recoveries = {{0, cny("9999.00")}};
    EXPECT_EQ(expected_loss(exposure, tenth, three).stage_3, cny("0.00"));
}

TEST(ExpectedLoss, RefusesParametersThatWereNotChecked) {
    auto parameters = one_scenario();
    parameters.scenarios[0].weight = rate("0.9");
    EXPECT_THROW(expected_loss(one_year("1.00"), tenth, parameters), InvariantBroken);
    EXPECT_THROW(expected_loss({}, tenth, one_scenario()), InvariantBroken);
    EXPECT_THROW(expected_loss(one_year("1.00"), {}, one_scenario()), InvariantBroken);
    auto other_currency = one_year("1.00");
    other_currency.overdue = Money::minor(1, EUR);
    EXPECT_THROW(expected_loss(other_currency, tenth, one_scenario()), InvariantBroken);
}

// A machine and a lease of any kind.
CreditExposure any_exposure(std::mt19937& random, bool with_collateral) {
    const auto up_to = [&](int limit) { return std::int64_t(random() % std::uint32_t(limit)); };
    CreditExposure exposure;
    exposure.periods_per_year = std::array{1, 2, 4, 12}[random() % 4];
    exposure.annual_rate = Rate{up_to(1'500'000'000)};
    auto balance = 1'000'000 + up_to(100'000'000);
    for (auto left = 1 + up_to(60); left > 0; --left) {
        const auto collateral = with_collateral ? up_to(100'000'000) : 0;
        exposure.periods.push_back({Money::minor(balance, CNY), Money::minor(collateral, CNY), {}});
        balance -= balance / left;
    }
    exposure.deposit = Money::minor(up_to(3'000'000), CNY);
    exposure.overdue = Money::minor(up_to(1'000'000), CNY);
    return exposure;
}
std::vector<Rate> any_defaults(std::mt19937& random, std::int64_t limit) {
    std::vector<Rate> defaults;
    for (auto years = 1 + random() % 6; years > 0; --years) defaults.push_back({std::int64_t(random()) % limit});
    return defaults;
}

TEST(ExpectedLoss, OfTheLifeIsAtLeastThatOfTwelveMonths) {
    std::mt19937 random(9);
    for (int round = 0; round < 2000; ++round) {
        const auto exposure = any_exposure(random, true);
        const auto loss = expected_loss(exposure, any_defaults(random, 3'000'000'000), {});
        EXPECT_GE(loss.lifetime, loss.twelve_month);
        if (std::ssize(exposure.periods) <= exposure.periods_per_year) EXPECT_EQ(loss.lifetime, loss.twelve_month);
        EXPECT_FALSE(loss.twelve_month.is_negative());
    }
}

TEST(ExpectedLoss, NeverFallsWhenTheProbabilityOfDefaultRises) {
    std::mt19937 random(11);
    for (int round = 0; round < 2000; ++round) {
        // Without a machine: one that is worth more early than late makes an earlier default the cheaper one.
        const auto exposure = any_exposure(random, false);
        auto defaults = any_defaults(random, 2'000'000'000);
        const auto before = expected_loss(exposure, defaults, {});
        defaults[random() % defaults.size()].e10 += std::int64_t(random() % 1'000'000'000);
        const auto after = expected_loss(exposure, defaults, {});
        EXPECT_GE(after.lifetime, before.lifetime);
        EXPECT_GE(after.twelve_month, before.twelve_month);
        EXPECT_EQ(after.stage_3, before.stage_3);
    }
}

TEST(ExpectedLoss, NeverRisesWithTheCollateral) {
    std::mt19937 random(13);
    for (int round = 0; round < 1000; ++round) {
        auto exposure = any_exposure(random, true);
        const auto defaults = any_defaults(random, 3'000'000'000);
        const auto before = expected_loss(exposure, defaults, {});
        exposure.periods[random() % exposure.periods.size()].collateral += cny("5000.00");
        const auto after = expected_loss(exposure, defaults, {});
        EXPECT_LE(after.lifetime, before.lifetime);
        EXPECT_LE(after.stage_3, before.stage_3);
    }
}

TEST(AnAllowance, IsThatOfTheStage) {
    ExpectedLoss loss;
    loss.twelve_month = cny("10.00"), loss.lifetime = cny("30.00"), loss.stage_3 = cny("70.00");
    const auto of = [&](Stage stage, LossApproach approach = LossApproach::General) {
        return allowance(stage, approach, loss, cny("34.00"));
    };
    EXPECT_EQ(of(Stage::One), cny("10.00"));
    EXPECT_EQ(of(Stage::One, LossApproach::Simplified), cny("30.00"));
    EXPECT_EQ(of(Stage::Two), cny("30.00"));
    EXPECT_EQ(of(Stage::Three, LossApproach::Simplified), cny("70.00"));
    EXPECT_EQ(of(Stage::Poci), cny("-4.00")) << "a gain: less is expected to be lost than at recognition";
}

TEST(MonthlyBalances, AreThoseOfTheRentsNotYetDue) {
    const auto terms = tests::l1();
    const auto schedule = *rent_schedule(terms);
    const auto balances = monthly_balances(terms, schedule, date(2025, 3, 31));
    ASSERT_EQ(balances.size(), 34U);
    for (std::size_t month = 0; month < balances.size(); ++month)
        EXPECT_EQ(balances[month], schedule.rows[month + 2].opening) << month;
    EXPECT_EQ(monthly_balances(terms, schedule, date(2025, 3, 20)).front(), schedule.rows[2].opening)
        << "what is due on the day is overdue if it is unpaid, and in no balance";
    EXPECT_EQ(monthly_balances(terms, schedule, date(2025, 1, 31)).front(), terms.financed_amount);
    EXPECT_TRUE(monthly_balances(terms, schedule, date(2028, 1, 20)).empty());
}

TEST(MonthlyBalances, EarnInterestBetweenQuarterlyRents) {
    const auto terms = tests::l2();
    const auto balances = monthly_balances(terms, *rent_schedule(terms), date(2025, 1, 31));
    EXPECT_EQ(balances[0], cny("1000000.00"));
    EXPECT_EQ(balances[1], cny("1005000.00"));
    EXPECT_EQ(balances[2], cny("1010000.00"));
    EXPECT_EQ(balances[3], (*rent_schedule(terms)).rows[1].opening);
    EXPECT_EQ(balances.size(), 36U);
}

TEST(LifetimeDefault, CompoundsTheYearsAndHoldsTheLast) {
    EXPECT_EQ(lifetime_default(yearly, 12, 12), rate("0.02"));
    EXPECT_EQ(lifetime_default(yearly, 12, 4), rate("0.073165"));
    EXPECT_EQ(lifetime_default(yearly, 4, 1), rate("0.10097005"));
    EXPECT_EQ(lifetime_default(yearly, 0, 12), Rate{});
    EXPECT_EQ(lifetime_default(std::vector{rate("1")}, 1, 12), rate("1"));
}

}  // namespace
}  // namespace leasebook::pricing
