// The quote desk: every structure by form, quotes side by side, the price of the risk and its parameters, and leases
// written with any structure.
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

class QuoteDesk : public HouseCase {
protected:
    static json l1() {
        return {{"financed_amount", "1000000.00"},
                {"commencement", "2026-06-05"},
                {"periods", 36},
                {"rate", {{"annual", "0.0600"}}}};
    }
    static json with(json request, const json& more) {
        if (more.is_object()) request.update(more);
        return request;
    }
    static Fields typed(Fields more = {}) {
        Fields fields{{"currency", "CNY"},
                      {"financed_amount", "1,000,000.00"},
                      {"commencement", "2026-06-05"},
                      {"periods", "36"},
                      {"period_months", "1"},
                      {"annual_rate", "6"},
                      {"timing", "arrears"},
                      {"day_count", "MONTHS/12"},
                      {"structure", "level"},
                      {"solve_for", "rent"}};
        for (auto& [name, value] : more) fields[name] = value;
        std::erase_if(fields, [](const auto& field) { return field.second == "-"; });
        return fields;
    }
    std::string preview(Fields more) {
        const auto answer = post_form("/quotes/preview", typed(std::move(more)), as(Role::Clerk));
        EXPECT_EQ(answer.status, 200);
        return answer.body;
    }
    Response risk_price(const json& more) {
        return post_json("/api/v1/quotes/risk-price",
                         with(with(l1(), {{"grade", "BB"}, {"asset_class", "CNC"}}), more).dump(), as(Role::Auditor));
    }
    static std::int64_t cents(const json& text) { return parse_money(text.get<std::string>(), CNY, "")->minor_units(); }
};

TEST_F(QuoteDesk, PricesEveryStructureAsItIsTyped) {
    const std::pair<Fields, const char*> cases[] = {
        {{}, "30,421.94"},                                                                           // EX-B1
        {{{"structure", "linear"}}, "32,777.78"},                                                    // EX-B3
        {{{"structure", "step"}, {"steps", "13 1.05\r\n25\t1.1025"}}, "29,006.70"},                  // EX-B5
        {{{"structure", "interest_only_then_level"}, {"interest_only_periods", "6"}}, "35,978.92"},  // EX-B7
        {{{"structure", "seasonal"}, {"skip_months.2", "2"}, {"skip_months.7", "7"}}, "/a month"},
        {{{"structure", "bullet"}}, "1,005,000.00"},
        {{{"rents_up_front", "2"}}, "/a month"},
        {{{"structure", "custom"},
          {"solve_for", "rate"},
          {"annual_rate", "-"},
          {"periods", "2"},
          {"rents", "2026/7/5\t500,000.00\r\n2026-08-05 510000.00\r\n"}},
         "500,000.00"},
        {{{"solve_for", "rate"}, {"annual_rate", "-"}, {"rent", "30,421.94"}}, "6.0000%"},
        {{{"solve_for", "yield"}, {"annual_rate", "-"}, {"target_yield", "6.1678"}}, "30,421."},
        {{{"solve_for", "balloon"}, {"rent", "27,879.74"}}, "27,879.74"},
        {{{"solve_for", "financed_amount"}, {"financed_amount", "-"}, {"rent", "30421.94"}}, "30,421.94"},
    };
    for (const auto& [fields, text] : cases) {
        const auto body = preview(fields);
        EXPECT_NE(body.find("class=\"hero\""), std::string::npos) << json(fields).dump() << body.substr(0, 900);
        if (*text != '/') EXPECT_NE(body.find(text), std::string::npos) << json(fields).dump() << " " << text;
    }
}

TEST_F(QuoteDesk, NamesWhatDoesNotFitTheStructureInsteadOfLeavingItOut) {
    const auto body = post_form("/quotes",
                                typed({{"structure", "linear"},
                                       {"steps", "13 0.8"},
                                       {"interest_only_periods", "3"},
                                       {"rents_up_front", "2"},
                                       {"skip_months.2", "2"},
                                       {"rents", "2026-07-05 1.00"}}),
                                as(Role::Clerk));
    EXPECT_EQ(body.status, 422);
    for (const char* field : {"steps", "interest_only_periods", "rents_up_front", "skip_months", "rents"})
        EXPECT_NE(body.body.find(std::string("href=\"#field-") + field), std::string::npos) << field;
    const auto unknown = post_json(
        "/api/v1/quotes", with(l1(), {{"solve_for", "balloon"}, {"rent", "27000.00"}, {"balloon", "5.00"}}).dump(),
        as(Role::Auditor));
    EXPECT_EQ(fields_of(unknown), (std::set<std::string>{"balloon"}));
}

TEST_F(QuoteDesk, SaysWhichLineOfAListIsNone) {
    EXPECT_NE(preview({{"structure", "step"}, {"steps", "13 0.80\nlater 0.6"}}).find("Step 2"), std::string::npos);
    EXPECT_NE(preview({{"solve_for", "yield"}, {"annual_rate", "-"}}).find("#field-target_yield"), std::string::npos);
}

