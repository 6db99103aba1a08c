// Finance or operating: what the tests say at activation, and what stays on record of it.
#include "server/lease_classification.h"

#include "pricing/rent.h"
#include "pricing/residual_curve.h"
#include "tests/leases.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using tests::cny;

class LeaseClassification : public HouseCase {
protected:
    // A lease over three of the ten years that its machine lasts, paid out; `changes` are fields of the entry.
    std::string paid_out(const nlohmann::json& changes = nlohmann::json::object()) {
        auto entry = nlohmann::json::parse(lease_json());
        entry.update(changes);
        const auto drafted = post_json("/api/v1/contracts", entry.dump(), as(Role::Clerk));
        EXPECT_EQ(drafted.status, 201) << drafted.body;
        auto number = json_of(drafted)["number"].get<std::string>();
        walk(number, "disburse");
        return number;
    }
    nlohmann::json activation(const std::string& number) {
        const auto events = json_of(get("/api/v1/contracts/" + number + "/events", as(Role::Auditor)))["events"];
        EXPECT_EQ(events.back()["event"], "activated");
        return events.back()["fields"];
    }
    static std::string refusal(const Response& response) {
        EXPECT_EQ(response.status, 422) << response.body;
        return json_of(response)["errors"][0]["message"].get<std::string>();
    }
};

const nlohmann::json operating{{"product", "operating"}};
const nlohmann::json with_own_risk{{"unguaranteed_residual", "400000.00"}};

TEST_F(LeaseClassification, OfAFullPayoutIsFinanceByThePresentValueOfItsPayments) {
    const auto number = paid_out();
    EXPECT_EQ(take_step(number, "activate").status, 200);
    const auto fields = activation(number);
    EXPECT_EQ(fields["classification"], "finance_lease");
    EXPECT_EQ(fields["decisive_test"], "present_value_of_payments");
    EXPECT_EQ(*parse_rate(fields["payments_share"].get<std::string>(), ""), Rate{rate_scale});
    EXPECT_TRUE(fields["classification_override"].is_null());
    const auto page = get("/contracts/" + number, as(Role::Auditor));
    EXPECT_NE(page.body.find("Classification: Finance lease"), std::string::npos);
    EXPECT_NE(page.body.find("Test that decides: Present value of payments"), std::string::npos);
}

TEST_F(LeaseClassification, RefusesAnOperatingLeaseThatPaysForTheMachineUnlessAReasonIsGiven) {
    const auto number = paid_out(operating);
    EXPECT_EQ(refusal(take_step(number, "activate")),
              "By the tests this is a finance lease: its payments are worth 100.00% of the fair value (at least 90 %). "
              "Revise it, or say why it is an operating lease.");
    const auto accepted = take_step(number, "activate", R"({"classification_override":"returned after one season"})");
    EXPECT_EQ(accepted.status, 200) << accepted.body;
    const auto fields = activation(number);
    EXPECT_EQ(fields["classification"], "operating_lease");
    EXPECT_EQ(fields["decisive_test"], "present_value_of_payments");
    EXPECT_EQ(fields["classification_override"], "returned after one season");
}

TEST_F(LeaseClassification, RefusesAFinanceLeaseThatPassesNoTest) {
    const auto number = paid_out(with_own_risk);
    EXPECT_NE(refusal(take_step(number, "activate")).find("By the tests this is an operating lease: its term is"),
              std::string::npos);
    auto as_operating = with_own_risk;
    as_operating.update(operating);
    as_operating["serial_number"] = "SN-FLOW-2";
    const auto other = paid_out(as_operating);
    EXPECT_EQ(take_step(other, "activate").status, 200);
    EXPECT_EQ(activation(other)["classification"], "operating_lease");
    EXPECT_TRUE(activation(other)["decisive_test"].is_null());
}

TEST_F(LeaseClassification, TakesNoReasonWhereProductAndTestsAgree) {
    const auto number = paid_out();
    EXPECT_EQ(refusal(take_step(number, "activate", R"({"classification_override":"just so"})")),
              "The tests agree with the product: there is nothing to override.");
}

TEST_F(LeaseClassification, OfASaleLeasebackIsAFinancingWithoutAnyTest) {
    auto entry = with_own_risk;
    entry["product"] = "sale_leaseback";
    const auto number = paid_out(entry);
    EXPECT_EQ(take_step(number, "activate").status, 200);
    EXPECT_EQ(activation(number)["classification"], "financing");
    EXPECT_TRUE(activation(number)["term_share"].is_null());
}

TEST_F(LeaseClassification, AsksForTheReasonOnThePage) {
    const auto number = paid_out(operating);
    register_title(number);
    const auto form = get("/contracts/" + number + "/activate", as(Role::Clerk));
    EXPECT_NE(form.body.find("name=\"classification_override\""), std::string::npos);
    const auto refused = post_form("/contracts/" + number + "/activate", {{"version", "6"}}, as(Role::Clerk));
    EXPECT_EQ(refused.status, 422);
    EXPECT_NE(refused.body.find("By the tests this is a finance lease"), std::string::npos);
}

LeasedMachine lathe(Date acquired) {
    LeasedMachine machine;
    machine.asset.cost = cny("1000000.00");
    machine.asset.acquired = acquired;
    machine.asset_class.first_year_loss = machine.asset_class.yearly_loss = tests::rate("0.2");
    machine.asset_class.life_months = 60;
    machine.curve = pricing::curve_of(machine.asset_class);
    return machine;
}

ContractContent own_risk() {
    ContractContent content;
    content.terms = tests::l1();
    content.terms.unguaranteed_residual = cny("400000.00");
    content.rent = *pricing::level_rent(content.terms);
    content.conditions.product = Product::Operating;
    return content;
}

Result<ClassificationRecord> classify(const ContractContent& content, Date acquired) {
    const auto schedule = *pricing::agreed_schedule(content.terms, content.plan, content.rent);
    const auto zero = cny("0.00");
    const auto measurement =
        pricing::measured(flows_of(content.terms, schedule), {content.terms.financed_amount, zero, zero});
    return classify_lease(content, *measurement, {lathe(acquired)}, {});
}

TEST(ClassifyLease, LooksAtWhatRemainsOfTheLifeOfAUsedMachine) {
    const auto record = classify(own_risk(), own_risk().terms.commencement);
    ASSERT_TRUE(record);
    EXPECT_EQ(record->term_share, tests::rate("0.6"));
    EXPECT_FALSE(record->decisive_test);
    const auto used = classify(own_risk(), add_months(own_risk().terms.commencement, -12));
    ASSERT_FALSE(used);
    EXPECT_EQ(message(used.error()),
              "By the tests this is a finance lease: its term is 75.00% of the economic life (at least 75 %). Revise "
              "it, or say why it is an operating lease.");
}

TEST(ClassifyLease, CallsANominalPurchasePriceABargain) {
    auto content = own_risk();
    content.conditions.purchase_price = cny("100.00");
    const auto record = classify(content, content.terms.commencement);
    ASSERT_FALSE(record);
    EXPECT_EQ(record.error().field, "classification_override");
    EXPECT_NE(message(record.error()).find("is a bargain"), std::string::npos);
}

}  // namespace
}  // namespace leasebook::server
