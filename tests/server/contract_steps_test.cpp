// The steps of a lease up to commencement, and the conditions it is written with.
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class ContractSteps : public HouseCase {
protected:
    Fields typed(const std::string& serial = "SN-FLOW-1") {
        return {{"lessee", lessee()},
                {"asset_class", asset_class()},
                {"serial_number", serial},
                {"currency", "CNY"},
                {"financed_amount", "1,000,000.00"},
                {"commencement", "2026-01-15"},
                {"periods", "36"},
                {"period_months", "1"},
                {"annual_rate", "6"},
                {"timing", "arrears"},
                {"day_count", "MONTHS/12"}};
    }
    std::string draft(const Visitor& who) {
        const auto answer = post_form("/contracts", typed(), who);
        EXPECT_EQ(answer.status, 303) << answer.body.substr(0, 3000);
        const auto path = header_of(answer, "Location");
        return path.substr(11, path.find('?') - 11);
    }
    nlohmann::json contract(const std::string& number) {
        return json_of(get("/api/v1/contracts/" + number, as(Role::Auditor)));
    }
};

TEST_F(ContractSteps, NobodyDecidesOnTheCreditOfWhatTheyEntered) {
    const auto both = person("both", {Role::Clerk, Role::Risk});
    const auto number = draft(both);
    walk(number, "apply");
    const auto page = post_form("/contracts/" + number + "/credit-decision",
                                {{"version", "2"}, {"decision", "accept"}, {"reason", "mine"}}, both);
    EXPECT_EQ(page.status, 403);
    EXPECT_NE(page.body.find("You entered contract " + number + " and cannot decide on its credit"), std::string::npos);
    EXPECT_EQ(contract(number)["status"], "applied");
}

TEST_F(ContractSteps, ACreditDecisionSaysWhatAndWhy) {
    const auto number = draft(as(Role::Clerk));
    walk(number, "apply");
    const auto answer = take_step(number, "credit-decision", "{}");
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(fields_of(answer), (std::set<std::string>{"decision", "reason"}));
    const auto page = post_form("/contracts/" + number + "/credit-decision", {{"version", "2"}}, as(Role::Risk));
    EXPECT_EQ(page.status, 422);
    EXPECT_NE(page.body.find("field-reason-error"), std::string::npos);
    EXPECT_EQ(take_step(number, "credit-decision", R"({"decision":"decline","reason":"losses"})").status, 200);
    EXPECT_EQ(contract(number)["status"], "declined");
}

TEST_F(ContractSteps, EachPersonSeesTheTasksTheyMayDo) {
    const auto number = draft(as(Role::Clerk));
    const auto sees = [&](Role role, const std::string& step) {
        return get("/contracts/" + number, as(role)).body.find("/contracts/" + number + "/" + step) !=
               std::string::npos;
    };
    const std::pair<const char*, Role> steps[] = {{"apply", Role::Clerk},      {"credit-decision", Role::Risk},
                                                  {"approve", Role::Approver}, {"sign", Role::Clerk},
                                                  {"disburse", Role::Finance}, {"activate", Role::Clerk}};
    for (const auto& [step, may] : steps) {
        for (const auto& [role, name] : NamesOf<Role>::names) {
            const bool editor = may == Role::Clerk && role == Role::Administrator;
            EXPECT_EQ(sees(role, step), role == may || editor) << step << " " << name;
        }
        EXPECT_EQ(take_step(number, step).status, 200) << step;
    }
}

TEST_F(ContractSteps, TheSupplierMayBePaidInParts) {
    const auto number = draft(as(Role::Clerk));
    walk(number, "sign");
    EXPECT_EQ(take_step(number, "disburse", R"({"amount":"400000.00","reference":"B-1"})").status, 200);
    EXPECT_EQ(contract(number)["status"], "signed");
    const auto much = take_step(number, "disburse", R"({"amount":"600000.01","reference":"B-2"})");
    EXPECT_EQ(much.status, 422);
    EXPECT_EQ(json_of(much)["detail"], "Only 600000.00 of the financed amount is still to be paid.");
    EXPECT_EQ(take_step(number, "disburse").status, 200);
    EXPECT_EQ(contract(number)["status"], "disbursed");
}

TEST_F(ContractSteps, TheConditionsAreEnteredAndKept) {
    auto fields = typed();
    fields.insert({{"product", "vendor"},
                   {"security_deposit", "50,000.00"},
                   {"deposit_use", "offset_last_rents"},
                   {"upfront_fee", "10,000.00"},
                   {"initial_direct_costs", "3,000.00"},
                   {"purchase_price", "100.00"},
                   {"business_day", "following"},
                   {"calendar", "CN"},
                   {"late_interest_daily_rate", "0.06"},
                   {"grace_days", "3"}});
    const auto answer = post_form("/contracts", fields, as(Role::Clerk));
    ASSERT_EQ(answer.status, 303) << answer.body.substr(0, 3000);
    const auto path = header_of(answer, "Location");
    const auto kept = contract(path.substr(11, path.find('?') - 11));
    EXPECT_EQ(kept["product"], "vendor");
    EXPECT_EQ(kept["security_deposit"], "50000.00");
    EXPECT_EQ(kept["business_day"], "following");
    EXPECT_EQ(kept["late_interest_daily_rate"], "0.0006");
    EXPECT_EQ(kept["grace_days"], 3);
}

TEST_F(ContractSteps, AQuoteBecomesALeaseWithItsConditions) {
    auto quote = typed();
    quote.erase("lessee");
    quote.erase("asset_class");
    quote.erase("serial_number");
    quote.insert({{"solve_for", "rent"},
                  {"rate.type", "fixed"},
                  {"structure", "level"},
                  {"business_day", "following"},
                  {"calendar", "HK"},
                  {"security_deposit", "51,000.00"},
                  {"deposit_use", "offset_last_rents"},
                  {"upfront_fee", "12,000.00"},
                  {"initial_direct_costs", "3,400.00"}});
    const auto page = post_form("/contracts/from-quote", quote, as(Role::Clerk));
    EXPECT_EQ(page.status, 200);
    for (const char* value : {"value=\"following\" selected", "value=\"HK\"", "value=\"51,000.00\"",
                              "value=\"offset_last_rents\" selected", "value=\"12,000.00\"", "value=\"3,400.00\""})
        EXPECT_NE(page.body.find(value), std::string::npos) << value;
}

}  // namespace
}  // namespace leasebook::server
