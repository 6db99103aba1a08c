// The watch list and early warnings through pages and API, and what the close makes of them.
#include <limits>

#include "db/watch_store.h"
#include "server/books/close.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

constexpr Date june = date(2026, 6, 30);

class WatchList : public HouseCase {
protected:
    Response watch(const std::string& lessee, const std::string& since, const Visitor& who) {
        return post_json("/api/v1/watch-list",
                         json{{"lessee", lessee}, {"since", since}, {"reason", "late filings"}}.dump(), who);
    }
    json warnings() { return json_of(get("/api/v1/early-warnings", as(Role::Auditor)))["items"]; }
    void close_june() {
        ASSERT_TRUE(close_period(*database_, {period_of(june), "finance", CNY, [] { return house_noon; }, {}}));
    }
    void set_thresholds_that_alert() {
        auto thresholds = json_of(get("/api/v1/early-warning-thresholds", as(Role::Risk)));
        thresholds["cluster_contracts"] = 1;
        for (const char* sign : {"npl", "late", "roll"}) {
            thresholds["amber_" + std::string(sign)] = "0.0001";
            thresholds["red_" + std::string(sign)] = "0.0001";
        }
        ASSERT_EQ(send_json("PUT", "/api/v1/early-warning-thresholds", thresholds.dump(), as(Role::Risk)).status, 200);
    }
    // Of the first running lease, and the provision of June for it.
    std::string running_lessee() {
        return database_->read([](db::Connection& c) {
            db::ContractQuery active;
            active.status = ContractStatus::Active;
            return db::list_contracts(c, active).rows.front().lessee.text;
        });
    }
    static std::vector<db::Provision> all_provisions(db::Connection& connection) {
        return db::provisions_between(connection, period_of(june), 0, std::numeric_limits<std::int64_t>::max());
    }
    std::vector<db::Provision> provisions_of(const std::string& lessee) {
        return database_->read([&](db::Connection& c) {
            auto found = all_provisions(c);
            std::erase_if(
                found, [&](const auto& p) { return db::find_contract(c, p.contract)->content.lessee.text != lessee; });
            return found;
        });
    }
};

TEST_F(WatchList, IsKeptByRiskAlone) {
    for (const auto role : {Role::Clerk, Role::Finance, Role::Auditor})
        EXPECT_EQ(watch(running_lessee(), "2026-06-01", as(role)).status, 403);
    EXPECT_EQ(watch(running_lessee(), "2026-06-01", as(Role::Risk)).status, 201);
    EXPECT_EQ(watch(running_lessee(), "2026-06-02", as(Role::Risk)).status, 409);
    EXPECT_EQ(watch("NOBODY", "2026-06-02", as(Role::Risk)).status, 422);
    const auto stays = json_of(get("/api/v1/watch-list", as(Role::Auditor)))["items"];
    ASSERT_EQ(stays.size(), 1U);
    EXPECT_EQ(stays[0]["put_by"], "risk");
    EXPECT_TRUE(stays[0]["until"].is_null());
}

TEST_F(WatchList, IsLeftWithADateAndAReason) {
    const auto lessee = running_lessee();
    EXPECT_EQ(
        post_json("/api/v1/watch-list/" + lessee + "/end", R"({"until":"2026-06-20","reason":"filed"})", as(Role::Risk))
            .status,
        409);
    ASSERT_EQ(watch(lessee, "2026-06-01", as(Role::Risk)).status, 201);
    const auto over = post_json("/api/v1/watch-list/" + lessee + "/end", R"({"until":"2026-06-20","reason":"filed"})",
                                as(Role::Risk));
    EXPECT_EQ(over.status, 200) << over.body;
    EXPECT_EQ(json_of(over)["end_reason"], "filed");
}

TEST_F(WatchList, TakesLeasesToStage2AtTheMonthEnd) {
    const auto lessee = running_lessee();
    ASSERT_EQ(watch(lessee, "2026-06-01", as(Role::Risk)).status, 201);
    close_june();
    const auto provisions = provisions_of(lessee);
    ASSERT_FALSE(provisions.empty());
    for (const auto& p : provisions) {
        EXPECT_GE(p.stage, Stage::Two) << p.contract.text;
        if (p.stage == Stage::Two) {
            EXPECT_NE(p.reasons.find("The lessee is on the watch list."), std::string::npos) << p.reasons;
        }
    }
}

