#include "domain/credit/five_categories.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;
using enum RiskClass;

const Date today = date(2026, 5, 31);

ClassFacts late(int days) {
    ClassFacts facts;
    facts.days_past_due = days;
    return facts;
}

std::vector<std::string> messages(const Reasons& reasons) {
    std::vector<std::string> texts;
    for (const auto& reason : reasons) texts.push_back(message(reason));
    return texts;
}
using Texts = std::vector<std::string>;

TEST(TheRiskClass, FollowsTheDaysPastDueOnBothSidesOfEachBoundary) {
    const std::vector<std::pair<int, RiskClass>> cases{{0, Normal},       {1, SpecialMention}, {90, SpecialMention},
                                                       {91, Substandard}, {270, Substandard},  {271, Doubtful},
                                                       {360, Doubtful},   {361, Loss},         {100, Substandard}};
    for (const auto& [days, expected] : cases) EXPECT_EQ(classify(late(days), today).value, expected) << days;
}

TEST(TheRiskClass, NamesItsReasons) {
    EXPECT_EQ(messages(classify(late(0), today).reasons), Texts{});
    auto facts = late(100);
    facts.credit_impaired = true;
    EXPECT_EQ(messages(classify(facts, today).reasons),
              (Texts{"The oldest unpaid rent is 100 days past due.", "The contract is credit-impaired."}));
    facts.in_liquidation = true;
    EXPECT_EQ(classify(facts, today),
              (Reasoned<RiskClass>{Loss, {because("The lessee is being liquidated in bankruptcy.")}}));
}

TEST(TheRiskClass, ForgivesATechnicalDelayOfSevenDays) {
    EXPECT_EQ(class_of_days(5, false), SpecialMention);
    EXPECT_EQ(class_of_days(7, true), Normal);
    EXPECT_EQ(class_of_days(8, true), SpecialMention);
    EXPECT_EQ(class_of_days(91, true), Substandard);
}

TEST(TheRiskClass, TakesItsThresholdsFromTheEntity) {
    ClassThresholds strict;
    strict.substandard_days = 60;
    EXPECT_EQ(classify(late(61), today, strict).value, Substandard);
}

TEST(TheRiskClass, FollowsTheExpectedLoss) {
    auto facts = late(0);
    for (const auto& [share, expected] :
         {std::pair{"0.4999999999", Normal}, {"0.5", Doubtful}, {"0.8999999999", Doubtful}, {"0.9", Loss}}) {
        facts.expected_loss = rate(share);
        EXPECT_EQ(classify(facts, today).value, expected) << share;
    }
    EXPECT_EQ(messages(classify(facts, today).reasons), Texts{"The expected loss is 90.00 % of the balance."});
}

TEST(TheRiskClass, FollowsTheObligorAboveTenAndTwentyPercent) {
    auto facts = late(0);
    facts.obligor_non_performing = rate("0.10");
    facts.obligor_overdue_elsewhere = rate("0.20");
    EXPECT_EQ(classify(facts, today).value, Normal);
    facts.obligor_non_performing = rate("0.1000000001");
    EXPECT_EQ(classify(facts, today).value, Substandard);
    facts.obligor_overdue_elsewhere = rate("0.345");
    EXPECT_EQ(messages(classify(facts, today).reasons),
              (Texts{"10.00 % of the lessee's debt with us is non-performing.",
                     "34.50 % of the lessee's debt at all lenders is more than 90 days overdue."}));
}

TEST(TheRiskClass, OfAllContractsOfAnObligorIsSubstandardOnceATenthIsNonPerforming) {
    std::vector<ObligorContract> contracts{{late(0), cny("90.00")}, {late(271), cny("10.00")}};
    auto classes = classify_obligor(contracts, today);
    EXPECT_EQ(classes[0].value, Normal);
    EXPECT_EQ(classes[1].value, Doubtful);
    contracts[1].balance = cny("10.01");
    classes = classify_obligor(contracts, today);
    EXPECT_EQ(classes[0].value, Substandard);
    EXPECT_EQ(classes[1].value, Doubtful);
    EXPECT_TRUE(classify_obligor({}, today).empty());
}

TEST(TheRiskClass, IsSpecialMentionAtBestWhileARestructuringIsObserved) {
    auto facts = late(0);
    facts.restructured = Restructuring{date(2025, 6, 1), 1, 1, {}};
    EXPECT_EQ(classify(facts, today).value, SpecialMention);
    EXPECT_EQ(messages(classify(facts, today).reasons),
              Texts{"The contract was restructured, and is observed until 2026-06-01."});
    EXPECT_EQ(classify(facts, date(2026, 6, 1)).value, Normal);
}

