// A dealer's lease from the form to the journal (IFRS 16.71-74, EX-D4).
#include "server/books/verify.h"
#include "server/import/import.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class DealerLeases : public HouseCase {
protected:
    // At a rate of ten digits the last rent is 29,500.04, which adds 0.03 to the present value of the example.
    nlohmann::json ex_d4() {
        auto lease = nlohmann::json::parse(lease_json("SN-OWN"));
        lease["annual_rate"] = "0.0726136213";
        lease["unguaranteed_residual"] = "60000.00";
        lease["goods_carrying_amount"] = "800000.00";
        lease["market_rate"] = "0.072";
        return lease;
    }
    std::map<std::string, std::string> journal_of_event(const std::string& number, const std::string& rule) {
        std::map<std::string, std::string> lines;
        const auto journal = json_of(get("/api/v1/contracts/" + number + "/journal", as(Role::Auditor)));
        for (const auto& entry : journal["entries"])
            if (entry["rule"] == rule)
                for (const auto& line : entry["lines"])
                    lines[line["code"]] = line["debit"] == "0.00" ? "-" + line["credit"].get<std::string>()
                                                                  : line["debit"].get<std::string>();
        return lines;
    }
};

TEST_F(DealerLeases, SellTheGoodsWhenTheyCommence) {
    const auto drafted = post_json("/api/v1/contracts", ex_d4().dump(), as(Role::Clerk));
    ASSERT_EQ(drafted.status, 201) << drafted.body;
    const auto number = json_of(drafted)["number"].get<std::string>();
    walk(number, "sign");
    const auto contract = json_of(get("/api/v1/contracts/" + number, as(Role::Auditor)));
    EXPECT_EQ(contract["status"], "disbursed") << "nobody is to be paid";
    EXPECT_EQ(contract["rent"], "29500.00");
    const auto active = take_step(number, "activate");
    ASSERT_EQ(active.status, 200) << active.body;
    const auto lines = journal_of_event(number, "commencement_dealer");
    EXPECT_EQ(lines.at("6001"), "-952577.12");
    EXPECT_EQ(lines.at("6401"), "751624.67");
    EXPECT_EQ(lines.at("1405"), "-800000.00");
    EXPECT_EQ(lines.at("1322"), "60000.00");
    for (const auto& finding : prove_books(*database_, house_today).findings) ADD_FAILURE() << message(finding);
    const auto page = get("/contracts/" + number, as(Role::Auditor));
    EXPECT_NE(page.body.find("Goods carrying amount"), std::string::npos);
    EXPECT_NE(page.body.find("7.20"), std::string::npos);
}

TEST_F(DealerLeases, NeedTheMarketRate) {
    auto lease = ex_d4();
    lease.erase("market_rate");
    const auto refused = post_json("/api/v1/contracts", lease.dump(), as(Role::Clerk));
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(fields_of(refused), (std::set<std::string>{"market_rate"}));
}

TEST_F(DealerLeases, AreImportedWithTheirSale) {
    const auto outcome = import_csv(
        *database_,
        {ImportKind::Contracts,
         "number,lessee,asset_class,financed_amount,annual_rate,commencement,periods,unguaranteed_residual,"
         "goods_carrying_amount,market_rate\nOWN-1," +
             lessee() + "," + asset_class() + ",1000000.00,0.0726136213,2026-06-20,36,60000.00,800000.00,0.072\n",
         nullptr,
         {"clerk", house_today},
         house_noon,
         {}});
    ASSERT_TRUE(outcome.stored()) << (outcome.errors.empty() ? "" : message(outcome.errors.front().error));
    ASSERT_EQ(post_json("/api/v1/periods/2026-06/close", "{}", as(Role::Finance)).status, 202);
    wait_for_close();
    const auto lines = journal_of_event("OWN-1", "commencement_dealer");
    EXPECT_EQ(lines.at("6001"), "-952577.12");
    EXPECT_EQ(lines.at("4999"), "-800000.00") << "the goods were another system's";
    for (const auto& finding : prove_books(*database_, house_today).findings) ADD_FAILURE() << message(finding);
}

TEST_F(DealerLeases, AnUnknownCalendarIsRefusedAtTheDoor) {
    auto lease = nlohmann::json::parse(lease_json("SN-CAL"));
    lease["calendar"] = "NOWHERE";
    EXPECT_EQ(fields_of(post_json("/api/v1/contracts", lease.dump(), as(Role::Clerk))),
              (std::set<std::string>{"calendar"}));
}

}  // namespace
}  // namespace leasebook::server
