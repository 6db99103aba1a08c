// Reports of a month, before and after its close: against the ledger, between formats, and never again altered.
#include "db/report_store.h"
#include "reports/catalogue.h"
#include "reports/kept_table.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

constexpr Period june{std::chrono::year{2026} / std::chrono::June};

class MonthlyReports : public HouseCase {
protected:
    Response report(const std::string& name, const std::string& query) {
        // Nobody may ask for as many in a moment as here.
        if (asked_++ % 50 == 0) reader_ = person("reader" + std::to_string(asked_), {Role::Finance});
        return get("/api/v1/reports/" + name + "?" + query, reader_);
    }
    nlohmann::json answered(const std::string& name, const std::string& query) {
        const auto answer = report(name, query);
        EXPECT_EQ(answer.status, 200) << name << " " << answer.body;
        return json_of(answer);
    }
    nlohmann::json june_of(const std::string& name) { return answered(name, "period=2026-06"); }
    void close_june() {
        ASSERT_EQ(post_json("/api/v1/periods/2026-06/close", "{}", as(Role::Finance)).status, 202);
        wait_for_close();
        ASSERT_EQ(json_of(get("/api/v1/periods/2026-06", as(Role::Finance)))["status"], "closed");
    }
    Money total(const std::string& name, const std::string& column) {
        return *parse_money(june_of(name)["total"][column].get<std::string>(), CNY, column);
    }
    // Closing balance in the trial balance that the books themselves answer.
    Money ledger(std::initializer_list<const char*> accounts) {
        Money sum = Money::zero(CNY);
        const auto balance = json_of(get("/api/v1/trial-balance?period=2026-06", as(Role::Finance)));
        for (const auto& line : balance["lines"])
            for (const char* account : accounts)
                if (line["account"] == account && line["currency"] == "CNY")
                    sum += *parse_money(line["closing"].get<std::string>(), CNY, account);
        return sum;
    }

private:
    int asked_ = 0;
    Visitor reader_;
};

TEST_F(MonthlyReports, OfAnOpenMonthArePreliminaryInEveryFormat) {
    EXPECT_TRUE(june_of("portfolio_summary")["preliminary"].get<bool>());
    EXPECT_NE(report("portfolio_summary", "period=2026-06&format=html").body.find("PRELIMINARY"), std::string::npos);
    EXPECT_NE(get("/reports/portfolio_summary?period=2026-06", as(Role::Finance)).body.find("PRELIMINARY"),
              std::string::npos);
    close_june();
    EXPECT_FALSE(june_of("portfolio_summary")["preliminary"].get<bool>());
    EXPECT_EQ(report("portfolio_summary", "period=2026-06&format=html").body.find("PRELIMINARY"), std::string::npos);
}

TEST_F(MonthlyReports, AgreeWithTheLedgerToTheCent) {
    close_june();
    const Money net = ledger(
        {"lease_receivable", "unguaranteed_residual", "unearned_income", "financing_receivable", "accrued_interest"});
    EXPECT_GT(net, Money::zero(CNY));
    EXPECT_EQ(total("net_investment_movement", "closing"), net);
    EXPECT_EQ(total("net_investment_by_contract", "closing"), net);
    EXPECT_EQ(total("portfolio_summary", "net_investment"), net);
    EXPECT_EQ(total("contracts", "net_investment"), net);
    EXPECT_EQ(total("contracts", "unguaranteed_residual"), ledger({"unguaranteed_residual"}));
    EXPECT_EQ(total("regulators_return", "numerator"), net);
    const Money allowance = -ledger({"loss_allowance"});
    EXPECT_GT(allowance, Money::zero(CNY));
    EXPECT_EQ(total("allowance_movement", "closing"), allowance);
    EXPECT_EQ(total("expected_losses", "allowance"), allowance);
    EXPECT_EQ(total("five_categories", "allowance"), allowance);
    EXPECT_EQ(total("portfolio_summary", "allowance"), allowance);
    EXPECT_EQ(total("trial_balance", "closing"), Money::zero(CNY));
    EXPECT_EQ(total("trial_balance", "debits"), total("trial_balance", "credits"));
    EXPECT_EQ(total("journal", "debits"), total("trial_balance", "debits"));
    EXPECT_EQ(total("income", "interest_income"), -ledger({"finance_lease_income", "interest_income"}));
    const auto reconciliation = june_of("reconciliation");
    for (const auto& row : reconciliation["rows"]) EXPECT_EQ(row["difference"], "0.00") << row;
}

