// Curves as they are asked for: by name, day and interpolation, each with the snapshot of its quotes.
#include "db/snapshot_store.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

class CurvesCase : public HouseCase {
protected:
    json curve(const std::string& query = "") {
        const auto answer = get("/api/v1/curves/CNY?as_of=2026-06-30" + query, as(Role::Auditor));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json_of(answer);
    }
    void store(Instrument instrument, const char* tenor, Date on, const char* rate, const char* name = "CNY") {
        const MarketQuote quote{name, instrument, tenor, on, *parse_rate(rate, "rate"), {}};
        database_->write([&](db::Connection& c) { EXPECT_TRUE(db::upsert(c, quote)); });
    }
    json quoted(const json& request) {
        const auto answer = post_json("/api/v1/quotes", request.dump(), as(Role::Auditor));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json_of(answer);
    }
    static json lease() {
        return {{"financed_amount", "1000000.00"},
                {"commencement", "2026-06-30"},
                {"periods", 36},
                {"rate", {{"annual", "0.06"}}}};
    }
    static json floating_lease() {
        auto request = lease();
        request["rate"] = {{"type", "floating"},
                           {"index", "LPR1Y"},
                           {"spread", "0.0120"},
                           {"reset", "quarterly"},
                           {"fixing", "0.0300"}};
        return request;
    }
};

TEST_F(CurvesCase, NameTheirInterpolationAndTakeAnother) {
    EXPECT_EQ(curve()["interpolation"], "log_linear_discount");
    const auto linear = curve("&interpolation=linear_zero");
    EXPECT_EQ(linear["interpolation"], "linear_zero");
    EXPECT_NE(linear["snapshot"], curve()["snapshot"]);
    const auto unknown = get("/api/v1/curves/CNY?as_of=2026-06-30&interpolation=by_eye", as(Role::Auditor));
    EXPECT_EQ(unknown.status, 422);
    EXPECT_NE(unknown.body.find("log_linear_discount, linear_zero, monotonic_log_cubic_discount, flat_forward"),
              std::string::npos);
}

TEST_F(CurvesCase, ThatAreNotKnownAreRefusedWithThoseThatAre) {
    const auto answer = get("/api/v1/curves/JPY?as_of=2026-06-30", as(Role::Auditor));
    EXPECT_EQ(answer.status, 404);
    EXPECT_NE(answer.body.find("There are: CNY, CNY-FR007, USD, EUR."), std::string::npos);
    const auto quote = post_json(
        "/api/v1/market-quotes",
        R"({"curve":"GBP","instrument":"deposit","tenor":"1M","date":"2026-06-30","rate":"0.02"})", as(Role::Finance));
    EXPECT_EQ(quote.status, 422);
    EXPECT_NE(quote.body.find("There are: CNY, CNY-FR007, USD, EUR."), std::string::npos);
}

TEST_F(CurvesCase, OfEveryNameAreMadeFromTheirOwnQuotes) {
    for (const char* name : {"CNY-FR007", "USD", "EUR"}) {
        store(Instrument::Swap, "1Y", date(2026, 6, 30), "0.02", name);
        store(Instrument::Swap, "2Y", date(2026, 6, 30), "0.021", name);
        const auto answer = get("/api/v1/curves/" + std::string(name) + "?as_of=2026-06-30", as(Role::Auditor));
        ASSERT_EQ(answer.status, 200) << answer.body;
        EXPECT_EQ(json_of(answer)["nodes"].size(), 2U);
        EXPECT_FALSE(json_of(answer)["notes"].empty());  // what of the core tenors is missing
        const auto page = get("/curves?curve=" + std::string(name) + "&as_of=2026-06-30", as(Role::Auditor));
        EXPECT_NE(page.body.find("has no quote swap 3Y on 2026-06-30"), std::string::npos) << name;
    }
}

TEST_F(CurvesCase, NameQuotesOfEarlierDaysAndThoseTooOld) {
    store(Instrument::Swap, "6Y", date(2026, 6, 25), "0.023");
    store(Instrument::Swap, "8Y", date(2026, 6, 10), "0.024");
    const auto notes = curve()["notes"].dump();
    EXPECT_NE(notes.find("Quote swap 6Y is of 2026-06-25, older than others of the curve; it is used."),
              std::string::npos)
        << notes;
    EXPECT_NE(notes.find("Quote swap 8Y is of 2026-06-10: too old to be used."), std::string::npos) << notes;
}

TEST_F(CurvesCase, AreKeptAsSnapshotsThatLaterQuotesDoNotAlter) {
    const auto before = curve();
    const auto id = before["snapshot"].get<std::string>();
    const auto kept = json_of(get("/api/v1/curves/snapshots/" + id, as(Role::Auditor)));
    EXPECT_EQ(kept["curve"], "CNY");
    EXPECT_EQ(kept["day"], "2026-06-30");
    EXPECT_GE(kept["quotes"].size(), before["instruments"].size());
    EXPECT_EQ(curve()["snapshot"], id);
    EXPECT_EQ(rows("curve_snapshots"), 1);

    store(Instrument::Swap, "5Y", date(2026, 6, 30), "0.03");
    const auto after = curve();
    EXPECT_NE(after["snapshot"], id);
    EXPECT_NE(after["nodes"], before["nodes"]);
    EXPECT_EQ(json_of(get("/api/v1/curves/snapshots/" + id, as(Role::Auditor))), kept);
    EXPECT_EQ(rows("curve_snapshots"), 2);
    EXPECT_EQ(get("/api/v1/curves/snapshots/0000", as(Role::Auditor)).status, 404);
}

