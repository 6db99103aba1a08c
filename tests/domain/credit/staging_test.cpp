#include "domain/credit/staging.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;
using enum Stage;

const Date today = date(2026, 5, 31);

StageTriggers late(int days) {
    StageTriggers triggers;
    triggers.days_past_due = days;
    return triggers;
}
Reasoned<Stage> in_stage(Stage stage) {
    Reasoned<Stage> answer;
    if (stage != One) answer = {stage, {because("Some trigger.")}};
    return answer;
}

TEST(AStage, FollowsTheDaysPastDueOnBothSidesOfEachBoundary) {
    for (const auto& [days, expected] : {std::pair{0, One}, {30, One}, {31, Two}, {90, Two}, {91, Three}, {100, Three}})
        EXPECT_EQ(stage_of(late(days)).value, expected) << days;
    EXPECT_EQ(stage_of(late(45), {.stage_2_days = 60}).value, One) << "the presumption is rebutted";
}

TEST(AStage, Is3At100DaysAsInExE5) {
    auto triggers = late(100);
    triggers.risk_class = class_of_days(100, false);
    const auto answer = stage_of(triggers);
    EXPECT_EQ(triggers.risk_class, RiskClass::Substandard);
    EXPECT_EQ(answer.value, Three);
    ASSERT_EQ(answer.reasons.size(), 2U);
    EXPECT_EQ(message(answer.reasons[0]), "The oldest unpaid rent is 100 days past due.");
    EXPECT_EQ(message(answer.reasons[1]), "The contract is classed as non-performing.");
}

TEST(AStage, FollowsEachTriggerByItself) {
    const std::vector<std::pair<bool StageTriggers::*, Stage>> flags{
        {&StageTriggers::restructured, Two},  {&StageTriggers::on_watch_list, Two},
        {&StageTriggers::alert, Two},         {&StageTriggers::restructured_at_loss, Three},
        {&StageTriggers::insolvent, Three},   {&StageTriggers::legal_enforcement, Three},
        {&StageTriggers::repossessed, Three}, {&StageTriggers::impaired_at_recognition, Poci}};
    for (const auto& [flag, expected] : flags) {
        StageTriggers triggers;
        triggers.*flag = true;
        const auto answer = stage_of(triggers);
        EXPECT_EQ(answer.value, expected);
        EXPECT_EQ(answer.reasons.size(), 1U);
    }
    const std::vector<std::pair<RiskClass, Stage>> classes{{RiskClass::Normal, One},
                                                           {RiskClass::SpecialMention, Two},
                                                           {RiskClass::Substandard, Three},
                                                           {RiskClass::Loss, Three}};
    for (const auto& [risk_class, expected] : classes) {
        StageTriggers triggers;
        triggers.risk_class = risk_class;
        EXPECT_EQ(stage_of(triggers).value, expected);
    }
}

TEST(AStage, Is2WhenTheLifetimeRiskHasRisenBothWays) {
    const auto with = [](const char* origin, const char* now) {
        StageTriggers triggers;
        triggers.lifetime_default = LifetimeDefault{rate(origin), rate(now)};
        return stage_of(triggers);
    };
    EXPECT_EQ(with("0.02", "0.05").value, Two);
    EXPECT_EQ(with("0.02", "0.0499999999").value, One) << "not 2.5 times";
    EXPECT_EQ(with("0.001", "0.0059999999").value, One) << "not half a percent more";
    EXPECT_EQ(with("0.001", "0.006").value, Two);
    EXPECT_EQ(message(with("0.02", "0.05").reasons.front()),
              "The lifetime probability of default has risen from 0.0200 to 0.0500.");
}

