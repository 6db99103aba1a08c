// A limit is checked before a lease is approved and before it is paid out; a breach needs somebody to let it pass.
#include <algorithm>
#include <regex>

#include "db/watch_store.h"
#include "server/books/close.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class LimitsOfTheHouse : public HouseCase {
protected:
    // On what one lessee owes: on each, or on the one that a test's leases are of.
    void add_limit(const char* amount, const std::string& item = {}) {
        nlohmann::json limit{{"code", "ONE-LESSEE"},
                             {"indicator", "single_lessee"},
                             {"base", "amount"},
                             {"amount", amount},
                             {"valid_from", "2026-01-01"}};
        if (!item.empty()) limit["item"] = item;
        const auto added = post_json("/api/v1/limits", limit.dump(), as(Role::Risk));
        ASSERT_EQ(added.status, 201) << added.body;
    }
    Money used(const std::string& limit, const std::string& item) {
        const auto table = json_of(get("/api/v1/reports/limits", as(Role::Auditor)));
        for (const auto& row : table["rows"])
            if (row["limit"] == limit && row["item"] == item)
                return *parse_money(row["used"].get<std::string>(), CNY, "used");
        return Money::zero(CNY);
    }
    Response override_by(const std::string& number, const Visitor& who) {
        const auto path = "/api/v1/contracts/" + number;
        const auto version = header_of(get(path, as(Role::Auditor)), "ETag");
        return post_json(path + "/override-limits", R"({"reason":"anchor of the cluster"})", who,
                         {{"if-match", version}});
    }
    std::string to_be_approved(const std::string& serial) { return lease(serial, "credit-decision"); }
};

TEST_F(LimitsOfTheHouse, AreSortedByWhatStandsInTheirColumns) {
    add_limit("100000.00");
    const auto page = [&](const std::string& sort) {
        const auto answer = get("/limits?sort=" + sort, as(Role::Risk));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.body;
    };
    // Of each line, what stands in its first column of figures: used.
    const auto used_by = [&](const std::string& sort) {
        const auto body = page(sort);
        const std::regex line("/limits/ONE-LESSEE\">[\\s\\S]*?<td class=\"n\">([0-9,.]+)</td>");
        std::vector<std::int64_t> found;
        for (std::sregex_iterator at(body.begin(), body.end(), line), end; at != end; ++at) {
            auto text = (*at)[1].str();
            std::erase(text, ',');
            found.push_back(parse_money(text, CNY, "")->minor_units());
        }
        return found;
    };
    const auto rising = used_by("used"), falling = used_by("-used");
    ASSERT_GT(rising.size(), 2U);
    EXPECT_LT(rising.front(), rising.back());
    EXPECT_TRUE(std::ranges::is_sorted(rising));
    EXPECT_EQ(falling, std::vector(rising.rbegin(), rising.rend()));
    EXPECT_EQ(used_by("-headroom"), rising) << "the same limit for all: who uses less has more left";
    const auto body = page("-used");
    EXPECT_NE(body.find("aria-sort=\"descending\"><a href=\"/limits?sort=used\">"), std::string::npos) << body;
    EXPECT_NE(body.find("<input type=\"hidden\" name=\"sort\" value=\"-used\">"), std::string::npos);
    EXPECT_EQ(get("/limits?sort=rule", as(Role::Risk)).status, 422);
}

TEST_F(LimitsOfTheHouse, ALeaseWithinThemIsApproved) {
    add_limit("900000000.00");
    EXPECT_EQ(take_step(to_be_approved("SN-LIM-1"), "approve").status, 200);
}

TEST_F(LimitsOfTheHouse, ALeaseThatBreaksOneIsNotApprovedUntilSomebodyLetsItPass) {
    add_limit("100000.00");
    const auto number = to_be_approved("SN-LIM-2");
    const auto refused = take_step(number, "approve");
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(refused.body.find("This lease breaks limit ONE-LESSEE"), std::string::npos) << refused.body;
    EXPECT_EQ(override_by(number, as(Role::Approver)).status, 403) << "has not the right";
    EXPECT_EQ(override_by(number, as(Role::Risk)).status, 200);
    EXPECT_EQ(take_step(number, "approve").status, 200);
    const auto events = json_of(get("/api/v1/contracts/" + number + "/events", as(Role::Auditor)))["events"];
    const auto& approved = events.back();
    EXPECT_EQ(approved["event"], "approved");
    EXPECT_EQ(approved["fields"]["override_by"], "risk");
    EXPECT_EQ(approved["fields"]["override_reason"], "anchor of the cluster");
    EXPECT_EQ(approved["fields"]["overridden_limits"], "ONE-LESSEE");
}

