#include "pricing/quote.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/leases.h"

namespace leasebook::pricing {
namespace {

using tests::cny;
using tests::in_advance;
using tests::l1;
using tests::l2;
using tests::rate;

QuoteRequest request_for(const LeaseTerms& terms) {
    QuoteRequest request;
    request.terms = terms;
    return request;
}

Quote quote_of(const QuoteRequest& request, const DiscountCurve* curve = nullptr) {
    const auto quote = price(request, curve);
    EXPECT_TRUE(quote) << (quote ? "" : message(quote.error()));
    return quote.value();
}

void expect_rate(std::optional<Rate> rate, double expected, double tolerance) {
    ASSERT_TRUE(rate);
    EXPECT_NEAR(double(rate->e10) / 1e10, expected, tolerance);
}

TEST(Quote, OfThePlainLeaseEarnsItsNominalRate) {
    const auto quote = quote_of(request_for(l1()));
    EXPECT_EQ(quote.rent, cny("30421.94"));
    EXPECT_EQ(quote.totals.interest, cny("95189.73"));
    EXPECT_EQ(quote.nominal_rate, rate("0.06"));
    expect_rate(quote.implicit_rate, 0.061678, 5e-7);  // EX-B13
    EXPECT_NEAR(double(quote.irr_periodic->e12) / 1e12, 0.005, 1e-9);
    EXPECT_EQ(to_text(*quote.irr_periodic).size(), std::string("0.005000000000").size());
    EXPECT_EQ(quote.ifrs16_rate, quote.implicit_rate);
    EXPECT_EQ(quote.customer_rate, quote.implicit_rate);
    EXPECT_TRUE(quote.warnings.empty());
    EXPECT_FALSE(quote.npv);
}

TEST(Quote, WithDepositSetOffAgainstTheLastRentsIsThatOfExB9) {
    auto request = request_for(l2());
    request.security_deposit = cny("100000.00");
    request.upfront_fee = cny("30000.00");
    request.deposit_use = DepositUse::OffsetLastRents;
    const auto quote = quote_of(request);
    const auto flows = lessor_flows(request, quote.terms, quote.schedule);
    EXPECT_EQ(flows[0].amount, cny("-870000.00"));
    EXPECT_EQ(flows[11].amount, cny("83360.01"));
    EXPECT_EQ(flows[12].amount, cny("0.00"));
    expect_rate(quote.customer_rate, 0.100191, 5e-7);
    EXPECT_NEAR(double(quote.irr_periodic->e12) / 1e12, 0.024158, 5e-7);
}

TEST(Quote, WithDepositGivenBackIsThatOfExB9) {
    auto request = request_for(l2());
    request.security_deposit = cny("100000.00");
    request.upfront_fee = cny("30000.00");
    const auto quote = quote_of(request);
    expect_rate(quote.customer_rate, 0.100325, 5e-7);
    EXPECT_NEAR(double(quote.irr_periodic->e12) / 1e12, 0.024189, 5e-7);
}

TEST(Quote, CountsCommissionAndSubsidyAsInExB9) {
    auto request = request_for(l2());
    request.security_deposit = cny("100000.00");
    request.deposit_use = DepositUse::OffsetLastRents;
    request.upfront_fee = cny("28301.89");
    request.initial_direct_costs = cny("10000.00");
    request.subsidy = cny("15000.00");
    const auto quote = quote_of(request);
    EXPECT_EQ(lessor_flows(request, quote.terms, quote.schedule)[0].amount, cny("-866698.11"));
    EXPECT_NEAR(double(quote.irr_periodic->e12) / 1e12, 0.024839, 5e-7);
}

// EX-D1: rents of 28,900.00 agreed; the rate follows from them, direct costs lower what the lessor earns.
TEST(Quote, FindsTheImplicitRateOfExD1) {
    auto request = request_for(l1());
    request.terms.guaranteed_residual = cny("30000.00");
    request.terms.unguaranteed_residual = cny("50000.00");
    request.initial_direct_costs = cny("12000.00");
    request.solve_for = SolveFor::Rate;
    request.rent = cny("28900.00");
    const auto quote = quote_of(request);
    expect_rate(quote.ifrs16_rate, 0.064849, 5e-7);
    EXPECT_NEAR(double(quote.irr_periodic->e12) / 1e12, 0.00524982, 5e-9);
    EXPECT_EQ(quote.schedule.rows[0].rent, cny("28900.00"));
}

TEST(Quote, OfFlatFourPercentFindsTheNominalRateOfExB13) {
    auto request = request_for(l1());
    request.solve_for = SolveFor::Rate;
    request.rent = cny("31111.11");
    const auto quote = quote_of(request);
    EXPECT_NEAR(double(quote.nominal_rate.e10) / 1e10, 0.075107, 5e-7);
    expect_rate(quote.implicit_rate, 0.077747, 5e-7);
}

TEST(Quote, SolvesBackToTheTermsItCameFrom) {
    for (const auto& terms : {l1(), l2(), in_advance(l1()), tests::ex_b8()}) {
        auto request = request_for(terms);
        const Money rent = quote_of(request).rent;
        request.rent = rent;
        request.solve_for = SolveFor::Rate;
        request.terms.annual_rate = {};
        EXPECT_EQ(quote_of(request).terms, terms);
    }
}

// The balance of a few cents that a rounded rent leaves, seen from the amount solved for.
std::int64_t cents_lost(const LeaseTerms& terms) { return terms.periods / 2 + 1; }

TEST(Quote, SolvesForEveryAmount) {
    auto terms = l1();
    terms.balloon = cny("100000.00");
    terms.unguaranteed_residual = cny("50000.00");
    auto request = request_for(terms);
    request.rent = quote_of(request).rent;
    const auto near = [&](Money found, Money wanted) {
        return std::abs((found - wanted).minor_units()) <= cents_lost(terms) * 2;
    };
    request.solve_for = SolveFor::FinancedAmount;
    request.terms.financed_amount = {};
    EXPECT_TRUE(near(quote_of(request).terms.financed_amount, terms.financed_amount));
    request.terms = terms;
    request.solve_for = SolveFor::Balloon;
    request.terms.balloon = {};
    EXPECT_TRUE(near(quote_of(request).terms.balloon, terms.balloon));
    request.terms = terms;
    request.solve_for = SolveFor::Residual;
    request.terms.unguaranteed_residual = {};
    EXPECT_TRUE(near(quote_of(request).terms.unguaranteed_residual, terms.unguaranteed_residual));
}

TEST(Quote, SolvesTenThousandRandomLeasesBackToTheirRate) {
    std::mt19937_64 random(2026);
    const auto from = [&](std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution(low, high)(random);
    };
    for (int i = 0; i < 10'000; ++i) {
        auto terms = from(0, 1) == 0 ? l1() : in_advance(l1());
        terms.financed_amount = Money::minor(from(10'000'000, 1'000'000'000), CNY);
        terms.periods = static_cast<int>(from(6, 84));
        terms.annual_rate = Rate{from(0, 2400) * 1'000'000};  // to the hundredth of a percent, as leases are written
        terms.balloon = Money::minor(terms.financed_amount.minor_units() / 100 * from(0, 30), CNY);
        const auto priced = price(request_for(terms), nullptr);
        ASSERT_TRUE(priced) << message(priced.error());
        auto back = request_for(terms);
        back.solve_for = SolveFor::Rate;
        back.rent = priced->rent;
        back.terms.annual_rate = {};
        const auto solved = price(back, nullptr);
        ASSERT_TRUE(solved) << "lease " << i << ": " << message(solved.error());
        ASSERT_EQ(solved->terms, terms) << "lease " << i;
        ASSERT_EQ(solved->schedule, priced->schedule) << "lease " << i;
    }
}

TEST(Quote, FindsTheRentThatEarnsAYield) {
    auto request = request_for(l2());
    request.terms.annual_rate = {};
    request.security_deposit = cny("100000.00");
    request.upfront_fee = cny("30000.00");
    request.target_yield = rate("0.100325");
    const auto quote = quote_of(request);
    EXPECT_NEAR(double(quote.nominal_rate.e10) / 1e10, 0.06, 1e-5);  // EX-B9 turned round
    expect_rate(quote.implicit_rate, 0.100325, 1e-7);
    for (const auto structure : {Structure::Linear, Structure::Bullet}) {
        request.plan.structure = structure;
        expect_rate(quote_of(request).implicit_rate, 0.100325, 1e-7);
    }
}

TEST(Quote, AgainstTheMarketOfItsOwnRateHasNoSpread) {
    auto request = request_for(l1());
    request.terms.day_count = DayCount::Actual365Fixed;
    const auto plain = quote_of(request);
    const auto curve = flat_curve("CNY", request.terms.commencement, rate("0.02"));
    const auto quote = quote_of(request, &curve);
    // Continuous over a flat continuous curve: the spread is what the yield leaves over it.
    EXPECT_NEAR(double(quote.spread_over_curve->e10) / 1e10, std::log1p(double(plain.implicit_rate->e10) / 1e10) - 0.02,
                1e-9);
    EXPECT_GT(*quote.npv, cny("0.00"));
    EXPECT_GT(*quote.pv01, cny("0.00"));
    const auto dear = flat_curve("CNY", request.terms.commencement, rate("0.10"));
    EXPECT_LT(*quote_of(request, &dear).npv, cny("0.00"));
}

TEST(Quote, MeasuresHowLongTheMoneyIsOut) {
    auto request = request_for(l1());
    request.plan.structure = Structure::Bullet;
    const auto quote = quote_of(request);
    EXPECT_EQ(to_text(quote.weighted_average_life), "3.000000");
    EXPECT_LT(quote.modified_duration->e6, 3'000'000);
    request.plan = {};
    request.terms.annual_rate = {};
    const auto level = quote_of(request);
    EXPECT_NEAR(double(level.weighted_average_life.e6), 18.5 / 12 * 1e6, 2.0);
    EXPECT_NEAR(double(level.modified_duration->e6), 18.5 / 12 * 1e6, 2.0);
}

TEST(Quote, WarnsOfWhatCannotBeShown) {
    auto request = request_for(l1());
    request.upfront_fee = cny("1000000.00");
    request.subsidy = cny("50000.00");
    const auto late = flat_curve("CNY", date(2025, 1, 21), rate("0.02"));
    const auto quote = quote_of(request, &late);
    EXPECT_FALSE(quote.implicit_rate);
    EXPECT_FALSE(quote.npv);
    ASSERT_EQ(quote.warnings.size(), 3U);
    EXPECT_EQ(quote.warnings[0].field, "implicit_rate");
    EXPECT_EQ(message(quote.warnings[0]), "There is no yield: money is only paid, or only received.");
    EXPECT_EQ(quote.warnings[1].field, "customer_rate");
    EXPECT_EQ(message(quote.warnings[2]),
              "The curve begins on 2025-01-21, after commencement: no market value is shown.");
}

TEST(Quote, WarnsOfInterestAddedToThePrincipal) {
    auto request = request_for(l1());
    request.plan = {.structure = Structure::Seasonal, .skip_months = {2}};
    const auto quote = quote_of(request);
    ASSERT_EQ(quote.warnings.size(), 1U);
    EXPECT_EQ(message(quote.warnings[0]), "Rent 1 does not cover its interest: 5000.00 is added to the principal.");
}

TEST(Quote, InAnotherCurrencyTakesAmountsLeftOutAsZero) {
    QuoteRequest request = request_for(l1());
    request.terms.currency = EUR;
    request.terms.financed_amount = Money::minor(100'000'000, EUR);
    const auto quote = quote_of(request);
    EXPECT_EQ(quote.rent, Money::minor(3'042'194, EUR));
    const auto curve = flat_curve("CNY", date(2025, 1, 1), rate("0.02"));
    EXPECT_EQ(message(price(request, &curve).error()), "The curve is of CNY, the lease in EUR.");
}

TEST(Quote, IsRefusedWithTheFieldThatIsWrong) {
    const auto refused = [](auto change) {
        auto request = request_for(l1());
        change(request);
        const auto quote = price(request, nullptr);
        EXPECT_FALSE(quote);
        return quote.error().field + ": " + message(quote.error());
    };
    EXPECT_EQ(refused([](auto& r) { r.upfront_fee = cny("-1.00"); }),
              "upfront_fee: This is an amount in CNY, not negative.");
    EXPECT_EQ(refused([](auto& r) { r.subsidy = Money::minor(1, EUR); }),
              "subsidy: This is an amount in CNY, not negative.");
    EXPECT_EQ(refused([](auto& r) { r.rent = cny("1.00"); }),
              "rent: Leave the rent out here: it is worked out, or given rent by rent.");
    EXPECT_EQ(refused([](auto& r) { r.solve_for = SolveFor::Balloon; }),
              "rent: Enter the rent from which to work out the balloon.");
    EXPECT_EQ(refused([](auto& r) {
                  r.solve_for = SolveFor::Rate;
                  r.rent = cny("0.00");
              }),
              "rent: The rent is an amount in CNY above zero.");
    EXPECT_EQ(refused([](auto& r) {
                  r.solve_for = SolveFor::Rate;
                  r.rent = cny("20000.00");
              }),
              "rent: These rents do not repay the financed amount even at a rate of zero.");
    EXPECT_EQ(refused([](auto& r) {
                  r.solve_for = SolveFor::Rate;
                  r.rent = cny("900000.00");
              }),
              "rent: These rents ask for a rate of 100 % a year or more.");
    EXPECT_EQ(refused([](auto& r) {
                  r.solve_for = SolveFor::Balloon;
                  r.rent = cny("40000.00");
              }).substr(0, 8),
              "balloon:");
    EXPECT_EQ(refused([](auto& r) {
                  r.solve_for = SolveFor::Rate;
                  r.rent = cny("30000.00");
                  r.target_yield = rate("0.1");
              }),
              "target_yield: A yield can be aimed at only when the rent is solved for.");
    EXPECT_EQ(refused([](auto& r) {
                  r.upfront_fee = cny("900000.00");
                  r.target_yield = rate("0.01");
              }),
              "target_yield: Fee, deposit and subsidy alone earn the lessor 0.0100 or more.");
    EXPECT_EQ(refused([](auto& r) { r.target_yield = rate("9.9"); }),
              "target_yield: A yield of 9.9000 asks for a rate above 100 % a year.");
    EXPECT_EQ(refused([](auto& r) { r.target_yield = rate("-1"); }), "target_yield: A yield lies above -100 %.");
    EXPECT_EQ(refused([](auto& r) { r.plan.structure = Structure::Step; }),
              "steps: Stepped rents need at least one step.");
    EXPECT_EQ(refused([](auto& r) {
                  r.solve_for = SolveFor::Balloon;
                  r.terms.annual_rate = rate("0.99");
                  r.terms.periods = 600;
                  r.rent = cny("100.00");
              }),
              "rent: At this rate and term the amount to work out is too large to calculate with.");
    EXPECT_EQ(refused([](auto& r) { r.terms.balloon = cny("2000000.00"); }),
              "balloon: Balloon and residuals together (2000000.00) exceed the financed amount (1000000.00).");
}

}  // namespace
}  // namespace leasebook::pricing
