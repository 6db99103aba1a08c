#include "domain/credit/arrears.h"

#include <gtest/gtest.h>

#include <random>

#include "domain/credit/month_end.h"
#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;
using enum AgingBucket;

constexpr Date april = date(2026, 4, 30), may = date(2026, 5, 31), june = date(2026, 6, 30);
constexpr Segment pumps{0, 0}, moulds{1, 0};

Standing standing(std::uint32_t contract, int days, const char* balance, Segment segment = pumps) {
    return {contract, segment, days, Stage::One, RiskClass::Normal, cny(balance), cny("0.00")};
}

TEST(ANonPerformingContract, IsBeyond90DaysInStage3OrClassedSubstandard) {
    auto s = standing(1, 90, "100.00");
    EXPECT_FALSE(is_non_performing(s));
    s.days_past_due = 91;
    EXPECT_TRUE(is_non_performing(s));
    s = standing(1, 0, "100.00");
    s.stage = Stage::Two;
    s.category = RiskClass::SpecialMention;
    EXPECT_FALSE(is_non_performing(s));
    s.stage = Stage::Three;
    EXPECT_TRUE(is_non_performing(s));
    s.stage = Stage::One;
    s.category = RiskClass::Substandard;
    EXPECT_TRUE(is_non_performing(s));
}

TEST(TheHistoryOfArrears, CountsWhatMovedBySegment) {
    ArrearsHistory history(CNY);
    history.follow({may, {standing(1, 0, "300.00"), standing(2, 0, "100.00"), standing(3, 20, "50.00", moulds)}});
    history.follow({june, {standing(1, 0, "290.00"), standing(2, 16, "100.00"), standing(3, 50, "50.00", moulds)}});
    const auto& moves = history.moves().at(june);
    EXPECT_EQ(moves.at(pumps).rolls.roll_rate(Current), rate("0.25"));
    EXPECT_EQ(moves.at(moulds).rolls.roll_rate(Days1To30), rate("1"));
    EXPECT_EQ(history.moves().size(), 1U);
}

TEST(TheHistoryOfArrears, LeavesAGapWhereAMonthIsMissing) {
    ArrearsHistory history(CNY);
    history.follow({april, {standing(1, 0, "100.00")}});
    history.follow({june, {standing(1, 40, "100.00")}});
    EXPECT_TRUE(history.moves().empty());
}

TEST(TheHistoryOfArrears, CountsNothingUpToADayWithinAMonth) {
    ArrearsHistory history(CNY);
    history.follow({may, {standing(1, 0, "100.00")}});
    history.follow({date(2026, 6, 29), {standing(1, 10, "100.00")}});
    EXPECT_TRUE(history.moves().empty());
    EXPECT_EQ(history.latest().standings.front().days_past_due, 10);
    EXPECT_EQ(history.previous().day, may);
}

TEST(TheHistoryOfArrears, GoesOnWhenContractsStandElsewhereInTheBook) {
    ArrearsHistory history(CNY), moved(CNY);
    const std::vector<std::uint32_t> places{0, 2, 3};  // one came in between
    history.recall(0, {pumps, april, cny("10.00"), cny("10.00"), false});
    moved.recall(0, {pumps, april, cny("10.00"), cny("10.00"), false});
    history.follow({april, {standing(1, 80, "100.00"), standing(2, 0, "50.00")}});
    moved.follow({april, {standing(2, 80, "100.00"), standing(3, 0, "50.00")}});
    history.follow({may, {standing(1, 111, "100.00"), standing(2, 0, "40.00")}});
    moved.follow({may, {standing(2, 111, "100.00"), standing(3, 0, "40.00")}});
    history.renumber(places);
    EXPECT_EQ(history.latest().standings, moved.latest().standings);
    EXPECT_EQ(history.previous().standings, moved.previous().standings);
    ASSERT_TRUE(history.defaults().contains(2));
    EXPECT_EQ(history.defaults().size(), 2U);
    history.follow({june, {standing(2, 0, "90.00"), standing(3, 0, "30.00")}});
    moved.follow({june, {standing(2, 0, "90.00"), standing(3, 0, "30.00")}});
    EXPECT_EQ(history.moves().at(june).at(pumps).cures.cured, moved.moves().at(june).at(pumps).cures.cured);
    EXPECT_EQ(history.moves().at(june).at(pumps).cures.cured, cny("100.00"));
}

TEST(TheHistoryOfArrears, IsRefusedOutOfOrder) {
    ArrearsHistory history(CNY);
    history.follow({may, {}});
    EXPECT_THROW(history.follow({april, {}}), InvariantBroken);
}

