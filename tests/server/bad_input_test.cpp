// What is wrong is refused with every field named, given back as it was typed, and leaves no trace.
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

class BadInput : public HouseCase {
protected:
    BadInput() {
        database_->read([this](db::Connection& c) {
            lessee_ = db::list<Lessee>(c, {"", "", 1}).rows.front().code.text;
            class_ = db::all<AssetClass>(c).front().code.text;
            machine_ = db::list<Asset>(c, {"", "", 1}).rows.front();
        });
    }
    // One good request a route; every test spoils something in it.
    json good(const std::string& kind) const {
        if (kind == "lessees") return {{"code", "NEW1"}, {"name", "New firm"}, {"size_class", "small"}, {"grade", "BBB"}};
        if (kind == "contracts")
            return {{"lessee", lessee_}, {"asset_class", class_}, {"serial_number", "SN-BAD"}, {"currency", "CNY"},
                    {"financed_amount", "1000000.00"}, {"commencement", "2026-01-15"}, {"first_rent_date", "2026-02-15"},
                    {"periods", 36}, {"period_months", 1}, {"annual_rate", "0.06"}};
        if (kind == "quotes")
            return {{"currency", "CNY"}, {"financed_amount", "1000000.00"}, {"commencement", "2026-01-15"},
                    {"first_rent_date", "2026-02-15"}, {"periods", 36}, {"rate", {{"type", "fixed"}, {"annual", "0.06"}}}};
        if (kind == "assets")
            return {{"code", "NEW1"}, {"serial_number", "SN-BAD"}, {"asset_class", class_}, {"currency", "CNY"},
                    {"cost", "500000.00"}, {"acquired", "2026-01-15"}};
        if (kind == "appraisals")
            return {{"asset", machine_.code.text}, {"date", "2026-06-15"}, {"currency", "CNY"}, {"value", "400000.00"}};
        return {{"curve", "CNY"}, {"instrument", "deposit"}, {"tenor", "3M"}, {"date", "2026-06-15"}, {"rate", "0.02"}};
    }
    static std::vector<std::string> kinds() {
        return {"lessees", "contracts", "quotes", "assets", "appraisals", "market-quotes"};
    }
    Response post(const std::string& kind, const std::string& body) { return post_json("/api/v1/" + kind, body, as(Role::Administrator)); }

    std::vector<std::int64_t> stored() {
        return {book_version(), rows("contracts"), rows("contract_events"), rows("lessees"), rows("assets"), rows("appraisals"),
                rows("market_quotes"), rows("audit_log"), rows("idempotency_keys")};
    }
    // Refused with 4xx as a problem document, and nothing stored.
    void expect_refused(const Response& answer, const std::string& what) {
        EXPECT_GE(answer.status, 400) << what;
        EXPECT_LT(answer.status, 500) << what << ": " << answer.body;
        EXPECT_EQ(answer.content_type, "application/problem+json") << what;
        const auto problem = json::parse(answer.body, nullptr, false);
        ASSERT_FALSE(problem.is_discarded()) << what;
        EXPECT_EQ(problem["status"], answer.status) << what;
        EXPECT_FALSE(problem["detail"].get<std::string>().empty()) << what;
        EXPECT_EQ(stored(), before_) << what;
    }
    void expect_refused(const std::string& kind, const std::string& field, const json& value) {
        auto body = good(kind);
        body[field == "rate.annual" ? json::json_pointer("/rate/annual") : json::json_pointer("/" + field)] = value;
        const auto answer = post(kind, body.dump());
        expect_refused(answer, kind + " " + body.dump());
        EXPECT_EQ(fields_of(answer), std::set<std::string>{field}) << kind << " " << value << " " << answer.body;
    }
    // Nothing that was typed may stand in a page as anything but text.
    static bool holds_script(const std::string& page) { return page.find("<script>alert") != std::string::npos; }

    std::string lessee_, class_;
    Asset machine_;
    std::vector<std::int64_t> before_ = stored();
};

const std::vector<std::pair<std::string, std::string>> amounts{
    {"contracts", "financed_amount"}, {"contracts", "balloon"}, {"contracts", "asset_cost"}, {"quotes", "financed_amount"},
    {"quotes", "upfront_fee"}, {"quotes", "balloon"}, {"assets", "cost"}, {"appraisals", "value"}};

