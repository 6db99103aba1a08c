// The loss distribution and stress scenarios through every door of the server.
#include "server/risk/loss_runs.h"
#include "server/web/formats.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

class Losses : public HouseCase {
protected:
    json run(const std::string& body = R"({"as_of":"2026-06-30"})") {
        EXPECT_EQ(post_json("/api/v1/risk/runs", body, as(Role::Risk)).status, 202);
        app_.losses.wait();
        return json_of(get("/api/v1/risk/runs/last", as(Role::Auditor)));
    }
    json keep_few_scenarios() {
        auto parameters = json_of(get("/api/v1/risk/parameters", as(Role::Risk)));
        parameters["scenarios"] = 10'000;
        EXPECT_EQ(send_json("PUT", "/api/v1/risk/parameters", parameters.dump(), as(Role::Risk)).status, 200);
        return parameters;
    }
    std::string first_code(const std::string& list) {
        return json_of(get("/api/v1/" + list, as(Role::Auditor)))["items"].at(0)["code"];
    }
    std::string problem_of(const Response& response) { return json_of(response)["detail"]; }
    static std::int64_t cents(const json& text) { return parse_money(text.get<std::string>(), CNY, "")->minor_units(); }
};

TEST_F(Losses, OfTheBookAreKeptWithTheirInputs) {
    keep_few_scenarios();
    const auto first = run();
    EXPECT_EQ(first["figures"]["parameters"]["scenarios"], 10'000);
    EXPECT_GT(cents(first["figures"]["expected_loss"]["value"]), 0);
    EXPECT_GT(cents(first["figures"]["tails"][1]["expected_shortfall"]["value"]),
              cents(first["figures"]["tails"][0]["expected_shortfall"]["value"]));
    const auto again = run();
    EXPECT_EQ(again["figures"], first["figures"]);
    EXPECT_EQ(again["inputs_hash"], first["inputs_hash"]);
    EXPECT_EQ(again["draws_hash"], first["draws_hash"]);
    EXPECT_EQ(json_of(get("/api/v1/risk/runs", as(Role::Auditor)))["items"].size(), 2U);
    EXPECT_EQ(json_of(get("/api/v1/risk/state", as(Role::Auditor)))["running"], false);
}

TEST_F(Losses, ContributionsAddUpToTheExpectedShortfall) {
    keep_few_scenarios();
    const auto figures = run()["figures"];
    for (const char* list : {"clusters", "industries", "largest_lessees"})
        for (const auto& [level, name] : {std::pair{0, "expected_shortfall_99"}, {1, "expected_shortfall_99.9"}}) {
            std::int64_t sum = 0;
            for (const auto& part : figures[list]) sum += cents(part[name]);
            EXPECT_EQ(sum, cents(figures["tails"][level]["expected_shortfall"]["value"])) << list << " " << name;
        }
}

TEST_F(Losses, ExpectedLossAddsUpToTheSameCentHoweverItIsSplit) {
    keep_few_scenarios();
    const auto figures = run()["figures"];
    const auto sum_of = [&](const char* list) {
        std::int64_t sum = 0;
        for (const auto& part : figures[list]) sum += cents(part["expected_loss"]);
        return sum;
    };
    EXPECT_GT(sum_of("clusters"), 0);
    EXPECT_EQ(sum_of("industries"), sum_of("clusters"));
    EXPECT_EQ(sum_of("largest_lessees"), sum_of("clusters"));
}

TEST_F(Losses, ABookWithNothingToLoseIsRefusedWithASentence) {
    EXPECT_EQ(post_json("/api/v1/risk/runs", R"({"as_of":"2001-01-01"})", as(Role::Risk)).status, 202);
    app_.losses.wait();
    const auto state = json_of(get("/api/v1/risk/state", as(Role::Auditor)));
    EXPECT_EQ(state["refused"].at(0), "On 2001-01-01 the book has nothing to lose in CNY.");
    EXPECT_EQ(get("/api/v1/risk/runs/last", as(Role::Auditor)).status, 404);
    EXPECT_EQ(get("/api/v1/risk/runs/x", as(Role::Auditor)).status, 404);
}

TEST_F(Losses, ParametersBelongToRisk) {
    auto parameters = json_of(get("/api/v1/risk/parameters", as(Role::Auditor)));
    EXPECT_EQ(send_json("PUT", "/api/v1/risk/parameters", parameters.dump(), as(Role::Finance)).status, 403);
    parameters["contagion"] = "0.5000";
    EXPECT_EQ(send_json("PUT", "/api/v1/risk/parameters", parameters.dump(), as(Role::Risk)).status, 200);
    EXPECT_EQ(json_of(get("/api/v1/risk/parameters", as(Role::Auditor)))["contagion"], "0.5000");
    parameters["cluster_share"] = "0.9500";
    EXPECT_EQ(problem_of(send_json("PUT", "/api/v1/risk/parameters", parameters.dump(), as(Role::Risk))),
              "Economy, cluster and industry together explain less than 100 %.");
}

TEST_F(Losses, CorrelationsThatContradictEachOtherAreRefusedWithThePair) {
    const auto put = [&](const char* first, const char* second, const char* correlation) {
        return send_json("PUT", "/api/v1/risk/correlations",
                         json{{"first", first}, {"second", second}, {"correlation", correlation}}.dump(),
                         as(Role::Risk));
    };
    EXPECT_EQ(put("C34", "C35", "0.9000").status, 200);
    const auto refused = put("C36", "C34", "-0.9000");
    EXPECT_EQ(refused.status, 422);
    const auto sentence = problem_of(refused);
    EXPECT_TRUE(sentence.starts_with("These correlations contradict each other")) << sentence;
    EXPECT_NE(sentence.find("C34 with C36 cannot be -0.9000"), std::string::npos) << sentence;
    EXPECT_EQ(json_of(get("/api/v1/risk/correlations", as(Role::Auditor)))["items"].size(), 1U);
    EXPECT_EQ(put("C34", "Z99", "0.1000").status, 422);
}

TEST_F(Losses, ACorrelationIsSetOnItsPageAndTakenBack) {
    const auto list = [&] { return get("/risk/correlations", as(Role::Auditor)).body; };
    EXPECT_NE(list().find("No pair has a correlation of its own."), std::string::npos);
    EXPECT_EQ(get("/risk/correlations/new", as(Role::Auditor)).status, 403);
    const Fields pair{{"first", "C35"}, {"second", "C34"}, {"correlation", "90"}};
    EXPECT_EQ(post_form("/risk/correlations", pair, as(Role::Risk)).status, 303);
    EXPECT_NE(list().find("90.00%"), std::string::npos);
    const std::string removal = "/risk/correlations/C34/C35/remove";
    EXPECT_EQ(get(removal, as(Role::Risk)).status, 200);
    EXPECT_EQ(post_form(removal, {}, as(Role::Risk)).status, 303);
    EXPECT_NE(list().find("No pair has a correlation of its own."), std::string::npos);
    const auto again = post_form(removal, {}, as(Role::Risk));
    EXPECT_EQ(again.status, 404);
    EXPECT_NE(again.body.find("have no correlation of their own"), std::string::npos);
}

TEST_F(Losses, ACorrelationTheOthersNeedCannotBeTakenBack) {
    const auto change = [&](const char* method, const std::string& path, const json& body) {
        return send_json(method, "/api/v1/risk/correlations" + path, body.is_null() ? "" : body.dump(), as(Role::Risk));
    };
    const auto put = [&](const char* first, const char* second, const char* correlation) {
        return change("PUT", "", {{"first", first}, {"second", second}, {"correlation", correlation}}).status;
    };
    EXPECT_EQ(put("C34", "C36", "-0.1000"), 200);
    EXPECT_EQ(put("C34", "C35", "-0.1000"), 200);
    EXPECT_EQ(put("C35", "C36", "0.9500"), 200);
    EXPECT_EQ(put("C34", "C35", "-0.0500"), 200) << "the pair is replaced";
    EXPECT_EQ(change("DELETE", "/C34/C35", {}).status, 422) << "30 % and -10 % cannot stand beside 95 %";
    EXPECT_EQ(json_of(get("/api/v1/risk/correlations", as(Role::Auditor)))["items"].size(), 3U);
    EXPECT_EQ(change("DELETE", "/C36/C35", {}).status, 200);
    EXPECT_EQ(change("DELETE", "/C36/C35", {}).status, 404);
    EXPECT_EQ(json_of(get("/api/v1/risk/correlations", as(Role::Auditor)))["items"].size(), 2U);
}

TEST_F(Losses, ANewLeaseShowsItsEffectFromTheLastRun) {
    const json lease{{"lessee", first_code("lessees")}, {"exposure", "1000000.00"}, {"machines", "500000.00"}};
    const auto ask = [&] { return post_json("/api/v1/risk/incremental", lease.dump(), as(Role::Clerk)); };
    EXPECT_EQ(problem_of(ask()), "The loss distribution has not been run yet.");
    keep_few_scenarios();
    const auto figures = run()["figures"];
    const auto effect = json_of(ask());
    EXPECT_EQ(effect["expected_loss_before"], figures["expected_loss"]["value"]);
    EXPECT_GT(cents(effect["expected_loss_after"]), cents(effect["expected_loss_before"]));
    EXPECT_GE(cents(effect["tails"][0]["expected_shortfall_after"]),
              cents(effect["tails"][0]["expected_shortfall_before"]));
    // 500,000 x 0.75 x 0.95 is recovered.
    EXPECT_EQ(effect["loss_on_default"], "643750.00");
    std::filesystem::remove_all(folder_.path / "data" / "risk");
    run();
    EXPECT_EQ(ask().status, 200);
}

TEST_F(Losses, ADraftShowsItsEffectOnItsPage) {
    keep_few_scenarios();
    run();
    const auto drafted = post_json("/api/v1/contracts", lease_json("SN-EFFECT"), as(Role::Clerk));
    const auto page = get("/contracts/" + json_of(drafted)["number"].get<std::string>(), as(Role::Clerk));
    EXPECT_NE(page.body.find("Effect on the loss distribution"), std::string::npos);
}

// Before anything is saved, and the same figures as the API's.
TEST_F(Losses, TheFormShowsWhatTheLeaseWouldAdd) {
    const auto lessee = first_code("lessees");
    Fields typed{{"lessee", lessee},
                 {"asset_class", "CNC"},
                 {"currency", "CNY"},
                 {"asset_cost", "500,000.00"},
                 {"financed_amount", "1,000,000.00"},
                 {"commencement", "2026-07-15"},
                 {"periods", "36"},
                 {"period_months", "1"},
                 {"annual_rate", "6"},
                 {"timing", "arrears"},
                 {"day_count", "MONTHS/12"},
                 {"structure", "level"}};
    const auto preview = [&] { return post_form("/quotes/preview", typed, as(Role::Clerk)).body; };
    EXPECT_EQ(preview().find("Effect on the loss distribution"), std::string::npos) << "nothing was run yet";
    keep_few_scenarios();
    run();
    const json asked{{"lessee", lessee}, {"exposure", "1000000.00"}, {"machines", "500000.00"}};
    const auto effect = json_of(post_json("/api/v1/risk/incremental", asked.dump(), as(Role::Clerk)));
    const auto shown = [](const json& amount) { return money_text(*parse_money(amount.get<std::string>(), CNY, "")); };
    const auto body = preview();
    EXPECT_NE(body.find("Effect on the loss distribution"), std::string::npos);
    EXPECT_NE(body.find("643,750.00 would be lost on default"), std::string::npos) << body;
    for (const char* figure : {"expected_loss_after", "unexpected_loss_after"})
        EXPECT_NE(body.find(shown(effect[figure])), std::string::npos) << figure;
    for (const char* figure : {"value_at_risk_after", "expected_shortfall_after"})
        EXPECT_NE(body.find(shown(effect["tails"][1][figure])), std::string::npos) << figure;
    typed.erase("asset_class");
    EXPECT_NE(preview().find("1,000,000.00 would be lost on default"), std::string::npos) << "no machine secures it";
    typed["lessee"] = "";
    EXPECT_EQ(preview().find("Effect on the loss distribution"), std::string::npos);
}

TEST_F(Losses, DrawsThatWereTamperedWithAreNotUsed) {
    keep_few_scenarios();
    run();
    for (const auto& file : std::filesystem::directory_iterator(folder_.path / "data" / "risk"))
        std::filesystem::resize_file(file, 1'000);
    const json lease{{"lessee", first_code("lessees")}, {"exposure", "1000.00"}};
    EXPECT_EQ(problem_of(post_json("/api/v1/risk/incremental", lease.dump(), as(Role::Clerk))),
              "The draws of the last run are gone. Run the loss distribution again.");
}

TEST_F(Losses, StandOnAPageInBothLanguages) {
    EXPECT_NE(get("/risk", as(Role::Auditor)).body.find("has not been run yet"), std::string::npos);
    keep_few_scenarios();
    run();
    const auto page = get("/risk", as(Role::Auditor));
    EXPECT_EQ(page.status, 200);
    for (const char* text : {"Expected shortfall 99.9%", "Second opinion", "By cluster", "By lessee", "<svg"})
        EXPECT_NE(page.body.find(text), std::string::npos) << text;
    EXPECT_EQ(get("/risk/progress", as(Role::Auditor)).status, 200);
    EXPECT_EQ(get("/risk/parameters", as(Role::Auditor)).status, 200);
}

TEST_F(Losses, AreStartedAndTheirParametersChangedByForm) {
    EXPECT_EQ(post_form("/risk/parameters",
                        {{"economy_share", "15"},
                         {"cluster_share", "10"},
                         {"industry_share", "5"},
                         {"industry_correlation", "30"},
                         {"contagion", "35"},
                         {"anchor_dependence", "60"},
                         {"anchor_default_rate", "1"},
                         {"scenarios", "5000"},
                         {"seed", "7"}},
                        as(Role::Risk))
                  .status,
              303);
    EXPECT_EQ(post_form("/risk/parameters", {{"scenarios", "7"}}, as(Role::Risk)).status, 422);
    EXPECT_EQ(post_form("/risk/runs", {}, as(Role::Risk)).status, 303);
    app_.losses.wait();
    EXPECT_EQ(json_of(get("/api/v1/risk/runs/last", as(Role::Auditor)))["figures"]["parameters"]["seed"], 7);
}

TEST_F(Losses, AStressScenarioIsKeptRunAndRepeatable) {
    const auto cluster = first_code("clusters");
    const json scenario{{"name", "Cluster in trouble"},
                        {"curve_shifts", "all:100"},
                        {"cluster_multipliers", cluster + ":4"},
                        {"residual_falls", "all:0.20"}};
    EXPECT_EQ(post_json("/api/v1/stress-scenarios", scenario.dump(), as(Role::Risk)).status, 201);
    const auto once = [&] {
        return json_of(
            post_json("/api/v1/stress-scenarios/Cluster in trouble/runs", R"({"as_of":"2026-06-30"})", as(Role::Risk)));
    };
    const auto first = once(), second = once();
    EXPECT_EQ(first["result_hash"], second["result_hash"]);
    EXPECT_EQ(first["result"], second["result"]);
    EXPECT_GT(cents(first["result"]["before"]["present_value"]), cents(first["result"]["after"]["present_value"]));
    EXPECT_LT(cents(first["result"]["before"]["expected_loss"]), cents(first["result"]["after"]["expected_loss"]));
    const auto page = get("/stress-runs/2?with=1", as(Role::Auditor));
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("Cluster in trouble (1)"), std::string::npos);
    EXPECT_NE(page.body.find("Cluster in trouble (2)"), std::string::npos);
    EXPECT_EQ(get("/stress-runs/2?with=9", as(Role::Auditor)).status, 404);
    EXPECT_NE(get("/stress", as(Role::Auditor)).body.find("Cluster in trouble"), std::string::npos);
}

TEST_F(Losses, AStressScenarioNamingAnUnknownClusterIsRefused) {
    const auto refused =
        post_json("/api/v1/stress-scenarios",
                  R"({"name":"x","cluster_multipliers":"ATLANTIS:2","anchor_defaults":"Nobody"})", as(Role::Risk));
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(fields_of(refused), (std::set<std::string>{"cluster_multipliers", "anchor_defaults"}));
    EXPECT_EQ(problem_of(refused), "There is no cluster \"ATLANTIS\".");
    EXPECT_EQ(post_json("/api/v1/stress-scenarios/nothing/runs", "{}", as(Role::Risk)).status, 404);
}

TEST_F(Losses, AStressScenarioIsWrittenByForm) {
    EXPECT_EQ(post_form("/stress", {{"name", "Rates up"}, {"curve_shifts", "1Y:50;5Y:150"}}, as(Role::Risk)).status,
              303);
    EXPECT_EQ(get("/stress/Rates up", as(Role::Risk)).status, 200);
    EXPECT_EQ(get("/stress/Rates up/edit", as(Role::Risk)).status, 200);
    const auto run = post_form("/stress/Rates up/runs", {}, as(Role::Risk));
    EXPECT_EQ(run.status, 303);
    EXPECT_EQ(get(header_of(run, "Location"), as(Role::Auditor)).status, 200);
    EXPECT_EQ(post_form("/stress", {{"name", "x"}, {"curve_shifts", "4Y:1"}}, as(Role::Risk)).status, 422);
    EXPECT_EQ(get("/stress/nothing", as(Role::Risk)).status, 404);
}

}  // namespace
}  // namespace leasebook::server
