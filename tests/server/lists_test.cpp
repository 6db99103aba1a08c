// Lists as people work in them: sorted, narrowed, with chosen columns, kept as views, taken away as files.
#include <regex>

#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class Lists : public HouseCase {
protected:
    std::string page(const std::string& target) {
        const auto answer = get(target, as(Role::Clerk));
        EXPECT_EQ(answer.status, 200) << target << "\n" << answer.body;
        return answer.body;
    }
    static std::vector<std::string> all(const std::string& text, const std::string& pattern) {
        const std::regex expression(pattern);
        std::vector<std::string> found;
        for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
            found.push_back((*at)[1].str());
        return found;
    }
    // The heads of a page's columns, links or not.
    static std::vector<std::string> heads(const std::string& body) {
        auto found = all(body, "<th scope=\"col\"[^>]*>(?:<a [^>]*>)?([^<]*)");
        return found;
    }
    static std::vector<std::string> numbers(const std::string& body) {
        return all(body, "<a href=\"/contracts/(L-[0-9-]+)\">");
    }
    static std::string next_of(const std::string& body) {
        auto found = all(body, "rel=\"next\" href=\"([^\"]*)\"");
        return found.empty() ? "" : std::regex_replace(found.front(), std::regex("&amp;"), "&");
    }
    static std::vector<std::string> lines(const std::string& csv) { return all(csv, "([^\r\n]+)\r\n"); }
};

TEST_F(Lists, EachOrderPagesThroughAllOnce) {
    const auto count = static_cast<std::size_t>(rows("contracts"));
    for (const char* sort :
         {"number", "-number", "status", "-commencement", "financed_amount", "-rent", "annual_rate"}) {
        std::vector<std::string> seen;
        std::string target = "/contracts?limit=7&sort=" + std::string(sort);
        while (!target.empty()) {
            const auto body = page(target);
            for (const auto& number : numbers(body)) seen.push_back(number);
            target = next_of(body);
        }
        EXPECT_EQ(seen.size(), count) << sort;
        EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), count) << sort;
    }
}

TEST_F(Lists, TheHeadSaysTheOrderAndLeadsToTheOther) {
    const auto body = page("/contracts?sort=-rent&status=active");
    EXPECT_NE(body.find("aria-sort=\"descending\"><a href=\"/contracts?sort=rent&amp;status=active\">Rent</a>"),
              std::string::npos)
        << body;
    EXPECT_EQ(all(body, "aria-sort=\"([a-z]+)\""), std::vector<std::string>{"descending"});
    EXPECT_EQ(get("/contracts?sort=lessee_name", as(Role::Clerk)).status, 422);
}

TEST_F(Lists, OfTheRegisterPageThroughEachOrderOnce) {
    const std::pair<std::string, const char*> orders[] = {
        {"lessees", "name"},        {"lessees", "-cluster"},         {"assets", "-cost"},
        {"assets", "acquired"},     {"assets", "-contract"},         {"suppliers", "city"},
        {"suppliers", "-name"},     {"clusters", "-stage"},          {"industries", "name_zh"},
        {"asset-classes", "-name"}, {"asset-classes", "life_months"}};
    for (const auto& [list, sort] : orders) {
        std::vector<std::string> seen;
        std::string target = "/" + list + "?columns=code&limit=20&sort=" + sort;
        while (!target.empty()) {
            const auto body = page(target);
            for (const auto& code : all(body, "<td class=\"\"><a href=\"/" + list + "/([^\"]+)\">"))
                seen.push_back(code);
            target = next_of(body);
        }
        const auto table = list == "asset-classes" ? "asset_classes" : list;
        EXPECT_EQ(seen.size(), static_cast<std::size_t>(rows(table))) << list << sort;
        EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), seen.size()) << list << sort;
    }
}

TEST_F(Lists, OfTheRegisterSayTheirOrderAndLeadToTheOther) {
    const auto usual = page("/suppliers");
    EXPECT_NE(usual.find("aria-sort=\"ascending\"><a href=\"/suppliers?sort=-code\">"), std::string::npos) << usual;
    const auto body = page("/assets?q=CNC&sort=-cost");
    EXPECT_NE(body.find("aria-sort=\"descending\"><a href=\"/assets?q=CNC&amp;sort=cost\">"), std::string::npos)
        << body;
    EXPECT_EQ(all(body, "aria-sort=\"([a-z]+)\""), std::vector<std::string>{"descending"});
    EXPECT_NE(body.find("<input type=\"hidden\" name=\"sort\" value=\"-cost\">"), std::string::npos)
        << "another search keeps the order";
    // What has no index is not offered, and a view that asks for it is shown in the usual order.
    const auto lessees = page("/lessees?sort=-grade");
    EXPECT_EQ(lessees.find("sort=grade"), std::string::npos);
    EXPECT_NE(lessees.find("aria-sort=\"ascending\"><a href=\"/lessees?sort=-code\">"), std::string::npos) << lessees;
}

