// What is typed into a form is not lost: not by leaving it, not by a mistake, not by the end of the session; and nobody
// else gets to see it.
#include "db/form_drafts.h"
#include "tests/server/door_case.h"

namespace leasebook::server {
namespace {

class Drafts : public DoorCase {
protected:
    // The value of the first control of that name in a page.
    static std::string control(const Response& page, const std::string& name) {
        const auto at = page.body.find("name=\"" + name + "\"");
        const std::string mark = "value=\"";
        const auto begin = page.body.find(mark, at);
        if (at == std::string::npos || begin == std::string::npos || begin > page.body.find('>', at)) return {};
        return page.body.substr(begin + mark.size(), page.body.find('"', begin + mark.size()) - begin - mark.size());
    }
    static bool says(const Response& page, const std::string& text) {
        return page.body.find(text) != std::string::npos;
    }
    // The link of the offer to go on; empty where nothing is offered.
    static std::string offered(const Response& page) {
        const auto end = page.body.find("\">Go on with it</a>");
        if (end == std::string::npos) return {};
        const auto begin = page.body.rfind('"', end - 1) + 1;
        return page.body.substr(begin, end - begin);
    }
    std::string ticket(const std::string& page, const Visitor& who) { return control(get(page, who), "draft"); }
    std::vector<db::FormDraft> kept_of(const Visitor& who) {
        const auto id = user_of(who).id;
        return database_->read([&](db::Connection& c) { return db::drafts_of(c, id); });
    }
    static Fields supplier(const std::string& draft) {
        return {{"draft", draft}, {"code", "S-1"}, {"name", "Shaanxi & Söhne"}, {"city", "Xi'an"}};
    }
};

TEST_F(Drafts, AreOfferedWhenTheFormOpensAgain) {
    const auto& clerk = as(Role::Clerk);
    EXPECT_EQ(offered(get("/suppliers/new", clerk)), "");
    EXPECT_EQ(post_form("/drafts", supplier(ticket("/suppliers/new", clerk)), clerk).status, 204);
    const auto again = get("/suppliers/new", clerk);
    EXPECT_EQ(control(again, "name"), "") << "a fresh form is fresh";
    EXPECT_TRUE(says(again, "You typed into this form on 2026-07-01 12:00 UTC and did not send it."));
    const auto taken_up = get(offered(again), clerk);
    EXPECT_EQ(control(taken_up, "name"), "Shaanxi &amp; Söhne");
    EXPECT_TRUE(says(taken_up, "It has not been sent yet."));
    EXPECT_EQ(offered(get("/clusters/new", clerk)), "") << "another form";
    EXPECT_EQ(rows("suppliers WHERE code = 'S-1'"), 0);
}

TEST_F(Drafts, AreListedOnTheFirstPage) {
    const auto& clerk = as(Role::Clerk);
    EXPECT_FALSE(says(get("/", clerk), "Typed and not sent"));
    post_form("/drafts", supplier(ticket("/suppliers/new", clerk)), clerk);
    EXPECT_TRUE(says(get("/", clerk), "Typed and not sent"));
    EXPECT_TRUE(says(get("/", clerk), "/suppliers/new?draft="));
    EXPECT_FALSE(says(get("/", as(Role::Approver)), "Typed and not sent"));
}

TEST_F(Drafts, TwoTabsDoNotOverwriteOneAnother) {
    const auto& clerk = as(Role::Clerk);
    auto one = supplier(ticket("/suppliers/new", clerk)), two = supplier(ticket("/suppliers/new", clerk));
    one["name"] = "One";
    two["name"] = "Two";
    for (const auto& form : {one, two, one}) EXPECT_EQ(post_form("/drafts", form, clerk).status, 204);
    EXPECT_EQ(kept_of(clerk).size(), 2U);
    // The same one taken up in two tabs: each goes on for itself.
    const auto link = offered(get("/suppliers/new", clerk));
    auto left = supplier(ticket(link, clerk)), right = supplier(ticket(link, clerk));
    left["name"] = "Left";
    right["name"] = "Right";
    for (const auto& form : {left, right}) EXPECT_EQ(post_form("/drafts", form, clerk).status, 204);
    std::set<std::string> names;
    for (const auto& draft : kept_of(clerk)) names.insert(draft.fields);
    EXPECT_EQ(names.size(), 3U);
}

TEST_F(Drafts, SendingTheFormForgetsThem) {
    const auto& clerk = as(Role::Clerk);
    const auto form = supplier(ticket("/suppliers/new", clerk));
    post_form("/drafts", form, clerk);
    EXPECT_EQ(post_form("/suppliers", form, clerk).status, 303);
    EXPECT_TRUE(kept_of(clerk).empty());
    EXPECT_EQ(post_form("/drafts", form, clerk).status, 204) << "typing that was under way";
    EXPECT_TRUE(kept_of(clerk).empty());
}

TEST_F(Drafts, AMistakeForgetsNothingAndTheFormStaysTheSame) {
    const auto& clerk = as(Role::Clerk);
    auto form = supplier(ticket("/suppliers/new", clerk));
    post_form("/drafts", form, clerk);
    form["code"] = "no key at all";
    const auto refused = post_form("/suppliers", form, clerk);
    ASSERT_EQ(refused.status, 422);
    EXPECT_EQ(control(refused, "name"), "Shaanxi &amp; Söhne");
    EXPECT_EQ(control(refused, "draft"), form["draft"]);
    EXPECT_EQ(kept_of(clerk).size(), 1U);
    form["code"] = "S-1";
    EXPECT_EQ(post_form("/suppliers", form, clerk).status, 303);
    EXPECT_TRUE(kept_of(clerk).empty());
}

TEST_F(Drafts, ADoubleClickDraftsOneLease) {
    const auto& clerk = as(Role::Clerk);
    const auto page = get("/contracts/new", clerk);
    Fields form{{"draft", control(page, "draft")},
                {"form_key", control(page, "form_key")},
                {"lessee", lessee()},
                {"asset_class", asset_class()},
                {"serial_number", "SN-TWICE"},
                {"currency", "CNY"},
                {"financed_amount", "1,000,000"},
                {"commencement", "2026-07-15"},
                {"periods", "36"},
                {"period_months", "1"},
                {"annual_rate", "6.5"},
                {"timing", "arrears"},
                {"day_count", "MONTHS/12"},
                {"structure", "level"},
                {"deposit_use", "refund"},
                {"product", "direct_finance"}};
    const auto before = rows("contracts");
    const auto first = post_form("/contracts", form, clerk), second = post_form("/contracts", form, clerk);
    ASSERT_EQ(first.status, 303) << first.body;
    EXPECT_EQ(header_of(first, "Location"), header_of(second, "Location"));
    EXPECT_EQ(rows("contracts"), before + 1);
}

TEST_F(Drafts, ARevisionTypedOnAnOlderVersionIsNotSentOverANewerOne) {
    const auto& clerk = as(Role::Clerk);
    const auto drafted = post_json("/api/v1/contracts", lease_json(), clerk);
    const auto page = "/contracts/" + json_of(drafted)["number"].get<std::string>() + "/revise";
    const auto open = get(page, clerk);
    post_form("/drafts", {{"draft", control(open, "draft")}, {"version", "1"}, {"serial_number", "SN-MINE"}}, clerk);
    auto other = nlohmann::json::parse(lease_json("SN-OTHER"));
    const auto revised =
        send_json("PUT", "/api/v1" + page.substr(0, page.rfind('/')), other.dump(), clerk, {{"if-match", "\"1\""}});
    ASSERT_EQ(revised.status, 200) << revised.body;
    EXPECT_EQ(control(get(page, clerk), "version"), "2");
    EXPECT_EQ(control(get(offered(get(page, clerk)), clerk), "version"), "1") << "so it is refused as too old";
}

TEST_F(Drafts, ALeaseWrittenFromAQuoteIsKeptAsALease) {
    const auto& clerk = as(Role::Clerk);
    const auto written = post_form(
        "/contracts/from-quote", {{"draft", ticket("/quotes", clerk)}, {"currency", "CNY"}, {"periods", "24"}}, clerk);
    ASSERT_LT(written.status, 500);
    post_form("/drafts", {{"draft", control(written, "draft")}, {"serial_number", "SN-QUOTED"}}, clerk);
    EXPECT_EQ(offered(get("/quotes", clerk)), "");
    EXPECT_EQ(control(get(offered(get("/contracts/new", clerk)), clerk), "serial_number"), "SN-QUOTED");
}

TEST_F(Drafts, OpenWhereKeysAreOfManyLetters) {
    const auto& clerk = as(Role::Clerk);
    ASSERT_EQ(post_form("/suppliers", {{"code", "潍柴-1"}, {"name", "Weichai"}, {"city", "Xi'an"}}, clerk).status, 303);
    const std::string page = "/suppliers/潍柴-1/edit";
    ASSERT_EQ(post_form("/drafts", supplier(ticket(page, clerk)), clerk).status, 204);
    EXPECT_TRUE(offered(get(page, clerk)).starts_with("/suppliers/%E6%BD%8D%E6%9F%B4-1/edit?draft="));
}

TEST_F(Drafts, CanBeDiscarded) {
    const auto& clerk = as(Role::Clerk);
    post_form("/drafts", supplier(ticket("/suppliers/new", clerk)), clerk);
    const auto path = "/drafts/" + kept_of(clerk).front().id + "/discard";
    EXPECT_EQ(header_of(post_form(path, {}, as(Role::Risk)), "Location"), "/") << "nobody else's";
    EXPECT_EQ(kept_of(clerk).size(), 1U);
    EXPECT_EQ(header_of(post_form(path, {}, clerk), "Location"), "/suppliers/new");
    EXPECT_TRUE(kept_of(clerk).empty());
}

TEST_F(Drafts, HoldNoSecrets) {
    const auto& clerk = as(Role::Clerk);
    auto form = supplier(ticket("/suppliers/new", clerk));
    for (const char* name : {"password", "new_password", "api_token", "client_secret", "form_key"})
        form[name] = "hush-hush";
    ASSERT_EQ(post_form("/drafts", form, clerk).status, 204);
    const auto fields = kept_of(clerk).front().fields;
    EXPECT_EQ(fields.find("hush"), std::string::npos) << fields;
    EXPECT_EQ(fields.find("csrf"), std::string::npos) << fields;
    for (const char* page : {"/password", "/second-factor", "/tokens"})
        EXPECT_FALSE(says(get(page, clerk), "data-keep")) << page;
}

TEST_F(Drafts, AreSmall) {
    const auto& clerk = as(Role::Clerk);
    auto form = supplier(ticket("/suppliers/new", clerk));
    form["name"] = std::string(60'001, 'x');
    EXPECT_EQ(post_form("/drafts", form, clerk).status, 422);
    EXPECT_TRUE(kept_of(clerk).empty());
}

TEST_F(Drafts, TakeTheTicketOfAFormOfOurs) {
    const auto& clerk = as(Role::Clerk);
    EXPECT_EQ(post_form("/drafts", supplier(""), clerk).status, 422);
    auto forged = supplier(ticket("/suppliers/new", clerk));
    forged["draft"].front() = forged["draft"].front() == 'A' ? 'B' : 'A';
    EXPECT_EQ(post_form("/drafts", forged, clerk).status, 422);
    const auto another = supplier(ticket("/suppliers/new", as(Role::Administrator)));
    EXPECT_EQ(post_form("/drafts", another, clerk).status, 422) << "a form of somebody else";
    const auto old = supplier(ticket("/suppliers/new", clerk));
    now += std::chrono::days(8);
    EXPECT_EQ(post_form("/drafts", old, signed_in(user_of(clerk))).status, 422) << "a form from last week";
}

class ExpiredSession : public Drafts {
protected:
    void let_it_expire() { now += session_idle_limit + std::chrono::minutes(1); }
    // A form posted from a browser; it carries the token of the page it was opened with.
    Response post(Browser& browser, const std::string& target, Fields fields) {
        return browse(browser, "POST", target, fields);
    }
    Fields opened(Browser& browser) {
        const auto page = browse(browser, "GET", "/suppliers/new");
        auto form = supplier(control(page, "draft"));
        form["csrf"] = csrf_of(page);
        return form;
    }
};

TEST_F(ExpiredSession, LosesNothingThatWasPosted) {
    Browser browser;
    sign_in(browser, "clerk");
    const auto form = opened(browser);
    let_it_expire();
    const auto sent_away = post(browser, "/suppliers", form);
    EXPECT_EQ(sent_away.status, 303);
    EXPECT_TRUE(location(sent_away).starts_with("/sign-in?return_to="));
    EXPECT_EQ(rows("suppliers WHERE code = 'S-1'"), 0) << "nothing was carried out";
    const auto door = browse(browser, "GET", location(sent_away));
    EXPECT_TRUE(says(door, "what you typed is kept for you"));
    EXPECT_FALSE(says(door, "Shaanxi")) << "and nothing of it is in a page for whoever comes";
    const auto in = browse(browser, "POST", "/sign-in",
                           {{"csrf", csrf_of(door)},
                            {"user_name", "clerk"},
                            {"password", house_password},
                            {"return_to", percent_decoded(location(sent_away).substr(19), Plus::IsSpace).value()}});
    const auto again = browse(browser, "GET", location(in));
    EXPECT_EQ(control(again, "name"), "Shaanxi &amp; Söhne");
    EXPECT_EQ(rows("suppliers WHERE code = 'S-1'"), 0) << "not before it is sent again";
    auto resent = supplier(control(again, "draft"));
    resent["csrf"] = csrf_of(again);
    EXPECT_EQ(post(browser, "/suppliers", resent).status, 303);
    EXPECT_EQ(rows("suppliers WHERE code = 'S-1'"), 1);
    EXPECT_TRUE(kept_of(as(Role::Clerk)).empty());
}

TEST_F(ExpiredSession, ShowsNothingToWhoeverSignsInNext) {
    Browser browser;
    sign_in(browser, "clerk");
    const auto form = opened(browser);
    let_it_expire();
    const auto sent_away = post(browser, "/suppliers", form);
    const auto address = percent_decoded(location(sent_away).substr(19), Plus::IsSpace).value();
    sign_in(browser, "administrator");
    const auto page = browse(browser, "GET", address);
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(says(page, "Shaanxi"));
    EXPECT_EQ(offered(page), "");
    EXPECT_FALSE(says(browse(browser, "GET", "/"), "Typed and not sent"));
    EXPECT_EQ(kept_of(as(Role::Clerk)).size(), 1U) << "it waits for the clerk";
}

// Login CSRF: whoever slips a session of their own under somebody's open form gets nothing of it.
TEST_F(ExpiredSession, AFormOfOnePersonSentInTheSessionOfAnotherIsRefusedAndKeptForNeither) {
    Browser browser;
    sign_in(browser, "clerk");
    const auto form = opened(browser);
    sign_in(browser, "administrator");
    EXPECT_EQ(post(browser, "/suppliers", form).status, 403);
    EXPECT_TRUE(kept_of(as(Role::Administrator)).empty());
    EXPECT_TRUE(kept_of(as(Role::Clerk)).empty());
}

TEST_F(ExpiredSession, AFormFromBeforeSigningInAgainOpensAsItWasTyped) {
    Browser browser;
    sign_in(browser, "clerk");
    const auto form = opened(browser);
    browse(browser, "POST", "/sign-out", {{"csrf", form.at("csrf")}});
    sign_in(browser, "clerk");
    const auto answer = post(browser, "/suppliers", form);
    ASSERT_EQ(answer.status, 303) << answer.body;
    EXPECT_EQ(rows("suppliers WHERE code = 'S-1'"), 0);
    EXPECT_EQ(control(browse(browser, "GET", location(answer)), "name"), "Shaanxi &amp; Söhne");
}

TEST_F(ExpiredSession, KeepsNothingForAnotherSite) {
    Browser browser;
    sign_in(browser, "clerk");
    auto form = opened(browser);
    let_it_expire();
    Request request{"POST",
                    "/suppliers",
                    "",
                    {{"host", house_host}, {"origin", "https://evil.example"}},
                    form_body(form),
                    "127.0.0.1",
                    "r1",
                    true,
                    false};
    request.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    EXPECT_EQ(location(corridor_.handle(request)), "/sign-in");
    EXPECT_TRUE(kept_of(as(Role::Clerk)).empty());
}

TEST_F(ExpiredSession, KeepsWhatIsTypedOn) {
    Browser browser;
    sign_in(browser, "clerk");
    const auto form = opened(browser);
    let_it_expire();
    EXPECT_EQ(post(browser, "/drafts", form).status, 303);
    EXPECT_EQ(kept_of(as(Role::Clerk)).size(), 1U);
}

TEST_F(ExpiredSession, LeadsALivePreviewToTheSignInAsAWhole) {
    Browser browser;
    sign_in(browser, "clerk");
    const auto ticket = control(browse(browser, "GET", "/contracts/new"), "draft");
    let_it_expire();
    Request request{"POST",
                    "/quotes/preview",
                    "",
                    {{"host", house_host}, {"hx-request", "true"}},
                    form_body({{"draft", ticket}, {"lessee", "L-9"}}),
                    "127.0.0.1",
                    "r1",
                    true,
                    false};
    request.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    const auto answer = corridor_.handle(request);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "");
    EXPECT_TRUE(header_of(answer, "HX-Redirect").starts_with("/sign-in?return_to="));
}

}  // namespace
}  // namespace leasebook::server
