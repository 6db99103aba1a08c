#include "pricing/floating.h"

#include <gtest/gtest.h>

#include <cmath>

#include "pricing/quote.h"
#include "pricing/rent.h"
#include "tests/leases.h"

namespace leasebook::pricing {
namespace {

using tests::cny;
using tests::in_advance;
using tests::l1;
using tests::rate;

IndexOutlook known(std::vector<Fixing> fixings, Date known_on = date(2040, 1, 1)) {
    return {RateIndex::Lpr1Y, std::move(fixings), known_on, nullptr, nullptr};
}

// L1 at LPR 4.20 % and 180 bp, so 6 % until the index is published anew.
FloatingTerms plus_180() {
    FloatingTerms floating;
    floating.spread = rate("0.018");
    return floating;
}
std::vector<Fixing> falls_after_a_year(const char* to = "0.037") {
    return {{date(2025, 1, 20), rate("0.042")}, {date(2026, 1, 20), rate(to)}};
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

TEST(FloatingRent, ThatIsKeptLeavesTheRestToTheLastOneWhenTheRateRises) {
    auto keep = plus_180();
    keep.after_reset = AfterReset::KeepRent;
    const auto rows = floating(l1(), keep, known(falls_after_a_year("0.062"))).schedule.rows;
    ASSERT_EQ(rows.size(), 36U);
    EXPECT_EQ(rows[34].rent, cny("30421.94"));
    EXPECT_GT(rows[35].rent, cny("40000.00"));
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

QuoteRequest floating_request() {
    QuoteRequest request;
    request.terms = l1();
    request.terms.annual_rate = {};
    request.floating = plus_180();
    request.index_fixings = falls_after_a_year();
    return request;
}

TEST(FloatingQuote, IsValuedOnTheCurveThatProjectsIt) {
    const auto curve = flat_curve("CNY", date(2025, 1, 20), rate("0.03"));
    const auto quote = price(floating_request(), &curve);
    ASSERT_TRUE(quote) << message(quote.error());
    EXPECT_EQ(quote->nominal_rate, rate("0.06"));
    EXPECT_EQ(quote->resets.size(), 3U);
    EXPECT_FALSE(quote->resets[0].projected);
    EXPECT_TRUE(quote->resets[1].projected);  // not published yet on the day of the curve
    EXPECT_EQ(quote->row_rates.size(), 36U);
    EXPECT_EQ(quote->rent, cny("30421.94"));
    EXPECT_TRUE(quote->npv);
}

TEST(FloatingQuote, GivesTheDepositBackWhenAKeptRentHasRepaidTheLease) {
    auto request = floating_request();
    request.floating->after_reset = AfterReset::KeepRent;
    request.index_fixings = falls_after_a_year("0");
    request.security_deposit = cny("50000.00");
    const auto curve = flat_curve("CNY", date(2025, 1, 20), rate("0.03"));
    auto known_later = curve;
    known_later.reference = date(2026, 1, 20);
    const auto quote = price(request, &known_later);
    ASSERT_TRUE(quote) << message(quote.error());
    ASSERT_EQ(quote->schedule.rows.size(), 35U);
    const auto flows = lessor_flows(request, quote->terms, quote->schedule);
    EXPECT_EQ(flows.back().date, quote->schedule.rows.back().due_date);
    EXPECT_EQ(flows.back().amount, cny("-50000.00"));
}

TEST(FloatingQuote, IsRefusedWhereItsRateWouldHaveToBeFixed) {
    auto request = floating_request();
    request.solve_for = SolveFor::Rate;
    request.rent = cny("30000.00");
    EXPECT_EQ(message(price(request, nullptr).error()), "With a floating rate the rent is what is solved for.");
    request = floating_request();
    request.plan.structure = Structure::Custom;
    EXPECT_EQ(price(request, nullptr).error().field, "structure");
    request = floating_request();
    request.floating->lag_days = 61;
    EXPECT_EQ(message(price(request, nullptr).error()), "The observation lag is 0 to 60 business days.");
    request = floating_request();
    request.plan.structure = Structure::Linear;
    request.floating->after_reset = AfterReset::KeepRent;
    EXPECT_EQ(message(price(request, nullptr).error()), "Linear rents keep their principal after a reset.");
}

}  // namespace
}  // namespace leasebook::pricing
