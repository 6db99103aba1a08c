// Residual values as people meet them: curves, reviews and their decisions, machines that come back, the pages.
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

class Residuals : public HouseCase {
protected:
    json items(const std::string& target) { return json_of(get("/api/v1" + target, as(Role::Auditor)))["items"]; }
    Response post(const std::string& target, const json& body, const Visitor& who) {
        return post_json("/api/v1" + target, body.dump(), who);
    }
    // At least two: machines of leases with residuals are found to be worth little, and a review is run.
    json proposed() {
        const auto report = json_of(get("/api/v1/reports/residuals?as_of=2026-06-30", as(Role::Auditor)));
        int appraised = 0;
        for (const auto& row : report["rows"]) {
            if (row["unguaranteed"] == "0.00" || appraised == 3) continue;
            const auto machines = database_->read(
                [&](db::Connection& c) { return db::assets_of(c, {row["contract"].get<std::string>()}); });
            for (const auto& machine : machines)
                EXPECT_EQ(
                    post("/appraisals", {{"asset", machine.code.text}, {"date", "2026-06-30"}, {"value", "1000.00"}},
                         as(Role::Risk))
                        .status,
                    201);
            ++appraised;
        }
        EXPECT_EQ(post("/impairments/review", json::object(), as(Role::Risk)).status, 200);
        return items("/impairments?status=proposed");
    }
    std::string machine_of(const std::string& number) {
        return database_->read([&](db::Connection& c) { return db::assets_of(c, {number}).front().code.text; });
    }
};

TEST_F(Residuals, AnAssetKeepsEveryChangeOfItself) {
    const auto code = items("/assets").at(0)["code"].get<std::string>();
    auto asset = json_of(get("/api/v1/assets/" + code, as(Role::Auditor)));
    asset["location"] = "Wuxi, hall 2";
    asset["condition"] = "C";
    EXPECT_EQ(send_json("PUT", "/api/v1/assets/" + code, asset.dump(), as(Role::Clerk)).status, 200);
    const auto history = items("/assets/" + code + "/history");
    ASSERT_EQ(history.size(), 3U) << history;
    for (const auto i : {0, 1}) {
        EXPECT_EQ(history[i]["changed_by"], "clerk");
        EXPECT_TRUE(history[i]["field"] == "location" || history[i]["field"] == "condition");
    }
    EXPECT_EQ(history[2]["field"], "code") << "the entry that opens it";
    EXPECT_EQ(history[2]["after"], code);
    EXPECT_EQ(history[2]["changed_by"], "demo");
    const auto page = get("/assets/" + code, as(Role::Auditor));
    EXPECT_NE(page.body.find("Wuxi, hall 2"), std::string::npos);
}

// R-F-01.
TEST_F(Residuals, AGuaranteeNamesItsGuarantorAndLastsAsLongAsTheLease) {
    auto entry = json::parse(lease_json("SN-GUARANTEE"));
    entry["guaranteed_residual"] = "100000.00";
    entry["residual_guarantor"] = "vendor";
    entry["guarantee_trigger"] = "the machine fetches less at the term's end";
    entry["guarantee_until"] = "2028-12-31";
    const auto draft = [&] { return post("/contracts", entry, as(Role::Clerk)); };
    const auto refused = draft();
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(fields_of(refused), (std::set<std::string>{"guarantor_name", "guarantee_until"}));
    entry["guarantor_name"] = "Dongfang Machine Tools";
    entry["guarantee_until"] = "2029-03-31";
    const auto drafted = draft();
    ASSERT_EQ(drafted.status, 201) << drafted.body;
    const auto number = json_of(drafted)["number"].get<std::string>();
    EXPECT_EQ(json_of(get("/api/v1/contracts/" + number, as(Role::Auditor)))["residual_guarantor"], "vendor");
    walk(number);
    for (const auto& path : {"/contracts/" + number, "/residuals/" + number}) {
        const auto page = get(path, as(Role::Auditor)).body;
        EXPECT_NE(page.find("Dongfang Machine Tools"), std::string::npos) << path;
        EXPECT_NE(page.find("31 Mar 2029"), std::string::npos) << path;
    }
}

TEST_F(Residuals, PapersThatContradictThemselvesAreRefused) {
    const auto code = items("/assets").at(0)["code"].get<std::string>();
    auto asset = json_of(get("/api/v1/assets/" + code, as(Role::Auditor)));
    asset["usage"] = 100;
    asset["usage_unit"] = nullptr;
    asset["insured_until"] = "2027-01-01";
    asset["insurer"] = nullptr;
    asset["year_made"] = 2031;
    const auto refused = send_json("PUT", "/api/v1/assets/" + code, asset.dump(), as(Role::Clerk));
    EXPECT_EQ(refused.status, 422);
    for (const char* field : {"usage_unit", "insurer", "year_made"})
        EXPECT_TRUE(fields_of(refused).contains(field)) << field;
}

