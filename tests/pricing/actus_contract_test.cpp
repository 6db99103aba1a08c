// Small contracts of our own; the published tests are in tests/conformance.
#include "pricing/actus/contract.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "domain/date.h"

namespace leasebook::pricing::actus {
namespace {

// 1,200 for a year from 1 January 2024 at 10 %, months of 30 days: interest is 10 a month on the whole.
Contract a_loan(ContractType type) {
    Contract contract;
    Terms& terms = contract.terms;
    terms.contract_type = type;
    terms.currency = "CNY";
    terms.day_count_convention = DayCounting::Thirty360;
    terms.status_date = date(2023, 12, 31);
    terms.initial_exchange_date = date(2024, 1, 1);
    terms.maturity_date = date(2025, 1, 1);
    terms.notional_principal = 1'200;
    terms.nominal_interest_rate = 0.10;
    terms.cycle_of_interest_payment = Cycle{{1, 0}, false};
    if (type != ContractType::Pam) terms.cycle_of_principal_redemption = Cycle{{1, 0}, false};
    return contract;
}

std::vector<Payment> payments(const Contract& contract) {
    const auto result = payments_of(contract);
    EXPECT_TRUE(result) << (result ? "" : result.error().field + ": " + message(result.error()));
    return result ? *result : std::vector<Payment>{};
}

Payment only(const std::vector<Payment>& all, EventType type, Time time) {
    for (const auto& payment : all)
        if (payment.type == type && payment.time == time) return payment;
    ADD_FAILURE() << "no " << to_text(type) << " on " << to_text(std::chrono::floor<std::chrono::days>(time));
    return {};
}

double sum(const std::vector<Payment>& all) {
    double total = 0;
    for (const auto& payment : all) total += payment.payoff;
    return total;
}

TEST(AnActusBullet, PaysInterestAndThenThePrincipal) {
    const auto all = payments(a_loan(ContractType::Pam));
    EXPECT_EQ(all.size(), 1U + 12 + 1);
    EXPECT_DOUBLE_EQ(all.front().payoff, -1'200);
    EXPECT_NEAR(only(all, EventType::Ip, date(2024, 2, 1)).payoff, 10, 1e-12);
    EXPECT_DOUBLE_EQ(all.back().payoff, 1'200);
    EXPECT_EQ(all.back().type, EventType::Md);
    EXPECT_NEAR(sum(all), 120, 1e-9);
}

TEST(AnActusContract, TurnsEverySignForTheBorrower) {
    for (const auto type : {ContractType::Pam, ContractType::Lam, ContractType::Ann}) {
        auto borrowed = a_loan(type);
        borrowed.terms.contract_role = ContractRole::Rpl;
        const auto lender = payments(a_loan(type)), borrower = payments(borrowed);
        ASSERT_EQ(lender.size(), borrower.size());
        for (std::size_t i = 0; i < lender.size(); ++i) {
            EXPECT_DOUBLE_EQ(lender[i].payoff, -borrower[i].payoff);
            EXPECT_DOUBLE_EQ(lender[i].notional_principal, -borrower[i].notional_principal);
        }
    }
}

TEST(AnActusLinearAmortizer, RepaysEqualPartsUntilMaturity) {
    const auto all = payments(a_loan(ContractType::Lam));
    EXPECT_NEAR(only(all, EventType::Pr, date(2024, 2, 1)).payoff, 100, 1e-9);
    EXPECT_NEAR(only(all, EventType::Ip, date(2024, 3, 1)).payoff, 1'100 * 0.10 / 12, 1e-9);
    EXPECT_NEAR(all.back().payoff, 100, 1e-9);
}

TEST(AnActusLinearAmortizer, MaturesWithItsLastRedemption) {
    auto contract = a_loan(ContractType::Lam);
    contract.terms.maturity_date.reset();
    contract.terms.next_principal_redemption_payment = 250;  // four of 250, then 200
    const auto all = payments(contract);
    EXPECT_EQ(all.back().time, Time{date(2024, 6, 1)});
    EXPECT_NEAR(all.back().payoff, 200, 1e-9);
}

TEST(AnActusAnnuity, PaysTheSameEveryMonthAndNothingIsLeft) {
    const double payment = 1'200 * (0.10 / 12) / (1 - std::pow(1 + 0.10 / 12, -12));
    const auto all = payments(a_loan(ContractType::Ann));
    EXPECT_EQ(only(all, EventType::Prf, date(2024, 1, 31)).payoff, 0);
    for (const auto& redemption : all)
        if (redemption.type == EventType::Pr) {
            EXPECT_NEAR(redemption.payoff + only(all, EventType::Ip, redemption.time).payoff, payment, 1e-9);
        }
    EXPECT_NEAR(all.back().payoff + only(all, EventType::Ip, date(2025, 1, 1)).payoff, payment, 1e-9);
}

TEST(AnActusAnnuity, LeavesABalloonWhenItMaturesBeforeItIsAmortized) {
    auto contract = a_loan(ContractType::Ann);
    contract.terms.amortization_date = date(2026, 1, 1);
    const auto all = payments(contract);
    EXPECT_EQ(all.back().time, Time{date(2025, 1, 1)});
    EXPECT_GT(all.back().payoff, 600);
}

TEST(AnActusAnnuity, FixesItsPaymentAnewWhenTheRateIsReset) {
    auto contract = a_loan(ContractType::Ann);
    contract.terms.cycle_anchor_date_of_rate_reset = date(2024, 7, 1);
    contract.terms.market_object_code_of_rate_reset = "LPR1Y";
    contract.terms.rate_spread = 0.01;
    contract.observed["LPR1Y"] = {{date(2024, 6, 20), 0.03}};  // fixed earlier, still in force
    const auto all = payments(contract);
    EXPECT_DOUBLE_EQ(only(all, EventType::Rr, date(2024, 7, 1)).nominal_interest_rate, 0.04);
    const auto paid = [&](Time time) {
        return only(all, EventType::Pr, time).payoff + only(all, EventType::Ip, time).payoff;
    };
    EXPECT_LT(paid(date(2024, 8, 1)), paid(date(2024, 7, 1)));
    EXPECT_NEAR(all.back().payoff * (1 + 0.04 / 12), paid(date(2024, 12, 1)), 1e-9);
}

TEST(AnActusNegativeAmortizer, AddsUnpaidInterestToThePrincipal) {
    auto contract = a_loan(ContractType::Nam);
    contract.terms.next_principal_redemption_payment = 4;
    const auto all = payments(contract);
    EXPECT_NEAR(only(all, EventType::Pr, date(2024, 2, 1)).payoff, -6, 1e-9);
    EXPECT_NEAR(only(all, EventType::Pr, date(2024, 2, 1)).notional_principal, 1'206, 1e-9);
}

TEST(AnActusRate, StaysWithinItsCapsAndFloors) {
    auto contract = a_loan(ContractType::Pam);
    contract.terms.cycle_anchor_date_of_rate_reset = date(2024, 2, 1);
    contract.terms.cycle_of_rate_reset = Cycle{{1, 0}, false};
    contract.terms.market_object_code_of_rate_reset = "X";
    contract.terms.life_cap = 0.13;
    contract.terms.period_cap = 0.02;
    contract.terms.period_floor = -0.03;
    contract.observed["X"] = {{date(2024, 2, 1), 0.50}, {date(2024, 4, 1), 0.0}};
    const auto all = payments(contract);
    EXPECT_DOUBLE_EQ(only(all, EventType::Rr, date(2024, 2, 1)).nominal_interest_rate, 0.12);
    EXPECT_DOUBLE_EQ(only(all, EventType::Rr, date(2024, 3, 1)).nominal_interest_rate, 0.13);
    EXPECT_DOUBLE_EQ(only(all, EventType::Rr, date(2024, 4, 1)).nominal_interest_rate, 0.10);
}

TEST(AnActusRate, AppliesBackwardsWhenItIsFixedAtTheEndOfThePeriod) {
    auto contract = a_loan(ContractType::Pam);
    contract.terms.cycle_anchor_date_of_rate_reset = date(2024, 2, 1);
    contract.terms.cycle_anchor_date_of_interest_payment = date(2024, 3, 1);
    contract.terms.market_object_code_of_rate_reset = "X";
    contract.terms.cycle_point_of_rate_reset = CyclePoint::End;
    contract.observed["X"] = {{date(2024, 2, 1), 0.20}};
    EXPECT_NEAR(only(payments(contract), EventType::Rr, date(2024, 2, 1)).accrued_interest, 20, 1e-9);
}

TEST(AnActusContract, NeedsAnObservationForARateReset) {
    auto contract = a_loan(ContractType::Pam);
    contract.terms.cycle_anchor_date_of_rate_reset = date(2024, 2, 1);
    contract.terms.market_object_code_of_rate_reset = "X";
    contract.observed["X"] = {{date(2024, 2, 2), 0.20}};
    const auto refused = payments_of(contract);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "marketObjectCodeOfRateReset");
}

TEST(AnActusContract, CapitalizesInterestUntilTheDateAgreed) {
    auto contract = a_loan(ContractType::Pam);
    contract.terms.capitalization_end_date = date(2024, 2, 16);
    const auto all = payments(contract);
    EXPECT_NEAR(only(all, EventType::Ipci, date(2024, 2, 1)).notional_principal, 1'210, 1e-9);
    EXPECT_NEAR(only(all, EventType::Ipci, date(2024, 2, 16)).notional_principal, 1'210 * (1 + 0.10 / 24), 1e-9);
    EXPECT_NEAR(only(all, EventType::Ip, date(2024, 3, 1)).payoff, 1'210 * (1 + 0.10 / 24) * 0.10 / 24, 1e-9);
}

TEST(AnActusContract, PaysFeesAbsoluteOrOnTheNotional) {
    auto contract = a_loan(ContractType::Pam);
    contract.terms.cycle_of_fee = Cycle{{3, 0}, false};
    contract.terms.fee_rate = 7;
    EXPECT_DOUBLE_EQ(only(payments(contract), EventType::Fp, date(2024, 4, 1)).payoff, 7);
    contract.terms.fee_basis = FeeBasis::Notional;
    contract.terms.fee_rate = 0.02;
    EXPECT_NEAR(only(payments(contract), EventType::Fp, date(2024, 4, 1)).payoff, 1'200 * 0.02 / 4, 1e-9);
}

TEST(AnActusContract, ScalesInterestAndPrincipalByTheIndex) {
    auto contract = a_loan(ContractType::Pam);
    contract.terms.cycle_anchor_date_of_scaling_index = date(2024, 2, 1);
    contract.terms.market_object_code_of_scaling_index = "CPI";
    contract.terms.scaling_index_at_contract_deal_date = 100;
    contract.terms.scaling_effect = {.interest = true, .principal = true};
    contract.observed["CPI"] = {{date(2024, 2, 1), 110}};
    const auto all = payments(contract);
    EXPECT_NEAR(only(all, EventType::Ip, date(2024, 2, 1)).payoff, 10, 1e-9);
    EXPECT_NEAR(only(all, EventType::Ip, date(2024, 3, 1)).payoff, 11, 1e-9);
    EXPECT_NEAR(all.back().payoff, 1'320, 1e-9);
}

TEST(AnActusContract, BelongsToTheBuyerFromPurchaseToTermination) {
    auto contract = a_loan(ContractType::Pam);
    contract.terms.purchase_date = date(2024, 2, 16);
    contract.terms.price_at_purchase_date = 1'190;
    contract.terms.termination_date = date(2024, 5, 16);
    contract.terms.price_at_termination_date = 1'210;
    const auto all = payments(contract);
    EXPECT_EQ(all.front().type, EventType::Prd);
    EXPECT_NEAR(all.front().payoff, -1'195, 1e-9);  // with half a month's interest
    EXPECT_EQ(all.back().type, EventType::Td);
    EXPECT_NEAR(all.back().payoff, 1'215, 1e-9);
}

TEST(AnActusContract, LowersWhatIsOwedByAPrepaymentAndTakesThePenalty) {
    auto contract = a_loan(ContractType::Lam);
    contract.prepayments = {{date(2024, 2, 16), 550}};
    contract.terms.prepayment_effect = PrepaymentEffect::ReducesRedemption;
    contract.terms.penalty_type = PenaltyType::Absolute;
    contract.terms.penalty_rate = 30;
    const auto all = payments(contract);
    EXPECT_DOUBLE_EQ(only(all, EventType::Py, date(2024, 2, 16)).payoff, 30);
    EXPECT_NEAR(only(all, EventType::Pp, date(2024, 2, 16)).notional_principal, 550, 1e-9);
    EXPECT_NEAR(only(all, EventType::Pr, date(2024, 3, 1)).payoff, 50, 1e-9);
    contract.terms.prepayment_effect = PrepaymentEffect::None;
    EXPECT_NEAR(only(payments(contract), EventType::Pr, date(2024, 3, 1)).payoff, 100, 1e-9);
}

TEST(AnActusContract, PaysInterestAtTheBeginningOfThePeriodWhenAgreed) {
    auto contract = a_loan(ContractType::Pam);
    contract.terms.cycle_anchor_date_of_interest_payment = date(2024, 1, 1);
    contract.terms.cycle_point_of_interest_payment = CyclePoint::Beginning;
    const auto all = payments(contract);
    EXPECT_NEAR(only(all, EventType::Ip, date(2024, 1, 1)).payoff, 10, 1e-9);
    EXPECT_NEAR(only(all, EventType::Ip, date(2025, 1, 1)).payoff, 0, 1e-9);
    EXPECT_NEAR(sum(all), 120, 1e-9);
}

TEST(AnActusContract, StopsAtTheHorizon) {
    auto contract = a_loan(ContractType::Pam);
    contract.to = date(2024, 3, 10);
    EXPECT_EQ(payments(contract).back().time, Time{date(2024, 3, 1)});
}

TEST(AnActusContract, NamesTheTermsItCannotDoWithout) {
    Contract contract;
    const auto refused = payments_of(contract);
    ASSERT_FALSE(refused);
    std::vector<std::string> fields;
    for (const auto& error : refused.errors()) fields.push_back(error.field);
    EXPECT_EQ(fields, (std::vector<std::string>{"statusDate", "initialExchangeDate", "notionalPrincipal", "currency",
                                                "maturityDate"}));
}

TEST(AnActusContract, IsRefusedWhenItsPaymentNeverRepaysIt) {
    auto contract = a_loan(ContractType::Nam);
    contract.terms.maturity_date.reset();
    contract.terms.next_principal_redemption_payment = 10;  // just the interest
    const auto refused = payments_of(contract);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "nextPrincipalRedemptionPayment");
}

}  // namespace
}  // namespace leasebook::pricing::actus
