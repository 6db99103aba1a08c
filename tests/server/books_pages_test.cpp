// Invoices, provisions, overlays and the translated trial balance as people meet them.
#include <map>

#include "server/web/formats.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

bool holds(const Response& page, const std::string& text) { return page.body.find(text) != std::string::npos; }

class BooksPages : public HouseCase {
protected:
    void close_june() {
        ASSERT_EQ(post_json("/api/v1/periods/2026-06/close", "{}", as(Role::Finance)).status, 202);
        wait_for_close();
    }
    nlohmann::json api(const std::string& path) { return json_of(get("/api/v1" + path, as(Role::Auditor))); }
};

TEST_F(BooksPages, InvoicesAreListedByContractKindAndDueDate) {
    close_june();
    const auto first = api("/invoices")["items"][0];
    const auto number = first["number"].get<std::string>(), contract = first["contract"].get<std::string>();
    const auto all = get("/invoices", as(Role::Auditor));
    EXPECT_EQ(all.status, 200);
    EXPECT_TRUE(holds(all, "/invoices/" + number));
    EXPECT_TRUE(holds(get("/invoices?contract=" + contract, as(Role::Auditor)), number));
    EXPECT_FALSE(holds(get("/invoices?kind=credit_note", as(Role::Auditor)), number));
    EXPECT_FALSE(holds(get("/invoices?until=2020-01-01", as(Role::Auditor)), number));
    EXPECT_EQ(get("/invoices?kind=bill", as(Role::Auditor)).status, 422);
}

TEST_F(BooksPages, InvoicesAreSortedByNumberAndDueDate) {
    close_june();
    const auto days = [&](const std::string& sort) {
        std::vector<std::string> found;
        const auto page = api("/invoices?sort=" + sort);
        for (const auto& item : page["items"]) found.push_back(item["due_date"]);
        return found;
    };
    const auto rising = days("due_date"), falling = days("-due_date");
    ASSERT_FALSE(rising.empty());
    EXPECT_TRUE(std::ranges::is_sorted(rising));
    EXPECT_TRUE(std::ranges::is_sorted(falling, std::greater<>()));
    const auto page = get("/invoices?kind=due&sort=-due_date", as(Role::Auditor));
    EXPECT_TRUE(holds(page, "aria-sort=\"descending\"><a href=\"/invoices?kind=due&amp;sort=due_date\">")) << page.body;
    EXPECT_TRUE(holds(page, "/invoices/export?format=csv&amp;kind=due&amp;sort=-due_date"));
    EXPECT_EQ(get("/invoices?sort=net", as(Role::Auditor)).status, 422);
    EXPECT_EQ(get("/api/v1/invoices?sort=net", as(Role::Auditor)).status, 422);
}

TEST_F(BooksPages, OneInvoiceShowsWhatIsPaidOfIt) {
    close_june();
    const auto first = api("/invoices")["items"][0];
    const auto number = first["number"].get<std::string>();
    EXPECT_EQ(api("/invoices/" + number), first);
    const auto page = get("/invoices/" + number, as(Role::Auditor));
    EXPECT_EQ(page.status, 200);
    for (const auto& text : {first["contract"].get<std::string>(), std::string("Gross"), std::string("Paid")})
        EXPECT_TRUE(holds(page, text)) << text;
    EXPECT_EQ(get("/invoices/I-1999-0000001", as(Role::Auditor)).status, 404);
}

TEST_F(BooksPages, AnOverlayIsEnteredWithItsReason) {
    const std::string page = "/periods/2026-06/overlays";
    const auto without = post_form(page, {{"cluster", "*"}, {"share", "20"}, {"reason", ""}}, as(Role::Finance));
    EXPECT_EQ(without.status, 422);
    const auto entered =
        post_form(page, {{"cluster", "*"}, {"share", "20"}, {"reason", "Exports fall"}}, as(Role::Finance));
    EXPECT_EQ(entered.status, 303) << entered.body.substr(0, 2000);
    const auto list = get(page, as(Role::Auditor));
    EXPECT_TRUE(holds(list, "Exports fall"));
    EXPECT_TRUE(holds(list, "20.00"));
    EXPECT_EQ(get(page + "/new", as(Role::Clerk)).status, 403);
}