TEST_F(Residuals, AFitIsAcceptedByAPersonAndThenInForce) {
    const auto fit = json_of(get("/api/v1/asset-classes/CNC/fit", as(Role::Auditor)));
    EXPECT_GT(fit["sales"], 100);
    const auto accepted = post("/asset-classes/CNC/fit/accept", json::object(), as(Role::Risk));
    ASSERT_EQ(accepted.status, 201) << accepted.body;
    const auto curve = items("/asset-classes/CNC/curves");
    EXPECT_EQ(curve.at(0)["valid_from"], "2026-07-01");
    EXPECT_EQ(curve.at(0)["share"], fit["points"].at(1)["share"]);
    EXPECT_EQ(post("/asset-classes/CNC/fit/accept", json::object(), as(Role::Risk)).status, 409);
    EXPECT_EQ(post("/asset-classes/MEDICAL/fit/accept", json::object(), as(Role::Risk)).status, 404);
}

TEST_F(Residuals, ACurveIsEnteredPointByPoint) {
    const json good{{"valid_from", "2026-07-01"}, {"points", "12:0.90;24:0.85"}, {"source", "list"}};
    const auto entered = post("/asset-classes/CNC/curves", good, as(Role::Risk));
    ASSERT_EQ(entered.status, 201) << entered.body;
    EXPECT_EQ(json_of(entered)["items"].size(), 2U);
    EXPECT_EQ(post("/asset-classes/CNC/curves", good, as(Role::Risk)).status, 409);
    for (const char* points : {"12", "12:x", "24:0.8;12:0.9", "12:0", "-1:0.5", ""}) {
        auto bad = good;
        bad["valid_from"] = "2026-08-01";
        bad["points"] = points;
        const auto refused = post("/asset-classes/CNC/curves", bad, as(Role::Risk));
        EXPECT_EQ(refused.status, 422) << points << refused.body;
        EXPECT_TRUE(fields_of(refused).contains("points")) << points;
    }
}

TEST_F(Residuals, AnAcceptedImpairmentIsBookedAndARejectedOneStaysOnRecord) {
    const auto proposals = proposed();
    ASSERT_GE(proposals.size(), 2U);
    const auto first = "/impairments/" + std::to_string(proposals.at(0)["id"].get<int>());
    const auto number = proposals.at(0)["contract"].get<std::string>();
    const auto accepted = post(first + "/accept", {{"reason", "market fell"}}, as(Role::Approver));
    ASSERT_EQ(accepted.status, 200) << accepted.body;
    EXPECT_EQ(json_of(accepted)["status"], "accepted");
    EXPECT_EQ(json_of(accepted)["decided_by"], "approver");
    const auto events = json_of(get("/api/v1/contracts/" + number + "/events", as(Role::Auditor)))["events"];
    EXPECT_EQ(events.back()["event"], "residual_impaired");
    EXPECT_EQ(events.back()["fields"]["reduction"], proposals.at(0)["reduction"]);
    EXPECT_EQ(post(first + "/accept", {{"reason", "again"}}, as(Role::Approver)).status, 409);

    const auto second = "/impairments/" + std::to_string(proposals.at(1)["id"].get<int>());
    const auto rejected = post(second + "/reject", {{"reason", "an appraisal is on its way"}}, as(Role::Approver));
    EXPECT_EQ(json_of(rejected)["status"], "rejected");
    EXPECT_EQ(items("/impairments?status=rejected").at(0)["reason"], "an appraisal is on its way");
}

TEST_F(Residuals, WhoRanTheReviewDoesNotDecideOnIt) {
    proposed();
    const auto both = person("both", {Role::Risk, Role::Approver});
    const auto reviewed = post("/impairments/review", json::object(), both);
    ASSERT_EQ(reviewed.status, 200) << reviewed.body;
    const auto proposal = items("/impairments?status=proposed").at(0);
    EXPECT_EQ(proposal["proposed_by"], "both");
    const auto path = "/impairments/" + std::to_string(proposal["id"].get<int>());
    EXPECT_EQ(post(path + "/accept", {{"reason", "fine"}}, both).status, 403);
    EXPECT_EQ(post(path + "/accept", json::object(), as(Role::Approver)).status, 422) << "a reason is asked for";
}

TEST_F(Residuals, AReviewRenewsWhatWaitsAndRespectsWhatWasRejected) {
    const auto proposals = proposed();
    const auto id = proposals.at(0)["id"].get<int>();
    post("/impairments/" + std::to_string(id) + "/reject", {{"reason", "temporary"}}, as(Role::Approver));
    const auto once = json_of(post("/impairments/review", json::object(), as(Role::Risk)));
    const auto twice = json_of(post("/impairments/review", json::object(), as(Role::Risk)));
    EXPECT_EQ(twice["proposed"], 0) << "nothing is proposed twice";
    EXPECT_EQ(once["renewed"].get<std::size_t>(), proposals.size() - 1);
}

