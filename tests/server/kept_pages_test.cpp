#include "server/kept_pages.h"

#include <thread>

#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class KeptLists : public HouseCase {
protected:
    static Fields new_lessee(const std::string& code) { return {{"code", code}, {"name", "Kept " + code}}; }
    // What lies ready of a list just after it was looked at. The test may be held up longer than the moment for which
    // that holds, so it looks more than once.
    std::shared_ptr<const Response> at_hand_after_a_look(const std::string& target, const Visitor& who) {
        for (int look = 0; look < 1'000; ++look) {
            get(target, who);
            if (auto ready = at_hand(target, who)) return ready;
        }
        return nullptr;
    }
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

TEST_F(KeptLists, LieReadyForWhoHasJustSeenThem) {
    const auto &clerk = as(Role::Clerk), &auditor = as(Role::Auditor);
    const auto ready = at_hand_after_a_look("/contracts", clerk);
    ASSERT_TRUE(ready);
    EXPECT_EQ(ready->body, get("/contracts", clerk).body);
    EXPECT_FALSE(at_hand("/contracts", auditor)) << "nobody else has seen it";
    EXPECT_FALSE(at_hand("/contracts", {}));
    EXPECT_FALSE(at_hand("/contracts?status=active", clerk));
    for (const char* made_each_time : {"/contracts/new", "/"}) {
        EXPECT_EQ(get(made_each_time, clerk).status, 200);
        EXPECT_FALSE(at_hand(made_each_time, clerk)) << made_each_time;
    }
}

TEST_F(KeptLists, LieReadyNoMoreOnceAnythingIsWritten) {
    const auto& clerk = as(Role::Clerk);
    ASSERT_TRUE(at_hand_after_a_look("/lessees", clerk));
    EXPECT_EQ(post_form("/lessees", new_lessee("KEPT-3"), clerk).status, 303);
    EXPECT_FALSE(at_hand("/lessees", clerk));
    ASSERT_TRUE(at_hand_after_a_look("/lessees", clerk));
    EXPECT_EQ(post_form("/sign-out", {}, clerk).status, 303);
    EXPECT_FALSE(at_hand("/lessees", clerk));
}

TEST_F(KeptLists, LieReadyOnlyForAMomentAfterAnotherProcessChangedThem) {
    const auto& clerk = as(Role::Clerk);
    const auto before = at_hand_after_a_look("/lessees?q=KEPT-4", clerk);
    ASSERT_TRUE(before);
    const auto elsewhere = db::open("sqlite:" + (folder_.path / "book.db").string());
    elsewhere->write([](db::Connection& c) {
        Lessee lessee;
        lessee.code = {"KEPT-4"};
        lessee.name = "Kept KEPT-4";
        ASSERT_TRUE(db::upsert(c, lessee).has_value());
    });
    while (at_hand("/lessees?q=KEPT-4", clerk)) std::this_thread::yield();
    const auto after = at_hand_after_a_look("/lessees?q=KEPT-4", clerk);
    ASSERT_TRUE(after);
    EXPECT_NE(after->body, before->body);
}

TEST_F(KeptLists, FilesOfThePagesLieReadyForAnybody) {
    const auto page = get("/sign-in", {}).body;
    const auto begin = page.find("/static/"), end = page.find('"', begin);
    const auto path = page.substr(begin, end - begin);
    const auto ready = at_hand(path, {});
    ASSERT_TRUE(ready) << path;
    EXPECT_EQ(ready->body, get(path, {}).body);
    EXPECT_FALSE(at_hand("/static/nothing.css", {}));
}

TEST_F(KeptLists, EndWithTheirSession) {
    const auto& clerk = as(Role::Clerk);
    EXPECT_EQ(get("/contracts", clerk).status, 200);
    EXPECT_EQ(post_form("/sign-out", {}, clerk).status, 303);
    EXPECT_EQ(get("/contracts", clerk).status, 303);
}

}  // namespace
}  // namespace leasebook::server
