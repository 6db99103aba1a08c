#include "domain/credit/early_warning.h"

#include <gtest/gtest.h>

#include "domain/credit/watch_list.h"
#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;
using enum AlertLevel;

constexpr Date day = date(2026, 6, 30);

TEST(DaysPastDueWarn, FromAWeekOnAndInRedFromAMonthOn) {
    EXPECT_FALSE(days_past_due_warning(7, cny("100.00"), day));
    const auto amber = days_past_due_warning(8, cny("100.00"), day);
    ASSERT_TRUE(amber);
    EXPECT_EQ(amber->level, Amber);
    EXPECT_EQ(amber->since, date(2026, 6, 22));
    EXPECT_EQ(message(amber->reasons.front()), "The oldest unpaid rent is 8 days past due; 100.00 CNY is overdue.");
    EXPECT_EQ(amber->rule, "R-E-06");
    EXPECT_EQ(days_past_due_warning(30, cny("100.00"), day)->level, Amber);
    EXPECT_EQ(days_past_due_warning(31, cny("100.00"), day)->level, Red);
}

TEST(AnAppraisalWarns, WhenItFallsBelowTheCurveOfItsClass) {
    const auto fall = [](const char* found) { return AppraisedFall{date(2026, 3, 5), cny("1000.00"), cny(found)}; };
    EXPECT_FALSE(appraisal_warning(fall("1200.00")));
    EXPECT_FALSE(appraisal_warning(fall("900.01")));
    const auto amber = appraisal_warning(fall("900.00"));
    ASSERT_TRUE(amber);
    EXPECT_EQ(amber->level, Amber);
    EXPECT_EQ(
        message(amber->reasons.front()),
        "The appraisal of 2026-03-05 found 900.00 CNY: 10.0 % below the 1000.00 that the curve of its class gave.");
    EXPECT_EQ(appraisal_warning(fall("750.00"))->level, Red);
}

TEST(AnInsuranceWarns, AMonthBeforeItEndsAndInRedWhenItHasEnded) {
    EXPECT_FALSE(insurance_warning({}, day)) << "nothing is on record";
    EXPECT_FALSE(insurance_warning(date(2026, 7, 31), day));
    const auto amber = insurance_warning(date(2026, 7, 30), day);
    ASSERT_TRUE(amber);
    EXPECT_EQ(amber->level, Amber);
    EXPECT_EQ(message(amber->reasons.front()), "The insurance of the machine ends on 2026-07-30, in 30 days.");
    EXPECT_EQ(insurance_warning(day, day)->level, Amber);
    const auto red = insurance_warning(date(2026, 6, 29), day);
    EXPECT_EQ(red->level, Red);
    EXPECT_EQ(message(red->reasons.front()), "The insurance of the machine ended on 2026-06-29.");
}

TEST(ACluster, IsAsBadAsItsWorstSign) {
    EXPECT_EQ(cluster_level({100, rate("0.0299"), rate("0.0599"), rate("0.0799")}).value, Green);
    const auto amber = cluster_level({100, rate("0.03"), rate("0.06"), rate("0.01")});
    EXPECT_EQ(amber.value, Amber);
    ASSERT_EQ(amber.reasons.size(), 2U) << "every sign of this level is named";
    EXPECT_EQ(message(amber.reasons.front()), "3.0 % of the cluster is non-performing (3.0 % or more).");
    const auto red = cluster_level({100, rate("0.03"), rate("0.06"), rate("0.16")});
    EXPECT_EQ(red.value, Red);
    ASSERT_EQ(red.reasons.size(), 1U);
    EXPECT_EQ(message(red.reasons.front()),
              "16.0 % of what was paid on time in the cluster falls past due in a month (15.0 % or more).");
}

TEST(ACluster, WithFewContractsHasNoRatesToSpeakOf) {
    EXPECT_EQ(cluster_level({9, rate("0.5"), rate("0.5"), rate("0.5")}).value, Green);
    EXPECT_EQ(cluster_level({10, rate("0.5"), rate("0.5"), rate("0.5")}).value, Red);
}

TEST(ACluster, HasTheSameLevelForTheSameFiguresWhateverItWasBefore) {
    const ClusterSigns signs{50, rate("0.045"), rate("0.05"), rate("0.02")};
    EXPECT_EQ(cluster_level(signs), cluster_level(signs));
    EXPECT_EQ(cluster_level(signs).value, Amber);
}

TEST(AnAnchor, WarnsByWhatWasDeclaredWhileItIsInForce) {
    const AnchorEvent halt{"Steel Works", date(2026, 6, 1), AnchorEventKind::ProductionHalt, "local press",
                           date(2026, 7, 1)};
    EXPECT_FALSE(is_in_force(halt, date(2026, 5, 31)));
    EXPECT_TRUE(is_in_force(halt, day));
    EXPECT_FALSE(is_in_force(halt, date(2026, 7, 1)));
    const auto level = anchor_level({"Steel Works", {}, 0, {halt}});
    EXPECT_EQ(level.value, Red);
    EXPECT_EQ(message(level.reasons.front()),
              "Anchor enterprise Steel Works stopped production on 2026-06-01 (local press).");
    EXPECT_EQ(anchor_level({"Steel Works", {}, 0, {}}).value, Green);
}

