// The quote as design and API document promise it: exact names, exact cents, nothing stored.
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

class QuoteApi : public HouseCase {
protected:
    // L1 of the domain rules: 1,000,000.00 at 6 %, 36 monthly rents in arrears.
    static json l1() {
        return {{"currency", "CNY"},
                {"financed_amount", "1000000.00"},
                {"commencement", "2025-01-20"},
                {"first_rent_date", "2025-02-20"},
                {"periods", 36},
                {"period_months", 1},
                {"timing", "arrears"},
                {"structure", "level"},
                {"day_count", "MONTHS/12"},
                {"rate", {{"type", "fixed"}, {"annual", "0.0600"}}},
                {"solve_for", "rent"}};
    }
    Response post(const json& request) { return post_json("/api/v1/quotes", request.dump(), as(Role::Auditor)); }
    json priced(const json& request) {
        const auto answer = post(request);
        EXPECT_EQ(answer.status, 200) << request << "\n" << answer.body;
        return answer.status == 200 ? json_of(answer) : json();
    }
    static Money amount(const json& text) { return *parse_money(text.get<std::string>(), CNY, "amount"); }

    // opening − principal = closing, interest + principal = rent, each opening the closing before it, last closing 0.
    static void expect_sums_hold(const json& quote) {
        const auto zero = Money::zero(CNY);
        Money rent = zero, interest = zero, principal = zero;
        std::optional<Money> before;
        for (const auto& row : quote["schedule"]) {
            EXPECT_EQ(amount(row["opening"]) - amount(row["principal"]), amount(row["closing"])) << row;
            EXPECT_EQ(amount(row["interest"]) + amount(row["principal"]), amount(row["rent"])) << row;
            if (before) EXPECT_EQ(amount(row["opening"]), *before) << row;
            before = amount(row["closing"]);
            rent += amount(row["rent"]);
            interest += amount(row["interest"]);
            principal += amount(row["principal"]);
        }
        EXPECT_EQ(before, zero);
        EXPECT_EQ(amount(quote["totals"]["rent"]), rent);
        EXPECT_EQ(amount(quote["totals"]["interest"]), interest);
        EXPECT_EQ(amount(quote["totals"]["principal"]), principal);
        EXPECT_EQ(amount(quote["terms"]["financed_amount"]), principal);
    }
    static void expect_row(const json& row, int number, const char* due, const char* opening, const char* rent,
                           const char* interest, const char* principal, const char* closing) {
        const json expected{{"number", number},   {"due_date", due},      {"opening", opening},
                            {"rent", rent},       {"interest", interest}, {"principal", principal},
                            {"closing", closing}, {"kind", "rent"},       {"pay_date", due}};
        EXPECT_EQ(row, expected);
    }
    void expect_refused(const json& request, const std::string& field, const std::string& sentence) {
        const auto answer = post(request);
        EXPECT_EQ(answer.status, 422) << request;
        bool said = false;
        const auto problem = json_of(answer);
        for (const auto& error : problem["errors"])
            said = said || (error["field"] == field && error["message"] == sentence);
        EXPECT_TRUE(said) << field << ": " << sentence << "\n" << answer.body;
    }
};

TEST_F(QuoteApi, GivesTheRowsOfTheReferenceLeaseToTheCent) {  // EX-B1
    const auto quote = priced(l1());
    EXPECT_EQ(quote["rent"], "30421.94");
    ASSERT_EQ(quote["schedule"].size(), 36U);
    const auto& rows = quote["schedule"];
    expect_row(rows[0], 1, "2025-02-20", "1000000.00", "30421.94", "5000.00", "25421.94", "974578.06");
    expect_row(rows[1], 2, "2025-03-20", "974578.06", "30421.94", "4872.89", "25549.05", "949029.01");
    expect_row(rows[11], 12, "2026-01-20", "713261.70", "30421.94", "3566.31", "26855.63", "686406.07");
    expect_row(rows[23], 24, "2027-01-20", "381982.38", "30421.94", "1909.91", "28512.03", "353470.35");
    expect_row(rows[35], 36, "2028-01-20", "30270.48", "30421.83", "151.35", "30270.48", "0.00");
    EXPECT_EQ(quote["totals"], (json{{"rent", "1095189.73"}, {"interest", "95189.73"}, {"principal", "1000000.00"}}));
    EXPECT_EQ(quote["nominal_rate"], "0.0600");
    EXPECT_NEAR(std::stod(quote["irr_periodic"].get<std::string>()), 0.005, 1e-7);
    expect_sums_hold(quote);
}

