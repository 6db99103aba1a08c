// Business calendars as they are looked at and changed, on their page and through the API.
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

class CalendarsCase : public HouseCase {
protected:
    json year(const std::string& name, int of = 2026) {
        const auto answer = get("/api/v1/calendars/" + name + "?year=" + std::to_string(of), as(Role::Auditor));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json_of(answer);
    }
    // What the calendar says of the day; null where it is open or closed as its weekday says.
    json day(const std::string& name, const std::string& date) {
        const auto days = year(name, std::stoi(date.substr(0, 4)))["days"];
        for (const auto& one : days)
            if (one["date"] == date) return one;
        return {};
    }
    Response put(const std::string& name, const json& days) {
        return send_json("PUT", "/api/v1/calendars/" + name, json{{"days", days}}.dump(), as(Role::Finance));
    }
    std::string pay_date(const std::string& calendar) {
        const json request{
            {"financed_amount", "120000.00"}, {"commencement", "2026-06-13"}, {"periods", 1},
            {"rate", {{"annual", "0.06"}}},   {"calendar", calendar},         {"business_day", "following"}};
        return json_of(post_json("/api/v1/quotes", request.dump(), as(Role::Clerk)))["schedule"][0]["pay_date"];
    }
};

TEST_F(CalendarsCase, NameHolidaysAndMakeUpWorkdaysOfAYear) {
    EXPECT_EQ(day("CN", "2025-10-08")["kind"], "holiday");
    EXPECT_EQ(day("CN", "2025-10-08")["name"], "国庆节、中秋节");
    EXPECT_EQ(day("CN", "2025-09-28")["kind"], "workday");  // a Sunday
    EXPECT_EQ(day("CN", "2025-10-04"), json{});             // a Saturday, closed as every one
    EXPECT_EQ(day("US", "2026-12-25")["kind"], "holiday");  // by its rule
    EXPECT_TRUE(year("WEEKEND")["days"].empty());
    const auto names = get("/api/v1/calendars", as(Role::Auditor)).body;
    for (const char* name : {"BR", "CN", "TARGET", "UK", "US", "WEEKEND"})
        EXPECT_NE(names.find('"' + std::string(name) + '"'), std::string::npos) << name;
}

TEST_F(CalendarsCase, ThatAreNotThereAreNotFound) {
    EXPECT_EQ(get("/api/v1/calendars/MARS?year=2026", as(Role::Auditor)).status, 404);
    EXPECT_EQ(get("/calendars?calendar=MARS", as(Role::Auditor)).status, 404);
    const auto beyond = get("/api/v1/calendars/CN?year=2200", as(Role::Auditor));
    EXPECT_EQ(fields_of(beyond), std::set<std::string>{"year"});
    EXPECT_EQ(get("/calendars?year=soon", as(Role::Auditor)).status, 422);
}

TEST_F(CalendarsCase, AreChangedThroughTheApiAndMoveWhatIsCollected) {
    EXPECT_EQ(pay_date("CN"), "2026-07-13");
    const auto stored = put("CN", {{{"date", "2026-07-13"}, {"kind", "holiday"}, {"name", "停业"}},
                                   {{"date", "2026-07-18"}, {"kind", "workday"}}});
    ASSERT_EQ(stored.status, 200) << stored.body;
    EXPECT_EQ(json_of(stored)["days"].size(), 2U);
    EXPECT_EQ(day("CN", "2026-07-13")["name"], "停业");
    EXPECT_EQ(day("CN", "2026-07-18")["kind"], "workday");
    EXPECT_EQ(pay_date("CN"), "2026-07-14");
    EXPECT_EQ(put("CN", {{{"date", "2026-07-13"}, {"kind", "workday"}}}).status, 200) << "taken out";
    EXPECT_EQ(day("CN", "2026-07-13"), json{});
    EXPECT_EQ(pay_date("CN"), "2026-07-13");
}

TEST_F(CalendarsCase, BeginWithTheirFirstDay) {
    EXPECT_EQ(put("BRANCH", {{{"date", "2026-07-13"}, {"kind", "holiday"}}}).status, 200);
    EXPECT_EQ(year("BRANCH")["days"].size(), 1U);
    EXPECT_EQ(pay_date("BRANCH"), "2026-07-14");
}

TEST_F(CalendarsCase, NameEveryDayThatIsWrongAndStoreNone) {
    const auto before = rows("calendar_days");
    const auto refused = put("CN", {{{"date", "2026-07-13"}, {"kind", "feast"}},
                                    {{"date", "2026-02-30"}, {"kind", "holiday"}},
                                    {{"date", "2026-07-14"}, {"kind", "holiday"}, {"calendar", "US"}},
                                    {{"date", "2026-07-15"}, {"kind", "holiday"}}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(fields_of(refused), (std::set<std::string>{"days[0].kind", "days[1].date", "days[2].calendar"}));
    EXPECT_EQ(fields_of(put("NONE", {{{"date", "2026-07-13"}, {"kind", "holiday"}}})),
              std::set<std::string>{"days[0].calendar"});
    EXPECT_EQ(fields_of(put("CN", json::array())), std::set<std::string>{"days"});
    EXPECT_EQ(rows("calendar_days"), before);
}

TEST_F(CalendarsCase, AreChangedOnTheirPageByThoseWhoMayAndTheAuditLogSaysSo) {
    const auto page = get("/calendars?calendar=CN&year=2025", as(Role::Auditor));
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("国庆节"), std::string::npos);
    EXPECT_EQ(page.body.find("name=\"kind\""), std::string::npos) << "an auditor looks on";
    EXPECT_EQ(page.body.find("Open from Monday to Friday"), std::string::npos);
    const auto plain = get("/calendars?calendar=WEEKEND", as(Role::Auditor)).body;
    EXPECT_NE(plain.find("Open from Monday to Friday"), std::string::npos);
    const Fields closed{{"calendar", "CN"}, {"date", "2026-07-13"}, {"kind", "holiday"}, {"name", "停业"}};
    EXPECT_EQ(post_form("/calendars", closed, as(Role::Clerk)).status, 403);
    const auto entries = rows("audit_log");
    EXPECT_EQ(post_form("/calendars", closed, as(Role::Risk)).status, 303);
    EXPECT_EQ(rows("audit_log"), entries + 1);
    const auto shown = get("/calendars?calendar=CN&year=2026", as(Role::Risk));
    EXPECT_NE(shown.body.find("停业"), std::string::npos);
    EXPECT_NE(shown.body.find("Take out"), std::string::npos);
    const auto wrong = post_form("/calendars?calendar=CN&year=2026",
                                 {{"calendar", "CN"}, {"date", "soon"}, {"kind", "holiday"}}, as(Role::Risk));
    EXPECT_EQ(wrong.status, 422);
    EXPECT_NE(wrong.body.find("soon"), std::string::npos);
}

}  // namespace
}  // namespace leasebook::server
