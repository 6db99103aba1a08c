#include "pricing/risk_price.h"

#include <gtest/gtest.h>

#include <cmath>

#include "pricing/rent.h"
#include "pricing/residual_curve.h"
#include "tests/leases.h"

namespace leasebook::pricing {
namespace {

using tests::cny;
using tests::l1;
using tests::l2;
using tests::rate;

PricingParameters parameters() {
    PricingParameters p;
    p.pd_aaa = rate("0.0003"), p.pd_aa = rate("0.0006"), p.pd_a = rate("0.0015"), p.pd_bbb = rate("0.0040");
    p.pd_bb = rate("0.0150"), p.pd_b = rate("0.0600"), p.pd_ccc = rate("0.2000"), p.pd_unrated = rate("0.0300");
    p.hurdle_rate = rate("0.12"), p.operating_cost_yearly = rate("0.004");
    p.operating_cost_upfront = cny("0.00");
    p.lgd_floor = rate("0.10"), p.forced_sale_haircut = rate("0.25"), p.selling_cost = rate("0.05");
    p.months_to_sale = 6;
    return p;
}

ResidualCurve falling(const char* yearly_loss) {
    AssetClass asset_class;
    asset_class.code = {"X"}, asset_class.name = "X";
    asset_class.first_year_loss = asset_class.yearly_loss = rate(yearly_loss);
    asset_class.life_months = 120;
    return curve_of(asset_class);
}

RiskPriceRequest request_for(const LeaseTerms& terms, RatingGrade grade = RatingGrade::BB) {
    RiskPriceRequest request{{}, grade, {}, terms.financed_amount, falling("0.15")};
    request.quote.terms = terms;
    return request;
}

DiscountCurve funding(const char* continuous = "0.025") {
    return flat_curve("CNY", date(2025, 1, 20), rate(continuous));
}

RiskPrice price_of(const RiskPriceRequest& request, const PricingParameters& p = parameters()) {
    const auto price = risk_price(request, p, funding());
    EXPECT_TRUE(price) << (price ? "" : message(price.error()));
    return price.value();
}

TEST(AssetCorrelation, IsThatOfExG2) {
    EXPECT_NEAR(asset_correlation(0.02), 0.164146, 5e-7);
    EXPECT_NEAR(asset_correlation(0.02, 5), 0.124146, 5e-7);
    EXPECT_DOUBLE_EQ(asset_correlation(0.02, 50), asset_correlation(0.02));
    EXPECT_DOUBLE_EQ(asset_correlation(0.02, 1), asset_correlation(0.02, 5));
}

TEST(CapitalShare, IsThatOfExG2) { EXPECT_NEAR(capital_share(0.02, 0.40, asset_correlation(0.02, 5)), 0.052504, 5e-7); }

// EX-E1: the machine is worth 1,000,000 x 0.85^(k/4), less 25 % and 5 %, paid two quarters later.
TEST(LossGivenDefault, IsThatOfExE1) {
    const auto collateral = [](int quarter) {
        return 1'000'000 * std::pow(0.85, quarter / 4.0) * 0.75 * 0.95 / std::pow(1.015, 2);
    };
    EXPECT_NEAR(loss_given_default(1'015'000.00, collateral(1), 0.10), 0.3458, 5e-5);
    EXPECT_NEAR(loss_given_default(937'169.81, collateral(2), 0.10), 0.3196, 5e-5);
    EXPECT_EQ(loss_given_default(100, 95, 0.10), 0.10) << "never below the floor";
    EXPECT_EQ(loss_given_default(100, 0, 0.10), 1) << "never more than all";
    EXPECT_EQ(loss_given_default(0, 0, 0.10), 0);
}

TEST(RiskPrice, AddsUpToTheCentAndToTheRate) {
    for (const auto structure : {Structure::Level, Structure::Linear, Structure::Bullet}) {
        auto request = request_for(l1());
        request.quote.plan.structure = structure;
        const auto price = price_of(request);
        Money sum = cny("0.00");
        std::int64_t rates = 0;
        for (const auto& line : price.lines) {
            EXPECT_GE(line.amount, cny("0.00"));
            sum += line.amount;
            rates += line.rate.e10;
        }
        EXPECT_EQ(sum, price.rent);
        EXPECT_EQ(rates, price.rate.e10);
        EXPECT_EQ(price.lines.size(), 4U);
    }
}

// At the rate found, what comes in pays for the outlay and for every cost, worth on commencement.
TEST(RiskPrice, PaysForEverythingAtItsRateAndNotAHairBelow) {
    const auto request = request_for(l2(), RatingGrade::B);
    const auto price = price_of(request);
    const auto curve = funding();
    auto terms = request.quote.terms;
    terms.annual_rate = price.rate;
    const auto schedule = rent_schedule(terms, {}).value();
    double worth = 0;
    for (const auto& flow : lessor_flows(request.quote, terms, schedule))
        worth += double(flow.amount.minor_units()) * curve.discount(flow.date);
    const auto cost = price.expected_loss + price.operating_cost + price.capital_cost;
    EXPECT_NEAR(worth / 100, double(cost.minor_units()) / 100, 1.0);
}

TEST(RiskPrice, OfFundingAloneIsTheBreakEvenRentOfTheCurve) {
    auto p = parameters();
    p.hurdle_rate = p.operating_cost_yearly = rate("0");
    p.lgd_floor = p.forced_sale_haircut = p.selling_cost = rate("0");
    auto request = request_for(l1(), RatingGrade::AAA);
    request.asset_cost = cny("9000000.00");  // the machine covers everything
    const auto price = price_of(request, p);
    EXPECT_EQ(price.lines[0].amount, price.rent);
    double annuity = 0;
    for (const auto due : rent_dates(l1())) annuity += funding().discount(due);
    EXPECT_NEAR(double(price.rent.minor_units()), 1e8 / annuity, 1);
}

TEST(RiskPrice, RisesWithEveryWorseGrade) {
    Money before = cny("0.00");
    for (const auto grade : {RatingGrade::AAA, RatingGrade::AA, RatingGrade::A, RatingGrade::BBB, RatingGrade::BB,
                             RatingGrade::B, RatingGrade::CCC}) {
        const auto rent = price_of(request_for(l1(), grade)).rent;
        EXPECT_GT(rent, before);
        before = rent;
    }
}

TEST(RiskPrice, FallsWithABetterResaleValueAndABiggerResidual) {
    auto worse = request_for(l1(), RatingGrade::B), better = worse, residual = worse;
    worse.resale = falling("0.35");
    residual.quote.terms.unguaranteed_residual = cny("150000.00");
    EXPECT_GT(price_of(worse).rent, price_of(better).rent);
    EXPECT_LT(price_of(residual).rent, price_of(better).rent);
}

TEST(RiskPrice, AsksLessCapitalOfASmallFirm) {
    auto small = request_for(l1());
    small.sales = 5;
    const auto discounted = price_of(small), full = price_of(request_for(l1()));
    EXPECT_LT(discounted.lines[3].amount, full.lines[3].amount);
    EXPECT_EQ(discounted.lines[1].rate.e10 > 0, true);
}

TEST(RiskPrice, CountsTheDepositAgainstLossAndFunding) {
    auto with_deposit = request_for(l1(), RatingGrade::B);
    with_deposit.quote.security_deposit = cny("100000.00");
    EXPECT_LT(price_of(with_deposit).rent, price_of(request_for(l1(), RatingGrade::B)).rent);
}

TEST(RiskPrice, SaysWhyThereIsNone) {
    const auto refusal = [](const RiskPriceRequest& request, const char* day = "2025-01-20") {
        const auto curve = flat_curve("CNY", *parse_date(day, ""), rate("0.025"));
        const auto price = risk_price(request, parameters(), curve);
        return price ? std::string("priced") : price.error().field;
    };
    auto custom = request_for(l1());
    custom.quote.plan.structure = Structure::Custom;
    EXPECT_EQ(refusal(custom), "structure");
    EXPECT_EQ(refusal(request_for(l1(), RatingGrade::D)), "grade");
    EXPECT_EQ(refusal(request_for(l1()), "2025-01-21"), "curve");
    auto paid = request_for(l1());
    paid.quote.upfront_fee = cny("500000.00");
    EXPECT_EQ(refusal(paid), "upfront_fee");
}

TEST(PricingParametersCheck, NamesEveryShareThatIsNone) {
    auto p = parameters();
    EXPECT_TRUE(check(p).empty());
    p.pd_bb = rate("0.001");  // below BBB
    p.lgd_floor = rate("1.5");
    p.months_to_sale = 61;
    std::vector<std::string> fields;
    for (const auto& error : check(p)) fields.push_back(error.field);
    EXPECT_EQ(fields, (std::vector<std::string>{"pd_bb", "lgd_floor", "months_to_sale"}));
}

}  // namespace
}  // namespace leasebook::pricing
