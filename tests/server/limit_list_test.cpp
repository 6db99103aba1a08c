// Limits with their use as people work in them: narrowed, with chosen columns, kept as views, taken away as files.
#include <regex>

#include "server/books/close.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

class LimitLists : public HouseCase {
protected:
    using Texts = std::vector<std::string>;

    // Of an amount: on what each of that kind owes.
    void add_limit(const char* code, const char* indicator, const char* amount, const char* currency = "CNY") {
        const json limit{{"code", code},     {"indicator", indicator}, {"base", "amount"},
                         {"amount", amount}, {"currency", currency},   {"valid_from", "2026-01-01"}};
        const auto added = post_json("/api/v1/limits", limit.dump(), as(Role::Risk));
        ASSERT_EQ(added.status, 201) << added.body;
    }
    std::string page(const std::string& query, Role role = Role::Risk) {
        const auto answer = get("/limits" + query, as(role));
        EXPECT_EQ(answer.status, 200) << query << "\n" << answer.body;
        return answer.body;
    }
    Texts file(const std::string& query) {
        const auto answer = get("/limits/export" + query, as(Role::Auditor));
        EXPECT_EQ(answer.status, 200) << query << "\n" << answer.body;
        EXPECT_EQ(answer.content_type, "text/csv; charset=utf-8");
        return all(answer.body, "([^\r\n]+)\r\n");
    }
    // The uses of that limit in the report, the fullest first.
    std::vector<json> reported(const std::string& limit) {
        const auto table = json_of(get("/api/v1/reports/limits?as_of=2026-07-01", as(Role::Auditor)));
        std::vector<json> found;
        for (const auto& row : table["rows"])
            if (row["limit"] == limit) found.push_back(row);
        return found;
    }
    static std::string text(const json& row, const char* column) { return row[column].get<std::string>(); }
    static Texts all(const std::string& body, const std::string& pattern) {
        const std::regex expression(pattern);
        Texts found;
        for (std::sregex_iterator at(body.begin(), body.end(), expression), end; at != end; ++at)
            found.push_back((*at)[1].str());
        return found;
    }
    static Texts heads(const std::string& body) { return all(body, "<th scope=\"col\"[^>]*>(?:<a [^>]*>)?([^<]*)"); }
    static Texts limits_on(const std::string& body) { return all(body, "<a href=\"/limits/([A-Z-]+)\">"); }
    static bool holds(const std::string& body, const std::string& text) { return body.find(text) != std::string::npos; }
};

TEST_F(LimitLists, AreTakenAwayAsTheyAreShown) {
    add_limit("ONE-LESSEE", "single_lessee", "900000000.00");
    const auto body = page("?columns=limit,item_code,used,since_month_end,status&sort=-used");
    const auto links = all(body, "href=\"(/limits/export[^\"]*)\"");
    ASSERT_EQ(links.size(), 2U) << "one for each kind of file";
    const auto query = std::regex_replace(links.front().substr(links.front().find('?')), std::regex("&amp;"), "&");
    const auto in_report = reported("ONE-LESSEE");
    ASSERT_GT(in_report.size(), 5U);
    Texts wanted{"\xEF\xBB\xBFrow,limit,item_code,used,since_month_end,status"};
    for (std::size_t i = 0; i < 5; ++i)
        wanted.push_back("detail,ONE-LESSEE," + text(in_report[i], "item") + "," + text(in_report[i], "used") +
                         ",,within");
    EXPECT_EQ(file(query), wanted) << "the five fullest, as on the page; no month was frozen yet";
    EXPECT_EQ(limits_on(body).size(), 5U);
    EXPECT_TRUE(holds(body, "<td class=\"n\">–</td>")) << "what is not known is a dash on the page";
}

TEST_F(LimitLists, AreFilesOfTheDayThatIsAskedForInEitherFormat) {
    add_limit("ONE-LESSEE", "single_lessee", "900000000.00");
    const auto csv = get("/limits/export?as_of=2026-06-30", as(Role::Clerk));
    EXPECT_EQ(header_of(csv, "Content-Disposition"), "attachment; filename=\"limits-2026-06-30.csv\"");
    const auto xlsx = get("/limits/export?as_of=2026-06-30&format=xlsx", as(Role::Clerk));
    EXPECT_EQ(header_of(xlsx, "Content-Disposition"), "attachment; filename=\"limits-2026-06-30.xlsx\"");
    EXPECT_TRUE(xlsx.body.starts_with("PK"));
    const auto said = json_of(get("/limits/export?as_of=2026-06-30&format=json", as(Role::Clerk)));
    EXPECT_EQ(said["as_of"], "2026-06-30");
    EXPECT_EQ(said["notes"], json::array({"Of each limit the 5 fullest uses, and all that warn or are broken."}));
    for (const char* wrong : {"format=exe", "as_of=soon", "status=odd", "indicator=odd", "sort=rule", "currency=x"})
        EXPECT_EQ(get("/limits/export?" + std::string(wrong), as(Role::Auditor)).status, 422) << wrong;
}

