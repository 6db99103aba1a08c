// The first page shows each person what they may do next.
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class WorkQueues : public HouseCase {
protected:
    // The table under that title on the person's first page; empty where there is none.
    std::string queue(const Visitor& visitor, const std::string& title) {
        const auto page = get("/", visitor).body;
        const auto begin = page.find("<h2>" + title + "</h2>");
        if (begin == std::string::npos) return {};
        return page.substr(begin, page.find("</section>", begin) - begin);
    }
    std::string draft(const std::string& serial, const Visitor& by) {
        const auto drafted = post_json("/api/v1/contracts", lease_json(serial), by);
        EXPECT_EQ(drafted.status, 201) << drafted.body;
        return json_of(drafted)["number"].get<std::string>();
    }
    bool waits(const Visitor& visitor, const std::string& title, const std::string& number) {
        return queue(visitor, title).find("/contracts/" + number + "\"") != std::string::npos;
    }
};

TEST_F(WorkQueues, ALeaseGoesFromQueueToQueue) {
    const auto number = draft("SN-QUEUE", as(Role::Clerk));
    EXPECT_TRUE(waits(as(Role::Clerk), "Your drafts", number));
    EXPECT_FALSE(waits(as(Role::Clerk), "Returned to you", number));
    EXPECT_FALSE(waits(as(Role::Risk), "Credit to be decided", number));
    take_step(number, "apply");
    EXPECT_FALSE(waits(as(Role::Clerk), "Your drafts", number));
    EXPECT_TRUE(waits(as(Role::Risk), "Credit to be decided", number));
    take_step(number, "credit-decision");
    EXPECT_TRUE(waits(as(Role::Approver), "Leases to be approved", number));
    take_step(number, "approve");
    EXPECT_TRUE(waits(as(Role::Clerk), "Approved, to be signed", number));
    take_step(number, "sign");
    EXPECT_TRUE(waits(as(Role::Finance), "Signed, supplier to be paid", number));
    take_step(number, "disburse");
    EXPECT_TRUE(waits(as(Role::Clerk), "Paid for, to commence", number));
    take_step(number, "activate");
    EXPECT_FALSE(waits(as(Role::Clerk), "Paid for, to commence", number));
}

TEST_F(WorkQueues, AReturnedApplicationIsBackWithItsClerk) {
    const auto number = lease("SN-BACK", "apply");
    take_step(number, "credit-decision", R"({"decision":"return","reason":"the accounts are missing"})");
    EXPECT_TRUE(waits(as(Role::Clerk), "Returned to you", number));
    const auto other = person("another clerk", {Role::Clerk});
    EXPECT_FALSE(waits(other, "Returned to you", number));
    const auto list = get("/contracts?status=draft&entered_by=clerk&returned=yes", as(Role::Clerk));
    EXPECT_NE(list.body.find(number), std::string::npos);
}

TEST_F(WorkQueues, NobodyFindsTheirOwnLeaseToApprove) {
    const auto both = person("clerk and approver", {Role::Clerk, Role::Approver});
    const auto number = draft("SN-OWN", both);
    const auto version = header_of(get("/api/v1/contracts/" + number, both), "ETag");
    ASSERT_EQ(post_json("/api/v1/contracts/" + number + "/apply", "", both, {{"if-match", version}}).status, 200);
    take_step(number, "credit-decision");
    EXPECT_TRUE(waits(as(Role::Approver), "Leases to be approved", number));
    EXPECT_FALSE(waits(both, "Leases to be approved", number));
}

TEST_F(WorkQueues, FinanceSeesWhatTheNextCloseStillNeeds) {
    const auto before = queue(as(Role::Finance), "Next close");
    EXPECT_NE(before.find("to do"), std::string::npos);
    EXPECT_EQ(queue(as(Role::Clerk), "Next close"), "");
}

TEST_F(WorkQueues, WhoOnlyReadsHasNoQueue) {
    for (const char* title : {"Your drafts", "Leases to be approved", "Next close", "Limits broken or nearly so"})
        EXPECT_EQ(queue(as(Role::Auditor), title), "") << title;
}

}  // namespace
}  // namespace leasebook::server