TEST_F(WatchList, SaysNothingOfMonthsBeforeItsBeginning) {
    const auto lessee = running_lessee();
    ASSERT_EQ(watch(lessee, "2026-07-01", as(Role::Risk)).status, 201);
    close_june();
    for (const auto& p : provisions_of(lessee))
        EXPECT_EQ(p.reasons.find("The lessee is on the watch list."), std::string::npos);
}

TEST_F(WatchList, ARedClusterTakesWhatItsMachinesDoNotCoverToStage2) {
    set_thresholds_that_alert();
    close_june();
    const auto [alerts, provisions] = database_->read([](db::Connection& c) {
        return std::pair{db::last_alerts(c, date(2026, 7, 31)), all_provisions(c)};
    });
    EXPECT_FALSE(alerts.empty());
    const auto alerted = std::ranges::count_if(provisions, [](const db::Provision& p) {
        return p.reasons.find("There is an alert for its core enterprise or its cluster.") != std::string::npos;
    });
    EXPECT_GT(alerted, 0);
    EXPECT_LT(alerted, static_cast<std::ptrdiff_t>(provisions.size())) << "machines cover the others";
}

TEST_F(WatchList, AnAnchorInTroubleWarnsAndTakesItsLesseesToStage2) {
    const auto lessee = running_lessee();
    auto record = json_of(get("/api/v1/lessees/" + lessee, as(Role::Clerk)));
    record["anchor_enterprise"] = "Steel Works";
    const auto etag = header_of(get("/api/v1/lessees/" + lessee, as(Role::Clerk)), "ETag");
    ASSERT_EQ(
        send_json("PUT", "/api/v1/lessees/" + lessee, record.dump(), as(Role::Clerk), {{"if-match", etag}}).status,
        200);
    const json event{{"anchor", "Steel Works"}, {"date", "2026-06-10"}, {"kind", "insolvency"}, {"source", "court"}};
    ASSERT_EQ(post_json("/api/v1/anchor-events", event.dump(), as(Role::Risk)).status, 201);
    const auto all = warnings();
    const auto found =
        std::ranges::find_if(all, [](const json& warning) { return warning["subject"] == "Steel Works"; });
    ASSERT_NE(found, all.end());
    EXPECT_EQ((*found)["level"], "red");
    EXPECT_EQ((*found)["reasons"][0], "Anchor enterprise Steel Works has been insolvent since 2026-06-10 (court).");
    EXPECT_NE(get("/lessees/" + lessee, as(Role::Clerk)).body.find("has been insolvent"), std::string::npos);
    close_june();
    for (const auto& p : provisions_of(lessee)) EXPECT_GE(p.stage, Stage::Two) << p.contract.text;
}

TEST_F(WatchList, AnAcknowledgedWarningIsShownAsLookedAt) {
    const auto open = warnings();
    ASSERT_FALSE(open.empty());
    const auto& first = open[0];
    const json said{{"trigger", first["trigger"]},
                    {"subject", first["subject"]},
                    {"since", first["since"]},
                    {"level", first["level"]},
                    {"note", "called them"}};
    ASSERT_EQ(post_json("/api/v1/early-warnings/acknowledgements", said.dump(), as(Role::Risk)).status, 201);
    const auto now_open = warnings();
    EXPECT_EQ(now_open.size(), open.size());
    EXPECT_TRUE(now_open.back()["acknowledged"].get<bool>());
    EXPECT_EQ(now_open.back()["subject"], first["subject"]);
}