TEST_F(LimitLists, AreOfOneCurrency) {
    add_limit("ONE-LESSEE", "single_lessee", "900000000.00");
    add_limit("RESIDUALS-EUR", "all_residuals", "1000000.00", "EUR");
    EXPECT_EQ(file("?currency=EUR&columns=limit,currency,used"),
              (Texts{"\xEF\xBB\xBFrow,limit,currency,used", "detail,RESIDUALS-EUR,EUR,0.00"}));
    const auto body = page("?currency=EUR");
    EXPECT_EQ(limits_on(body), Texts{"RESIDUALS-EUR"});
    EXPECT_TRUE(holds(body, "Currency: EUR ×")) << body;
    EXPECT_TRUE(holds(body, "name=\"currency\" value=\"EUR\""));
    EXPECT_TRUE(holds(body, "/limits/export?currency=EUR&amp;format=xlsx"));
    EXPECT_EQ(limits_on(page("")), Texts(5, "ONE-LESSEE")) << "without one it is the company's";
}

TEST_F(LimitLists, SayWhatChangedSinceTheMonthsEnd) {
    add_limit("ONE-LESSEE", "single_lessee", "900000000.00");
    ASSERT_TRUE(
        close_period(*database_, {period_of(date(2026, 6, 30)), "finance", CNY, [] { return house_noon; }, {}}));
    const auto in_report = reported("ONE-LESSEE");
    ASSERT_GT(in_report.size(), 5U);
    ASSERT_FALSE(in_report.front()["month_end_before"].is_null()) << "the close froze it";
    Texts wanted{"\xEF\xBB\xBFrow,item_code,since_month_end"};
    for (std::size_t i = 0; i < 5; ++i) {
        const auto& row = in_report[i];
        wanted.push_back("detail," + text(row, "item") + ",");
        if (row["month_end_before"].is_null()) continue;
        const auto used = *parse_money(text(row, "used"), CNY, "");
        wanted.back() += to_text(used - *parse_money(text(row, "month_end_before"), CNY, ""));
    }
    EXPECT_EQ(file("?columns=item_code,since_month_end"), wanted);
}

TEST_F(LimitLists, AreNarrowedByStatusAndIndicator) {
    add_limit("ONE-LESSEE", "single_lessee", "1.00");
    add_limit("ALL-OF-CLUSTER", "cluster", "90000000000.00");
    using Names = std::set<std::string>;
    const auto limits = [&](const std::string& query) {
        const auto found = limits_on(page(query));
        return Names(found.begin(), found.end());
    };
    const auto statuses = [&](const std::string& query) {
        const auto found = all(page(query), "<td class=\"\"><span class=\"tag [a-z]+\">([^<]*)");
        return Names(found.begin(), found.end());
    };
    EXPECT_EQ(limits(""), (Names{"ONE-LESSEE", "ALL-OF-CLUSTER"}));
    EXPECT_EQ(limits("?status=breach"), Names{"ONE-LESSEE"});
    EXPECT_EQ(statuses("?status=breach"), Names{"Breach"});
    EXPECT_EQ(limits("?indicator=cluster"), Names{"ALL-OF-CLUSTER"});
    EXPECT_EQ(statuses("?indicator=cluster"), Names{"Within"});
    EXPECT_EQ(statuses("?status=within"), Names{"Within"});
    const auto none = page("?indicator=cluster&status=breach&sort=-used");
    EXPECT_TRUE(holds(none, "Nothing here matches."));
    EXPECT_TRUE(
        holds(none, "href=\"/limits?indicator=cluster&amp;sort=-used\" aria-current=\"true\">Status: Breach ×"));
    EXPECT_TRUE(holds(none, "<option value=\"breach\" selected>Breach</option>"));
    EXPECT_TRUE(holds(none, "/limits/export?format=csv&amp;indicator=cluster&amp;sort=-used&amp;status=breach"));
    EXPECT_EQ(file("?indicator=cluster&status=breach&columns=limit"), Texts{"\xEF\xBB\xBFrow,limit"});
    const auto whole = page("");
    EXPECT_TRUE(holds(whole, "<dd class=\"neg\"><a href=\"/limits?status=breach\">")) << "a figure leads to its uses";
    EXPECT_FALSE(holds(whole, "href=\"/limits?status=unknown\"")) << "but not where there are none";
}