TEST(TheRiskClass, IsSubstandardAfterANewDefaultOrASecondRestructuring) {
    auto facts = late(0);
    facts.restructured = Restructuring{date(2025, 6, 1), 1, 1, date(2026, 2, 10)};
    EXPECT_EQ(classify(facts, date(2027, 2, 9)).value, Substandard);
    EXPECT_EQ(messages(classify(facts, today).reasons),
              Texts{"The lessee defaulted again on the new schedule, and is observed until 2027-02-10."});
    EXPECT_EQ(classify(facts, date(2027, 2, 10)).value, Normal);
    facts.restructured = Restructuring{date(2025, 6, 1), 1, 2, {}};
    EXPECT_EQ(messages(classify(facts, today).reasons),
              Texts{"The contract was restructured 2 times, and is observed until 2026-06-01."});
    EXPECT_EQ(classify(facts, today).value, Substandard);
}

TEST(TheRiskClass, StaysNonPerformingUntilTheUpgradeOfExE6) {
    auto facts = late(0);
    facts.recovering = Recovering{{}, 1};
    EXPECT_EQ(messages(classify(facts, today).reasons),
              Texts{"The contract was non-performing, and arrears are still open."});
    facts.recovering = Recovering{date(2026, 7, 20), 1};
    EXPECT_EQ(classify(facts, date(2027, 1, 19)).value, Substandard);
    EXPECT_EQ(messages(classify(facts, date(2027, 1, 19)).reasons),
              Texts{"The contract was non-performing, and can be upgraded on 2027-01-20 at the earliest."});
    EXPECT_EQ(classify(facts, date(2027, 1, 20)).value, Normal);
    facts.recovering->period_months = 6;
    EXPECT_EQ(classify(facts, date(2027, 7, 19)).value, Substandard);
    EXPECT_EQ(classify(facts, date(2027, 7, 20)).value, Normal);
}

TEST(AJudgement, CanAlwaysWorsenTheClass) {
    auto facts = late(10);
    facts.judgement = Judgement{Doubtful, false};
    EXPECT_EQ(classify(facts, today), (Reasoned<RiskClass>{Doubtful, {because("An analyst judged the contract so.")}}));
    facts.judgement = Judgement{SpecialMention, false};
    EXPECT_EQ(classify(facts, today).reasons.size(), 2U);
}

TEST(AJudgement, BettersTheRulesOnlyByTheCommitteeAndTheDaysNever) {
    auto facts = late(10);
    facts.credit_impaired = true;
    facts.judgement = Judgement{Normal, false};
    EXPECT_EQ(classify(facts, today).value, Substandard);
    EXPECT_EQ(messages(classify(facts, today).reasons).back(),
              "An analyst judged better, which takes a decision of the committee.");
    facts.judgement->by_committee = true;
    EXPECT_EQ(classify(facts, today).value, SpecialMention);
    EXPECT_EQ(messages(classify(facts, today).reasons), Texts{"The oldest unpaid rent is 10 days past due."});
    facts.days_past_due = 0;
    EXPECT_EQ(messages(classify(facts, today).reasons), Texts{"The committee decided so."});
}

TEST(TheRiskClass, NeverGetsBetterWithMoreDaysPastDue) {
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
        auto facts = late(int(random() % 400));
        facts.technical_delay = random() % 2 == 0;
        facts.credit_impaired = random() % 5 == 0;
        facts.expected_loss = Rate{std::int64_t(random() % 10) * (rate_scale / 10)};
        if (random() % 3 == 0)
            facts.judgement = Judgement{NamesOf<RiskClass>::names[random() % 5].first, random() % 2 == 0};
        const auto before = classify(facts, today).value;
        EXPECT_GE(before, class_of_days(facts.days_past_due, facts.technical_delay));
        facts.days_past_due += int(random() % 100);
        EXPECT_GE(classify(facts, today).value, before);
    }
}

TEST(ProvisionIndicators, AreThoseOfExE3) {
    const auto indicators = provision_indicators(cny("30000000.00"), cny("12000000.00"), cny("1000000000.00"));
    EXPECT_EQ(indicators, (ProvisionIndicators{rate("2.5"), rate("0.03")}));
    EXPECT_TRUE(shortfalls(indicators, order_2024_6).empty());
    EXPECT_EQ(provision_indicators(cny("1"), cny("0"), cny("0")), ProvisionIndicators{});
}

TEST(ProvisionIndicators, SayWhatIsBelowTheMinimum) {
    const auto indicators = provision_indicators(cny("9.90"), cny("10.00"), cny("400.00"));
    EXPECT_EQ(messages(shortfalls(indicators, order_2024_6)),
              (Texts{"The allowance covers 99.00 % of what is non-performing; at least 100.00 % is asked for.",
                     "The allowance is 2.48 % of the receivables; at least 2.50 % is asked for."}));
    EXPECT_TRUE(shortfalls(indicators, factoring_reserve).empty());
    EXPECT_TRUE(shortfalls(provision_indicators(cny("10.00"), cny("10.00"), cny("400.00")), order_2024_6).empty());
}

}  // namespace
}  // namespace leasebook