TEST_F(CurvesCase, AreNamedByWhateverIsValuedOnThem) {
    const auto id = curve()["snapshot"].get<std::string>();
    EXPECT_EQ(quoted(lease())["snapshot"], id);
    const auto report = get("/api/v1/reports/exposure?as_of=2026-06-30", as(Role::Auditor));
    EXPECT_NE(report.body.find("Valued on CNY, snapshot " + id + "."), std::string::npos);
    EXPECT_NE(get("/curves?as_of=2026-06-30", as(Role::Auditor)).body.find(id), std::string::npos);
    auto without = lease();
    without["commencement"] = "2015-01-20";
    EXPECT_TRUE(quoted(without)["snapshot"].is_null());
}

TEST_F(CurvesCase, SplitAQuotesPv01OverTheKeyRates) {
    const auto quote = quoted(lease());
    ASSERT_EQ(quote["key_rate_deltas"].size(), 10U);
    EXPECT_EQ(quote["key_rate_deltas"][3]["tenor"], "2Y");
    std::int64_t sum = 0;
    for (const auto& delta : quote["key_rate_deltas"])
        sum += parse_money(delta["value"].get<std::string>(), CNY, "value")->minor_units();
    EXPECT_NEAR(double(sum), double(parse_money(quote["pv01"].get<std::string>(), CNY, "pv01")->minor_units()), 5);
}

TEST_F(CurvesCase, ProjectTheIndexOfAFloatingQuote) {
    const auto quote = quoted(floating_lease());
    EXPECT_EQ(quote["nominal_rate"], "0.0420");
    ASSERT_EQ(quote["resets"].size(), 12U);
    EXPECT_EQ(quote["resets"][0]["index"], "0.0300");
    EXPECT_EQ(quote["resets"][0]["projected"], false);
    EXPECT_EQ(quote["resets"][1]["projected"], true);
    EXPECT_NE(quote["resets"][11]["index"], "0.0300");
    EXPECT_EQ(quote["row_rates"].size(), quote["schedule"].size());
    EXPECT_EQ(quote["schedule"].back()["closing"], "0.00");
    EXPECT_TRUE(quoted(lease())["resets"].empty());
}

TEST_F(CurvesCase, TakeTheFixingThatWasPublished) {
    auto request = floating_lease();
    request["rate"].erase("fixing");
    const auto published = quoted(request)["resets"][0];
    EXPECT_LE(published["published"].get<std::string>(), "2026-06-30");
    request["commencement"] = "2015-01-20";
    const auto refused = post_json("/api/v1/quotes", request.dump(), as(Role::Auditor));
    EXPECT_EQ(fields_of(refused), std::set<std::string>{"rate.fixing"});
}

TEST_F(CurvesCase, RefuseAFloatingRateThatContradictsItself) {
    const auto refused = [&](const json& rate, const std::string& field) {
        auto request = lease();
        request["rate"] = rate;
        const auto answer = post_json("/api/v1/quotes", request.dump(), as(Role::Auditor));
        EXPECT_EQ(answer.status, 422) << rate;
        EXPECT_TRUE(fields_of(answer).contains(field)) << rate << answer.body;
    };
    refused({{"type", "floating"}, {"spread", "0.01"}, {"annual", "0.06"}}, "rate.annual");
    refused({{"type", "floating"}}, "rate.spread");
    refused({{"type", "swinging"}, {"annual", "0.06"}}, "rate.type");
    refused({{"type", "fixed"}, {"annual", "0.06"}, {"cap", "0.07"}}, "rate.cap");
    refused({{"type", "floating"}, {"spread", "0.01"}, {"index", "LIBOR"}}, "rate.index");
    refused({{"type", "floating"}, {"spread", "0.01"}, {"cap", "0.02"}, {"floor", "0.03"}}, "rate.cap");
    auto request = floating_lease();
    request["solve_for"] = "rate";
    request["rent"] = "30000.00";
    EXPECT_EQ(fields_of(post_json("/api/v1/quotes", request.dump(), as(Role::Auditor))),
              std::set<std::string>{"solve_for"});
    request = floating_lease();
    request["target_yield"] = "0.06";
    EXPECT_EQ(fields_of(post_json("/api/v1/quotes", request.dump(), as(Role::Auditor))),
              std::set<std::string>{"target_yield"});
}

TEST_F(CurvesCase, SolveAFloatingQuoteForAnAmount) {
    auto request = floating_lease();
    request["rent"] = "28000.00";
    request["solve_for"] = "balloon";
    request["rate"]["after_reset"] = "keep_rent";
    const auto quote = quoted(request);
    EXPECT_NE(quote["terms"]["balloon"], "0.00");
    EXPECT_EQ(quote["schedule"][0]["rent"], "28000.00");
    EXPECT_EQ(quote["schedule"][30]["rent"], "28000.00");
    EXPECT_EQ(quote["schedule"].size(), 37U);
    EXPECT_EQ(quote["schedule"].back()["closing"], "0.00");
}

TEST_F(CurvesCase, ResetAFloatingRateWithTheRentAfterEachPublication) {
    auto request = floating_lease();
    request["rate"]["reset"] = "next_due_after_publication";
    const auto quote = quoted(request);
    ASSERT_EQ(quote["resets"].size(), 36U);
    EXPECT_EQ(quote["resets"][1]["date"], quote["schedule"][0]["due_date"]);
    EXPECT_LT(quote["resets"][1]["observed"], quote["resets"][1]["date"]);
}

}  // namespace
}  // namespace leasebook::server