TEST_F(BadInput, NotAnAmountIsRefusedWhereverOneBelongs) {
    for (const auto& [kind, field] : amounts)
        for (const char* text : {"-1.00", "99999999999999999999", "99999999999999999999.99", "NaN", "nan", "Infinity", "-Infinity", "1e5",
                                 "0x10", "1.234", "1,000.00", ".5", "5.", "+5", " 5", "5 ", "１００", "12abc", "1 000", "--5", "-0x"})
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
    for (const auto& [kind, field] : {std::pair{"contracts", "commencement"}, {"contracts", "first_rent_date"}, {"quotes", "commencement"},
                                      {"quotes", "first_rent_date"}, {"assets", "acquired"}, {"appraisals", "date"}, {"market-quotes", "date"}})
        for (const char* text : {"2026-02-31", "2026-01-15junk", "2026-1-5", "15.01.2026", "2025-02-29", "1899-12-31", "2200-01-01",
                                 "0000-00-00", "2026-13-01", "20260115", " 2026-01-15", "２０２６-01-15", "today"})
            expect_refused(kind, field, text);
}

TEST_F(BadInput, AFirstRentBeforeCommencementIsRefused) {
    for (const char* kind : {"contracts", "quotes"})
        for (const char* day : {"2026-01-14", "2026-01-15", "1900-01-01", "2199-12-31"}) expect_refused(kind, "first_rent_date", day);
}

