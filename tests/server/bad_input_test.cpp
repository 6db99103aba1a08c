// What is wrong is refused with every field named, and leaves no trace.
#include "tests/server/bad_input_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

const std::vector<std::pair<std::string, std::string>> amounts{{"contracts", "financed_amount"},
                                                               {"contracts", "balloon"},
                                                               {"contracts", "asset_cost"},
                                                               {"quotes", "financed_amount"},
                                                               {"quotes", "upfront_fee"},
                                                               {"quotes", "balloon"},
                                                               {"assets", "cost"},
                                                               {"appraisals", "value"}};

TEST_F(BadInput, NotAnAmountIsRefusedWhereverOneBelongs) {
    for (const auto& [kind, field] : amounts)
        for (const char* text : {"-1.00",
                                 "99999999999999999999",
                                 "99999999999999999999.99",
                                 "NaN",
                                 "nan",
                                 "Infinity",
                                 "-Infinity",
                                 "1e5",
                                 "0x10",
                                 "1.234",
                                 "1,000.00",
                                 ".5",
                                 "5.",
                                 "+5",
                                 " 5",
                                 "5 ",
                                 "１００",
                                 "12abc",
                                 "1 000",
                                 "--5",
                                 "-0x"})
            expect_refused(kind, field, text);
}

TEST_F(BadInput, AnAmountAsAJsonNumberIsRefused) {
    for (const auto& [kind, field] : amounts)
        for (const json& number : {json(1000000), json(0), json(-1), json(1.5)}) {
            auto body = good(kind);
            body[field] = number;
            const auto answer = post(kind, body.dump());
            expect_refused(answer, body.dump());
            EXPECT_TRUE(fields_of(answer).contains(field)) << answer.body;
        }
    expect_refused("quotes", "rate.annual", 0);
    expect_refused("contracts", "annual_rate", 0);
    expect_refused("market-quotes", "rate", 0);
}

TEST_F(BadInput, AnAmountInAListAsAJsonNumberIsRefused) {
    auto body = good("quotes");
    body["structure"] = "custom";
    body["periods"] = 1;
    body["rents"] = json::array({{{"date", "2026-02-15"}, {"amount", 1000000}}});
    const auto answer = post("quotes", body.dump());
    expect_refused(answer, body.dump());
    EXPECT_TRUE(fields_of(answer).contains("rents[0].amount")) << answer.body;
    body = good("quotes");
    body["structure"] = "step";
    body["steps"] = json::array({{{"from_period", 13}, {"factor", 1}}});
    EXPECT_TRUE(fields_of(post("quotes", body.dump())).contains("steps[0].factor"));
}

TEST_F(BadInput, ADayThatDoesNotExistIsRefusedWhereverOneBelongs) {
    for (const auto& [kind, field] : {std::pair{"contracts", "commencement"},
                                      {"contracts", "first_rent_date"},
                                      {"quotes", "commencement"},
                                      {"quotes", "first_rent_date"},
                                      {"assets", "acquired"},
                                      {"appraisals", "date"},
                                      {"market-quotes", "date"}})
        for (const char* text :
             {"2026-02-31", "2026-01-15junk", "2026-1-5", "15.01.2026", "2025-02-29", "1899-12-31", "2200-01-01",
              "0000-00-00", "2026-13-01", "20260115", " 2026-01-15", "２０２６-01-15", "today"})
            expect_refused(kind, field, text);
}

TEST_F(BadInput, AFirstRentBeforeCommencementIsRefused) {
    for (const char* kind : {"contracts", "quotes"})
        for (const char* day : {"2026-01-14", "2026-01-15", "1900-01-01", "2199-12-31"})
            expect_refused(kind, "first_rent_date", day);
}

