// What cannot be taken back is asked about before it is done; what can be taken back says how.
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class Confirmation : public HouseCase {
protected:
    static bool says(const Response& page, const std::string& text) {
        return page.body.find(text) != std::string::npos;
    }
    std::string status(const std::string& number) {
        const auto contract = json_of(get("/api/v1/contracts/" + number, as(Role::Auditor)));
        return contract["status"].get<std::string>();
    }
};

TEST_F(Confirmation, AsksWithTheAmountAndDoesNothingBefore) {
    const auto number = lease("SN-ASK", "credit-decision");
    const auto page = get("/contracts/" + number, as(Role::Approver));
    EXPECT_TRUE(says(page, "value=\"Approves exactly these terms: ¥1,000,000.00 financed. It cannot be taken back"));
    const Fields form{{"version", "3"}, {"form_key", "k-1"}, {"confirm", "Approves exactly these terms."}};
    const auto asked = post_form("/contracts/" + number + "/approve", form, as(Role::Approver));
    ASSERT_EQ(asked.status, 200);
    EXPECT_TRUE(says(asked, "Approves exactly these terms."));
    EXPECT_TRUE(says(asked, "name=\"version\" value=\"3\""));
    EXPECT_TRUE(says(asked, "name=\"form_key\" value=\"k-1\""));
    EXPECT_FALSE(says(asked, "name=\"confirm\""));
    EXPECT_EQ(status(number), "accepted");
    EXPECT_EQ(post_form("/contracts/" + number + "/approve", {{"version", "3"}}, as(Role::Approver)).status, 303);
    EXPECT_EQ(status(number), "approved");
}

TEST_F(Confirmation, NamesWhatWasTyped) {
    const auto number = lease("SN-NAMES");
    const auto page = get("/contracts/" + number + "/fee", as(Role::Finance));
    EXPECT_TRUE(says(page, "{currency} {amount} and VAT is billed to the lessee."));
    const auto asked = post_form("/contracts/" + number + "/fee",
                                 {{"confirm", "{currency} {amount} and VAT is billed to the lessee."},
                                  {"currency", "CNY"},
                                  {"amount", "<b>1,200.00"}},
                                 as(Role::Finance));
    EXPECT_TRUE(says(asked, "CNY &lt;b&gt;1,200.00 and VAT is billed to the lessee."));
}

TEST_F(Confirmation, LeadsBackToAPageOfOursOnly) {
    const auto number = lease("SN-BACK", "credit-decision");
    const auto asked = [&](const std::string& referer) {
        auto fields = form_body({{"csrf", as(Role::Approver).csrf}, {"confirm", "Sure?"}});
        return send("POST", "/contracts/" + number + "/approve", as(Role::Approver), fields,
                    {{"content-type", "application/x-www-form-urlencoded"}, {"referer", referer}})
            .body;
    };
    EXPECT_NE(asked("http://" + house_host + "/contracts/" + number).find("href=\"/contracts/" + number + "\">Cancel"),
              std::string::npos);
    EXPECT_NE(asked("http://evil.example//evil.example/").find("href=\"/\">Cancel"), std::string::npos);
    EXPECT_NE(asked("javascript:alert(1)").find("href=\"/\">Cancel"), std::string::npos);
}

TEST_F(Confirmation, IsForWhoeverMayDoIt) {
    const auto number = lease("SN-MAY", "credit-decision");
    const Fields form{{"version", "3"}, {"confirm", "Sure?"}};
    EXPECT_EQ(post_form("/contracts/" + number + "/approve", form, as(Role::Clerk)).status, 403);
    auto forged = form;
    forged["csrf"] = "guessed";
    EXPECT_EQ(post_form("/contracts/" + number + "/approve", forged, as(Role::Approver)).status, 403);
}

TEST_F(Confirmation, APaymentTakenByMistakeIsUndoneByItsReversal) {
    const auto number = lease("SN-UNDO");
    const auto taken = post_form(
        "/contracts/" + number + "/payment",
        {{"currency", "CNY"}, {"amount", "500.00"}, {"date", "2026-06-30"}, {"reference", "B-7"}}, as(Role::Finance));
    ASSERT_EQ(taken.status, 303) << taken.body;
    const auto page = get(header_of(taken, "Location"), as(Role::Finance));
    EXPECT_TRUE(says(page, "Taken by mistake? Undoing it reverses ¥500.00 as of 30 Jun 2026."));
    EXPECT_FALSE(says(get(header_of(taken, "Location"), as(Role::Clerk)), "Taken by mistake?"));
    const auto end = page.body.find("/reverse\" method=\"post\"");
    ASSERT_NE(end, std::string::npos);
    const auto begin = page.body.rfind('"', end) + 1;
    const auto path = page.body.substr(begin, end + 8 - begin);
    const auto undone = post_form(path, {{"date", "2026-06-30"}, {"reason", "Entered by mistake"}}, as(Role::Finance));
    ASSERT_EQ(undone.status, 303) << undone.body;
    EXPECT_TRUE(says(get("/contracts/" + number, as(Role::Finance)), "Reversed"));
    EXPECT_FALSE(says(get(header_of(taken, "Location"), as(Role::Finance)), "Taken by mistake?")) << "once only";
}

}  // namespace
}  // namespace leasebook::server
