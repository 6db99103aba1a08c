// Quotes whose rate floats.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "pricing/floating.h"
#include "pricing/quote.h"
#include "pricing/rent.h"
#include "tests/pricing/floating_leases.h"

namespace leasebook::pricing {
namespace {

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

// The amounts of a quote on a curve that sees the index rise or fall after a year.
struct Unknown {
    SolveFor solve_for;
    Money LeaseTerms::*amount;
};
constexpr Unknown unknowns[] = {{SolveFor::FinancedAmount, &LeaseTerms::financed_amount},
                                {SolveFor::Balloon, &LeaseTerms::balloon},
                                {SolveFor::Residual, &LeaseTerms::unguaranteed_residual}};

TEST(FloatingQuote, SolvesForAnAmountGivenTheFirstRent) {
    auto known_later = flat_curve("CNY", date(2025, 1, 20), rate("0.03"));
    known_later.reference = date(2026, 1, 20);
    for (const auto after : {AfterReset::Relevel, AfterReset::KeepRent, AfterReset::KeepPrincipal})
        for (const auto& [solve_for, amount] : unknowns) {
            auto request = floating_request();
            request.floating->after_reset = after;
            request.solve_for = solve_for;
            request.rent = cny("28000.00");
            if (solve_for == SolveFor::FinancedAmount) request.terms.balloon = cny("50000.00");
            const auto quote = price(request, &known_later);
            ASSERT_TRUE(quote) << message(quote.error());
            const auto& rows = quote->schedule.rows;
            const auto name = to_text(solve_for) + ", " + to_text(after);
            EXPECT_GT(quote->terms.*amount, cny("30000.00")) << name;
            EXPECT_EQ(rows.size(), 37U) << name;
            EXPECT_EQ(rows[0].rent, cny("28000.00")) << name;
            EXPECT_EQ(rows.back().closing, cny("0.00")) << name;
            if (after != AfterReset::KeepRent) {
                EXPECT_LT(rows[12].rent, cny("28000.00")) << name;
                continue;
            }
            EXPECT_EQ(rows[34].rent, cny("28000.00")) << name;
            EXPECT_NEAR(double(rows[35].rent.minor_units()), 2'800'000, 45) << name;  // R-B-02
        }
}

TEST(FloatingQuote, SolvesForAnAmountGivenRentsAgreedOneByOne) {
    QuoteRequest request;
    request.terms = of_three_rents();
    request.plan = three_rents();
    request.floating = plus_180();
    request.index_fixings = falls_after_a_year();
    request.solve_for = SolveFor::FinancedAmount;
    auto known_later = flat_curve("CNY", date(2025, 1, 20), rate("0.03"));
    known_later.reference = date(2026, 1, 20);
    const auto quote = price(request, &known_later);
    ASSERT_TRUE(quote) << message(quote.error());
    EXPECT_GT(quote->terms.financed_amount, cny("100000.00"));  // the rate falls before the last rent
    EXPECT_LE(std::abs((quote->schedule.rows[2].rent - cny("25836.27")).minor_units()), 2);
}

TEST(FloatingQuote, WarnsWhereItsEndMovesOrItsLastRentTakesTheRest) {
    const auto curve = flat_curve("CNY", date(2026, 2, 1), rate("0.03"));
    auto request = floating_request();
    request.index_fixings = falls_after_a_year("0.062");
    request.floating->after_reset = AfterReset::KeepRent;
    request.security_deposit = cny("50000.00");
    const auto warned = [&](const char* sentence) {
        const auto quote = price(request, &curve);
        EXPECT_TRUE(quote) << message(quote.error());
        return std::ranges::any_of(quote->warnings, [&](const Error& e) { return message(e) == sentence; });
    };
    EXPECT_TRUE(warned("The rent is kept while the rate changes: 37 rents repay the lease, not 36."));
    const auto longer = *price(request, &curve);
    EXPECT_EQ(lessor_flows(request, longer.terms, longer.schedule).back().date, date(2028, 2, 20));
    EXPECT_EQ(longer.resets.size(), 4U);  // the last one before the last rent
    request.terms = of_three_rents();
    request.plan = three_rents();
    request.plan.rents[2].amount = cny("30000.00");
    request.floating->after_reset.reset();
    const auto last = price(request, &curve)->schedule.rows.back().rent;
    const auto sentence = "The last rent takes the rest: it is " + leasebook::to_text(last) + ", not 30000.00.";
    EXPECT_TRUE(warned(sentence.c_str()));
    request.plan.rents[1].amount = cny("80000.00");
    EXPECT_EQ(message(price(request, &curve).error()), "At the rates expected, rent 2 repays more than is owed.");
}

TEST(FloatingQuote, IsRefusedWhereItsRateWouldHaveToBeFixed) {
    auto request = floating_request();
    request.solve_for = SolveFor::Rate;
    request.rent = cny("30000.00");
    EXPECT_EQ(message(price(request, nullptr).error()),
              "A floating rate is the index and a spread for life: it cannot be solved for.");
    request = floating_request();
    request.target_yield = rate("0.07");
    EXPECT_EQ(message(price(request, nullptr).error()), "A yield can be aimed at only with a fixed rate.");
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