TEST(AnAnchor, WarnsByItsOwnArrearsAndGrade) {
    EXPECT_EQ(anchor_level({"A", RatingGrade::BB, 7, {}}).value, Green);
    EXPECT_EQ(anchor_level({"A", RatingGrade::Unrated, 0, {}}).value, Green);
    EXPECT_EQ(anchor_level({"A", RatingGrade::B, 0, {}}).value, Amber);
    EXPECT_EQ(anchor_level({"A", RatingGrade::D, 0, {}}).value, Red);
    const auto late = anchor_level({"A", RatingGrade::AA, 45, {}});
    EXPECT_EQ(late.value, Red);
    EXPECT_EQ(message(late.reasons.front()), "Anchor enterprise A is itself 45 days past due with us.");
}

TEST(AnAnchorEvent, IsNotOverBeforeItBegan) {
    AnchorEvent event{"A", day, AnchorEventKind::Insolvency, "court", date(2026, 6, 29)};
    EXPECT_EQ(check(event).front().field, "until");
    event.until = day;
    EXPECT_TRUE(check(event).empty());
}

TEST(Thresholds, GoUpFromAmberToRed) {
    EXPECT_TRUE(check(EarlyWarningThresholds{}).empty());
    EarlyWarningThresholds t;
    t.red_days = 7;
    t.red_npl = rate("0.01");
    t.red_grade = RatingGrade::A;
    t.amber_fall = rate("0");
    t.amber_late = rate("1.1");
    const auto errors = check(t);
    for (const char* field : {"red_days", "red_npl", "red_grade", "amber_fall", "amber_late", "red_late"})
        EXPECT_TRUE(names_field(errors, field)) << field;
    t = {};
    t.amber_days = t.cluster_contracts = 0;
    t.insurance_days = -1;
    t.amber_grade = RatingGrade::Unrated;
    EXPECT_EQ(check(t).size(), 4U);
}

TEST(TheWatchList, TakesALesseeOnceAtATime) {
    const auto first = put_on_watch_list({}, {{"A"}, date(2026, 6, 1), "late filings"}, "risk", day);
    ASSERT_TRUE(first);
    EXPECT_FALSE(put_on_watch_list({*first}, {{"A"}, day, "again"}, "risk", day));
    const auto over = take_off_watch_list({*first}, {date(2026, 6, 20), "filed"}, "risk", day);
    ASSERT_TRUE(over);
    EXPECT_EQ(put_on_watch_list({*over}, {{"A"}, date(2026, 6, 19), "again"}, "risk", day).error().field, "since");
    EXPECT_TRUE(put_on_watch_list({*over}, {{"A"}, date(2026, 6, 20), "again"}, "risk", day));
    EXPECT_TRUE(over->covers(date(2026, 6, 19)));
    EXPECT_FALSE(over->covers(date(2026, 6, 20)));
    EXPECT_FALSE(over->covers(date(2026, 5, 31)));
    EXPECT_TRUE(first->covers(day));
}

TEST(TheWatchList, IsNotChangedForTheFuture) {
    EXPECT_EQ(put_on_watch_list({}, {{"A"}, date(2026, 7, 1), "x"}, "risk", day).error().field, "since");
    const auto stay = *put_on_watch_list({}, {{"A"}, date(2026, 6, 1), "x"}, "risk", day);
    EXPECT_EQ(take_off_watch_list({stay}, {date(2026, 7, 1), "y"}, "risk", day).error().field, "until");
    EXPECT_EQ(take_off_watch_list({stay}, {date(2026, 6, 1), "y"}, "risk", day).error().field, "until");
    EXPECT_EQ(message(take_off_watch_list({}, {day, "y"}, "risk", day).error()),
              "The lessee is not on the watch list.");
}

TEST(AnAcknowledgement, CountsWhileTheWarningLastsAndDoesNotGetWorse) {
    const auto warning = *days_past_due_warning(10, cny("1.00"), day);
    Acknowledgement a{WarningTrigger::DaysPastDue, "L-1", warning.since, Amber, "called them"};
    EXPECT_TRUE(answers(a, warning, "L-1"));
    EXPECT_FALSE(answers(a, warning, "L-2"));
    const auto worse = *days_past_due_warning(31, cny("1.00"), date(2026, 7, 21));
    EXPECT_EQ(worse.since, warning.since);
    EXPECT_FALSE(answers(a, worse, "L-1"));
    const auto anew = *days_past_due_warning(10, cny("1.00"), date(2026, 7, 30));
    EXPECT_FALSE(answers(a, anew, "L-1"));
}

}  // namespace
}  // namespace leasebook