TEST_F(QuoteApi, ShowsABalloonAsARowOfItsOwn) {  // EX-B4
    auto request = l1();
    request["balloon"] = "100000.00";
    const auto quote = priced(request);
    EXPECT_EQ(quote["rent"], "27879.74");
    ASSERT_EQ(quote["schedule"].size(), 37U);
    EXPECT_EQ(quote["schedule"][35]["rent"], "27879.90");
    EXPECT_EQ(quote["schedule"][36]["kind"], "balloon");
    EXPECT_EQ(quote["schedule"][36]["rent"], "100000.00");
    EXPECT_EQ(quote["totals"]["interest"], "103670.80");
    expect_sums_hold(quote);
    request["timing"] = "advance";
    request["first_rent_date"] = "2025-01-20";
    const auto advance = priced(request);
    EXPECT_EQ(advance["rent"], "27741.04");
    expect_sums_hold(advance);
}

TEST_F(QuoteApi, HasExactlyTheMembersOfTheDesign) {
    const auto quote = priced(l1());
    for (const char* name : {"schedule", "totals", "nominal_rate", "implicit_rate", "irr_periodic", "npv", "pv01",
                             "modified_duration", "weighted_average_life", "spread_over_curve", "warnings"})
        EXPECT_TRUE(quote.contains(name)) << name;
}

TEST_F(QuoteApi, TakesTheDefaultOfWhatIsLeftOut) {
    const auto quote = priced({{"financed_amount", "1000000.00"},
                               {"commencement", "2025-01-20"},
                               {"periods", 36},
                               {"rate", {{"annual", "0.06"}}}});
    EXPECT_EQ(quote["schedule"], priced(l1())["schedule"]);
}

TEST_F(QuoteApi, PricesEveryStructure) {
    const auto with = [](json changes) {
        auto request = l1();
        request.update(changes);
        return request;
    };
    const std::vector<std::pair<json, const char*>> cases{
        {with({{"structure", "linear"}}), "32777.78"},  // EX-B3
        {with({{"structure", "step"},
               {"steps", {{{"from_period", 13}, {"factor", "1.05"}}, {{"from_period", 25}, {"factor", "1.1025"}}}}}),
         "29006.70"},                                                                                   // EX-B5
        {with({{"structure", "interest_only_then_level"}, {"interest_only_periods", 6}}), "35978.92"},  // EX-B7
        {with({{"structure", "bullet"}}), "1005000.00"}};
    for (const auto& [request, rent] : cases) {
        const auto quote = priced(request);
        EXPECT_EQ(quote["rent"], rent) << request["structure"];
        expect_sums_hold(quote);
    }
    const auto seasonal = priced({{"financed_amount", "600000.00"},
                                  {"commencement", "2025-06-20"},
                                  {"first_rent_date", "2025-07-20"},
                                  {"periods", 24},
                                  {"structure", "seasonal"},
                                  {"skip_months", {1, 2}},
                                  {"rate", {{"annual", "0.072"}}}});
    EXPECT_EQ(seasonal["rent"], "32261.76");  // EX-B6
    expect_sums_hold(seasonal);
    const auto custom = priced(
        {{"financed_amount", "100.00"},
         {"commencement", "2025-01-20"},
         {"periods", 2},
         {"structure", "custom"},
         {"rate", {{"annual", "0.06"}}},
         {"rents", {{{"date", "2025-02-20"}, {"amount", "60.00"}}, {{"date", "2025-03-20"}, {"amount", "40.70"}}}}});
    expect_sums_hold(custom);
}

TEST_F(QuoteApi, SolvesForEachUnknown) {
    const auto forward = priced(l1());
    auto rate = l1();
    rate["rate"].erase("annual");
    rate["solve_for"] = "rate";
    rate["rent"] = "30421.94";
    EXPECT_EQ(priced(rate)["nominal_rate"], "0.0600");
    auto amount_wanted = l1();
    amount_wanted.erase("financed_amount");
    amount_wanted["solve_for"] = "financed_amount";
    amount_wanted["rent"] = "30421.94";
    const auto financed = priced(amount_wanted);
    EXPECT_EQ(financed["terms"]["financed_amount"].get<std::string>().substr(0, 6), "100000");
    expect_sums_hold(financed);
    auto balloon = l1();
    balloon["solve_for"] = "balloon";
    balloon["rent"] = "27879.74";
    const auto with_balloon = priced(balloon);
    EXPECT_LT(std::abs(amount(with_balloon["terms"]["balloon"]).minor_units() - 10'000'000), 200);
    expect_sums_hold(with_balloon);
    auto residual = balloon;
    residual["solve_for"] = "residual";
    EXPECT_EQ(priced(residual)["terms"]["unguaranteed_residual"], with_balloon["terms"]["balloon"]);
}