TEST_F(Lists, OfTheRegisterAreTakenAwayAndKeptInTheirOrder) {
    for (const char* code : {"S-1", "S-2", "S-3"})
        ASSERT_EQ(
            post_json(
                "/api/v1/suppliers",
                nlohmann::json{{"code", code}, {"name", "Order of " + std::string(code)}, {"city", "Wenling"}}.dump(),
                as(Role::Clerk))
                .status,
            201);
    const auto body = page("/suppliers?q=order+of&columns=code,city&sort=-city");
    const auto links = all(body, "href=\"(/suppliers/export[^\"]*)\"");
    ASSERT_EQ(links.size(), 2U);
    const auto csv = get(std::regex_replace(links.front(), std::regex("&amp;"), "&"), as(Role::Auditor));
    EXPECT_EQ(lines(csv.body), (std::vector<std::string>{"\xEF\xBB\xBFrow,code,city", "detail,S-3,Wenling",
                                                         "detail,S-2,Wenling", "detail,S-1,Wenling"}));
    const auto kept = post_form("/saved-views", {{"list", "/suppliers"}, {"query", "sort=-city"}, {"name", "By city"}},
                                as(Role::Clerk));
    EXPECT_EQ(header_of(kept, "Location"), "/suppliers?sort=-city&saved=1");
    EXPECT_NE(page("/suppliers?sort=-city").find("href=\"/suppliers?sort=-city\" aria-current=\"true\">By city"),
              std::string::npos);
}

TEST_F(Lists, AreNarrowedByTheirAddressAndSayWhatIsWrongInIt) {
    const auto api = [&](const std::string& query) {
        return json_of(get("/api/v1/contracts?limit=1000&" + query, as(Role::Auditor)));
    };
    const auto everything = api("");
    std::set<std::string> in_june, large;
    for (const auto& item : everything["items"]) {
        const auto day = item["commencement"].get<std::string>();
        if (day >= "2025-01-01" && day <= "2025-12-31") in_june.insert(item["number"]);
        if (item["financed_amount"].get<std::string>().size() >= std::string("1000000.00").size())
            large.insert(item["number"]);
    }
    ASSERT_FALSE(in_june.empty());
    const auto set_of = [&](const std::string& query) {
        std::set<std::string> found;
        const auto answer = api(query);
        for (const auto& item : answer["items"]) found.insert(item["number"]);
        return found;
    };
    EXPECT_EQ(set_of("commencement_from=2025-01-01&commencement_to=2025-12-31"), in_june);
    EXPECT_EQ(set_of("amount_from=1000000"), large);
    const auto wrong =
        get("/api/v1/contracts?commencement_from=soon&amount_to=much&sort=taste&status=odd", as(Role::Auditor));
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(fields_of(wrong), (std::set<std::string>{"commencement_from", "amount_to", "sort", "status"}));
    EXPECT_EQ(get("/contracts?amount_to=much", as(Role::Clerk)).status, 422);
    const auto body = page("/contracts?amount_from=1,000,000&commencement_from=2025-01-01");
    EXPECT_NE(body.find("Amount from: 1,000,000 ×"), std::string::npos);
    EXPECT_NE(body.find("name=\"amount_from\" value=\"1,000,000\""), std::string::npos);
}

TEST_F(Lists, ShowTheColumnsThatAreChosen) {
    using Heads = std::vector<std::string>;
    EXPECT_EQ(heads(page("/contracts?columns=rent,number")), (Heads{"No.", "Rent"}));
    EXPECT_EQ(heads(page("/contracts?columns=nonsense")), heads(page("/contracts")));
    EXPECT_EQ(heads(page("/lessees?columns=code,city")), (Heads{"Code", "City"}));
    // Ticks of the form without a script become one parameter.
    const auto ticked = get("/contracts?q=&show.number=1&show.rent=1&sort=rent&status=", as(Role::Clerk));
    EXPECT_EQ(ticked.status, 303);
    EXPECT_EQ(header_of(ticked, "Location"), "/contracts?columns=number%2Crent&sort=rent");
}

TEST_F(Lists, AreTakenAwayAsTheyAreShown) {
    const auto body = page("/contracts?columns=number,status&status=active&sort=number");
    const auto links = all(body, "href=\"(/contracts/export[^\"]*)\"");
    ASSERT_EQ(links.size(), 2U);
    const auto link = std::regex_replace(links.front(), std::regex("&amp;"), "&");
    const auto csv = get(link, as(Role::Auditor));
    ASSERT_EQ(csv.status, 200);
    EXPECT_EQ(csv.content_type, "text/csv; charset=utf-8");
    EXPECT_EQ(header_of(csv, "Content-Disposition"), "attachment; filename=\"contracts-2026-07-01.csv\"");
    const auto got = lines(csv.body);
    EXPECT_EQ(got.front(), "\xEF\xBB\xBFrow,number,status");
    std::vector<std::string> wanted;
    const auto active = json_of(get("/api/v1/contracts?limit=1000&status=active&sort=number", as(Role::Auditor)));
    for (const auto& item : active["items"])
        wanted.push_back("detail," + item["number"].get<std::string>() + ",active");
    EXPECT_EQ(std::vector(got.begin() + 1, got.end()), wanted);
    const auto xlsx = get("/contracts/export?format=xlsx", as(Role::Auditor));
    EXPECT_TRUE(xlsx.body.starts_with("PK"));
    EXPECT_EQ(get("/contracts/export?format=exe", as(Role::Auditor)).status, 422);
}