TEST_F(QuoteDesk, TakesRentsUpFrontThroughTheApi) {
    const auto quote =
        json_of(post_json("/api/v1/quotes", with(l1(), {{"rents_up_front", 3}}).dump(), as(Role::Auditor)));
    ASSERT_EQ(quote["schedule"].size(), 36U);
    for (int k = 0; k < 3; ++k) EXPECT_EQ(quote["schedule"][static_cast<std::size_t>(k)]["due_date"], "2026-06-05");
    EXPECT_EQ(quote["schedule"].back()["closing"], "0.00");
}

TEST_F(QuoteDesk, ComparesOneToFourQuotesAsEachIsPricedAlone) {
    json many{{"quotes",
               {l1(), with(l1(), {{"structure", "linear"}}),
                with(l1(), {{"structure", "step"}, {"steps", {{{"from_period", 13}, {"factor", "0.80"}}}}})}}};
    const auto answer = json_of(post_json("/api/v1/quotes/compare", many.dump(), as(Role::Auditor)));
    ASSERT_EQ(answer["quotes"].size(), 3U);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(answer["quotes"][i],
                  json_of(post_json("/api/v1/quotes", many["quotes"][i].dump(), as(Role::Auditor))));
}

TEST_F(QuoteDesk, NamesTheQuoteOfAComparisonThatIsWrong) {
    const auto fields = [&](const json& body) {
        const auto answer = post_json("/api/v1/quotes/compare", body.dump(), as(Role::Auditor));
        EXPECT_EQ(answer.status, 422) << body;
        return fields_of(answer);
    };
    EXPECT_EQ(fields({{"quotes", {l1(), with(l1(), {{"periods", 0}})}}}), (std::set<std::string>{"quotes[1].periods"}));
    EXPECT_EQ(fields({{"quotes", {l1(), with(l1(), {{"colour", "red"}})}}}),
              (std::set<std::string>{"quotes[1].colour"}));
    EXPECT_EQ(fields({{"quotes", json::array()}}), (std::set<std::string>{"quotes"}));
    EXPECT_EQ(fields({{"quotes", {l1(), l1(), l1(), l1(), l1()}}}), (std::set<std::string>{"quotes"}));
    EXPECT_EQ(fields(with(l1(), {})).contains("periods"), true);
}

TEST_F(QuoteDesk, CarriesComparedQuotesInTheAddress) {
    const auto first =
        post_form("/quotes/compare", typed({{"structure", "step"}, {"steps", "13 0.80"}}), as(Role::Clerk));
    ASSERT_EQ(first.status, 303);
    const auto address = header_of(first, "Location");
    const auto page = get(address, as(Role::Auditor)).body;  // whoever has the address sees the same
    EXPECT_NE(page.find("Stepped"), std::string::npos) << address;
    auto form = typed({{"structure", "seasonal"}, {"skip_months.2", "2"}});
    const auto query = address.substr(address.find('?') + 1);
    form["quote1"] = parse_form(query)->at("quote1");
    const auto second =
        get(header_of(post_form("/quotes/compare", form, as(Role::Clerk)), "Location"), as(Role::Clerk)).body;
    for (const char* text : {"Stepped", "Seasonal", "class=\"n best\"", "<svg"})
        EXPECT_NE(second.find(text), std::string::npos) << text;
    for (int i = 1; i <= 4; ++i) form["quote" + std::to_string(i)] = form["quote1"];
    EXPECT_EQ(post_form("/quotes/compare", form, as(Role::Clerk)).status, 422) << "a fifth";
    EXPECT_EQ(get("/quotes/compare?quote1=periods%3D<script>", as(Role::Clerk)).body.find("<script>alert"),
              std::string::npos);
}

TEST_F(QuoteDesk, PricesTheRiskInPartsThatAddUp) {
    const auto price = json_of(risk_price({}));
    std::int64_t sum = 0;
    ASSERT_EQ(price["parts"].size(), 4U) << price;
    for (const auto& part : price["parts"]) sum += cents(part["amount"]);
    EXPECT_EQ(sum, cents(price["rent"]));
    EXPECT_EQ(price["parts"][0]["part"], "funding");
    EXPECT_LT(sum, cents(json_of(risk_price({{"grade", "CCC"}}))["rent"]));
    EXPECT_GT(sum, cents(json_of(risk_price({{"sales_million_eur", 5}}))["rent"]));
}

TEST_F(QuoteDesk, RefusesRiskItCannotPriceFieldByField) {
    EXPECT_EQ(fields_of(risk_price({{"asset_class", "NONE"}})), (std::set<std::string>{"asset_class"}));
    EXPECT_EQ(fields_of(risk_price({{"grade", "D"}})), (std::set<std::string>{"grade"}));
    EXPECT_EQ(fields_of(risk_price({{"grade", "Z"}, {"asset_class", nullptr}, {"periods", 0}})),
              (std::set<std::string>{"grade", "asset_class", "periods"}));
}

