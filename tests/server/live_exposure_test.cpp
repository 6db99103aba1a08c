// Exposure follows what is recorded: an approval, money paid out and a payment received show at once, part by part.
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class ExposureOfTheHouse : public HouseCase {
protected:
    nlohmann::json report(const std::string& query = "") {
        const auto answer = get("/api/v1/reports/exposure?" + query, as(Role::Auditor));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json_of(answer);
    }
    static Money money(const nlohmann::json& row, const char* column) {
        return *parse_money(row[column].get<std::string>(), CNY, column);
    }
    // exposure = net investment + overdue + undrawn + unguaranteed residual − deposit − collateral
    static Money added_up(const nlohmann::json& row) {
        return money(row, "net_investment") + money(row, "overdue") + money(row, "undrawn") +
               money(row, "unguaranteed_residual") - money(row, "deposit") - money(row, "collateral");
    }
    Money total(const char* column) { return money(report()["total"], column); }
    static Money yuan(const char* text) { return *parse_money(text, CNY, "amount"); }
};

TEST_F(ExposureOfTheHouse, EveryRowsPartsAddUpAndRowsAddUpToTheTotal) {
    for (const auto& [axis, name] : NamesOf<Axis>::names)
        for (const std::string columns : {"", axis == Axis::Grade ? "branch" : "grade"}) {
            const auto book = report("rows=" + std::string(name) + "&columns=" + columns);
            Money sum = Money::zero(CNY);
            for (const auto& row : book["rows"]) {
                EXPECT_EQ(added_up(row), money(row, "exposure")) << name;
                sum += money(row, "exposure");
            }
            EXPECT_EQ(sum, money(book["total"], "exposure")) << name << " × " << columns;
            EXPECT_EQ(book["total"]["exposure_share"], "1.0000");
        }
}

TEST_F(ExposureOfTheHouse, AnApprovalIsUndrawnAtOnceAndPaidOutMovesOver) {
    const auto undrawn = total("undrawn"), invested = total("net_investment"), exposure = total("exposure");
    const auto number = lease("SN-LIVE-1", "credit-decision");
    EXPECT_EQ(total("undrawn"), undrawn) << "credit's decision commits to nothing";
    EXPECT_EQ(take_step(number, "approve").status, 200);
    EXPECT_EQ(total("undrawn"), undrawn + yuan("1000000.00"));
    EXPECT_EQ(total("exposure"), exposure + yuan("1000000.00"));
    EXPECT_EQ(take_step(number, "sign").status, 200);
    EXPECT_EQ(take_step(number, "disburse", R"({"currency":"CNY","amount":"400000.00","reference":"B-1"})").status,
              200);
    EXPECT_EQ(total("undrawn"), undrawn + yuan("600000.00"));
    EXPECT_EQ(total("net_investment"), invested + yuan("400000.00"));
    EXPECT_EQ(total("exposure"), exposure + yuan("1000000.00"));
}

TEST_F(ExposureOfTheHouse, APaymentShowsAtOnce) {
    const auto number = lease("SN-LIVE-2");
    const auto before = report()["total"];
    EXPECT_GT(money(before, "overdue"), yuan("150000.00")) << "five rents of 30,421.94 fell due and nobody paid";
    const nlohmann::json payment{{"contract", number},
                                 {"date", "2026-07-01"},
                                 {"currency", "CNY"},
                                 {"amount", "34376.79"},
                                 {"reference", "B-7"}};
    const auto paid = post_json("/api/v1/payments", payment.dump(), as(Role::Finance));
    ASSERT_EQ(paid.status, 201) << paid.body;
    const auto after = report()["total"];
    const Money settled = money(before, "overdue") - money(after, "overdue");
    EXPECT_GT(settled, yuan("0.00")) << "late interest and VAT are settled first, and are no exposure";
    EXPECT_LT(settled, yuan("34376.79"));
    EXPECT_EQ(money(after, "net_investment"), money(before, "net_investment"));
    EXPECT_EQ(money(before, "exposure") - money(after, "exposure"), settled);
}

TEST_F(ExposureOfTheHouse, TheThreePartsAreTheLedgersNetInvestment) {
    const auto number = lease("SN-LIVE-3");
    const auto position = json_of(get("/api/v1/contracts/" + number, as(Role::Auditor)))["position"];
    const auto behind = json_of(get("/api/v1/exposure/contracts", as(Role::Auditor)))["items"];
    const auto found =
        std::find_if(behind.begin(), behind.end(), [&](const auto& row) { return row["contract"] == number; });
    ASSERT_NE(found, behind.end());
    EXPECT_EQ(money(*found, "net_investment") + money(*found, "overdue") + money(*found, "unguaranteed_residual"),
              *parse_money(position["net_investment"].get<std::string>(), CNY, ""));
}