TEST_F(MonthlyReports, TheMaturityAnalysisComesToTheNetInvestment) {
    close_june();
    const auto analysis = june_of("maturity_analysis");
    for (const auto& row : analysis["rows"]) {
        if (row["product"] == "operating") continue;
        const auto amount = [&](const char* column) {
            return *parse_money(row[column].get<std::string>(), CNY, column);
        };
        EXPECT_EQ(amount("total_undiscounted") - amount("unearned_income") + amount("discounted_residual"),
                  amount("net_investment"));
        EXPECT_GE(amount("unearned_income"), Money::zero(CNY)) << row;
        Money sum = amount("overdue") + amount("later_years");
        for (const char* year : {"year_1", "year_2", "year_3", "year_4", "year_5"}) sum += amount(year);
        EXPECT_EQ(sum, amount("total_undiscounted"));
    }
    // Of finance leases what is undiscounted is what the ledger holds as rents receivable.
    Money finance = Money::zero(CNY);
    for (const auto& row : analysis["rows"])
        if (row["product"] == "direct_finance" || row["product"] == "vendor")
            finance += *parse_money(row["total_undiscounted"].get<std::string>(), CNY, "total");
    EXPECT_EQ(finance, ledger({"lease_receivable"}));
}

TEST_F(MonthlyReports, OfAClosedMonthAreTheSameBytesForEver) {
    close_june();
    std::map<std::string, std::string> before;
    for (const auto& definition : reports::catalogue())
        for (const char* format : {"csv", "json", "xlsx", "pdf", "html"})
            before[definition.name + "." + format] =
                report(definition.name, std::string("period=2026-06&format=") + format).body;
    // A lease of June that is entered late, other rates of default, and another report of the register.
    lease("SN-LATE");
    ASSERT_EQ(post_form("/pricing-parameters", {{"pd_bbb", "9"}}, as(Role::Risk)).status / 100, 4)
        << "an incomplete form changes nothing";
    database_->write([](db::Connection& c) {
        c.execute("UPDATE `pricing_parameters` SET `value` = '0.5' WHERE `name` = 'pd_bbb'");
        db::book_changed(c);
    });
    for (const auto& definition : reports::catalogue())
        for (const char* format : {"csv", "json", "xlsx", "pdf", "html"})
            EXPECT_EQ(report(definition.name, std::string("period=2026-06&format=") + format).body,
                      before[definition.name + "." + format])
                << definition.name << " " << format;
    for (const auto& definition : reports::catalogue()) {
        const auto kept =
            database_->read([&](db::Connection& c) { return db::find_report_snapshot(c, june, definition.name); });
        ASSERT_TRUE(kept) << definition.name;
        EXPECT_EQ(kept->hash, sha256_hex(kept->content)) << definition.name;
    }
}

// The close adds up the ledger while it writes it; a report asked for later reads it.
TEST_F(MonthlyReports, OfTheCloseAreThoseThatReadingTheLedgerMakes) {
    close_june();
    for (const auto& definition : reports::catalogue()) {
        if (!definition.needs_books) continue;
        ReportAsked asked{definition.name, june.last_day(), CNY};
        const auto frozen = app_.reports.make(asked);
        asked.as_frozen = false;
        const auto read = app_.reports.make(asked);
        ASSERT_TRUE(frozen && read) << definition.name;
        EXPECT_EQ(reports::to_kept(frozen->table), reports::to_kept(read->table)) << definition.name;
    }
}

