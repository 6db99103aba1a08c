// The grade of a lessee counts from a day on: provisions of a month use the one in force at its end.
#include "db/portfolio_store.h"
#include "server/import/import.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class LesseeGrades : public HouseCase {
protected:
    RatingGrade grade_on(Date day) {
        return database_->read([&](db::Connection& c) {
            const auto book = db::load_portfolio(c, day);
            return std::ranges::find(book.lessees, LesseeCode{lessee()}, &PortfolioLessee::code)->grade;
        });
    }
    RatingGrade grade_now() {
        return database_->read([&](db::Connection& c) { return db::find<Lessee>(c, {lessee()})->grade; });
    }
    std::string api_path() { return "/api/v1/lessees/" + lessee() + "/grades"; }
};

TEST_F(LesseeGrades, CountFromTheDayTheyAreEnteredFor) {
    const auto before = grade_now();
    const auto entered = post_json(
        api_path(), R"({"date":"2026-05-15","grade":"CCC","reason":"Two notices of default"})", as(Role::Clerk));
    ASSERT_EQ(entered.status, 201) << entered.body;
    EXPECT_EQ(grade_now(), RatingGrade::CCC);
    EXPECT_EQ(grade_on(date(2026, 5, 14)), before);
    EXPECT_EQ(grade_on(date(2026, 5, 15)), RatingGrade::CCC);
    const auto history = json_of(get(api_path(), as(Role::Auditor)));
    ASSERT_EQ(history["items"].size(), 2U);
    EXPECT_EQ(history["items"][1]["reason"], "Two notices of default");
}

TEST_F(LesseeGrades, EnteredForAPastDayLeaveALaterOneInForce) {
    post_json(api_path(), R"({"date":"2026-06-20","grade":"BB","reason":"Review"})", as(Role::Clerk));
    post_json(api_path(), R"({"date":"2026-03-01","grade":"D","reason":"Found out later"})", as(Role::Clerk));
    EXPECT_EQ(grade_now(), RatingGrade::BB);
    EXPECT_EQ(grade_on(date(2026, 6, 19)), RatingGrade::D);
}

TEST_F(LesseeGrades, AreNotedWhenTheRecordOfALesseeIsChanged) {
    auto record = json_of(get("/api/v1/lessees/" + lessee(), as(Role::Clerk)));
    const auto before = grade_now();
    record["grade"] = before == RatingGrade::AA ? "A" : "AA";
    ASSERT_EQ(send_json("PUT", "/api/v1/lessees/" + lessee(), record.dump(), as(Role::Clerk)).status, 200);
    EXPECT_EQ(grade_on(house_today - std::chrono::days(1)), before);
    EXPECT_EQ(grade_on(house_today), grade_now());
    EXPECT_NE(grade_now(), before);
}

TEST_F(LesseeGrades, CannotCountFromADayToCome) {
    const auto refused =
        post_json(api_path(), R"({"date":"2026-07-02","grade":"A","reason":"Next week"})", as(Role::Clerk));
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(json_of(refused)["detail"], "A grade counts from a day that has come: 2026-07-02 lies ahead.");
}

TEST_F(LesseeGrades, AreEnteredOnTheirPage) {
    const auto path = "/lessees/" + lessee() + "/grades";
    EXPECT_EQ(get(path, as(Role::Clerk)).status, 200);
    EXPECT_EQ(post_form(path, {{"date", "2026-06-01"}, {"grade", "B"}, {"reason", ""}}, as(Role::Clerk)).status, 422);
    EXPECT_EQ(post_form(path, {{"date", "2026-06-01"}, {"grade", "B"}, {"reason", "Visit"}}, as(Role::Clerk)).status,
              303);
    EXPECT_NE(get("/lessees/" + lessee(), as(Role::Auditor)).body.find("Visit"), std::string::npos);
}

TEST_F(LesseeGrades, AreImported) {
    const auto import = [&](const std::string& bytes) {
        return import_csv(*database_, {ImportKind::Grades, bytes, nullptr, {"clerk", house_today}, house_noon, {}});
    };
    const std::string header = "lessee,date,grade,reason\n";
    EXPECT_FALSE(import(header + "NOBODY,2026-06-01,A,x\n").stored());
    EXPECT_FALSE(import(header + lessee() + ",2026-07-09,A,x\n").stored());
    EXPECT_TRUE(import(header + lessee() + ",2026-06-01,B,Yearly review\n").stored());
    EXPECT_EQ(grade_on(date(2026, 6, 1)), RatingGrade::B);
}

// What the loss of June is worked out with does not change when the grade changes in July.
TEST_F(LesseeGrades, OfTheMonthsEndDecideTheProvisions) {
    auto entry = nlohmann::json::parse(lease_json("SN-GRADE"));
    entry["commencement"] = "2026-06-15";
    const auto drafted = post_json("/api/v1/contracts", entry.dump(), as(Role::Clerk));
    const auto number = json_of(drafted)["number"].get<std::string>();
    walk(number);
    const auto stage_after = [&](const std::string& grade) {
        EXPECT_EQ(post_json(api_path(), grade, as(Role::Clerk)).status, 201);
        EXPECT_EQ(post_json("/api/v1/periods/2026-06/close", "{}", as(Role::Finance)).status, 202);
        wait_for_close();
        const auto page = json_of(get("/api/v1/periods/2026-06/provisions?limit=1000", as(Role::Auditor)));
        std::map<std::string, std::string> stages;
        for (const auto& item : page["items"]) stages[item["contract"]] = item["stage"];
        return stages.at(number);
    };
    EXPECT_EQ(stage_after(R"({"date":"2026-07-01","grade":"D","reason":"Bankruptcy filed in July"})"), "stage_1");
    post_json("/api/v1/periods/2026-06/reopen-request", R"({"reason":"the grade was late"})", as(Role::Finance));
    const auto second = person("second in finance", {Role::Finance});
    ASSERT_EQ(post_json("/api/v1/periods/2026-06/reopen", "{}", second).status, 202);
    EXPECT_EQ(stage_after(R"({"date":"2026-06-30","grade":"D","reason":"It was filed in June"})"), "stage_3");
}

}  // namespace
}  // namespace leasebook::server
