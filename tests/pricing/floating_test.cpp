#include "pricing/floating.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "pricing/quote.h"
#include "pricing/rent.h"
#include "tests/pricing/floating_leases.h"

namespace leasebook::pricing {
namespace {

IndexOutlook known(std::vector<Fixing> fixings, Date known_on = date(2040, 1, 1)) {
    return {RateIndex::Lpr1Y, std::move(fixings), known_on, nullptr, nullptr};
}

FloatingSchedule floating(LeaseTerms terms, const FloatingTerms& with, const IndexOutlook& outlook,
                          const RentPlan& plan = {}) {
    const auto resets = rate_resets(terms, plan, with, outlook);
    EXPECT_TRUE(resets) << (resets ? "" : message(resets.error()));
    terms.annual_rate = resets->front().rate;
    const auto made = floating_schedule(terms, plan, with, *resets);
    EXPECT_TRUE(made) << (made ? "" : message(made.error()));
    EXPECT_EQ(made->rates.size(), made->schedule.rows.size());
    Money balance = terms.financed_amount;
    for (const auto& row : made->schedule.rows) {
        EXPECT_EQ(row.opening, balance) << row.number;
        EXPECT_EQ(row.opening - row.principal, row.closing) << row.number;
        EXPECT_EQ(row.interest + row.principal, row.rent) << row.number;
        balance = row.closing;
    }
    EXPECT_TRUE(balance.is_zero());
    return made.value();
}

// EX-B10: 2,000,000.00 at 3.10 % and 185 bp, ACT/360, from 20 December; the index is 3.00 % from the end of the year.
LeaseTerms ex_b10() {
    LeaseTerms terms;
    terms.financed_amount = cny("2000000.00");
    terms.commencement = date(2025, 12, 20);
    terms.first_rent_date = date(2026, 1, 20);
    terms.periods = 12;
    terms.day_count = DayCount::Actual360;
    return terms;
}
FloatingTerms of_january(ResetEffect effect) {
    FloatingTerms floating;
    floating.spread = rate("0.0185");
    floating.reset = ResetRule::AnnualJanuary;
    floating.effect = effect;
    return floating;
}
const std::vector<Fixing> at_new_year{{date(2025, 12, 19), rate("0.031")}, {date(2025, 12, 31), rate("0.030")}};

TEST(FloatingRent, TakesTheNewRateFromTheNextPeriodOn) {  // EX-B10
    const auto made = floating(ex_b10(), of_january(ResetEffect::NextPeriod), known(at_new_year));
    EXPECT_EQ(made.schedule.rows[0].interest, cny("8525.00"));
    EXPECT_EQ(made.rates[0], rate("0.0495"));
    EXPECT_EQ(made.rates[1], rate("0.0485"));
}

TEST(FloatingRent, SplitsTheRunningPeriodByItsDaysWhereThatIsAgreed) {  // EX-B10: 12 and 19 days
    const auto made = floating(ex_b10(), of_january(ResetEffect::SplitPeriod), known(at_new_year));
    EXPECT_EQ(made.schedule.rows[0].interest, cny("8419.44"));
    EXPECT_EQ(made.rates[0].e10, (495'000'000LL * 12 + 485'000'000LL * 19 + 15) / 31);
    EXPECT_EQ(made.rates[1], rate("0.0485"));
}

TEST(FloatingRent, IsRelevelledOverTheRemainingTerm) {  // EX-C1
    const auto made = floating(l1(), plus_180(), known(falls_after_a_year()));
    const auto& rows = made.schedule.rows;
    ASSERT_EQ(rows.size(), 36U);
    EXPECT_EQ(rows[11].rent, cny("30421.94"));
    EXPECT_EQ(rows[12].opening, cny("686406.07"));
    EXPECT_EQ(rows[12].rent, cny("30267.53"));
    EXPECT_EQ(rows[12].interest, cny("3146.03"));
    EXPECT_EQ(rows[35].rent, cny("30267.40"));
    EXPECT_EQ(made.rates[11], rate("0.06"));
    EXPECT_EQ(made.rates[12], rate("0.055"));
}

TEST(FloatingRent, OfAnIndexThatStaysIsTheFixedSchedule) {
    auto steps = RentPlan{};
    steps.structure = Structure::Step;
    steps.steps = {{13, rate("1.05")}, {25, rate("1.1025")}};
    auto grace = RentPlan{};
    grace.structure = Structure::InterestOnlyThenLevel;
    grace.interest_only_periods = 6;
    auto linear = RentPlan{};
    linear.structure = Structure::Linear;
    auto with_residual = in_advance(l1());
    with_residual.unguaranteed_residual = cny("50000.00");
    for (const auto& terms : {l1(), with_residual})
        for (const auto& plan : {RentPlan{}, steps, grace, linear}) {
            const auto made = floating(terms, plus_180(), known({{date(2025, 1, 20), rate("0.042")}}), plan);
            EXPECT_EQ(made.schedule, *rent_schedule(terms, plan)) << to_text(plan.structure);
        }
}

TEST(FloatingRent, ThatIsKeptEndsTheLeaseEarlierWhenTheRateFalls) {
    auto keep = plus_180();
    keep.after_reset = AfterReset::KeepRent;
    const auto made = floating(l1(), keep, known(falls_after_a_year("0")));
    const auto& rows = made.schedule.rows;
    ASSERT_EQ(rows.size(), 35U);
    for (std::size_t k = 0; k + 1 < rows.size(); ++k) EXPECT_EQ(rows[k].rent, cny("30421.94"));
    EXPECT_LT(rows.back().rent, cny("30421.94"));
}

TEST(FloatingRent, ThatIsKeptMakesTheLeaseLongerWhenTheRateRises) {
    auto keep = plus_180();
    keep.after_reset = AfterReset::KeepRent;
    const auto made = floating(l1(), keep, known(falls_after_a_year("0.062")));
    const auto& rows = made.schedule.rows;
    ASSERT_EQ(rows.size(), 37U);
    for (std::size_t k = 0; k + 1 < rows.size(); ++k) EXPECT_EQ(rows[k].rent, cny("30421.94"));
    EXPECT_EQ(rows.back().due_date, date(2028, 2, 20));  // on the same grid
    EXPECT_LT(rows.back().rent, cny("30421.94"));
    EXPECT_EQ(made.rates.back(), rate("0.08"));
}

TEST(FloatingRent, ThatIsKeptMovesTheBalloonWithTheLastRent) {
    auto keep = plus_180();
    keep.after_reset = AfterReset::KeepRent;
    auto arrears = l1();
    arrears.balloon = cny("100000.00");
    for (const auto& terms : {arrears, in_advance(arrears)}) {
        const auto longer = floating(terms, keep, known(falls_after_a_year("0.062"))).schedule.rows;
        ASSERT_EQ(longer.size(), 38U);  // 37 rents and the balloon
        EXPECT_EQ(longer.back().rent, cny("100000.00"));
        EXPECT_EQ(longer.back().due_date, date(2028, 2, 20));
        const auto shorter = floating(terms, keep, known(falls_after_a_year("0"))).schedule.rows;
        ASSERT_EQ(shorter.size(), 36U);
        EXPECT_EQ(shorter.back().due_date, date(2027, 12, 20));
    }
}

TEST(FloatingRent, ThatIsKeptUnderAnIndexThatStaysIsTheFixedSchedule) {
    auto keep = plus_180();
    keep.after_reset = AfterReset::KeepRent;
    auto interest_alone = l1();
    interest_alone.balloon = interest_alone.financed_amount;
    auto many = l1();
    many.periods = 600;
    for (const auto& terms : {l1(), in_advance(l1()), interest_alone, many})
        EXPECT_EQ(floating(terms, keep, known({{date(2025, 1, 20), rate("0.042")}})).schedule, *rent_schedule(terms));
}

TEST(FloatingRent, ThatIsKeptMustRepayTheLeaseInTheEnd) {
    auto keep = plus_180();
    keep.after_reset = AfterReset::KeepRent;
    auto terms = l1();
    terms.periods = 360;
    const auto refusal = [&](const char* index) {
        const auto resets = *rate_resets(longest_term(terms), {}, keep, known(falls_after_a_year(index)));
        terms.annual_rate = resets.front().rate;
        return floating_schedule(terms, {}, keep, resets).error();
    };
    EXPECT_EQ(refusal("0.058").field, "rate.after_reset");
    EXPECT_NE(message(refusal("0.058")).find("no longer covers the interest"), std::string::npos);
    terms.periods = 480;
    EXPECT_NE(message(refusal("0.0475")).find("does not repay the lease in 600 rents"), std::string::npos);
}

TEST(FloatingRent, FollowsEachPublicationWithTheNextRent) {  // R-B-13
    auto with = plus_180();
    with.reset = ResetRule::NextDueAfterPublication;
    const std::vector<Fixing> published{
        {date(2025, 1, 20), rate("0.042")}, {date(2025, 5, 20), rate("0.041")}, {date(2025, 8, 19), rate("0.040")}};
    const auto resets = *rate_resets(l1(), {}, with, known(published));
    ASSERT_EQ(resets.size(), 36U);  // commencement and every rent but the last
    EXPECT_EQ(resets[4].date, date(2025, 5, 20));
    EXPECT_EQ(resets[4].index, rate("0.042"));  // published on the day itself: from the next rent on
    EXPECT_EQ(resets[5].index, rate("0.041"));
    EXPECT_EQ(resets[7].date, date(2025, 8, 20));
    EXPECT_EQ(resets[7].index, rate("0.040"));
    const auto made = floating(l1(), with, known(published));
    EXPECT_EQ(made.rates[4], rate("0.06"));  // of the period from 20 May to 20 June
    EXPECT_EQ(made.rates[5], rate("0.059"));
}

TEST(FloatingRent, AgreedOneByOneIsKeptAndTheLastTakesTheRest) {
    const auto rows = floating(of_three_rents(), plus_180(), known(falls_after_a_year()), three_rents()).schedule.rows;
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[1].rent, cny("40000.00"));
    EXPECT_EQ(rows[2].interest, Money::minor((rows[1].closing.minor_units() * 55 + 1000) / 2000, CNY));
    EXPECT_EQ(rows[2].rent, rows[1].closing + rows[2].interest);
}

TEST(FloatingRent, AgreedOneByOneIsWorkedOutAnewInProportionWhereThatIsAgreed) {
    auto relevel = plus_180();
    relevel.reset = ResetRule::Quarterly;
    relevel.after_reset = AfterReset::Relevel;
    const std::vector<Fixing> falls{{date(2025, 1, 20), rate("0.042")}, {date(2025, 7, 20), rate("0.032")}};
    const auto rows = floating(of_three_rents(), relevel, known(falls), three_rents()).schedule.rows;
    EXPECT_EQ(rows[0].rent, cny("40000.00"));
    EXPECT_LT(rows[1].rent, cny("40000.00"));
    const double shape = double(rows[1].rent.minor_units()) / double(rows[2].rent.minor_units());
    EXPECT_NEAR(shape, 40000.00 / 25836.27, 1e-4);
}

TEST(FloatingRent, KeepsThePrincipalOfLinearRents) {
    RentPlan linear;
    linear.structure = Structure::Linear;
    const auto rows = floating(l1(), plus_180(), known(falls_after_a_year()), linear).schedule.rows;
    for (std::size_t k = 0; k + 1 < rows.size(); ++k) EXPECT_EQ(rows[k].principal, cny("27777.78"));
    EXPECT_EQ(rows[12].interest, cny("3055.56"));  // 666,666.64 × 5.5 % / 12
}

TEST(FloatingRent, StaysWithinCapAndFloor) {
    const std::vector<Fixing> wild{
        {date(2025, 1, 20), rate("0.042")}, {date(2026, 1, 20), rate("0.09")}, {date(2027, 1, 20), rate("0.001")}};
    auto collared = plus_180();
    collared.cap = rate("0.07");
    collared.floor = rate("0.05");
    const auto resets = *rate_resets(l1(), {}, collared, known(wild));
    ASSERT_EQ(resets.size(), 3U);
    EXPECT_EQ(resets[0].rate, rate("0.06"));
    EXPECT_EQ(resets[1].rate, rate("0.07"));
    EXPECT_EQ(resets[2].rate, rate("0.05"));
    EXPECT_EQ(resets[1].index, rate("0.09"));
    collared.floor = rate("0.08");
    EXPECT_EQ(message(check(collared, {}).front()), "The cap of 0.0700 lies below the floor of 0.0800.");
}

TEST(FloatingRent, OnlyFallsWhereThatIsAgreed) {
    const std::vector<Fixing> down_and_up{
        {date(2025, 1, 20), rate("0.042")}, {date(2026, 1, 20), rate("0.037")}, {date(2027, 1, 20), rate("0.05")}};
    auto down = plus_180();
    down.direction = ResetDirection::DownOnly;
    const auto resets = *rate_resets(l1(), {}, down, known(down_and_up));
    EXPECT_EQ(resets[1].rate, rate("0.055"));
    EXPECT_EQ(resets[2].rate, rate("0.055"));
}

TEST(FloatingRent, IsNeverBelowZero) {
    auto below = plus_180();
    below.spread = rate("-0.05");
    EXPECT_EQ((*rate_resets(l1(), {}, below, known(falls_after_a_year())))[0].rate, rate("0"));
}

TEST(FloatingRent, IsResetOnTheDaysOfItsRule) {
    const auto days = [](ResetRule rule, Date commencement) {
        auto terms = l1();
        terms.commencement = commencement;
        terms.first_rent_date = add_months(commencement, 1);
        terms.periods = 14;
        auto with = plus_180();
        with.reset = rule;
        std::vector<std::string> texts;
        for (const auto& reset : *rate_resets(terms, {}, with, known({{date(2024, 1, 1), rate("0.03")}})))
            texts.push_back(leasebook::to_text(reset.date));
        return texts;
    };
    const Date end_of_month = date(2025, 1, 31);
    EXPECT_EQ(days(ResetRule::Annual, end_of_month), (std::vector<std::string>{"2025-01-31", "2026-01-31"}));
    EXPECT_EQ(days(ResetRule::AnnualJanuary, end_of_month), (std::vector<std::string>{"2025-01-31", "2026-01-01"}));
    EXPECT_EQ(days(ResetRule::Quarterly, end_of_month),
              (std::vector<std::string>{"2025-01-31", "2025-04-30", "2025-07-31", "2025-10-31", "2026-01-31"}));
    EXPECT_EQ(days(ResetRule::Monthly, end_of_month).size(), 14U);
}

TEST(FloatingRent, LooksBackByBusinessDays) {
    auto lagging = plus_180();
    lagging.lag_days = 2;
    const auto weekend = *calendar_named("WEEKEND", {}, "calendar");
    auto outlook = known({{date(2025, 1, 17), rate("0.042")}, {date(2026, 1, 20), rate("0.037")}});
    outlook.calendar = &weekend;
    auto terms = l1();
    terms.commencement = date(2025, 1, 21);
    terms.first_rent_date = date(2025, 2, 21);
    const auto resets = *rate_resets(terms, {}, lagging, outlook);
    EXPECT_EQ(resets[0].observed, date(2025, 1, 17));  // Tuesday less two business days
    EXPECT_EQ(resets[1].observed, date(2026, 1, 19));
    EXPECT_EQ(resets[1].index, rate("0.042"));  // published a day after the observation
}

TEST(FloatingRent, BeginsWithTheFixingThatIsAgreed) {
    auto agreed = plus_180();
    agreed.fixing = rate("0.04");
    const auto resets = *rate_resets(l1(), {}, agreed, known(falls_after_a_year()));
    EXPECT_EQ(resets[0].index, rate("0.04"));
    EXPECT_EQ(resets[1].index, rate("0.037"));
    EXPECT_TRUE(rate_resets(l1(), {}, agreed, known({})));
    EXPECT_EQ(message(rate_resets(l1(), {}, plus_180(), known({})).error()),
              "No LPR1Y was published on or before 2025-01-20: enter the fixing.");
}

TEST(Index, IsProjectedByWhatTheCurveChangesOverItsTerm) {
    const Date today = date(2026, 1, 15), later = date(2027, 1, 15);
    const auto curve =
        curve_through("CNY", today, {{date(2027, 1, 15), std::exp(-0.02)}, {date(2031, 1, 15), std::exp(-0.14)}});
    IndexOutlook outlook{RateIndex::Lpr1Y, {{date(2025, 12, 22), rate("0.03")}}, today, &curve, nullptr};
    const auto now = *observed_index(outlook, today);
    EXPECT_EQ(now.rate, rate("0.03"));
    EXPECT_FALSE(now.projected);
    const auto projected = *observed_index(outlook, later);
    EXPECT_TRUE(projected.projected);
    EXPECT_EQ(projected.published, date(2025, 12, 22));
    const double change = std::expm1(curve.forward_rate(later, date(2028, 1, 15))) - std::expm1(0.02);
    EXPECT_GT(change, 0.009);
    EXPECT_NEAR(double(projected.rate.e10) / 1e10, 0.03 + change, 5.1e-7);
    EXPECT_EQ(projected.rate.e10 % 10'000, 0);
    outlook.index = RateIndex::Lpr5Y;
    EXPECT_LT(observed_index(outlook, later)->rate, projected.rate);
    outlook.curve = nullptr;
    EXPECT_EQ(observed_index(outlook, later)->rate, rate("0.03"));
}

}  // namespace
}  // namespace leasebook::pricing