TEST_F(MonthlyReports, AsKnownBeforeTheCloseHoldNothingThatItFound) {
    const auto before = "&known_at=" + db::moment_text(now);
    now += std::chrono::minutes(5);
    const auto open = answered("five_categories", "period=2026-06");
    close_june();
    EXPECT_NE(june_of("five_categories")["total"], open["total"]);
    const auto known = answered("five_categories", "period=2026-06" + before);
    EXPECT_EQ(known["rows"], open["rows"]);
    EXPECT_EQ(known["total"], open["total"]);
}

TEST_F(MonthlyReports, EveryOneIsGivenAsKnownAtAnyMoment) {
    close_june();
    for (const auto& definition : reports::catalogue())
        EXPECT_EQ(report(definition.name, "period=2026-06&known_at=2026-06-15T12:00:00").status, 200)
            << definition.name;
}

TEST_F(MonthlyReports, UnknownNamesAreAnsweredWithThoseThereAre) {
    EXPECT_EQ(report("profit", "period=2026-06").status, 404);
    EXPECT_NE(report("profit", "").body.find("portfolio_summary"), std::string::npos);
    EXPECT_NE(report("journal", "format=docx").body.find("csv, json, xlsx, pdf, html"), std::string::npos);
    EXPECT_NE(report("trial_balance", "show=profit").body.find("code, account"), std::string::npos);
    EXPECT_NE(report("trial_balance", "profit=1").body.find("code, account"), std::string::npos);
    EXPECT_NE(report("trial_balance", "against=never").body.find("previous-month"), std::string::npos);
    EXPECT_EQ(report("trial_balance", "period=June").status, 422);
}

TEST_F(MonthlyReports, EveryFigureOpensDownToTheEntryAndWhoMadeIt) {
    close_june();
    const auto summary = get("/reports/portfolio_summary?period=2026-06", as(Role::Finance)).body;
    const auto link = [](const std::string& page, const std::string& start) {
        const auto at = page.find("href=\"" + start);
        EXPECT_NE(at, std::string::npos) << start;
        auto href = page.substr(at + 6, page.find('"', at + 6) - at - 6);
        for (std::size_t amp = 0; (amp = href.find("&amp;")) != std::string::npos;) href.replace(amp, 5, "&");
        return href;
    };
    const auto contracts = link(summary, "/reports/contracts?product=");
    EXPECT_NE(contracts.find("as_of=2026-06-30"), std::string::npos) << contracts;
    const auto list = get(contracts, as(Role::Finance));
    ASSERT_EQ(list.status, 200);
    const auto contract = get(link(list.body, "/contracts/"), as(Role::Finance));
    ASSERT_EQ(contract.status, 200);
    const auto balance = get("/reports/trial_balance?period=2026-06", as(Role::Finance)).body;
    EXPECT_EQ(get(link(balance, "/journal?period=2026-06"), as(Role::Finance)).status, 200);
    // Each place that any report leads to is there.
    for (const auto& definition : reports::catalogue()) {
        const auto page = get("/reports/" + definition.name + "?period=2026-06", as(Role::Finance));
        ASSERT_EQ(page.status, 200) << definition.name;
        const auto figures = page.body.find("id=\"figures\"");
        const auto cell = page.body.find("<td", page.body.find("<tbody", figures));
        const auto href = page.body.find("href=\"/", cell);
        if (cell == std::string::npos || href == std::string::npos) continue;
        auto target = page.body.substr(href + 6, page.body.find('"', href + 6) - href - 6);
        for (std::size_t amp = 0; (amp = target.find("&amp;")) != std::string::npos;) target.replace(amp, 5, "&");
        EXPECT_EQ(get(target, as(Role::Finance)).status, 200) << definition.name << " " << target;
    }
}