TEST(AContract, ComesBackFromStage3OneStageAtATimeAfterTheClockOfExE6) {
    StageHistory before{Three, Recovering{date(2026, 7, 20), 1}, {}};
    EXPECT_EQ(stage_after(before, in_stage(One), date(2027, 1, 19)).value, Three);
    EXPECT_EQ(message(stage_after(before, in_stage(One), date(2027, 1, 19)).reasons.front()),
              "The contract can leave stage 3 on 2027-01-20 at the earliest.");
    EXPECT_EQ(stage_after(before, in_stage(One), date(2027, 1, 20)).value, Two);
    EXPECT_EQ(message(stage_after(before, in_stage(One), date(2027, 1, 20)).reasons.front()),
              "The contract has left stage 3, one stage at a time.");
    EXPECT_EQ(stage_after(before, in_stage(Two), date(2027, 1, 20)), in_stage(Two));
    before.recovering = Recovering{{}, 1};
    EXPECT_EQ(message(stage_after(before, in_stage(One), date(2027, 1, 20)).reasons.front()),
              "The contract was in stage 3, and its arrears are still open.");
}

TEST(AContract, ComesBackFromStage2ByGoodConduct) {
    StageHistory before{Two, {}, GoodConduct{today - std::chrono::days{90}, 3}};
    EXPECT_EQ(stage_after(before, in_stage(One), today).value, One);
    before.conduct->rents_on_time = 2;
    EXPECT_EQ(stage_after(before, in_stage(One), today).value, Two);
    EXPECT_EQ(message(stage_after(before, in_stage(One), today).reasons.front()),
              "Stage 1 takes 3 rents on time in a row and 90 days.");
    before.conduct.reset();
    EXPECT_EQ(stage_after(before, in_stage(One), today).value, Two);
}

TEST(AContract, GetsWorseAtOnceAndStaysPociForLife) {
    EXPECT_EQ(stage_after({One, {}, {}}, in_stage(Three), today), in_stage(Three));
    EXPECT_EQ(stage_after({Two, {}, {}}, in_stage(Two), today), in_stage(Two));
    const auto kept = stage_after({Poci, {}, {}}, in_stage(One), today);
    EXPECT_EQ(kept.value, Poci);
    EXPECT_EQ(message(kept.reasons.front()), "The contract was impaired when it was recognised.");
}

std::vector<Stage> pulled(std::initializer_list<Stage> stages, bool pull_stage_2) {
    std::vector<Reasoned<Stage>> contracts;
    for (const Stage stage : stages) contracts.push_back(in_stage(stage));
    pull_obligor(contracts, {.pull_stage_2 = pull_stage_2});
    std::vector<Stage> found;
    for (const auto& contract : contracts) found.push_back(contract.value);
    return found;
}

TEST(AnObligor, IsPulledIntoStage3WholeAndIntoStage2ByRuleOnly) {
    using Stages = std::vector<Stage>;
    EXPECT_EQ(pulled({One, Three, Two, Poci}, false), (Stages{Three, Three, Three, Poci}));
    EXPECT_EQ(pulled({One, Two, One}, false), (Stages{One, Two, One}));
    EXPECT_EQ(pulled({One, Two, One}, true), (Stages{Two, Two, Two}));
    EXPECT_EQ(pulled({One, Poci}, true), (Stages{One, Poci})) << "POCI says nothing of the others";
    std::vector contracts{in_stage(One), in_stage(Three)};
    pull_obligor(contracts);
    EXPECT_EQ(message(contracts[0].reasons.front()), "Another contract of the lessee is in this stage.");
}

TEST(Interest, OfStage3IsOnTheNetAmountAsInExE4) {
    const Money gross = cny("400000.00"), allowance = cny("180000.00");
    EXPECT_EQ(stage_interest(Three, gross, allowance, rate("0.06"), {1, 12}), cny("1100.00"));
    EXPECT_EQ(stage_interest(Poci, gross, allowance, rate("0.06"), {1, 12}), cny("1100.00"));
    EXPECT_EQ(stage_interest(Two, gross, allowance, rate("0.06"), {1, 12}), cny("2000.00"));
    EXPECT_EQ(stage_interest(One, gross, allowance, rate("0.06"), {1, 12}), cny("2000.00"));
}

}  // namespace
}  // namespace leasebook
