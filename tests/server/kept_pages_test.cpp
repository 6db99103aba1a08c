#include "server/kept_pages.h"

#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class KeptLists : public HouseCase {
protected:
    static Fields new_lessee(const std::string& code) { return {{"code", code}, {"name", "Kept " + code}}; }
};

TEST_F(KeptLists, AreGivenAgainByteForByteWhileNothingChanges) {
    const auto first = get("/contracts", as(Role::Clerk));
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.body.find("form_key"), std::string::npos) << "a page with a key of its own is not kept";
    EXPECT_EQ(get("/contracts", as(Role::Clerk)).body, first.body);
    EXPECT_NE(get("/contracts?status=active", as(Role::Clerk)).body, first.body);
}

TEST_F(KeptLists, ShowAChangeInTheNextRequest) {
    EXPECT_EQ(get("/lessees?q=KEPT-1", as(Role::Clerk)).body.find("Kept KEPT-1"), std::string::npos);
    EXPECT_EQ(post_form("/lessees", new_lessee("KEPT-1"), as(Role::Clerk)).status, 303);
    EXPECT_NE(get("/lessees?q=KEPT-1", as(Role::Clerk)).body.find("Kept KEPT-1"), std::string::npos);
    const auto number = lease("SN-KEPT", "apply");
    EXPECT_NE(get("/contracts?q=" + number, as(Role::Auditor)).body.find(number), std::string::npos);
}

TEST_F(KeptLists, ShowAChangeThatAnotherProcessMade) {
    const auto before = get("/lessees?q=KEPT-2", as(Role::Clerk));
    const auto elsewhere = db::open("sqlite:" + (folder_.path / "book.db").string());
    elsewhere->write([](db::Connection& c) {
        Lessee lessee;
        lessee.code = {"KEPT-2"};
        lessee.name = "Kept KEPT-2";
        ASSERT_TRUE(db::upsert(c, lessee).has_value());
    });
    EXPECT_NE(get("/lessees?q=KEPT-2", as(Role::Clerk)).body, before.body);
}

TEST_F(KeptLists, AreNeverSeenByAnotherSession) {
    const auto user = user_of(as(Role::Clerk));
    const auto again = signed_in(user);
    const auto first = get("/contracts", as(Role::Clerk)), second = get("/contracts", again),
               other = get("/contracts", as(Role::Auditor));
    EXPECT_NE(first.body.find(as(Role::Clerk).csrf), std::string::npos);
    EXPECT_NE(second.body.find(again.csrf), std::string::npos);
    EXPECT_EQ(second.body.find(as(Role::Clerk).csrf), std::string::npos);
    EXPECT_EQ(other.body.find(as(Role::Clerk).csrf), std::string::npos);
    EXPECT_EQ(get("/contracts", {}).status, 303) << "nobody is sent to the door";
}

TEST_F(KeptLists, FollowLanguageRolesAndDay) {
    const auto& clerk = as(Role::Clerk);
    const auto english = get("/contracts", clerk);
    const auto chinese = send("GET", "/contracts", clerk, "", {{"accept-language", "zh-CN"}});
    EXPECT_NE(english.body.find("New lease"), std::string::npos);
    EXPECT_NE(chinese.body.find("lang=\"zh-CN\""), std::string::npos);
    change_user(clerk, [](db::User& user) { user.roles = {Role::Auditor}; });
    EXPECT_EQ(get("/contracts", clerk).body.find("New lease"), std::string::npos);
}

TEST_F(KeptLists, EndWithTheirSession) {
    const auto& clerk = as(Role::Clerk);
    EXPECT_EQ(get("/contracts", clerk).status, 200);
    EXPECT_EQ(post_form("/sign-out", {}, clerk).status, 303);
    EXPECT_EQ(get("/contracts", clerk).status, 303);
}

}  // namespace
}  // namespace leasebook::server