TEST_F(LimitLists, ShowTheColumnsThatAreChosen) {
    add_limit("ONE-LESSEE", "single_lessee", "900000000.00");
    const Texts usual{"Limit",           "Item",  "Rule", "Used", "Allowed", "Headroom", "% of base", "% of limit",
                      "Since month end", "Status"};
    EXPECT_EQ(heads(page("")), usual);
    EXPECT_EQ(heads(page("?columns=nonsense")), usual);
    const auto body = page("?columns=status,base_amount,measure,warning,indicator");
    EXPECT_EQ(heads(body), (Texts{"Indicator", "Measure", "Base amount", "Warning", "Status"}));
    for (const char* cell : {"<td class=\"\">Single lessee</td>", "<td class=\"\">Financing balance</td>",
                             "<td class=\"n\">90.00%</td>", "<td class=\"n\">–</td>"})
        EXPECT_TRUE(holds(body, cell)) << cell;
    const auto ticked = get("/limits?as_of=2026-06-30&show.limit=1&show.used=1&sort=-used&status=", as(Role::Risk));
    EXPECT_EQ(ticked.status, 303);
    EXPECT_EQ(header_of(ticked, "Location"), "/limits?as_of=2026-06-30&columns=limit%2Cused&sort=-used");
}

TEST_F(LimitLists, AreKeptAsViewsOfThePersonAndOfTheDayOnWhichTheyAreOpened) {
    add_limit("ONE-LESSEE", "single_lessee", "1.00");
    const auto today = page("?as_of=2026-07-01&status=breach&sort=-used");
    EXPECT_TRUE(holds(today, "name=\"query\" value=\"sort=-used&amp;status=breach\"")) << today;
    EXPECT_TRUE(holds(today, "name=\"as_of\" value=\"2026-07-01\""));
    const auto kept =
        post_form("/saved-views", {{"list", "/limits"}, {"query", "sort=-used&status=breach"}, {"name", "Broken"}},
                  as(Role::Risk));
    EXPECT_EQ(kept.status, 303);
    EXPECT_EQ(header_of(kept, "Location"), "/limits?sort=-used&status=breach&saved=1");
    const std::string chip = "href=\"/limits?sort=-used&amp;status=breach\"";
    EXPECT_TRUE(holds(page("?sort=-used&status=breach"), chip + " aria-current=\"true\">Broken"));
    EXPECT_TRUE(holds(page(""), chip + ">Broken"));
    EXPECT_FALSE(holds(page("", Role::Clerk), ">Broken<"));
    // Another day that was asked for is part of what is shown.
    const auto june = page("?as_of=2026-06-30&status=breach");
    EXPECT_TRUE(holds(june, "name=\"query\" value=\"as_of=2026-06-30&amp;status=breach\"")) << june;
    EXPECT_TRUE(holds(june, "/limits?as_of=2026-06-30&amp;sort=-used&amp;status=breach")) << "the head keeps it";
}

TEST_F(LimitLists, KeepTheMomentAsOfWhichTheyAreKnown) {
    add_limit("ONE-LESSEE", "single_lessee", "900000000.00");
    const auto body = page("?known_at=2026-07-01T12:00:00.000Z");
    EXPECT_TRUE(holds(body, "<input type=\"hidden\" name=\"known_at\" value=\"2026-07-01T12:00:00.000Z\">")) << body;
    const auto links = all(body, "href=\"(/limits/export[^\"]*)\"");
    ASSERT_EQ(links.size(), 2U);
    EXPECT_TRUE(links.front().ends_with("known_at=2026-07-01T12%3A00%3A00.000Z")) << links.front();
    const auto said = json_of(get("/limits/export?format=json&known_at=2026-07-01T12:00:00.000Z", as(Role::Auditor)));
    EXPECT_EQ(said["notes"].back(), "as known at 2026-07-01T12:00:00.000Z");
    EXPECT_TRUE(holds(
        body, "href=\"/reports/limits?as_of=2026-07-01&amp;currency=CNY&amp;known_at=2026-07-01T12%3A00%3A00.000Z\""));
}

TEST_F(LimitLists, SpeakChinese) {
    add_limit("ONE-LESSEE", "single_lessee", "1.00");
    const auto body = send("GET", "/limits?columns=limit,item_code,rule&status=breach", as(Role::Risk), "",
                           {{"accept-language", "zh-CN"}})
                          .body;
    EXPECT_EQ(heads(body), (Texts{"限额", "对象编码", "规则"}));
    EXPECT_TRUE(holds(body, "状态: 突破 ×")) << body;
}

}  // namespace
}  // namespace leasebook::server
