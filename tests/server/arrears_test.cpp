// Delinquency through the house: the demo's month ends, the pages and the reports made of them.
#include "server/books/arrears.h"

#include "db/month_end_store.h"
#include "db/report_store.h"
#include "server/books/close.h"
#include "server/books/running_book.h"
#include "tests/server/house_case.h"
#include "tests/server/import_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

constexpr Date may = date(2026, 5, 31), june = date(2026, 6, 30);

class ArrearsOfTheHouse : public HouseCase {
protected:
    reports::ArrearsView view(Date day) {
        return database_->read([&](db::Connection& c) { return arrears_view(c, running_portfolio(c, day), day, CNY); });
    }
    std::string page(const std::string& path) {
        const auto answer = get(path, as(Role::Risk));
        EXPECT_EQ(answer.status, 200) << path << " " << answer.body;
        return answer.body;
    }
};

TEST_F(ArrearsOfTheHouse, AreToldByTheMonthEndsThatWereBroughtAlong) {
    const auto at_may = view(may);
    EXPECT_FALSE(at_may.provisional);
    EXPECT_EQ(at_may.history.latest().day, may);
    EXPECT_FALSE(at_may.history.latest().standings.empty());
    EXPECT_GE(at_may.history.moves().size(), 12U);
}

TEST_F(ArrearsOfTheHouse, AreThoseOfTheDayWhileTheMonthIsOpen) {
    const auto today = view(june);
    EXPECT_TRUE(today.provisional);
    EXPECT_EQ(today.history.latest().day, june);
    EXPECT_EQ(today.history.previous().day, may);
    EXPECT_TRUE(today.history.moves().contains(june));
}

TEST_F(ArrearsOfTheHouse, AreThoseOfTheCloseOnceTheMonthIsClosed) {
    const auto live = view(june);
    ASSERT_TRUE(close_period(*database_, {period_of(june), "finance", CNY, [] { return house_noon; }, {}}));
    const auto closed = view(june);
    EXPECT_FALSE(closed.provisional);
    ASSERT_EQ(closed.history.latest().standings.size(), live.history.latest().standings.size());
    for (std::size_t i = 0; i < closed.history.latest().standings.size(); ++i) {
        const auto &kept = closed.history.latest().standings[i], &seen = live.history.latest().standings[i];
        EXPECT_EQ(kept.contract, seen.contract);
        EXPECT_EQ(kept.days_past_due, seen.days_past_due);
        EXPECT_EQ(kept.balance, seen.balance);
        EXPECT_EQ(kept.overdue, seen.overdue);
    }
}

TEST_F(ArrearsOfTheHouse, BeforeTheBooksBeganOnlyMonthEndsAreKnown) {
    const auto in_april = view(date(2026, 4, 15));
    EXPECT_EQ(in_april.history.latest().day, date(2026, 3, 31));
    EXPECT_FALSE(in_april.provisional);
    EXPECT_NE(page("/arrears?as_of=2026-04-15").find("31 Mar 2026"), std::string::npos);
}

TEST_F(ArrearsOfTheHouse, AreShownAsOfTheFirstOpenMonthWhenTheBooksWereLeftAlone) {
    const auto day = [&](Date today) {
        return database_->read([&](db::Connection& c) { return arrears_day(c, today); });
    };
    EXPECT_EQ(day(date(2026, 7, 1)), date(2026, 7, 1));
    EXPECT_EQ(day(date(2026, 8, 1)), date(2026, 8, 1));
    EXPECT_EQ(day(date(2026, 8, 2)), june);
    EXPECT_EQ(day(date(2027, 1, 1)), june);
}

// Pages are kept up to date contract by contract: what they show is what reading everything anew would tell.
TEST_F(ArrearsOfTheHouse, FollowWhatIsRecordedOfAContract) {
    const Date today = date(2026, 7, 1);
    const auto kept = [&] { return app_.book.arrears(today, CNY); };
    const auto before = kept();
    EXPECT_TRUE(before.view().provisional);
    const auto& standings = before.view().history.latest().standings;
    const auto late = std::ranges::find_if(standings, [](const Standing& s) { return s.days_past_due > 0; });
    ASSERT_NE(late, standings.end());
    const auto number = before.portfolio().contracts[late->contract].number.text;
    const json payment{
        {"contract", number}, {"amount", to_text(late->overdue)}, {"date", "2026-07-01"}, {"reference", "B-7"}};
    const auto paid = post_json("/api/v1/payments", payment.dump(), as(Role::Finance));
    ASSERT_LT(paid.status, 300) << paid.body;
    const auto after = kept();
    EXPECT_NE(after.arrears, before.arrears);
    EXPECT_EQ(after.view().history.latest().standings, view(today).history.latest().standings);
    EXPECT_NE(after.view().history.latest().standings, standings);
    EXPECT_EQ(kept().arrears, after.arrears) << "nothing happened since";
    lease("SN-ARREARS-1");
    const auto with_another = kept();
    EXPECT_EQ(with_another.view().history.latest().standings, view(today).history.latest().standings);
    EXPECT_EQ(with_another.view().history.moves().size(), after.view().history.moves().size());
    EXPECT_GT(with_another.portfolio().contracts.size(), before.portfolio().contracts.size());
}

TEST_F(ArrearsOfTheHouse, ShowAMonthThatWasClosedMeanwhile) {
    EXPECT_TRUE(app_.book.arrears(june, CNY).view().provisional);
    ASSERT_TRUE(close_period(*database_, {period_of(june), "finance", CNY, [] { return house_noon; }, {}}));
    EXPECT_FALSE(app_.book.arrears(june, CNY).view().provisional);
}