TEST_F(MonthlyReports, AreSortedSearchedNarrowedAndCompared) {
    close_june();
    const auto sorted = answered("contracts", "period=2026-06&sort=-net_investment")["rows"];
    ASSERT_GT(sorted.size(), 2U);
    EXPECT_GE(*parse_money(sorted[0]["net_investment"].get<std::string>(), CNY, ""),
              *parse_money(sorted[1]["net_investment"].get<std::string>(), CNY, ""));
    const auto narrow = answered("contracts", "period=2026-06&show=contract,net_investment&product=direct_finance");
    ASSERT_FALSE(narrow["rows"].empty());
    EXPECT_EQ(narrow["rows"][0].size(), 2U);
    const auto compared = answered("trial_balance", "period=2026-06&against=previous-month");
    ASSERT_FALSE(compared["rows"].empty());
    EXPECT_TRUE(compared["rows"][0].contains("closing_change"));
    EXPECT_EQ(compared["notes"].back(), "Compared with 2026-05-31.");
}

TEST_F(MonthlyReports, AreComparedWithTheBookUnderAScenario) {
    const auto keep = [&](const char* entry) {
        const auto kept = post_json("/api/v1/stress-scenarios", entry, as(Role::Risk));
        ASSERT_EQ(kept.status / 100, 2) << kept.body;
    };
    keep(R"({"name":"Machines","residual_falls":"all:0.5"})");
    keep(R"({"name":"Rates","curve_shifts":"all:200"})");
    keep(R"({"name":"Defaults","cluster_multipliers":"all:3"})");
    const auto total = [&](const char* name, const char* scenario) {
        const auto answer = report(name, std::string("period=2026-06&against=scenario:") + scenario);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json_of(answer)["total"];
    };
    const auto money = [](const nlohmann::json& total, const char* column) {
        return *parse_money(total[column].get<std::string>(), CNY, "");
    };
    const auto residuals = total("residuals", "Machines");
    EXPECT_LT(money(residuals, "forecast_change").minor_units(),
              -money(residuals, "forecast_before").minor_units() * 2 / 5);
    EXPECT_TRUE(money(residuals, "booked_change").is_zero()) << "what is booked stays";
    EXPECT_TRUE(money(total("residuals", "Rates"), "forecast_change").is_zero());
    EXPECT_TRUE(money(total("exposure", "Rates"), "present_value_change").is_negative());
    close_june();
    lease("SN-AFTER");  // of January, entered when June was closed: no effect of any scenario
    const auto closed = total("residuals", "Machines");
    EXPECT_TRUE(money(closed, "booked_change").is_zero());
    EXPECT_TRUE(money(total("exposure", "Machines"), "outstanding_principal_change").is_zero());
    EXPECT_NE(report("exposure", "period=2026-06&rows=grade&against=scenario:Defaults").body,
              report("exposure", "period=2026-06&rows=grade&against=scenario:Machines").body)
        << "lessees stand in worse grades";
    EXPECT_NE(report("aging", "period=2026-06&against=scenario:Rates").body.find("no scenario changes it"),
              std::string::npos);
    EXPECT_EQ(report("residuals", "period=2026-06&against=scenario:Plague").status, 422);
    EXPECT_NE(get("/reports/residuals?period=2026-06", as(Role::Finance)).body.find("scenario:Machines"),
              std::string::npos)
        << "the page offers it";
}

TEST_F(MonthlyReports, SpeakChineseToTheLastWord) {
    close_june();
    const auto& chinese = catalogue_of(Language::Chinese);
    const auto known = [&](const std::string& english, const std::string& where) {
        EXPECT_TRUE(chinese.contains(english)) << where << ": " << english;
    };
    for (const auto& definition : reports::catalogue()) {
        known(definition.title, definition.name);
        const auto made = app_.reports.make({definition.name, june.last_day(), CNY});
        ASSERT_TRUE(made);
        const auto& table = made->table;
        for (const auto& column : table.columns) known(english_label(column.name), definition.name);
        for (const auto& note : table.notes) known(note.text, definition.name);
        for (const auto& row : table.rows)
            for (std::size_t i = 0; i < row.cells.size(); ++i) {
                const auto* word = std::get_if<std::string>(&row.cells[i]);
                if (word == nullptr || table.columns[i].type != reports::ColumnType::Word) continue;
                // Codes and names of places have other letters than our words.
                if (word->find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string::npos) continue;
                known(english_value(*word), definition.name);
            }
    }
}

}  // namespace
}  // namespace leasebook::server