TEST_F(QuoteApi, FindsTheRentThatEarnsAWantedYield) {
    auto request = l1();
    request["rate"].erase("annual");
    request["target_yield"] = "0.0800";
    request["upfront_fee"] = "10000.00";
    request["security_deposit"] = "50000.00";
    const auto quote = priced(request);
    const auto implicit = parse_rate(quote["implicit_rate"].get<std::string>(), "rate");
    EXPECT_NEAR(static_cast<double>(implicit->e10), 0.08e10, 1e4);
    expect_sums_hold(quote);
}

TEST_F(QuoteApi, SaysWhichTwoEntriesContradictEachOther) {
    auto request = l1();
    request["rent"] = "30421.94";
    expect_refused(request, "rent", "rent and rate are both given: leave one out.");
    request = l1();
    request["target_yield"] = "0.08";
    expect_refused(request, "target_yield", "target_yield and rate are both given: leave one out.");
    request = l1();
    request["solve_for"] = "rate";
    request["rent"] = "30421.94";
    expect_refused(request, "rate.annual", "rate.annual and solve_for are both given: leave one out.");
    request = l1();
    request["solve_for"] = "financed_amount";
    request["rent"] = "30421.94";
    expect_refused(request, "financed_amount", "financed_amount and solve_for are both given: leave one out.");
    request = l1();
    request["solve_for"] = "balloon";
    expect_refused(request, "rent", "The rent is needed to solve for balloon.");
}

TEST_F(QuoteApi, CollectsOnBusinessDaysWithoutMovingThePeriods) {
    auto request = l1();
    request["business_day"] = "following";
    const auto moved = priced(request), plain = priced(l1());
    // 20 April 2025 is a Sunday; 20 September 2025 a Saturday.
    EXPECT_EQ(moved["schedule"][2]["due_date"], "2025-04-20");
    EXPECT_EQ(moved["schedule"][2]["pay_date"], "2025-04-21");
    EXPECT_EQ(moved["schedule"][7]["pay_date"], "2025-09-22");
    EXPECT_EQ(moved["rent"], plain["rent"]);
    for (std::size_t i = 0; i < plain["schedule"].size(); ++i)
        EXPECT_EQ(moved["schedule"][i]["interest"], plain["schedule"][i]["interest"]) << i;
    request["calendar"] = "MARS";
    EXPECT_TRUE(fields_of(post(request)).contains("calendar"));
}

TEST_F(QuoteApi, RefusesWhatItDoesNotPriceInsteadOfLeavingItOut) {
    auto request = l1();
    request["rate"]["type"] = "swinging";
    EXPECT_TRUE(fields_of(post(request)).contains("rate.type"));
    request = l1();
    request["business_day"] = "lunar";
    EXPECT_TRUE(fields_of(post(request)).contains("business_day"));
    request = l1();
    request["skip_months"] = {1};
    EXPECT_TRUE(fields_of(post(request)).contains("skip_months"));
    request = l1();
    request["structure"] = "seasonal";
    request["skip_months"] = {13};
    EXPECT_EQ(post(request).status, 422);
}

TEST_F(QuoteApi, NamesTheFieldsOfTheRequestInItsErrors) {
    auto request = l1();
    request["rate"]["annual"] = "1.5";
    EXPECT_EQ(fields_of(post(request)), std::set<std::string>{"rate.annual"});
}

TEST_F(QuoteApi, WarnsWhereThereIsNoCurveInsteadOfInventingOne) {
    auto request = l1();
    request["commencement"] = "1950-01-20";
    request["first_rent_date"] = "1950-02-20";
    const auto quote = priced(request);
    EXPECT_TRUE(quote["npv"].is_null());
    EXPECT_TRUE(quote["spread_over_curve"].is_null());
    EXPECT_FALSE(quote["warnings"].empty());
}

TEST_F(QuoteApi, ValuesOnTheCurveOfTheDay) {
    auto request = l1();
    request["commencement"] = "2026-06-30";
    request["first_rent_date"] = "2026-07-30";
    request["curve"] = "CNY";
    request["as_of"] = "2026-06-30";
    const auto quote = priced(request);
    EXPECT_TRUE(quote["npv"].is_string()) << quote["warnings"];
    EXPECT_TRUE(quote["pv01"].is_string());
}

TEST_F(QuoteApi, StoresNothing) {
    const auto tables = {"contracts", "audit_log", "idempotency_keys", "market_quotes"};
    std::vector<std::int64_t> before, after;
    for (const auto* table : tables) before.push_back(rows(table));
    const auto version = book_version();
    post_json("/api/v1/quotes", l1().dump(), as(Role::Auditor), {{"idempotency-key", "k"}});
    post_form("/quotes/preview", {{"financed_amount", "1"}}, as(Role::Auditor));
    for (const auto* table : tables) after.push_back(rows(table));
    EXPECT_EQ(after, before);
    EXPECT_EQ(book_version(), version);
}

}  // namespace
}  // namespace leasebook::server
