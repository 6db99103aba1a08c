// The provisions of a month as risk and finance go through them: narrowed, with chosen columns, kept, taken away.
#include <algorithm>

#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

class ProvisionLists : public HouseCase {
protected:
    ProvisionLists() {
        EXPECT_EQ(post_json("/api/v1/periods/2026-06/close", "{}", as(Role::Finance)).status, 202);
        wait_for_close();
    }
    json june(const std::string& query) {
        return json_of(get("/api/v1/periods/2026-06/provisions?" + query, as(Role::Auditor)))["items"];
    }
    Response page(const std::string& query) {
        auto answer = get("/provisions" + query, as(Role::Risk));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer;
    }
    static bool holds(const Response& page, const std::string& text) {
        return page.body.find(text) != std::string::npos;
    }
};

TEST_F(ProvisionLists, AreTakenAwayAsTheyAreShown) {
    const auto shown = page("?period=2026-06&stage=stage_1&sort=-allowance&columns=contract,stage,allowance");
    EXPECT_TRUE(holds(shown,
                      "/provisions/export?columns=contract%2Cstage%2Callowance&amp;format=csv&amp;period=2026-06&amp;"
                      "sort=-allowance&amp;stage=stage_1"))
        << shown.body;
    std::string expected = "\xEF\xBB\xBFrow,contract,stage,allowance\r\n";
    const auto items = june("stage=stage_1&sort=-allowance");
    ASSERT_GT(items.size(), 2U);
    for (const auto& item : items)
        expected += "detail," + item["contract"].get<std::string>() + ",stage_1," +
                    item["allowance"].get<std::string>() + "\r\n";
    const auto csv =
        get("/provisions/export?period=2026-06&stage=stage_1&sort=-allowance&columns=contract,stage,allowance",
            as(Role::Auditor));
    EXPECT_EQ(csv.body, expected);
    EXPECT_EQ(header_of(csv, "Content-Disposition"), "attachment; filename=\"provisions-2026-06-30.csv\"");
    EXPECT_TRUE(get("/provisions/export?format=xlsx", as(Role::Auditor)).body.starts_with("PK"));
    EXPECT_EQ(get("/provisions/export?sort=reasons", as(Role::Auditor)).status, 422);
    EXPECT_EQ(get("/provisions/export?period=soon", as(Role::Auditor)).status, 422);
}

TEST_F(ProvisionLists, OfNoMonthAreThoseOfTheOneBeforeToday) {
    const auto usual = page("");
    EXPECT_TRUE(holds(usual, "<h1>Provisions 2026-06"));
    EXPECT_TRUE(holds(usual, "/periods/2026-06/overlays"));
    EXPECT_TRUE(holds(usual, "\"/provisions/export?format=csv\"")) << "what is kept moves on with the months";
    EXPECT_TRUE(holds(usual, "name=\"query\" value=\"\""));
    const auto file = get("/provisions/export", as(Role::Auditor));
    EXPECT_EQ(file.body, get("/provisions/export?period=2026-06", as(Role::Auditor)).body);
    const auto items = june("");
    for (const auto& item : items)
        EXPECT_NE(file.body.find("\r\ndetail," + item["contract"].get<std::string>() + ","), std::string::npos);
    const auto may = page("?period=2026-05");
    EXPECT_TRUE(holds(may, "<h1>Provisions 2026-05"));
    EXPECT_TRUE(holds(may, "\"/provisions/export?format=csv&amp;period=2026-05\""));
    EXPECT_TRUE(holds(may, "name=\"query\" value=\"period=2026-05\""));
    EXPECT_TRUE(holds(may, "<a class=\"chip on\" href=\"/provisions\" aria-current=\"true\">Period: 2026-05 ×</a>"));
    EXPECT_TRUE(holds(may, "No provision matches."));
    EXPECT_FALSE(holds(may, "By stage"));
}

TEST_F(ProvisionLists, ShowTheColumnsThatAreChosen) {
    const std::string overdue = "<th scope=\"col\" class=\"n\">Overdue</th>",
                      reasons = "<th scope=\"col\">Reasons</th>";
    const auto usual = page("?period=2026-06");
    EXPECT_FALSE(holds(usual, overdue));
    EXPECT_TRUE(holds(usual, reasons));
    const auto chosen = page("?period=2026-06&columns=contract,overdue");
    EXPECT_TRUE(holds(chosen, overdue));
    EXPECT_FALSE(holds(chosen, reasons));
    const auto ticked = get("/provisions?period=&show.contract=1&show.overdue=1&stage=stage_1", as(Role::Risk));
    EXPECT_EQ(ticked.status, 303);
    EXPECT_EQ(header_of(ticked, "Location"), "/provisions?columns=contract%2Coverdue&stage=stage_1");
}

TEST_F(ProvisionLists, TheirTotalsByStageNarrowThem) {
    const auto items = june("");
    const auto in_stage_1 = std::ranges::count_if(
        items, [](const json& item) { return item["stage"] == "stage_1" && item["currency"] == "CNY"; });
    ASSERT_GT(in_stage_1, 0);
    const auto all = page("?period=2026-06&sort=-exposure");
    EXPECT_TRUE(holds(all, "By stage"));
    EXPECT_TRUE(holds(all, "<a href=\"/provisions?period=2026-06&amp;sort=-exposure&amp;stage=stage_1\">Stage 1</a>"));
    EXPECT_TRUE(holds(all, "<td class=\"n \">" + std::to_string(in_stage_1) + "</td>")) << all.body;
    const auto narrowed = page("?period=2026-06&sort=-exposure&stage=stage_1");
    EXPECT_TRUE(holds(narrowed,
                      "href=\"/provisions?period=2026-06&amp;sort=-exposure\" aria-current=\"true\">Stage: "
                      "Stage 1 ×</a>"));
    for (const auto& item : items)
        EXPECT_EQ(holds(narrowed, "\"/contracts/" + item["contract"].get<std::string>() + "\""),
                  item["stage"] == "stage_1");
}

TEST_F(ProvisionLists, AreKeptAsAView) {
    const Fields view{{"list", "/provisions"}, {"query", "sort=-allowance&stage=stage_1"}, {"name", "Stage 1"}};
    EXPECT_EQ(header_of(post_form("/saved-views", view, as(Role::Risk)), "Location"),
              "/provisions?sort=-allowance&stage=stage_1&saved=1");
    EXPECT_TRUE(holds(page("?sort=-allowance&stage=stage_1"),
                      "href=\"/provisions?sort=-allowance&amp;stage=stage_1\" aria-current=\"true\">Stage 1</a>"));
}

}  // namespace
}  // namespace leasebook::server
