// The lines of `leasebook eval`, in and out.
#include "server/evaluate.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace leasebook::server {
namespace {

using nlohmann::json;

json answer(const std::string& line) { return json::parse(evaluate(line, built_in_calendar_days())); }
double value(const std::string& line) { return answer(line).at("value").get<double>(); }
std::string error(const std::string& line) { return answer(line).value("error", ""); }

TEST(AnAnswer, CarriesTheIdAsItCame) {
    EXPECT_EQ(answer(R"({"id":17,"op":"days","day_count":"30/360","start":"2026-01-31","end":"2026-03-31"})"),
              json({{"id", 17}, {"value", 60}}));
    EXPECT_EQ(answer(R"({"id":"x","op":"mars"})")["id"], "x");
}

TEST(AnAnswer, IsASentenceWhereThereIsNoValue) {
    EXPECT_EQ(error("{"), "This is not valid JSON.");
    EXPECT_EQ(error(std::string(100'000, '[')), "This is not valid JSON.");
    EXPECT_EQ(error("[1]"), "Each line is one JSON object.");
    EXPECT_EQ(error(R"({"op":"mars"})"), "op: There is no operation \"mars\"; docs/eval.md lists them.");
    EXPECT_EQ(error(R"({})"), "op: This field cannot be empty.");
    EXPECT_EQ(error(R"({"op":"is_business_day","date":"2026-02-30"})"),
              "date: \"\"2026-02-30\"\" is not a date. Write it like 2026-01-15.");
    EXPECT_EQ(error(R"({"op":"is_business_day","date":"2026-01-05","calendar":"MARS"})"),
              "calendar: There is no calendar \"MARS\".");
    EXPECT_EQ(error(R"({"op":"lpr_publication_date","month":"2027-03"})"),
              "month: China's holidays are known here to the end of 2026.");
}

TEST(AnAnswer, HasNoValueButAReasonForEveryWrongArgument) {
    for (const char* line : {R"({"op":"pmt","rate":"six","nper":12,"pv":1000})",
                             R"({"op":"pmt","args":[0.01,12,1000,0,2]})",
                             R"({"op":"xirr","flows":[["2026-01-15"]]})",
                             R"({"op":"xirr","flows":[]})",
                             R"({"op":"xirr","values":[1,-1],"dates":["2026-01-01"]})",
                             R"({"op":"due_dates","first":"2026-01-01","count":0})",
                             R"({"op":"due_dates","start":"2026-01-01","end":"2026-02-01","frequency":"often"})",
                             R"({"op":"adjust","date":"2026-01-01","business_day":"lunar"})",
                             R"({"op":"advance","date":"2026-01-01","days":1e12})",
                             R"({"op":"bootstrap"})",
                             R"({"op":"bootstrap","as_of":"2026-01-01","par":{"1M":"x"}})",
                             R"({"op":"bootstrap","as_of":"2026-01-01","par":{"1Z":"1"}})",
                             R"({"op":"bootstrap","as_of":"2026-01-01","quotes":[1]})",
                             R"({"op":"bootstrap","as_of":"2026-01-01",)"
                             R"("curves":[{"nodes":[{"type":"FRA","convention":"EUR-EURIBOR-3M",)"
                             R"("tenor":"3M","quote":0}]}]})",
                             R"({"op":"bootstrap","as_of":"2026-01-01",)"
                             R"("curves":[{"nodes":[{"type":"CDS","convention":"EUR-EURIBOR-3M",)"
                             R"("tenor":"3M","quote":0}]}]})",
                             R"({"op":"instalments","principal":1,"annual_rate":0.1,"periods":0})",
                             R"({"op":"instalments","principal":1,"annual_rate":0.1,"periods":[1]})",
                             R"({"op":"instalments","principal":1,"annual_rate":0.1,"periods":2,"days_in_year":"300"})",
                             R"({"op":"instalments","annual_rate":0.1,"periods":2,"disbursements":[1]})",
                             R"({"op":"mirr","args":[[-1,2],[0.1,0.2],0.1]})",
                             R"({"op":"fv","args":[[0.1],1e9,"x"]})",
                             R"({"op":"vdb","args":[1,0,5,0,1,2,"maybe"]})",
                             R"({"op":"bootstrap","as_of":"2026-01-01","curves":[7]})",
                             R"({"op":"ddb","args":[1,0,1e300,1e299]})",
                             R"({"op":"cumipmt","args":[0.1,1e9,1,1,1e9,0]})"}) {
        const auto one = answer(line);
        const bool empty_list = one.contains("value") && one["value"].dump().find("null") != std::string::npos;
        EXPECT_TRUE(one.contains("error") || empty_list) << line << " gives " << one;
    }
}

TEST(AnAnswer, NamesEveryRateThatBalancesTheFlows) {
    for (const auto& [line, nearest] : {std::pair{R"({"op":"irr","flows":["-100","230","-132"]})", 0.1},
                                        {R"({"op":"irr","flows":[-100,230,-132],"guess":0.3})", 0.2},
                                        {R"({"op":"IRR","args":[[-100,230,-132]]})", 0.1}}) {
        const auto one = answer(line);
        EXPECT_FALSE(one.contains("error")) << one;
        EXPECT_NEAR(one.at("value").get<double>(), nearest, 1e-9) << line;
        ASSERT_EQ(one.at("roots").size(), 2U) << one;
        EXPECT_NEAR(one["roots"][0].get<double>(), 0.1, 1e-9);
        EXPECT_NEAR(one["roots"][1].get<double>(), 0.2, 1e-9);
    }
    EXPECT_FALSE(answer(R"({"op":"irr","flows":[-100,110]})").contains("roots")) << "one rate is no choice";
}

TEST(AnOperation, TakesItsValuesByNameOrByPlace) {
    EXPECT_NEAR(value(R"({"op":"pmt","rate":"0.005","nper":36,"pv":"-1000000"})"), 30'421.94, 0.005);
    EXPECT_NEAR(value(R"({"op":"PMT","args":[0.005,36,-1000000]})"), 30'421.94, 0.005);
    EXPECT_NEAR(value(R"({"op":"pmt","args":[0.005,36,{"decimal":"-1000000"}],"kw":{"when":"begin"}})"), 30'270.58,
                0.005);
}

TEST(AnOperation, InCapitalsIsTheSpreadsheetsOwn) {
    EXPECT_NEAR(value(R"({"op":"npv","args":[0.1,[110]]})"), 110, 1e-9);
    EXPECT_NEAR(value(R"({"op":"NPV","args":[0.1,110]})"), 100, 1e-9);
}

TEST(AnOperation, LaysListsOverOneAnother) {
    const auto table = answer(R"({"op":"fv","args":[[[0.1],[0.2]],5,100,0,[0,1]]})").at("value");
    EXPECT_NEAR(table[0][0].get<double>(), -610.51, 1e-9);
    EXPECT_NEAR(table[1][1].get<double>(), -892.992, 1e-9);
    EXPECT_NE(error(R"({"op":"fv","args":[)" + json(std::vector<int>(400)).dump() + "," +
                    json(std::vector<std::vector<int>>(400, {1})).dump() + ",1]}"),
              "");
}

TEST(BusinessDays, OfACaseMayBeItsOwn) {
    EXPECT_EQ(answer(R"({"op":"adjust","date":"2025-05-01","calendar":"CN"})")["value"], "2025-05-06");
    EXPECT_EQ(answer(R"({"op":"adjust","date":"2026-07-13","holidays":["2026-07-13"]})")["value"], "2026-07-14");
    EXPECT_EQ(
        answer(R"({"op":"is_business_day","date":"2026-07-11","calendar":"CN","workdays":["2026-07-11"]})")["value"],
        true);
}

TEST(TheLines, AreAnsweredInOrderAndBlankOnesLeftOut) {
    std::istringstream cases("{\"id\":1,\"op\":\"sln\",\"args\":[10,0,5]}\r\n\n  \nnonsense\n");
    std::ostringstream answers;
    evaluate_all(cases, answers, {});
    EXPECT_EQ(answers.str(), "{\"id\":1,\"value\":2.0}\n{\"error\":\"This is not valid JSON.\"}\n");
}

}  // namespace
}  // namespace leasebook::server
