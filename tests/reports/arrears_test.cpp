#include "reports/arrears.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>

#include "domain/concentration.h"
#include "reports/early_warnings.h"
#include "tests/golden.h"
#include "tests/reports/book.h"

namespace leasebook::reports {
namespace {

using tests::cny;
using tests::rate;
using enum AgingBucket;

constexpr Date april = date(2026, 4, 30), may = date(2026, 5, 31), june = date(2026, 6, 30);

// A lives by C, which is rated CCC.
Portfolio book_with_anchor() {
    auto book = tests::mixed_book();
    book.anchors = {"C"};
    book.lessees[0].anchor = 0;
    book.lessees[0].grade = RatingGrade::BB;
    book.lessees[2].grade = RatingGrade::CCC;
    return book;
}

// The five running leases of mixed_book (positions 0 to 4), with arrears made by hand.
class Delinquency : public testing::Test {
protected:
    const Portfolio portfolio = book_with_anchor();
    ArrearsView view{CNY};

    Standing at(std::uint32_t contract, int days, const char* balance, const char* overdue = "0.00") const {
        Standing s{contract,    segment_of(portfolio, contract), days, Stage::One, RiskClass::Normal, cny(balance),
                   cny(overdue)};
        s.category = class_of_days(days, false);
        StageTriggers triggers;
        triggers.days_past_due = days;
        triggers.risk_class = s.category;
        s.stage = stage_of(triggers).value;
        return s;
    }
    Delinquency() {
        view.history.follow({april,
                             {at(0, 0, "900.00"), at(1, 20, "500.00", "50.00"), at(2, 75, "300.00", "90.00"),
                              at(3, 0, "600.00"), at(4, 100, "100.00", "40.00")}});
        view.history.follow({may,
                             {at(0, 16, "900.00", "100.00"), at(1, 51, "500.00", "100.00"),
                              at(2, 106, "300.00", "120.00"), at(3, 0, "580.00"), at(4, 0, "60.00")}});
        view.history.follow({june,
                             {at(0, 0, "700.00"), at(1, 81, "500.00", "150.00"), at(2, 136, "280.00", "130.00"),
                              at(3, 15, "580.00", "30.00"), at(4, 0, "50.00")}});
    }
    SegmentFilter cluster(std::uint32_t position) const { return {position, {}}; }
};

TEST_F(Delinquency, AgingPutsTheWholeBalanceIntoTheBucketOfItsDays) {
    const auto all = aging(view);
    EXPECT_EQ(all.total.total, cny("2110.00"));
    EXPECT_EQ(all.total.overdue, cny("310.00"));
    EXPECT_EQ(all.total.balances[static_cast<std::size_t>(Days61To90)], cny("500.00"));
    EXPECT_EQ(all.total.balances[static_cast<std::size_t>(Days91To180)], cny("280.00"));
    EXPECT_EQ(all.total.non_performing, cny("280.00"));
    EXPECT_EQ(all.total.share_beyond(30), share(cny("780.00"), cny("2110.00")));
    EXPECT_EQ(all.total.share_beyond(90), share(cny("280.00"), cny("2110.00")));
}

// A cluster that has been empty meanwhile is not judged by what happened there before.
TEST_F(Delinquency, AClusterIsJudgedByTheRollsOfTheLastThreeMonthsAlone) {
    const auto late = [&](int days) { return at(2, days, "300.00"); };
    const auto other = at(0, 0, "900.00");
    const std::vector<StandingsOn> months{{date(2026, 1, 31), {other, late(0)}},
                                          {date(2026, 2, 28), {other, late(20)}},
                                          {date(2026, 3, 31), {other}},
                                          {april, {other}},
                                          {may, {other, late(0)}},
                                          {june, {other, late(0)}}};
    ArrearsView all(CNY), last(CNY);
    for (const auto& month : months) all.history.follow(month);
    for (const auto& month : std::span(months).last(4)) last.history.follow(month);
    EXPECT_EQ(cluster_signs(all), cluster_signs(last));
    EXPECT_EQ(cluster_signs(all).at(portfolio.lessees[portfolio.contracts[2].lessee].cluster).roll, Rate{});
}

TEST_F(Delinquency, PartsOfTheAgingAddUpToTheWhole) {
    const auto all = aging(view);
    AgingFigures clusters(CNY), industries(CNY), cells(CNY);
    for (const auto& [part, f] : all.clusters) clusters += f;
    for (const auto& [part, f] : all.industries) industries += f;
    for (const auto& [part, f] : all.cells) cells += f;
    for (const auto* sum : {&clusters, &industries, &cells}) {
        EXPECT_EQ(sum->balances, all.total.balances);
        EXPECT_EQ(sum->overdue, all.total.overdue);
        EXPECT_EQ(sum->contracts, 5);
    }
}

TEST_F(Delinquency, AFilterLooksAtOneClusterAlone) {
    EXPECT_EQ(aging(view, cluster(0)).total.total, cny("1480.00"));
    EXPECT_EQ(aging(view, {0, 1}).total.total, cny("280.00"));
    EXPECT_EQ(roll_months(view, cluster(1)).back().matrix.total(Current), cny("580.00"));
    EXPECT_EQ(in_arrears(view, cluster(0)).size(), 2U);
    EXPECT_EQ(message(segment_filter(portfolio, "NOWHERE", "").error()), "There is no cluster \"NOWHERE\".");
    EXPECT_EQ(segment_filter(portfolio, "", "C99").error().field, "industry");
    EXPECT_EQ(segment_filter(portfolio, "MOULDS", "C34")->cluster, 1U);
}

TEST_F(Delinquency, RollRatesAreSharesOfTheBalanceAMonthBefore) {
    const auto months = roll_months(view);
    ASSERT_EQ(months.size(), 2U);
    const auto& to_may = months[0];
    EXPECT_EQ(to_may.month_end, may);
    EXPECT_EQ(to_may.matrix.roll_rate(Current), rate("0.6")) << "900 of 1500";
    EXPECT_EQ(to_may.matrix.roll_rate(Days1To30), rate("1"));
    EXPECT_EQ(to_may.matrix.roll_rate(Days61To90), rate("1"));
    const auto& to_june = months[1];
    EXPECT_EQ(to_june.matrix.roll_rate(Current), rate("0.90625")) << "580 of 640";
    EXPECT_EQ(to_june.average[static_cast<std::size_t>(Current)], rate("0.753125"));
    EXPECT_EQ(to_june.matrix.cure_rate(Days1To30), rate("1"));
}

TEST_F(Delinquency, CuresAreCountedOverTheMonths) {
    const auto all = cures(view);
    EXPECT_EQ(all.total.non_performing, cny("400.00")) << "100 in April, 300 in May";
    EXPECT_EQ(all.total.cured, cny("100.00"));
    EXPECT_EQ(all.total.rate(), rate("0.25"));
    EXPECT_EQ(all.clusters.at(unmapped).rate(), rate("1"));
}

TEST_F(Delinquency, VintagesTakeWhatCommencedInAMonth) {
    const auto figures = vintage_figures(portfolio, view, june);
    const auto january = std::ranges::find(figures, date(2026, 1, 1), &VintageFigures::month);
    ASSERT_NE(january, figures.end());
    EXPECT_EQ(january->vintage.disbursed, cny("1933.33")) << "four leases in yuan; the one in dollars is not added";
    EXPECT_EQ(january->month_on_book(), 5);
    EXPECT_EQ(january->defaulted(), cny("400.00"));
    EXPECT_EQ(january->recovered, cny("70.00")) << "40 or 50 of D's 100, 20 of B's 300";
}

TEST_F(Delinquency, ReportsAreTheirGoldenFiles) {
    tests::expect_golden("reports/aging.csv", to_csv(aging_table(portfolio, view, june)));
    tests::expect_golden("reports/roll_rates.csv", to_csv(roll_rate_table(view, june)));
    tests::expect_golden("reports/vintages.csv", to_csv(vintage_table(portfolio, view, june)));
    tests::expect_golden("reports/cure_rates.csv", to_csv(cure_rate_table(portfolio, view, june)));
    tests::expect_golden("reports/arrears.csv", to_csv(arrears_table(portfolio, view, june)));
}

WatchView watching() {
    WatchView watch;
    watch.thresholds.cluster_contracts = 1;
    watch.machines = {{0, "M1", AppraisedFall{may, cny("1000.00"), cny("700.00")}, date(2026, 7, 15)},
                      {7, "M2", AppraisedFall{may, cny("1000.00"), cny("100.00")}, {}}};
    watch.stays = {{{{"A"}, date(2026, 6, 1), "late filings"}, "risk", {}, {}},
                   {{{"B"}, date(2026, 5, 1), "a rumour"}, "risk", WatchEnd{date(2026, 6, 30), "untrue"}, "risk"}};
    return watch;
}

TEST_F(Delinquency, EarlyWarningsComeWorstFirstAndNameTheirReason) {
    auto watch = watching();
    const auto findings = early_warnings(portfolio, view, watch, june);
    ASSERT_FALSE(findings.empty());
    EXPECT_TRUE(
        std::ranges::is_sorted(findings, std::ranges::greater{}, [](const Finding& f) { return f.warning.level; }));
    for (const auto& finding : findings) {
        EXPECT_FALSE(finding.warning.reasons.empty());
        EXPECT_FALSE(finding.subject.empty());
        EXPECT_NE(finding.subject, "M2") << "the contract of that machine does not run";
    }
    const auto anchor = std::ranges::find(findings, "C", &Finding::subject);
    ASSERT_NE(anchor, findings.end());
    EXPECT_EQ(anchor->warning.level, AlertLevel::Red) << "rated CCC";
    tests::expect_golden("reports/watch_list.csv", to_csv(watch_list_table(portfolio, view, watch, june)));
    tests::expect_golden("reports/cluster_alerts.csv", to_csv(cluster_alert_table(portfolio, view, watch, june)));
}

TEST_F(Delinquency, AWarningThatWasLookedAtComesLast) {
    auto watch = watching();
    const auto worst = early_warnings(portfolio, view, watch, june).front();
    watch.acknowledged = {{worst.warning.trigger, worst.subject, worst.warning.since, worst.warning.level, "known"}};
    const auto findings = early_warnings(portfolio, view, watch, june);
    EXPECT_NE(findings.front().subject, worst.subject);
    EXPECT_TRUE(findings.back().acknowledged);
    EXPECT_EQ(findings.back().subject, worst.subject);
}

}  // namespace
}  // namespace leasebook::reports