TEST_F(ExposureOfTheHouse, OfAnEarlierDayIsThatDays) {
    const auto june = report("as_of=2026-06-30")["total"];
    lease("SN-LIVE-4", "approve");
    EXPECT_EQ(report("as_of=2026-06-30")["total"], june) << "approved on 1 July";
}

TEST_F(ExposureOfTheHouse, TheContractsBehindACellAddUpToIt) {
    const auto book = report();
    for (const auto& row : book["rows"]) {
        const auto answer = get("/api/v1/exposure/contracts?row=" + percent_encoded(row["cluster"].get<std::string>()) +
                                    "&column=" + percent_encoded(row["industry"].get<std::string>()),
                                as(Role::Auditor));
        ASSERT_EQ(answer.status, 200) << answer.body;
        Money sum = Money::zero(CNY);
        const auto items = json_of(answer)["items"];
        for (const auto& item : items) sum += money(item, "exposure");
        EXPECT_EQ(sum, money(row, "exposure"));
        EXPECT_EQ(items.size(), row["contracts"].get<std::size_t>());
    }
    const auto unknown = get("/api/v1/exposure/contracts?row=NOWHERE", as(Role::Auditor));
    EXPECT_EQ(unknown.status, 422);
    EXPECT_EQ(fields_of(unknown), std::set<std::string>{"row"});
}

TEST_F(ExposureOfTheHouse, AnUnknownAxisOrTheSameTwiceIsRefused) {
    EXPECT_EQ(fields_of(get("/api/v1/reports/exposure?rows=colour", as(Role::Auditor))), std::set<std::string>{"axes"});
    EXPECT_EQ(get("/api/v1/reports/exposure?rows=grade&columns=grade", as(Role::Auditor)).status, 422);
    EXPECT_EQ(get("/exposure?rows=colour", as(Role::Auditor)).status, 422);
}

TEST_F(ExposureOfTheHouse, CollateralIsDeductedFromTheDayItCounts) {
    const auto number = lease("SN-LIVE-5");
    const auto before = total("exposure");
    const auto added = post_json("/api/v1/collaterals",
                                 R"({"code":"M-1","lessee":")" + lessee() + R"(","contract":")" + number +
                                     R"(","kind":"mortgage","currency":"CNY","value":"100000.00","haircut":"0.30",)" +
                                     R"("since":"2026-07-01"})",
                                 as(Role::Risk));
    ASSERT_EQ(added.status, 201) << added.body;
    EXPECT_EQ(total("collateral"), yuan("70000.00"));
    EXPECT_EQ(total("exposure"), before - yuan("70000.00"));
    EXPECT_EQ(money(report("as_of=2026-06-30")["total"], "collateral"), yuan("0.00"));
}

TEST_F(ExposureOfTheHouse, PagesShowEveryAxisAndLinkToTheContracts) {
    for (const auto& [axis, name] : NamesOf<Axis>::names) {
        const auto page = get("/exposure?as_of=2026-06-30&rows=" + std::string(name), as(Role::Auditor));
        ASSERT_EQ(page.status, 200) << name;
        EXPECT_NE(page.body.find("/exposure/contracts?"), std::string::npos) << name;
    }
    const auto list = get("/exposure/contracts?rows=grade&row=BBB&as_of=2026-06-30", as(Role::Auditor));
    EXPECT_EQ(list.status, 200);
}

TEST_F(ExposureOfTheHouse, AClosedMonthIsFrozenForTheTrend) {
    const auto answer = post_json("/api/v1/periods/2026-06/close", "{}", as(Role::Finance));
    ASSERT_LT(answer.status, 300) << answer.body;
    wait_for_close();
    const auto trend = json_of(get("/api/v1/exposure/trend?axis=grade", as(Role::Auditor)))["items"];
    ASSERT_FALSE(trend.empty());
    Money sum = Money::zero(CNY);
    for (const auto& month : trend) {
        EXPECT_EQ(month["period"], "2026-06");
        EXPECT_EQ(added_up(month), money(month, "exposure"));
        sum += money(month, "exposure");
    }
    EXPECT_EQ(sum, money(report("as_of=2026-06-30")["total"], "exposure"));
}

}  // namespace
}  // namespace leasebook::server