TEST_F(QuoteDesk, ShowsThePriceOfTheRiskBesideTheQuote) {
    const auto body = preview({{"asset_class", "CNC"}, {"grade", "BB"}});
    for (const char* text : {"Risk-based price", "Expected loss", "Capital charge", "<svg"})
        EXPECT_NE(body.find(text), std::string::npos) << text;
    EXPECT_EQ(preview({}).find("Risk-based price"), std::string::npos) << "without a class there is none";
}

TEST_F(QuoteDesk, LetsFinanceAndRiskSetTheParametersAndNobodyElse) {
    Fields form{{"pd_aaa", "0.03"},
                {"pd_aa", "0.06"},
                {"pd_a", "0.15"},
                {"pd_bbb", "0.4"},
                {"pd_bb", "3"},
                {"pd_b", "6"},
                {"pd_ccc", "20"},
                {"pd_unrated", "3"},
                {"hurdle_rate", "12"},
                {"operating_cost_yearly", "0.4"},
                {"operating_cost_upfront", "0.00"},
                {"lgd_floor", "10"},
                {"forced_sale_haircut", "25"},
                {"selling_cost", "5"},
                {"months_to_sale", "6"}};
    const auto before = cents(json_of(risk_price({}))["rent"]);
    EXPECT_EQ(post_form("/pricing-parameters", form, as(Role::Clerk)).status, 403);
    EXPECT_EQ(post_form("/pricing-parameters", form, as(Role::Risk)).status, 303);
    EXPECT_GT(cents(json_of(risk_price({}))["rent"]), before);
    form["pd_bb"] = "0.2";  // rarer than BBB
    const auto refused = post_form("/pricing-parameters", form, as(Role::Finance));
    EXPECT_EQ(refused.status, 422);
    EXPECT_NE(refused.body.find("field-pd_bb"), std::string::npos);
    EXPECT_EQ(get("/pricing-parameters", as(Role::Auditor)).status, 200);
}

TEST_F(QuoteDesk, WritesALeaseOfAnyStructureWithTheScheduleOfItsQuote) {
    const auto lessee = database_->read([](db::Connection& c) {
        return db::list<Lessee>(c, {"", "", 1}).rows.front().code.text;
    });
    const json plans[] = {json::object(),
                          {{"structure", "step"}, {"steps", "13:1.05;25:1.1025"}},
                          {{"structure", "seasonal"}, {"skip_months", "2;7"}},
                          {{"structure", "interest_only_then_level"}, {"interest_only_periods", 6}},
                          {{"structure", "linear"}},
                          {{"structure", "bullet"}},
                          {{"rents_up_front", 2}}};
    int serial = 0;
    for (const auto& plan : plans) {
        const auto quote = json_of(post_json("/api/v1/quotes", with(l1(), plan).dump(), as(Role::Auditor)));
        auto lease = with(l1(), plan);
        lease.erase("rate");
        lease.update({{"annual_rate", "0.06"},
                      {"lessee", lessee},
                      {"asset_class", "CNC"},
                      {"serial_number", "DESK-" + std::to_string(++serial)}});
        const auto drafted = post_json("/api/v1/contracts", lease.dump(), as(Role::Clerk));
        ASSERT_EQ(drafted.status, 201) << drafted.body;
        const auto number = json_of(drafted)["number"].get<std::string>();
        const auto schedule = json_of(get("/api/v1/contracts/" + number + "/schedule", as(Role::Auditor)));
        ASSERT_EQ(schedule["schedule"].size(), quote["schedule"].size()) << plan;
        for (std::size_t i = 0; i < schedule["schedule"].size(); ++i)
            for (const char* figure : {"due_date", "rent", "interest", "closing"})
                EXPECT_EQ(schedule["schedule"][i][figure], quote["schedule"][i][figure]) << plan << " " << i;
        EXPECT_EQ(json_of(drafted)["rent"], quote["rent"]) << plan;
        EXPECT_EQ(get("/contracts/" + number, as(Role::Clerk)).status, 200);
        EXPECT_EQ(get("/contracts/" + number + "/revise", as(Role::Clerk)).status, 200);
    }
    const auto bad = post_json("/api/v1/contracts",
                               json{{"lessee", lessee},
                                    {"asset_class", "CNC"},
                                    {"serial_number", "DESK-0"},
                                    {"financed_amount", "1000000.00"},
                                    {"commencement", "2026-06-05"},
                                    {"periods", 36},
                                    {"annual_rate", "0.06"},
                                    {"structure", "step"}}
                                   .dump(),
                               as(Role::Clerk));
    EXPECT_EQ(fields_of(bad), (std::set<std::string>{"steps"}));
}

TEST_F(QuoteDesk, TakesWhatWasSolvedForIntoTheLease) {
    const auto page =
        post_form("/contracts/from-quote", typed({{"solve_for", "rate"}, {"annual_rate", "-"}, {"rent", "30,421.94"}}),
                  as(Role::Clerk));
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("name=\"annual_rate\" type=\"text\" value=\"6\""), std::string::npos);
}

}  // namespace
}  // namespace leasebook::server