TEST(ACure, IsANonPerformingBalanceThatPerformsAMonthLater) {
    ArrearsHistory history(CNY);
    history.follow({may, {standing(1, 100, "60.00"), standing(2, 120, "30.00"), standing(3, 95, "10.00")}});
    history.follow({june, {standing(1, 0, "55.00"), standing(2, 150, "30.00")}});
    const auto& cures = history.moves().at(june).at(pumps).cures;
    EXPECT_EQ(cures.non_performing, cny("100.00"));
    EXPECT_EQ(cures.cured, cny("60.00"));
    EXPECT_EQ(cures.gone, cny("10.00"));
    EXPECT_EQ(cures.rate(), rate("0.6"));
}

TEST(AFirstDefault, IsDatedBackToTheFirstDayBeyond90) {
    ArrearsHistory history(CNY);
    history.follow({may, {standing(7, 100, "60.00")}});
    history.follow({june, {standing(7, 130, "40.00")}});
    const auto& known = history.defaults().at(7);
    EXPECT_EQ(known.on, date(2026, 5, 22)) << "day 91, when day 100 is 31 May";
    EXPECT_EQ(known.balance, cny("60.00"));
    EXPECT_EQ(recovered(known, false), cny("20.00"));
}

TEST(AFirstDefault, IsRecoveredInFullWhenItLeftTheBookUnlessItWasWrittenOff) {
    ArrearsHistory history(CNY);
    history.follow({may, {standing(7, 100, "60.00")}});
    history.follow({june, {}});
    EXPECT_EQ(recovered(history.defaults().at(7), false), cny("60.00"));
    EXPECT_EQ(recovered(history.defaults().at(7), true), cny("0.00"));
}

TEST(AFirstDefault, IsNeverRecoveredBelowZero) {
    EXPECT_EQ(recovered({pumps, may, cny("60.00"), cny("61.00"), true}, false), cny("0.00"))
        << "interest may grow the balance";
}

TEST(TheMeanOfTheLastRates, TakesWhatThereIs) {
    const std::vector rates{rate("0.9"), rate("0.01"), rate("0.02"), rate("0.04")};
    EXPECT_EQ(mean_of_last(rates, 3), rate("0.0233333333"));
    EXPECT_EQ(mean_of_last(std::span(rates).first(1), 3), rate("0.9"));
    EXPECT_EQ(mean_of_last({}, 3), Rate{});
}

TEST(TheHistoryOfArrears, LosesNoBalance) {
    std::mt19937 random(5);
    for (int round = 0; round < 30; ++round) {
        StandingsOn before{may, {}}, after{june, {}};
        Money sum = cny("0.00");
        for (std::uint32_t i = 0; i < 80; ++i) {
            const auto make = [&] {
                return Standing{i,
                                {static_cast<std::uint32_t>(i % 3), 0},
                                static_cast<int>(random() % 400),
                                Stage::One,
                                RiskClass::Normal,
                                Money::minor(static_cast<int>(random() % 100'000), CNY),
                                cny("0.00")};
            };
            before.standings.push_back(make());
            sum += before.standings.back().balance;
            if (random() % 5 != 0) after.standings.push_back(make());
        }
        ArrearsHistory history(CNY);
        history.follow(before);
        history.follow(after);
        MonthMove all(CNY);
        for (const auto& [segment, move] : history.moves().at(june)) all += move;
        Money found = cny("0.00");
        for (const auto& [bucket, name] : NamesOf<AgingBucket>::names) found += all.rolls.total(bucket);
        EXPECT_EQ(found, sum);
    }
}

TEST(AMonthEndBroughtAlong, IsTheLastDayOfItsMonth) {
    MonthEnd row{date(2026, 2, 27), {"L-1"}, CNY, {}, Stage::One, RiskClass::Normal, cny("1.00"), cny("0.00")};
    EXPECT_EQ(check(row).front().field, "month_end");
    row.month_end = date(2026, 2, 28);
    EXPECT_TRUE(check(row).empty());
}

TEST(AMonthEndBroughtAlong, HasDaysAndAnOverdueAmountTogether) {
    MonthEnd row{may, {"L-1"}, CNY, 12, Stage::One, RiskClass::Normal, cny("100.00"), cny("0.00")};
    EXPECT_EQ(check(row).front().field, "overdue");
    row.overdue = cny("10.00");
    EXPECT_TRUE(check(row).empty());
    row.days_past_due.reset();
    EXPECT_EQ(check(row).front().field, "days_past_due");
    row.overdue = cny("-10.00");
    row.net_investment = cny("-1.00");
    EXPECT_EQ(check(row).size(), 2U);
    row = {may, {"L-1"}, CNY, -1, Stage::One, RiskClass::Normal, cny("100.00"), cny("0.00")};
    EXPECT_EQ(check(row).front().field, "days_past_due");
}

}  // namespace
}  // namespace leasebook
