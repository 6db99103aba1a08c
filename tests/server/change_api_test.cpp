// Changes of leases by page and API, with the people and versions they need.
#include "domain/life/change_request.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class ChangeDoors : public HouseCase {
protected:
    std::string number() {
        const auto page = json_of(get("/api/v1/contracts?status=active&limit=1", as(Role::Auditor)));
        return page["items"].at(0)["number"];
    }
    std::string path() { return "/api/v1/contracts/" + number() + "/changes"; }
    static std::string prepayment() {
        return nlohmann::json{{"kind", "partial_prepayment"},
                              {"effective_date", "2026-07-01"},
                              {"amount", "1000.00"},
                              {"reason", "early money"}}
            .dump();
    }
    Fields typed() {
        return {{"kind", "partial_prepayment"},
                {"effective_date", "2026-07-01"},
                {"amount", "1,000.00"},
                {"keep", "term"},
                {"reason", "early money"}};
    }
};

TEST_F(ChangeDoors, PreviewThenConfirmThroughTheApi) {
    const auto preview = post_json(path() + "/preview", prepayment(), as(Role::Clerk));
    ASSERT_EQ(preview.status, 200) << preview.body;
    const auto proposal = json_of(preview);
    EXPECT_EQ(proposal["lines"][0]["name"], "repaid");
    EXPECT_FALSE(proposal["postings"].empty());
    EXPECT_NE(proposal["before"], proposal["after"]);
    auto body = nlohmann::json::parse(prepayment());
    body["proposal"] = proposal["proposal"];
    EXPECT_EQ(post_json(path(), body.dump(), as(Role::Clerk)).status, 428) << "no If-Match";
    const auto etag = header_of(preview, "ETag");
    const auto done = post_json(path(), body.dump(), as(Role::Clerk), {{"if-match", etag}});
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(json_of(done)["version"].get<int>(), proposal["version"].get<int>() + 1);
    const auto again = post_json(path(), body.dump(), as(Role::Clerk), {{"if-match", etag}});
    EXPECT_EQ(again.status, 409);
}

TEST_F(ChangeDoors, ASecondPersonApprovesARestructuring) {
    const auto body =
        nlohmann::json{{"kind", "restructuring"},       {"effective_date", "2026-07-01"}, {"periods", 60},
                       {"overdue_rents", "capitalise"}, {"market_rate", "0.05"},          {"reason", "relief"}}
            .dump();
    const auto preview = post_json(path() + "/preview", body, as(Role::Clerk));
    ASSERT_EQ(preview.status, 200) << preview.body;
    const auto waiting = post_json(path(), body, as(Role::Clerk), {{"if-match", header_of(preview, "ETag")}});
    ASSERT_EQ(waiting.status, 202) << waiting.body;
    const auto list = json_of(get(path(), as(Role::Auditor)));
    ASSERT_EQ(list["items"].size(), 1U);
    const auto id = std::to_string(list["items"][0]["id"].get<int>());
    EXPECT_NE(get("/contracts/" + number() + "/change", as(Role::Approver)).body.find("waits for a second person"),
              std::string::npos);
    EXPECT_EQ(post_json(path() + "/" + id + "/approve", "", as(Role::Clerk)).status, 403);
    const auto approved = post_json(path() + "/" + id + "/approve", "", as(Role::Approver));
    EXPECT_EQ(approved.status, 200) << approved.body;
    EXPECT_EQ(json_of(get(path(), as(Role::Auditor)))["items"][0]["status"], "approved");
}

TEST_F(ChangeDoors, PagesPreviewAndConfirmWithoutScript) {
    const auto page = "/contracts/" + number() + "/change";
    for (const auto& [kind, name] : NamesOf<ChangeKind>::names)
        EXPECT_EQ(get(page + "?kind=" + std::string(name), as(Role::Clerk)).status, 200) << name;
    const auto preview = post_form(page + "/preview", typed(), as(Role::Clerk));
    ASSERT_EQ(preview.status, 200) << preview.body.substr(0, 3000);
    EXPECT_NE(preview.body.find("Schedule after the change"), std::string::npos);
    const auto hash_at = preview.body.find("name=\"proposal\" value=\"") + 23;
    auto fields = typed();
    fields["amount"] = "1000.00";
    fields["proposal"] = preview.body.substr(hash_at, 64);
    fields["version"] =
        std::to_string(json_of(get("/api/v1/contracts/" + number(), as(Role::Clerk)))["version"].get<int>());
    const auto done = post_form(page, fields, as(Role::Clerk));
    EXPECT_EQ(done.status, 303) << done.body.substr(0, 3000);
    auto wrong = typed();
    wrong["amount"] = "-5";
    const auto refused = post_form(page + "/preview", wrong, as(Role::Clerk));
    EXPECT_EQ(refused.status, 422);
    EXPECT_NE(refused.body.find("This amount cannot be negative."), std::string::npos);
}

}  // namespace
}  // namespace leasebook::server