TEST_F(Residuals, AMachineComesBackIsStoredOfferedAndSold) {
    const auto number = ended_lease("SN-BACK-1");
    const auto machine = machine_of(number);
    EXPECT_EQ(
        post("/assets/" + machine + "/remarketing", {{"date", "2026-06-20"}, {"action", "store"}}, as(Role::Clerk))
            .status,
        409)
        << "it has not come back yet";
    const auto waiting = [&] {
        const auto report = json_of(get("/api/v1/reports/off_lease?as_of=2026-07-01", as(Role::Auditor)));
        return std::ranges::count(report["rows"], json(machine), [](const json& r) { return r["asset"]; });
    };
    EXPECT_EQ(waiting(), 0);
    ASSERT_EQ(returned_machine(number), machine);
    EXPECT_EQ(waiting(), 1) << "the book in memory follows the return";
    const auto step = [&](const json& body) {
        return post("/assets/" + machine + "/remarketing", body, as(Role::Clerk));
    };
    EXPECT_EQ(step({{"date", "2026-06-16"}, {"action", "store"}, {"place", "Yard 3"}}).status, 201);
    EXPECT_EQ(step({{"date", "2026-06-17"}, {"action", "pay_costs"}, {"amount", "2000.00"}}).status, 201);
    EXPECT_EQ(step({{"date", "2026-06-15"}, {"action", "store"}}).status, 422) << "before the step before it";
    EXPECT_EQ(step({{"date", "2026-07-02"}, {"action", "store"}}).status, 422) << "ahead of today";
    const auto offered =
        step({{"date", "2026-06-18"}, {"action", "offer"}, {"amount", "310000.00"}, {"channel", "auction"}});
    EXPECT_EQ(json_of(offered)["state"], "offered");
    EXPECT_EQ(json_of(offered)["costs"], "2000.00");

    const auto sold = change_lease(number, {{"kind", "asset_sale"},
                                            {"effective_date", "2026-06-25"},
                                            {"price", "300000.00"},
                                            {"costs", "3000.00"},
                                            {"buyer", "Dealer"},
                                            {"asset", machine},
                                            {"channel", "auction"}});
    ASSERT_EQ(sold.status, 200) << sold.body;
    const auto state = json_of(get("/api/v1/assets/" + machine + "/remarketing", as(Role::Auditor)));
    EXPECT_EQ(state["state"], "sold");
    EXPECT_EQ(state["costs"], "5000.00");
    EXPECT_EQ(state["gain"], "35000.00") << "EX-F3";
    EXPECT_EQ(state["days_off_lease"], 10);
    const auto report = json_of(get("/api/v1/reports/disposals?as_of=2026-06-30", as(Role::Auditor)));
    const auto row = std::ranges::find(report["rows"], json(machine), [](const json& r) { return r["asset"]; });
    ASSERT_NE(row, report["rows"].end());
    EXPECT_EQ((*row)["gain"], "35000.00");
    EXPECT_EQ(step({{"date", "2026-06-26"}, {"action", "store"}}).status, 409) << "it is sold";
    EXPECT_EQ(waiting(), 0) << "and the sale";
}

TEST_F(Residuals, HaveTheirPages) {
    const auto first = proposed().at(0);
    const auto proposal = std::to_string(first["id"].get<int>());
    const auto number = first["contract"].get<std::string>();
    for (const auto& path :
         {std::string("/residuals"), std::string("/residuals/maturities"), std::string("/residuals/off-lease"),
          "/residuals/" + number, std::string("/impairments"), std::string("/impairments?status=all"),
          "/impairments/" + proposal, std::string("/asset-classes/CNC"), std::string("/asset-classes/MEDICAL")}) {
        const auto page = get(path, as(Role::Risk));
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_NE(page.body.find("<h1>"), std::string::npos) << path;
    }
    EXPECT_EQ(get("/asset-classes/CNC/curves/new", as(Role::Risk)).status, 200);
    EXPECT_EQ(get("/residuals/NONE", as(Role::Risk)).status, 404);
    EXPECT_EQ(get("/impairments/999999", as(Role::Risk)).status, 404);
    EXPECT_EQ(get("/asset-classes/NONE", as(Role::Risk)).status, 404);
}

TEST_F(Residuals, ADecisionOnThePageNeedsItsReason) {
    const auto proposal = std::to_string(proposed().at(0)["id"].get<int>());
    const auto path = "/impairments/" + proposal;
    const auto page = get(path, as(Role::Approver));
    EXPECT_NE(page.body.find("name=\"decision\""), std::string::npos);
    EXPECT_EQ(get(path, as(Role::Risk)).body.find("name=\"decision\""), std::string::npos) << "not their decision";
    EXPECT_EQ(post_form(path, {{"decision", "accept"}}, as(Role::Approver)).status, 422);
    EXPECT_EQ(post_form(path, {{"reason", "x"}}, as(Role::Approver)).status, 422);
    EXPECT_EQ(post_form(path, {{"decision", "reject"}, {"reason", "temporary"}}, as(Role::Approver)).status, 303);
}

}  // namespace
}  // namespace leasebook::server