TEST_F(BadInput, PeriodsThatNoLeaseHasAreRefused) {
    for (const char* kind : {"contracts", "quotes"}) {
        for (const json& number : {json(0), json(-1), json(10'000), json(601), json(9'999'999'999'999), json("36.5"), json("x"), json("1e2")})
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
    expect_refused("contracts", "currency", "XXX");
    expect_refused("quotes", "structure", "spiral");
    expect_refused("market-quotes", "instrument", "future");
    expect_refused("market-quotes", "tenor", "soon");
    expect_refused("market-quotes", "curve", "MARS");
}

TEST_F(BadInput, TextThatIsNoPlainTextIsRefused) {
    for (const std::string& text : {std::string("a\nb"), std::string("a\x01"), std::string(201, 'x'), std::string("   "), std::string("a\x7f")})
        expect_refused("lessees", "name", text);
    for (const char* key : {"a b", "a/b", "..", "a;b", "<script>", "a'b", "%41"}) expect_refused("lessees", "code", key);
    EXPECT_EQ(post("lessees", "{\"code\":\"N1\",\"name\":\"a\xff\"}").status, 422);
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
        for (const std::string& body : {std::string(), std::string("{"), std::string("[]"), std::string("null"), std::string("\"x\""),
                                        std::string("1"), std::string("{} {}"), std::string("{'a':1}"), std::string("{\"a\":}"),
                                        std::string("\xEF\xBB\xBF{"), deep, "{\"name\":" + deep, nested, std::string("{\"a\":NaN}"),
                                        std::string("{\"a\":1e999}"), std::string(1, '\0')})
            expect_refused(post(kind, body), kind + ": " + body.substr(0, 40));
}

TEST_F(BadInput, AnotherContentTypeIs415) {
    for (const auto& kind : kinds())
        for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "application/jsonp", "multipart/form-data; boundary=x", ""}) {
            const auto who = as(Role::Administrator);
            const auto answer = send("POST", "/api/v1/" + kind, who, good(kind).dump(), {{"content-type", type}, {"x-csrf-token", who.csrf}});
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
    EXPECT_EQ(fields_of(answer), (std::set<std::string>{"financed_amount", "commencement", "periods", "annual_rate", "balloon", "timing", "surprise"}));

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
    EXPECT_EQ(fields_of(answer), (std::set<std::string>{"financed_amount", "first_rent_date", "periods", "upfront_fee", "rate.annual", "rent"}));

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

class BadForm : public BadInput {
protected:
    struct Form {
        std::string path;
        Fields typed;                      // as a person typed it, mistakes and all
        std::vector<std::string> wrong;    // labels that must be named
    };
    std::vector<Form> forms() const {
        const std::string script = "<script>alert(1)</script>";
        return {{"/contracts", {{"lessee", "NOBODY\"><i>"}, {"asset_class", class_}, {"serial_number", script}, {"currency", "CNY"},
                                {"financed_amount", "-5.00"}, {"commencement", "2026-02-31"}, {"periods", "10000"}, {"annual_rate", "6,5"},
                                {"timing", "arrears"}, {"day_count", "MONTHS/12"}},
                 {"lessee", "financed_amount", "commencement", "periods", "annual_rate"}},
                {"/quotes", {{"currency", "CNY"}, {"financed_amount", "NaN"}, {"commencement", "2026-01-15junk"}, {"periods", "0"},
                             {"annual_rate", script}, {"timing", "arrears"}, {"day_count", "MONTHS/12"}, {"upfront_fee", "-1"}},
                 {"financed_amount", "commencement", "periods", "annual_rate", "upfront_fee"}},
                {"/lessees", {{"code", "a b"}, {"name", script}, {"size_class", "huge"}, {"cluster", "a/b"}}, {"code", "size_class", "cluster"}},
                {"/assets", {{"code", "a b"}, {"serial_number", script}, {"asset_class", class_}, {"currency", "CNY"}, {"cost", "99999999999999999999"},
                             {"acquired", "31.02.2026"}}, {"code", "cost", "acquired"}},
                {"/curves", {{"curve", "CNY"}, {"instrument", "deposit"}, {"tenor", "soon\"><i>"}, {"date", "2026-02-31"}, {"rate", "infinite"},
                             {"source", script}}, {"tenor", "date", "rate"}},
                {"/assets/" + machine_.code.text + "/appraisals", {{"date", "2026-02-31"}, {"value", "-1"}, {"source", script}}, {"date", "value"}},
                {"/users", {{"user_name", "a b"}, {"display_name", script}}, {"user_name", "roles"}}};
    }
    static std::string escaped(std::string_view text) {
        std::string out;
        for (const char c : text) {
            if (c == '<') out += "&lt;";
            else if (c == '>') out += "&gt;";
            else if (c == '"') out += "&quot;";
            else if (c == '\'') out += "&#39;";
            else if (c == '&') out += "&amp;";
            else out += c;
        }
        return out;
    }
};

TEST_F(BadForm, IsGivenBackAsItWasWithEveryMistakeNamed) {
    for (const auto& [path, typed, wrong] : forms()) {
        const auto page = post_form(path, typed, as(Role::Administrator));
        EXPECT_EQ(page.status, 422) << path;
        EXPECT_TRUE(page.content_type.starts_with("text/html")) << path;
        for (const auto& [name, value] : typed)
            EXPECT_NE(page.body.find(escaped(value)), std::string::npos) << path << " lost " << name << " = " << value;
        for (const auto& name : wrong) EXPECT_NE(page.body.find("#field-" + name), std::string::npos) << path << " does not name " << name;
        EXPECT_FALSE(holds_script(page.body)) << path;
        EXPECT_EQ(page.body.find("\"><i>"), std::string::npos) << path;
        EXPECT_EQ(stored(), before_) << path;
        EXPECT_EQ(rows("users"), 6) << path;
    }
}

TEST_F(BadForm, OfARevisionIsGivenBackToo) {
    const auto number = database_->read([](db::Connection& c) {
        db::ContractQuery drafts;
        drafts.status = ContractStatus::Draft;
        return db::list_contracts(c, drafts).rows;
    });
    ASSERT_FALSE(number.empty());
    const auto path = "/contracts/" + number.front().number.text + "/revise";
    const auto page = post_form(path, {{"version", "1"}, {"lessee", "<script>alert(1)</script>"}, {"financed_amount", "0"}}, as(Role::Clerk));
    EXPECT_EQ(page.status, 422);
    EXPECT_NE(page.body.find("&lt;script&gt;alert(1)&lt;/script&gt;"), std::string::npos);
    EXPECT_NE(page.body.find("action=\"" + path + "\""), std::string::npos);
    EXPECT_FALSE(holds_script(page.body));
    EXPECT_EQ(stored(), before_);
}

TEST_F(BadForm, AScriptInAStoredNameComesBackAsText) {
    const auto script = std::string("<script>alert(1)</script>");
    ASSERT_EQ(post_form("/lessees", {{"code", "EVIL"}, {"name", script}, {"size_class", "small"}, {"grade", "BBB"}}, as(Role::Clerk)).status, 303);
    for (const char* path : {"/lessees/EVIL", "/lessees", "/lessees?q=script", "/lessees/EVIL/edit", "/search?q=script", "/contracts/new"}) {
        const auto page = get(path, as(Role::Clerk));
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_FALSE(holds_script(page.body)) << path;
    }
    EXPECT_NE(get("/lessees/EVIL", as(Role::Clerk)).body.find(escaped(script)), std::string::npos);
}

TEST_F(BadForm, WhatStandsInTheAddressComesBackAsText) {
    const auto script = url_encoded("\"><script>alert(1)</script>");
    for (const auto& route : corridor_.routes()) {
        if (route.method != "GET" || route.is_api() || route.pattern.find('{') != std::string::npos) continue;
        for (const char* name : {"q", "as_of", "currency", "status", "curve", "lessee", "cluster", "after", "limit", "return_to", "saved"}) {
            const auto page = get(route.pattern + "?" + name + "=" + script, as(Role::Administrator));
            EXPECT_LT(page.status, 500) << route.pattern << " " << name;
            EXPECT_FALSE(holds_script(page.body)) << route.pattern << " " << name;
        }
    }
}

TEST_F(BadForm, ThatIsMalformedIsRefused) {
    const auto who = as(Role::Clerk);
    for (const char* body : {"%", "%zz=1", "name=%f"}) {
        const auto answer = send("POST", "/lessees", who, body, {{"content-type", "application/x-www-form-urlencoded"}, {"x-csrf-token", who.csrf}});
        EXPECT_EQ(answer.status, 422) << body;
    }
    EXPECT_EQ(stored(), before_);
}

}  // namespace
}  // namespace leasebook::server