TEST_F(LimitsOfTheHouse, WhoLetItPassDoesNotApproveIt) {
    add_limit("100000.00");
    const auto number = to_be_approved("SN-LIM-3");
    const auto both = person("both", {Role::Risk, Role::Approver});
    EXPECT_EQ(override_by(number, both).status, 200);
    const auto version = header_of(get("/api/v1/contracts/" + number, as(Role::Auditor)), "ETag");
    const auto answer = post_json("/api/v1/contracts/" + number + "/approve", "", both, {{"if-match", version}});
    EXPECT_EQ(answer.status, 403) << answer.body;
    EXPECT_EQ(take_step(number, "approve").status, 200);
}

TEST_F(LimitsOfTheHouse, WhoEnteredItDoesNotLetItPass) {
    add_limit("100000.00");
    const auto both = person("both", {Role::Clerk, Role::Risk});
    const auto drafted = post_json("/api/v1/contracts", lease_json("SN-LIM-4"), both);
    const auto number = json_of(drafted)["number"].get<std::string>();
    walk(number, "credit-decision");
    EXPECT_EQ(override_by(number, both).status, 403);
}

TEST_F(LimitsOfTheHouse, AnOverrideIsOfTheVersionThatWasSeenAndOnlyForABreach) {
    const auto sound = to_be_approved("SN-LIM-5");
    EXPECT_EQ(override_by(sound, as(Role::Risk)).status, 409) << "breaks nothing";
    add_limit("100000.00");
    const auto number = to_be_approved("SN-LIM-6");
    EXPECT_EQ(override_by(number, as(Role::Risk)).status, 200);
    const auto stale = post_json("/api/v1/contracts/" + number + "/override-limits", R"({"reason":"x"})",
                                 as(Role::Risk), {{"if-match", "\"1\""}});
    EXPECT_EQ(stale.status, 409);
}

TEST_F(LimitsOfTheHouse, ALimitSetAfterApprovalStopsThePaymentOut) {
    const auto number = lease("SN-LIM-7", "sign");
    add_limit("100000.00");
    EXPECT_EQ(take_step(number, "disburse").status, 409);
    EXPECT_EQ(override_by(number, as(Role::Risk)).status, 200);
    EXPECT_EQ(take_step(number, "disburse").status, 200);
}

TEST_F(LimitsOfTheHouse, WhatApprovalLetPassIsPaidOut) {
    add_limit("100000.00");
    const auto number = to_be_approved("SN-LIM-8");
    EXPECT_EQ(override_by(number, as(Role::Risk)).status, 200);
    for (const char* step : {"approve", "sign", "disburse"}) EXPECT_EQ(take_step(number, step).status, 200) << step;
}

// The check before the deal and the report afterwards give the same number (K.5).
TEST_F(LimitsOfTheHouse, TheReportFindsWhatTheCheckForetold) {
    add_limit("900000000.00", lessee());
    const auto number = to_be_approved("SN-LIM-9");
    const auto check = json_of(get("/api/v1/contracts/" + number + "/limits", as(Role::Auditor)));
    ASSERT_EQ(check["effects"].size(), 1U) << check.dump();
    const auto foretold = *parse_money(check["effects"][0]["after"]["used"].get<std::string>(), CNY, "");
    EXPECT_EQ(used("ONE-LESSEE", lessee()) + Money::minor(100'000'000, CNY), foretold) << "not committed yet";
    for (const char* step : {"approve", "sign", "disburse"}) ASSERT_EQ(take_step(number, step).status, 200) << step;
    EXPECT_EQ(used("ONE-LESSEE", lessee()), foretold);
    const auto again = json_of(get("/api/v1/contracts/" + number + "/limits", as(Role::Auditor)));
    EXPECT_EQ(again["effects"][0]["after"]["used"], check["effects"][0]["after"]["used"])
        << "a lease that stands in the book is not counted twice";
}

// R-G-05: the alert of the last closed month stops new business, and the next month without one lets it go on.
TEST_F(LimitsOfTheHouse, AClusterAtRedTakesNoNewBusinessUntilSomebodyLetsItPass) {
    const auto cluster = json_of(get("/api/v1/lessees/" + lessee(), as(Role::Auditor)))["cluster"].get<std::string>();
    const auto june = date(2026, 6, 30);
    ASSERT_TRUE(close_period(*database_, {period_of(june), "finance", CNY, [] { return house_noon; }, {}}));
    database_->write([&](db::Connection& c) {
        db::keep_month_end_alerts(c, june, {{"cluster", cluster, "A tenth of the cluster is non-performing."}});
    });
    const auto number = to_be_approved("SN-RED-1");
    const auto refused = take_step(number, "approve");
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(refused.body.find("Cluster " + cluster + " is at alert level red"), std::string::npos) << refused.body;
    EXPECT_NE(refused.body.find("A tenth of the cluster"), std::string::npos) << "says why";
    EXPECT_NE(get("/contracts/" + number, as(Role::Risk)).body.find("takes no new business"), std::string::npos);
    EXPECT_EQ(override_by(number, as(Role::Risk)).status, 200);
    EXPECT_EQ(take_step(number, "approve").status, 200);
    EXPECT_EQ(take_step(number, "sign").status, 200);
    EXPECT_EQ(take_step(number, "disburse").status, 200) << "what approval let pass is paid out";
    database_->write([&](db::Connection& c) { db::keep_month_end_alerts(c, june, {}); });
    EXPECT_EQ(take_step(to_be_approved("SN-RED-2"), "approve").status, 200);
}