TEST_F(BadInput, PeriodsThatNoLeaseHasAreRefused) {
    for (const char* kind : {"contracts", "quotes"}) {
        for (const json& number : {json(0), json(-1), json(10'000), json(601), json(9'999'999'999'999), json("36.5"),
                                   json("x"), json("1e2")})
            expect_refused(kind, "periods", number);
        for (const json& number : {json(0), json(-1), json(2), json(13), json(999'999), json("x")}) {
            auto body = good(kind);
            body.erase("first_rent_date");
            body["period_months"] = number;
            const auto answer = post(kind, body.dump());
            expect_refused(answer, body.dump());
            EXPECT_EQ(fields_of(answer), std::set<std::string>{"period_months"}) << answer.body;
        }
    }
}

TEST_F(BadInput, AReferenceThatLeadsNowhereIsRefusedByItsField) {
    expect_refused("lessees", "cluster", "NOWHERE");
    expect_refused("lessees", "industry", "C99");
    expect_refused("contracts", "lessee", "NOBODY");
    expect_refused("contracts", "supplier", "NOBODY");
    expect_refused("contracts", "asset_class", "NOTHING");
    expect_refused("assets", "asset_class", "NOTHING");
    expect_refused("assets", "contract", "L-1900-000001");
    expect_refused("appraisals", "asset", "NOTHING");
}

TEST_F(BadInput, AWordThatIsNoneOfTheChoicesIsRefused) {
    expect_refused("lessees", "grade", "AAAA");
    expect_refused("lessees", "size_class", "huge");
    expect_refused("contracts", "timing", "sometimes");
    expect_refused("contracts", "currency", "QQQ");
    expect_refused("quotes", "structure", "spiral");
    expect_refused("market-quotes", "instrument", "future");
    expect_refused("market-quotes", "tenor", "soon");
    expect_refused("market-quotes", "curve", "MARS");
}

TEST_F(BadInput, TextThatIsNoPlainTextIsRefused) {
    for (const std::string& text :
         {std::string("a\nb"), std::string("a\x01"), std::string(201, 'x'), std::string("   "), std::string("a\x7f")})
        expect_refused("lessees", "name", text);
    for (const char* key : {"a b", "a/b", "..", "a;b", "<script>", "a'b", "%41"})
        expect_refused("lessees", "code", key);
    EXPECT_EQ(post("lessees", "{\"code\":\"N1\",\"name\":\"a\xff\"}").status, 400);
    EXPECT_EQ(stored(), before_);
}

TEST_F(BadInput, AnUnknownFieldIsRefusedByItsName) {
    for (const auto& kind : kinds()) expect_refused(kind, "surprise", "1");
}

TEST_F(BadInput, ANameGivenTwiceIsRefused) {
    for (const auto& kind : kinds()) {
        auto body = good(kind).dump();
        body.insert(1, R"("currency":"CNY","currency":"USD",)");
        expect_refused(post(kind, body), body);
    }
    auto body = good("quotes").dump();
    body.insert(1, R"("rate.annual":"0.01",)");
    expect_refused(post("quotes", body), body);
}

TEST_F(BadInput, WhatIsNoJsonObjectIsRefused) {
    const std::string deep = std::string(100'000, '[');
    std::string nested = "\"x\"";
    for (int i = 0; i < 40; ++i) nested = "{\"a\":" + nested + "}";
    for (const auto& kind : kinds())
        for (const std::string& body :
             {std::string(), std::string("{"), std::string("[]"), std::string("null"), std::string("\"x\""),
              std::string("1"), std::string("{} {}"), std::string("{'a':1}"), std::string("{\"a\":}"),
              std::string("\xEF\xBB\xBF{"), deep, "{\"name\":" + deep, nested, std::string("{\"a\":NaN}"),
              std::string("{\"a\":1e999}"), std::string(1, '\0')}) {
            const auto answer = post(kind, body);
            expect_refused(answer, kind + ": " + body.substr(0, 40));
            EXPECT_EQ(answer.status, 400) << kind << ": " << body.substr(0, 40);
        }
}

TEST_F(BadInput, AnotherContentTypeIs415) {
    for (const auto& kind : kinds())
        for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "application/jsonp",
                                 "multipart/form-data; boundary=x", ""}) {
            const auto who = as(Role::Administrator);
            const auto answer = send("POST", "/api/v1/" + kind, who, good(kind).dump(),
                                     {{"content-type", type}, {"x-csrf-token", who.csrf}});
            expect_refused(answer, kind + " as " + type);
            EXPECT_EQ(answer.status, 415) << kind << " as " << type;
        }
}

TEST_F(BadInput, EverythingWrongIsSaidAtOnce) {
    auto body = good("contracts");
    body["financed_amount"] = "-5.00";
    body["commencement"] = "2026-02-31";
    body["periods"] = 10'000;
    body["annual_rate"] = "2";
    body["balloon"] = "NaN";
    body["timing"] = "sometimes";
    body["surprise"] = "1";
    auto answer = post("contracts", body.dump());
    expect_refused(answer, body.dump());
    EXPECT_EQ(fields_of(answer), (std::set<std::string>{"financed_amount", "commencement", "periods", "annual_rate",
                                                        "balloon", "timing", "surprise"}));

    body = good("contracts");
    body["lessee"] = "NOBODY";
    body["supplier"] = "NOBODY";
    body["asset_class"] = "NOTHING";
    EXPECT_EQ(fields_of(post("contracts", body.dump())), (std::set<std::string>{"lessee", "supplier", "asset_class"}));

    body = good("quotes");
    body["financed_amount"] = "-5.00";
    body["first_rent_date"] = "2026-01-15junk";
    body["periods"] = 0;
    body["upfront_fee"] = "-1.00";
    body["rate"]["annual"] = "7";
    body["rent"] = "100.00";
    answer = post("quotes", body.dump());
    expect_refused(answer, body.dump());
    EXPECT_EQ(fields_of(answer), (std::set<std::string>{"financed_amount", "first_rent_date", "periods", "upfront_fee",
                                                        "rate.annual", "rent"}));

    EXPECT_EQ(fields_of(post("assets", R"({"cost":"-5","acquired":"2026-02-31"})")),
              (std::set<std::string>{"code", "serial_number", "asset_class", "cost", "acquired"}));
    EXPECT_EQ(fields_of(post("market-quotes", R"({"curve":"MARS","tenor":"soon","date":"x","rate":"9"})")),
              (std::set<std::string>{"curve", "tenor", "date", "rate"}));
    EXPECT_EQ(fields_of(post("lessees", "{}")), (std::set<std::string>{"code", "name"}));
    EXPECT_EQ(stored(), before_);
}

TEST_F(BadInput, ALeftOutFirstRentDateIsNotBlamedForABadCommencement) {
    auto body = good("contracts");
    body.erase("first_rent_date");
    body["commencement"] = "2026-02-31";
    EXPECT_EQ(fields_of(post("contracts", body.dump())), std::set<std::string>{"commencement"});
}

TEST_F(BadInput, TheMessageNamesTheFieldAndSaysWhatIsWrong) {
    auto body = good("contracts");
    body["commencement"] = "2026-02-31";
    const auto problem = json_of(post("contracts", body.dump()));
    ASSERT_EQ(problem["errors"].size(), 1U);
    EXPECT_NE(problem["errors"][0]["message"].get<std::string>().find("2026-02-31"), std::string::npos) << problem;
    EXPECT_EQ(problem["title"], "Invalid input");
}

}  // namespace
}  // namespace leasebook::server