TEST_F(Lists, OfTheRegisterAreTakenAwayWithWhatSpreadsheetsWouldRunMadeHarmless) {
    const auto evil = R"json({"code":"EVIL","name":"=HYPERLINK(\"http://x\")"})json";
    ASSERT_EQ(post_json("/api/v1/suppliers", evil, as(Role::Clerk)).status, 201);
    const auto csv = get("/suppliers/export?q=hyperlink&columns=code,name", as(Role::Auditor));
    EXPECT_EQ(lines(csv.body).back(), "detail,EVIL,\"'=HYPERLINK(\"\"http://x\"\")\"");
    const auto lessees = get("/lessees/export", as(Role::Auditor));
    EXPECT_EQ(lines(lessees.body).size(), static_cast<std::size_t>(rows("lessees")) + 1);
}

TEST_F(Lists, FilesCountAmongWhatIsCostly) {
    int status = 200;
    for (int i = 0; i < 61 && status == 200; ++i) status = get("/suppliers/export", as(Role::Finance)).status;
    EXPECT_EQ(status, 429);
}

class SavedViews : public Lists {
protected:
    Response keep(const std::string& name, const std::string& query, const Visitor& who, const std::string& was = "") {
        return post_form("/saved-views", {{"list", "/contracts"}, {"query", query}, {"name", name}, {"was", was}}, who);
    }
    std::vector<std::string> views(const Visitor& who, const std::string& target = "/contracts") {
        const auto body = get(target, who).body;
        return all(body, "<a class=\"chip[^\"]*\" href=\"/contracts[^\"]*\"[^>]*>([^<]*)</a>");
    }
    static bool has(const std::vector<std::string>& names, const std::string& name) {
        return std::ranges::find(names, name) != names.end();
    }
};

TEST_F(SavedViews, AreChipsOfOnePersonThatOpenWhatWasShown) {
    const auto kept = keep("Big ones", "amount_from=1000000&sort=-rent", as(Role::Clerk));
    EXPECT_EQ(kept.status, 303);
    EXPECT_EQ(header_of(kept, "Location"), "/contracts?amount_from=1000000&sort=-rent&saved=1");
    EXPECT_TRUE(has(views(as(Role::Clerk)), "Big ones"));
    EXPECT_FALSE(has(views(as(Role::Risk)), "Big ones"));
    const auto body = page("/contracts?amount_from=1000000&sort=-rent");
    EXPECT_NE(body.find("href=\"/contracts?amount_from=1000000&amp;sort=-rent\" aria-current=\"true\">Big ones"),
              std::string::npos);
}

TEST_F(SavedViews, AreOverwrittenRenamedAndDeleted) {
    keep("mine", "status=draft", as(Role::Clerk));
    keep("mine", "status=active", as(Role::Clerk));
    EXPECT_NE(page("/contracts").find("href=\"/contracts?status=active\">mine"), std::string::npos);
    EXPECT_EQ(keep("ours", "", as(Role::Clerk), "mine").status, 303);
    EXPECT_TRUE(has(views(as(Role::Clerk)), "ours"));
    EXPECT_FALSE(has(views(as(Role::Clerk)), "mine"));
    EXPECT_EQ(keep("x", "", as(Role::Clerk), "mine").status, 422);
    EXPECT_EQ(
        post_form("/saved-views/delete", {{"list", "/contracts"}, {"name", "ours"}, {"was", "ours"}}, as(Role::Clerk))
            .status,
        303);
    EXPECT_FALSE(has(views(as(Role::Clerk)), "ours"));
}

TEST_F(SavedViews, ASecondClickKeepsNothingAgain) {
    Fields form{{"list", "/contracts"}, {"query", "status=draft"}, {"name", "mine"}, {"form_key", "one-click"}};
    EXPECT_EQ(post_form("/saved-views", form, as(Role::Clerk)).status, 303);
    EXPECT_EQ(header_of(post_form("/saved-views", form, as(Role::Clerk)), "Idempotency-Replayed"), "true");
    EXPECT_EQ(rows("saved_views"), 1);
}

TEST_F(SavedViews, LeadToPagesOfOursOnly) {
    for (const char* list : {"//evil.test", "https://evil.test", "/contracts?x", "/", "", "/contracts/../x"})
        EXPECT_EQ(post_form("/saved-views", {{"list", list}, {"query", ""}, {"name", "x"}}, as(Role::Clerk)).status,
                  422)
            << list;
    EXPECT_EQ(keep("", "", as(Role::Clerk)).status, 422);
    EXPECT_EQ(keep(std::string(101, 'x'), "", as(Role::Clerk)).status, 422);
    EXPECT_EQ(rows("saved_views"), 0);
}

}  // namespace
}  // namespace leasebook::server
