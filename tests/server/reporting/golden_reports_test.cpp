// The reports of a closed June of the house's sixty leases as files that a finance reader has read. Figures that rest
// on logarithms and powers of the C library (yields, valuations, capital) are left out: they differ in their last
// digit between machines.
#include "tests/golden.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class GoldenReports : public HouseCase {};

TEST_F(GoldenReports, OfAClosedJuneAreWhatTheyWere) {
    now -= std::chrono::days(16);  // the fifteenth of June: a lease is paid out and commences
    auto entry = nlohmann::json::parse(lease_json("SN-JUNE"));
    entry["commencement"] = "2026-06-15";
    const auto drafted = post_json("/api/v1/contracts", entry.dump(), as(Role::Clerk));
    ASSERT_EQ(drafted.status, 201) << drafted.body;
    walk(json_of(drafted)["number"]);
    now = house_noon;
    ASSERT_EQ(post_json("/api/v1/periods/2026-06/close", "{}", as(Role::Finance)).status, 202);
    wait_for_close();
    const std::vector<std::pair<std::string, std::string>> reports{
        {"portfolio_summary", ""},
        {"exposure",
         "cluster,cluster_name,industry,industry_name,contracts,lessees,outstanding_principal,residual_value,share,"
         "net_investment,overdue,undrawn,unguaranteed_residual,deposit,collateral,exposure,exposure_share"},
        {"concentration", "axis,item,item_name,exposure,share,rank,names,herfindahl,normalised,top_1,top_5,top_10"},
        {"limits", ""},
        {"new_business", ""},
        {"cash_forecast", ""},
        {"maturity_analysis", ""},
        {"net_investment_movement", ""},
        {"income", ""},
        {"five_categories", ""},
        {"allowance_movement", ""},
        {"trial_balance", ""},
        {"journal", ""},
        {"vat", ""},
        {"largest_obligors", ""},
        {"supplier_volumes", ""},
        {"regulators_return", ""},
        {"reconciliation", ""},
        {"contracts", ""}};
    for (const auto& [name, columns] : reports) {
        const auto answer =
            get("/api/v1/reports/" + name + "?period=2026-06&format=csv&show=" + columns, as(Role::Auditor));
        ASSERT_EQ(answer.status, 200) << name << " " << answer.body;
        tests::expect_golden("reports/june/" + name + ".csv", answer.body);
    }
}

}  // namespace
}  // namespace leasebook::server