TEST_F(BooksPages, ProvisionsAreFilteredAndLeadToTheirLeases) {
    EXPECT_TRUE(holds(get("/provisions?period=2026-06", as(Role::Auditor)), "No provision matches"));
    close_june();
    const auto all = api("/periods/2026-06/provisions");
    ASSERT_FALSE(all["items"].empty());
    const auto first = all["items"][0];
    const auto contract = first["contract"].get<std::string>();
    const auto page = get("/provisions?period=2026-06&stage=" + first["stage"].get<std::string>(), as(Role::Auditor));
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(holds(page, "/contracts/" + contract));
    const auto cluster = first["cluster"].get<std::string>();
    const auto of_cluster = api("/periods/2026-06/provisions?cluster=" + cluster);
    for (const auto& item : of_cluster["items"]) EXPECT_EQ(item["cluster"], cluster);
    EXPECT_EQ(get("/api/v1/periods/2026-06/provisions?stage=4", as(Role::Auditor)).status, 422);
}

TEST_F(BooksPages, ProvisionsAreSortedByTheirFigures) {
    close_june();
    const auto amounts = [&](const std::string& column, const std::string& sort) {
        std::vector<std::int64_t> found;
        const auto page = api("/periods/2026-06/provisions?sort=" + sort);
        for (const auto& item : page["items"])
            found.push_back(parse_money(item[column].get<std::string>(), CNY, "")->minor_units());
        return found;
    };
    for (const std::string column : {"allowance", "exposure", "expected_loss"}) {
        const auto rising = amounts(column, column), falling = amounts(column, "-" + column);
        ASSERT_GT(rising.size(), 2U);
        EXPECT_TRUE(std::ranges::is_sorted(rising)) << column;
        EXPECT_TRUE(std::ranges::is_sorted(falling, std::greater<>())) << column;
    }
    const auto page = get("/provisions?period=2026-06&sort=-allowance&stage=stage_1", as(Role::Auditor));
    EXPECT_TRUE(holds(
        page, "aria-sort=\"descending\"><a href=\"/provisions?period=2026-06&amp;sort=allowance&amp;stage=stage_1\">"))
        << page.body;
    EXPECT_TRUE(holds(page, "<input type=\"hidden\" name=\"sort\" value=\"-allowance\">"))
        << "another month keeps the order";
    EXPECT_EQ(get("/provisions?period=2026-06&sort=reasons", as(Role::Auditor)).status, 422);
    EXPECT_EQ(get("/api/v1/periods/2026-06/provisions?sort=stage", as(Role::Auditor)).status, 422);
}

TEST_F(BooksPages, TheTrialBalanceInTheCompanysCurrencyAddsUp) {
    close_june();
    const auto books = api("/trial-balance/translated?period=2026-06");
    EXPECT_EQ(books["currency"], "CNY");
    Money sum = *parse_money(books["difference"]["closing"].get<std::string>(), CNY, "");
    for (const auto& line : books["lines"]) sum += *parse_money(line["closing"].get<std::string>(), CNY, "");
    EXPECT_TRUE(sum.is_zero());
    const auto page = get("/trial-balance/translated?period=2026-06", as(Role::Auditor));
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(holds(page, "Translation difference"));
}

// The lines behind a figure add up to the figure that the contract shows.
TEST_F(BooksPages, AFigureOfALeaseOpensTheLinesBehindIt) {
    const auto number = lease("SN-BEHIND");
    const auto position = api("/contracts/" + number)["position"];
    const auto page = get("/contracts/" + number + "/figures/net_investment", as(Role::Auditor));
    EXPECT_EQ(page.status, 200);
    const auto amount = *parse_money(position["net_investment"].get<std::string>(), CNY, "");
    EXPECT_TRUE(holds(page, ": " + money_with_sign(amount))) << to_text(amount);
    EXPECT_TRUE(holds(page, "/contracts/" + number + "#event-7"));
    EXPECT_TRUE(holds(get("/contracts/" + number, as(Role::Auditor)), number + "/figures/net_investment"));
    EXPECT_EQ(get("/contracts/" + number + "/figures/goodwill", as(Role::Auditor)).status, 404);
}

TEST_F(BooksPages, ADueOpensThePaymentsThatSettledIt) {
    const auto number = lease("SN-DUE");
    const auto payment = nlohmann::json{
        {"contract", number},
        {"amount", "34376.79"},
        {"date", "2026-02-15"},
        {"reference", "B-7"}}.dump();
    ASSERT_EQ(post_json("/api/v1/payments", payment, as(Role::Finance)).status, 201);
    const auto page = get("/contracts/" + number + "/dues/1", as(Role::Auditor));
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(holds(page, "Settled by"));
    EXPECT_TRUE(holds(page, "25,421.94"));
    EXPECT_TRUE(holds(page, "#event-8"));
    EXPECT_EQ(get("/contracts/" + number + "/dues/99", as(Role::Auditor)).status, 404);
    EXPECT_EQ(get("/contracts/" + lease("SN-DRAFT", "sign") + "/dues/1", as(Role::Auditor)).status, 409);
}