TEST_F(WatchList, FormsDoWhatTheApiDoes) {
    const auto lessee = running_lessee();
    const Fields entry{{"lessee", lessee}, {"since", "2026-06-01"}, {"reason", "late filings"}};
    EXPECT_EQ(post_form("/watch-list/new", entry, as(Role::Risk)).status, 303);
    const auto again = post_form("/watch-list/new", entry, as(Role::Risk));
    EXPECT_EQ(again.status, 409);
    EXPECT_NE(again.body.find("is on the watch list since"), std::string::npos);
    const auto page = get("/watch-list", as(Role::Risk));
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("late filings"), std::string::npos);
    EXPECT_NE(get("/lessees/" + lessee, as(Role::Clerk)).body.find("late filings"), std::string::npos);
    EXPECT_EQ(
        post_form("/watch-list/" + lessee + "/end", {{"until", "2026-06-30"}, {"reason", "filed"}}, as(Role::Risk))
            .status,
        303);
    EXPECT_EQ(
        post_form("/watch-list/anchor-events/new",
                  {{"anchor", "Steel Works"}, {"date", "2026-06-10"}, {"kind", "payment_delay"}, {"source", "us"}},
                  as(Role::Risk))
            .status,
        303);
    EXPECT_EQ(post_form("/watch-list/acknowledge",
                        {{"trigger", "days_past_due"}, {"subject", "L-1"}, {"since", "2026-06-10"}, {"level", "amber"}},
                        as(Role::Risk))
                  .status,
              422)
        << "without a note";
    for (const char* form : {"/watch-list/new", "/watch-list/X/end", "/watch-list/acknowledge?subject=L-1",
                             "/watch-list/anchor-events/new", "/watch-list/thresholds"})
        EXPECT_EQ(get(form, as(Role::Risk)).status, 200) << form;
}

TEST_F(WatchList, IsNarrowedByTriggerAndCluster) {
    EXPECT_EQ(get("/watch-list?trigger=days_past_due", as(Role::Auditor)).status, 200);
    EXPECT_EQ(get("/watch-list?trigger=gossip", as(Role::Auditor)).status, 422);
    EXPECT_EQ(get("/watch-list?cluster=NOWHERE", as(Role::Auditor)).status, 422);
    EXPECT_EQ(get("/api/v1/early-warnings?cluster=NOWHERE", as(Role::Auditor)).status, 422);
}

// What is entered minute by minute, and what the reports of a day say of it as it was known at each.
TEST_F(WatchList, IsReportedAsItWasKnown) {
    const auto report = [&](const std::string& name, const std::string& known) {
        const auto answer = get("/api/v1/reports/" + name + "?as_of=2026-07-01" + known, as(Role::Auditor));
        EXPECT_EQ(answer.status, 200) << answer.body;
        const auto whole = json_of(answer);
        return json::array({whole["rows"], whole["total"]});
    };
    std::vector<std::pair<db::Moment, json>> told;
    const auto tell = [&] {
        told.emplace_back(now, json::array({report("watch_list", ""), report("cluster_alerts", "")}));
        now += std::chrono::minutes(1);
    };
    tell();
    const auto lessee = running_lessee();
    ASSERT_EQ(watch(lessee, "2026-06-01", as(Role::Risk)).status, 201);
    tell();
    const auto first = warnings()[0];
    json said{{"note", "called them"}};
    for (const char* field : {"trigger", "subject", "since", "level"}) said[field] = first[field];
    ASSERT_EQ(post_json("/api/v1/early-warnings/acknowledgements", said.dump(), as(Role::Risk)).status, 201);
    tell();
    const json end{{"until", "2026-06-20"}, {"reason", "filed"}};
    ASSERT_EQ(post_json("/api/v1/watch-list/" + lessee + "/end", end.dump(), as(Role::Risk)).status, 200);
    tell();
    set_thresholds_that_alert();
    tell();
    for (std::size_t i = 0; i < told.size(); ++i) {
        const auto known = "&known_at=" + db::moment_text(told[i].first);
        EXPECT_EQ(json::array({report("watch_list", known), report("cluster_alerts", known)}), told[i].second) << i;
        if (i > 0) {
            EXPECT_NE(told[i].second, told[i - 1].second) << i;
        }
    }
    EXPECT_NE(told.back().second[1], told.front().second[1]) << "the alert levels of clusters";
}

TEST_F(WatchList, ThresholdsThatMakeNoSenseAreRefused) {
    auto thresholds = json_of(get("/api/v1/early-warning-thresholds", as(Role::Risk)));
    thresholds["red_days"] = 3;
    EXPECT_EQ(send_json("PUT", "/api/v1/early-warning-thresholds", thresholds.dump(), as(Role::Risk)).status, 422);
    EXPECT_EQ(send_json("PUT", "/api/v1/early-warning-thresholds", thresholds.dump(), as(Role::Clerk)).status, 403);
}

}  // namespace
}  // namespace leasebook::server