TEST_F(LimitsOfTheHouse, FormAndPageShowWhatTheLeaseDoes) {
    add_limit("100000.00");
    const auto number = to_be_approved("SN-LIM-10");
    const auto page = get("/contracts/" + number, as(Role::Risk)).body;
    EXPECT_NE(page.find("What this lease does to the limits"), std::string::npos);
    EXPECT_NE(page.find("/override-limits"), std::string::npos);
    const Fields typed{{"lessee", lessee()},
                       {"asset_class", asset_class()},
                       {"currency", "CNY"},
                       {"financed_amount", "1,000,000.00"},
                       {"commencement", "2026-07-15"},
                       {"periods", "36"},
                       {"period_months", "1"},
                       {"annual_rate", "6"},
                       {"timing", "arrears"},
                       {"day_count", "MONTHS/12"},
                       {"structure", "level"}};
    const auto preview = post_form("/quotes/preview", typed, as(Role::Clerk)).body;
    EXPECT_NE(preview.find("ONE-LESSEE"), std::string::npos) << preview.substr(0, 2000);
}

TEST_F(LimitsOfTheHouse, PresetsAreLoadedOnceByWhoMayEditLimits) {
    const std::string rules = R"({"lessor":"financial_leasing_co"})";
    EXPECT_EQ(post_json("/api/v1/limits/preset", rules, as(Role::Clerk)).status, 403);
    EXPECT_EQ(json_of(post_json("/api/v1/limits/preset", rules, as(Role::Administrator)))["added"], 5);
    EXPECT_EQ(json_of(post_json("/api/v1/limits/preset", rules, as(Role::Risk)))["added"], 0);
    EXPECT_EQ(post_form("/limits/preset", {{"lessor", "finance_lease_co"}}, as(Role::Risk)).status, 303);
    EXPECT_EQ(rows("limits"), 12);
    EXPECT_EQ(post_json("/api/v1/limits/preset", R"({"lessor":"bank"})", as(Role::Risk)).status, 422);
    const auto page = get("/limits", as(Role::Auditor));
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("FLC-LESSEE"), std::string::npos);
}

TEST_F(LimitsOfTheHouse, AreMeasuredByNetCapitalOfTheLastQuartersEnd) {
    ASSERT_EQ(post_json("/api/v1/limits/preset", R"({"lessor":"financial_leasing_co"})", as(Role::Risk)).status, 200);
    const auto refused =
        post_json("/api/v1/company-figures",
                  R"({"code":"Q2","date":"2026-06-30","net_capital":"0.00","net_assets":"0.00"})", as(Role::Risk));
    EXPECT_EQ(refused.status, 422);
    const auto added = post_json(
        "/api/v1/company-figures",
        R"({"code":"Q2","date":"2026-06-30","net_capital":"1000000.00","net_assets":"1200000.00"})", as(Role::Risk));
    ASSERT_EQ(added.status, 201) << added.body;
    const auto table = json_of(get("/api/v1/reports/limits", as(Role::Auditor)));
    const auto& lines = table["rows"];
    const auto found =
        std::find_if(lines.begin(), lines.end(), [](const auto& line) { return line["limit"] == "FLC-LESSEE"; });
    ASSERT_NE(found, lines.end());
    const auto& row = *found;
    EXPECT_EQ(row["base_amount"], "1000000.00");
    EXPECT_EQ(row["allowed"], "300000.00");
    EXPECT_EQ(row["status"], "breach");
}

TEST_F(LimitsOfTheHouse, AreImportedWithTheCompanysFiguresAndCollateral) {
    const auto import = [&](const char* kind, const std::string& csv) {
        return send("POST", std::string("/api/v1/imports/") + kind, as(Role::Risk), csv,
                    {{"content-type", "text/csv"}, {"x-csrf-token", as(Role::Risk).csrf}});
    };
    EXPECT_LT(import("limits", "code,indicator,share,valid_from\nC-1,cluster,0.25,2026-01-01\n").status, 300);
    EXPECT_LT(import("company-figures", "code,date,net_capital,net_assets\nQ2,2026-06-30,1000.00,1000.00\n").status,
              300);
    const auto twice = import("limits", "code,indicator,share,valid_from\nC-1,cluster,0.25,2026-01-01\n");
    EXPECT_EQ(twice.status, 422) << twice.body;
    const auto nobody = import("collaterals", "code,lessee,value,haircut,since\nM-1,NOBODY,5.00,0.3,2026-01-01\n");
    EXPECT_NE(nobody.body.find("NOBODY"), std::string::npos);
}

}  // namespace
}  // namespace leasebook::server