TEST_F(ArrearsOfTheHouse, HaveAPageOfEachKindInBothLanguages) {
    for (const char* path : {"/arrears", "/arrears/roll-rates", "/arrears/vintages", "/arrears/cure-rates",
                             "/arrears/contracts", "/arrears/contracts?bucket=1-30&as_of=2026-05-31",
                             "/arrears/contracts?from=current&bucket=current", "/arrears/contracts?vintage=2024-03"})
        EXPECT_NE(page(path).find("<h1>Arrears"), std::string::npos) << path;
}

TEST_F(ArrearsOfTheHouse, RefuseWhatIsNotThere) {
    EXPECT_EQ(get("/arrears?cluster=NOWHERE", as(Role::Risk)).status, 422);
    EXPECT_EQ(get("/arrears/contracts?bucket=1-31", as(Role::Risk)).status, 422);
    EXPECT_EQ(get("/arrears/contracts?vintage=2024", as(Role::Risk)).status, 422);
    EXPECT_EQ(get("/arrears?as_of=30.6.2026", as(Role::Risk)).status, 422);
    EXPECT_EQ(get("/api/v1/reports/aging?industry=X", as(Role::Risk)).status, 422);
}

TEST_F(ArrearsOfTheHouse, ReportsAddUpOverClusters) {
    const auto answer = get("/api/v1/reports/aging?as_of=2026-05-31", as(Role::Auditor));
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto whole = json_of(answer);
    EXPECT_GT(whole["total"]["contracts"].get<int>(), 0);
    int sum = 0;
    for (const auto& row : whole["subtotals"])
        if (row["axis"] == "cluster") {
            sum += row["contracts"].get<int>();
            const auto of_one =
                get("/api/v1/reports/aging?as_of=2026-05-31&cluster=" + row["cluster"].get<std::string>(),
                    as(Role::Auditor));
            ASSERT_EQ(of_one.status, 200) << of_one.body;
            const auto one = json_of(of_one);
            EXPECT_EQ(one["total"]["net_investment"], row["net_investment"]);
        }
    EXPECT_EQ(sum, whole["total"]["contracts"].get<int>());
}

TEST_F(ArrearsOfTheHouse, AreReportedAsTheyWereKnown) {
    const auto before = now;
    now += std::chrono::minutes(5);
    const auto aging_of = [&](const std::string& known) {
        const auto answer = get("/api/v1/reports/aging?as_of=2026-07-01" + known, as(Role::Auditor));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json_of(answer);
    };
    const auto plain = aging_of("");
    lease("SN-KNOWN");  // as of January, and entered only now
    EXPECT_NE(aging_of("")["total"], plain["total"]);
    const auto known = aging_of("&known_at=" + db::moment_text(before));
    EXPECT_EQ(known["rows"], plain["rows"]);
    EXPECT_EQ(known["total"], plain["total"]);
    ASSERT_TRUE(close_period(*database_, {period_of(june), "finance", CNY, [&] { return now; }, {}}));
    const auto months = [&](const std::string& moment) {
        const auto answer = get("/api/v1/reports/roll_rates?as_of=2026-06-30&known_at=" + moment, as(Role::Auditor));
        return json_of(answer)["total"]["month"].get<std::string>();
    };
    EXPECT_EQ(months(db::moment_text(now)), "2026-06-30");
}

TEST_F(ArrearsOfTheHouse, EveryReportOfThemIsFrozenByTheClose) {
    ASSERT_TRUE(close_period(*database_, {period_of(june), "finance", CNY, [] { return house_noon; }, {}}));
    for (const char* report : {"aging", "roll_rates", "vintages", "cure_rates", "arrears", "cluster_alerts"}) {
        const auto kept =
            database_->read([&](db::Connection& c) { return db::find_report_snapshot(c, period_of(june), report); });
        ASSERT_TRUE(kept) << report;
        EXPECT_NE(kept->content.find("2026-06-30"), std::string::npos) << report;
    }
}

class MonthEndImport : public ImportCase {
protected:
    std::string number() {
        return database_->read([](db::Connection& c) {
            db::ContractQuery active;
            active.status = ContractStatus::Active;
            return db::list_contracts(c, active).rows.front().number.text;
        });
    }
    void SetUp() override {
        ImportCase::SetUp();
        fill_demo(*database_, {30, 1}, recorded_at).value();
    }
    static std::string file(const std::string& row) {
        return "month_end,contract,days_past_due,stage,category,net_investment,overdue\n" + row + "\n";
    }
};

TEST_F(MonthEndImport, TakesEarlierMonthsOnce) {
    const auto row = file("2023-12-31," + number() + ",12,stage_1,special_mention,1000.00,100.00");
    import_all(ImportKind::MonthEnds, row);
    EXPECT_NE(all(import(ImportKind::MonthEnds, row)).find("There is a month end of"), std::string::npos);
}

TEST_F(MonthEndImport, LeavesMonthsOfTheBooksToTheClose) {
    EXPECT_NE(all(import(ImportKind::MonthEnds, file("2026-06-30," + number() + ",,,,1000.00,")))
                  .find("The books here begin with 2026-06"),
              std::string::npos);
}

TEST_F(MonthEndImport, NamesWhatIsWrong) {
    const auto faults = all(import(ImportKind::MonthEnds, file("2023-12-30,L-1999-000001,12,,,1000.00,0.00")));
    EXPECT_NE(faults.find("line 2, month_end: 2023-12-30 is not the last day of a month."), std::string::npos)
        << faults;
    EXPECT_NE(faults.find("line 2, overdue: "), std::string::npos) << faults;
}

}  // namespace
}  // namespace leasebook::server