// As known before June was closed, nothing of it stood in the books.
TEST_F(BooksPages, TheTrialBalanceIsAskedForAsItWasKnown) {
    const auto before = now;
    now += std::chrono::minutes(5);
    close_june();
    const auto lines = [&](const std::string& known) {
        return api("/trial-balance?period=2026-06" + known)["lines"].size();
    };
    EXPECT_GT(lines(""), 0U);
    EXPECT_EQ(lines("&known_at=" + db::moment_text(before)), 0U);
    EXPECT_EQ(lines("&known_at=" + db::moment_text(now)), lines(""));
    const auto page = get("/trial-balance?period=2026-06&known_at=" + db::moment_text(before), as(Role::Auditor));
    EXPECT_TRUE(holds(page, "as known at " + db::moment_text(before)));
    EXPECT_EQ(get("/api/v1/trial-balance?period=2026-06&known_at=soon", as(Role::Auditor)).status, 422);
}

TEST_F(BooksPages, AReportIsAskedForAsItWasKnown) {
    const auto before = now;
    now += std::chrono::minutes(5);
    const auto report = [&](const std::string& known) { return api("/reports/exposure?as_of=2026-07-01" + known); };
    const auto plain = report("");
    lease("SN-LATER");
    EXPECT_NE(report(""), plain);
    const auto known = report("&known_at=" + db::moment_text(before));
    EXPECT_EQ(known["rows"], plain["rows"]);
    EXPECT_EQ(known["total"], plain["total"]);
    EXPECT_EQ(known["notes"].size(), plain["notes"].size() + 1) << "the reader is told";
    const auto page = get("/exposure?as_of=2026-07-01&known_at=2026-07-01T12:00:00", as(Role::Auditor));
    EXPECT_TRUE(holds(page, "as known at 2026-07-01T12:00:00"));
    EXPECT_TRUE(holds(page, "value=\"2026-07-01T12:00:00\"")) << "and so is the control";
    EXPECT_FALSE(holds(get("/exposure?as_of=2026-07-01", as(Role::Auditor)), "as known at"));
}

// Rents of 30,421.94: 13 % to the end of 2026, 12 % from then on.
TEST_F(BooksPages, AVatRateCountsFromTheDayTheLawChanges) {
    const auto number = lease("SN-VAT");
    const auto rate = [](const char* from) {
        return Fields{{"treatment", "movable_rent"}, {"valid_from", from}, {"rate", "12"}};
    };
    EXPECT_EQ(post_form("/vat-rates", rate("2027-01-01"), as(Role::Clerk)).status, 403);
    EXPECT_EQ(post_form("/vat-rates", rate("2026-01-01"), as(Role::Finance)).status, 422);
    EXPECT_EQ(post_form("/vat-rates", rate("2027-01-01"), as(Role::Finance)).status, 303);
    EXPECT_TRUE(holds(get("/vat-rates", as(Role::Auditor)), "12.00"));
    EXPECT_EQ(api("/vat-rates")["items"][0]["valid_from"], "2027-01-01");
    const auto dues = api("/contracts/" + number + "/schedule?as_of=2027-02-28")["dues"];
    std::map<std::string, std::string> vat;
    for (const auto& due : dues) vat[due["due_date"]] = due["vat"];
    EXPECT_EQ(vat.at("2026-12-15"), "3954.85");
    EXPECT_EQ(vat.at("2027-01-15"), "3650.63");
    const auto untaxed = R"({"treatment":"untaxed","valid_from":"2027-01-01","rate":"0.01"})";
    EXPECT_EQ(send_json("PUT", "/api/v1/vat-rates", untaxed, as(Role::Finance)).status, 422);
}

TEST_F(BooksPages, AnExchangeRateAndAnOrderOfAllocationAreEntered) {
    EXPECT_EQ(post_form("/exchange-rates", {{"from", "USD"}, {"to", "CNY"}, {"date", "2026-06-30"}, {"rate", "7.18"}},
                        as(Role::Finance))
                  .status,
              303);
    EXPECT_TRUE(holds(get("/exchange-rates", as(Role::Auditor)), "7.18"));
    const Fields order{{"from", "2026-07-01"},  {"precedence", "instalment"}, {"place_1", "vat"},
                       {"place_2", "interest"}, {"place_3", "principal"},     {"place_4", "cost"},
                       {"place_5", "fee"},      {"place_6", "late_interest"}};
    EXPECT_EQ(post_form("/allocation-order", order, as(Role::Finance)).status, 303);
    EXPECT_EQ(api("/allocation-order")["items"][0]["components"][0], "vat");
    auto twice = order;
    twice["place_2"] = "vat";
    EXPECT_EQ(post_form("/allocation-order", twice, as(Role::Finance)).status, 422);
}

}  // namespace
}  // namespace leasebook::server
