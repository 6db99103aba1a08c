// A lease from its draft into the book, by form and by API, with two people, and with everything sent twice.
#include <thread>

#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class ContractFlow : public HouseCase {
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
    std::string json(const std::string& serial = "SN-FLOW-1", const std::string& amount = "1000000.00") {
        return lease_json(serial, amount);
    }
    // Drafted by whom, and taken on credit: waiting for its approval at version 3.
    std::string accepted(const Visitor& who, const std::string& serial = "SN-FLOW-1") {
        auto number = draft(who, serial);
        walk(number, "credit-decision");
        return number;
    }
    // Drafts by form and answers the number that the redirect leads to.
    std::string draft(const Visitor& who, const std::string& serial = "SN-FLOW-1") {
        const auto answer = post_form("/contracts", typed(serial), who);
        EXPECT_EQ(answer.status, 303) << answer.body.substr(0, 3000);
        const auto location = header_of(answer, "Location");
        const auto begin = std::string("/contracts/").size();
        return location.substr(begin, location.find('?') - begin);
    }
    Response step(const std::string& number, const std::string& name, int version, const Visitor& who) {
        return post_form("/contracts/" + number + "/" + name, {{"version", std::to_string(version)}}, who);
    }
    Response api_step(const std::string& number, const std::string& name, int version, const Visitor& who) {
        return post_json("/api/v1/contracts/" + number + "/" + name, "", who,
                         {{"if-match", "\"" + std::to_string(version) + "\""}});
    }
    static Money money(const nlohmann::json& total, const char* column) {
        return *parse_money(total[column].get<std::string>(), CNY, "amount");
    }
    nlohmann::json contract(const std::string& number) {
        return json_of(get("/api/v1/contracts/" + number, as(Role::Auditor)));
    }
    std::int64_t contracts() { return rows("contracts"); }
};

TEST_F(ContractFlow, GoesFromDraftByTwoPeopleIntoTheExposureReport) {
    const auto report = "/api/v1/reports/exposure?as_of=2026-06-30";
    const auto before = json_of(get(report, as(Role::Auditor)))["total"];
    const auto number = draft(as(Role::Clerk));
    EXPECT_EQ(contract(number)["status"], "draft");
    EXPECT_EQ(contract(number)["rent"], "30421.94");
    EXPECT_EQ(step(number, "apply", 1, as(Role::Clerk)).status, 303);
    const Fields decision{{"version", "2"}, {"decision", "accept"}, {"reason", "sound"}};
    EXPECT_EQ(post_form("/contracts/" + number + "/credit-decision", decision, as(Role::Risk)).status, 303);
    EXPECT_EQ(step(number, "approve", 3, as(Role::Approver)).status, 303);
    EXPECT_EQ(contract(number)["status"], "approved");
    const auto approved = json_of(get(report, as(Role::Auditor)))["total"];
    EXPECT_EQ(approved["outstanding_principal"], before["outstanding_principal"]);
    EXPECT_EQ(money(approved, "exposure") - money(before, "exposure"), Money::zero(CNY))
        << "the report is of June, and approval is of July";
    EXPECT_EQ(step(number, "sign", 4, as(Role::Clerk)).status, 303);
    const Fields payment{{"version", "5"}, {"currency", "CNY"}, {"amount", "1,000,000.00"}, {"reference", "B-1"}};
    EXPECT_EQ(post_form("/contracts/" + number + "/disburse", payment, as(Role::Finance)).status, 303);
    EXPECT_EQ(json_of(get(report, as(Role::Auditor)))["total"], before) << "paid out is not in the book yet";
    const auto untitled = step(number, "activate", 6, as(Role::Clerk));
    EXPECT_EQ(untitled.status, 409) << "R-A-03";
    EXPECT_NE(untitled.body.find("The title to machine"), std::string::npos);
    EXPECT_NE(get("/contracts/" + number, as(Role::Clerk)).body.find("is not registered; the deadline is"),
              std::string::npos);
    register_title(number);
    EXPECT_EQ(step(number, "activate", 6, as(Role::Clerk)).status, 303);
    EXPECT_EQ(contract(number)["status"], "active");
    const auto after = json_of(get(report, as(Role::Auditor)))["total"];
    EXPECT_EQ(after["contracts"].get<int>(), before["contracts"].get<int>() + 1);
    // Rents 1 to 5 fell due from 15 February to 15 June.
    const auto schedule = json_of(get("/api/v1/contracts/" + number + "/schedule", as(Role::Auditor)))["schedule"];
    EXPECT_EQ(to_text(money(after, "outstanding_principal") - money(before, "outstanding_principal")),
              schedule[4]["closing"]);
    const auto events = json_of(get("/api/v1/contracts/" + number + "/events", as(Role::Auditor)))["events"];
    ASSERT_EQ(events.size(), 7U);
    EXPECT_EQ(events[0]["by"], "clerk");
    EXPECT_EQ(events[2]["event"], "credit_decided");
    EXPECT_EQ(events[2]["by"], "risk");
    EXPECT_EQ(events[3]["event"], "approved");
    EXPECT_EQ(events[3]["by"], "approver");
    EXPECT_EQ(events[5]["event"], "supplier_paid");
    EXPECT_EQ(events[5]["by"], "finance");
}

TEST_F(ContractFlow, GoesTheSameWayThroughTheApi) {
    const auto drafted = post_json("/api/v1/contracts", json(), as(Role::Clerk));
    ASSERT_EQ(drafted.status, 201) << drafted.body;
    const auto number = json_of(drafted)["number"].get<std::string>();
    EXPECT_EQ(header_of(drafted, "Location"), "/api/v1/contracts/" + number);
    EXPECT_EQ(header_of(drafted, "ETag"), "\"1\"");
    walk(number, "disburse");
    register_title(number);
    const auto active = api_step(number, "activate", 6, as(Role::Clerk));
    EXPECT_EQ(active.status, 200);
    EXPECT_EQ(json_of(active)["status"], "active");
    EXPECT_EQ(header_of(active, "ETag"), "\"7\"");
}

TEST_F(ContractFlow, NobodyApprovesWhatTheyEnteredWhateverTheirRoles) {
    const auto both = person("both", {Role::Clerk, Role::Approver});
    const auto number = accepted(both);
    const auto sentence = "You entered contract " + number + " and cannot approve it: somebody else must.";
    const auto page = step(number, "approve", 3, both);
    EXPECT_EQ(page.status, 403);
    EXPECT_NE(page.body.find(sentence), std::string::npos);
    const auto answer = api_step(number, "approve", 3, signed_in(user_of(both)));
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(json_of(answer)["detail"], sentence);
    EXPECT_EQ(contract(number)["status"], "accepted");
    EXPECT_EQ(get("/contracts/" + number, both).body.find("/approve"), std::string::npos) << "no button either";
    EXPECT_EQ(step(number, "approve", 3, as(Role::Approver)).status, 303);
}

TEST_F(ContractFlow, NobodyApprovesWhatTheyEnteredThroughAToken) {
    const auto both = person("both", {Role::Clerk, Role::Approver});
    const auto drafted = post_json("/api/v1/contracts", json(), token_of(both));
    ASSERT_EQ(drafted.status, 201);
    walk(json_of(drafted)["number"], "credit-decision");
    EXPECT_EQ(api_step(json_of(drafted)["number"], "approve", 3, both).status, 403);
}

TEST_F(ContractFlow, NobodyApprovesWhatTheyRevised) {
    const auto both = person("both", {Role::Clerk, Role::Approver});
    const auto number = draft(as(Role::Clerk));
    auto fields = typed();
    fields["version"] = "1";
    EXPECT_EQ(post_form("/contracts/" + number + "/revise", fields, both).status, 303);
    walk(number, "credit-decision");
    EXPECT_EQ(step(number, "approve", 4, both).status, 403);
}

TEST_F(ContractFlow, AnApprovalIsOfTheVersionThatWasSeen) {
    const auto number = draft(as(Role::Clerk));
    walk(number, "apply");
    EXPECT_EQ(take_step(number, "credit-decision", R"({"decision":"return","reason":"too small"})").status, 200);
    auto fields = typed();
    fields["financed_amount"] = "9,000,000.00";
    fields["version"] = "3";
    EXPECT_EQ(post_form("/contracts/" + number + "/revise", fields, as(Role::Clerk)).status, 303);
    walk(number, "credit-decision");
    const auto page = step(number, "approve", 3, as(Role::Approver));
    EXPECT_EQ(page.status, 409);
    EXPECT_NE(page.body.find("was changed meanwhile. Load it again."), std::string::npos);
    EXPECT_EQ(api_step(number, "approve", 3, as(Role::Approver)).status, 409);
    EXPECT_EQ(contract(number)["status"], "accepted");
    EXPECT_EQ(contract(number)["financed_amount"], "9000000.00");
    EXPECT_EQ(step(number, "approve", 6, as(Role::Approver)).status, 303);
}

TEST_F(ContractFlow, AnApiStepWithoutAVersionIsRefused) {
    const auto number = draft(as(Role::Clerk));
    for (const Headers& headers : {Headers{}, Headers{{"if-match", "*"}}, Headers{{"if-match", "\"x\""}}}) {
        const auto answer = post_json("/api/v1/contracts/" + number + "/approve", "", as(Role::Approver), headers);
        EXPECT_EQ(answer.status, 428);
        EXPECT_EQ(answer.content_type, "application/problem+json");
    }
    EXPECT_EQ(contract(number)["status"], "draft");
}

TEST_F(ContractFlow, AStaleRevisionIsRefusedAndGivenBack) {
    const auto number = draft(as(Role::Clerk));
    auto fields = typed();
    fields["version"] = "1";
    EXPECT_EQ(post_form("/contracts/" + number + "/revise", fields, as(Role::Clerk)).status, 303);
    fields["financed_amount"] = "7,654,321.00";
    const auto page = post_form("/contracts/" + number + "/revise", fields, as(Role::Clerk));
    EXPECT_EQ(page.status, 409);
    EXPECT_NE(page.body.find("7,654,321.00"), std::string::npos);
    EXPECT_EQ(contract(number)["financed_amount"], "1000000.00");
}

TEST_F(ContractFlow, StepsOutOfTurnAreRefused) {
    const auto number = draft(as(Role::Clerk));
    EXPECT_EQ(step(number, "activate", 1, as(Role::Clerk)).status, 409);
    EXPECT_EQ(step(number, "approve", 1, as(Role::Approver)).status, 409);
    walk(number, "approve");
    EXPECT_EQ(step(number, "approve", 4, as(Role::Approver)).status, 409);
    auto fields = typed();
    fields["version"] = "4";
    EXPECT_EQ(post_form("/contracts/" + number + "/revise", fields, as(Role::Clerk)).status, 409);
    EXPECT_EQ(step("L-2026-999999", "approve", 1, as(Role::Approver)).status, 404);
}

TEST_F(ContractFlow, OneMachineCannotBeLeasedTwice) {
    draft(as(Role::Clerk), "SN-ONE");
    const auto before = contracts();
    const auto again = post_form("/contracts", typed("SN-ONE"), as(Role::Clerk));
    EXPECT_EQ(again.status, 409);
    EXPECT_NE(again.body.find("one machine cannot be entered twice"), std::string::npos);
    EXPECT_EQ(contracts(), before);
}

TEST_F(ContractFlow, ADoubleClickGivesOneContractAndTheSameAnswer) {
    auto fields = typed();
    fields["form_key"] = "key-of-this-form";
    const auto before = contracts();
    const auto first = post_form("/contracts", fields, as(Role::Clerk));
    const auto second = post_form("/contracts", fields, as(Role::Clerk));
    EXPECT_EQ(first.status, 303);
    EXPECT_EQ(second.status, 303);
    EXPECT_EQ(header_of(first, "Location"), header_of(second, "Location"));
    EXPECT_EQ(contracts(), before + 1);
}

TEST_F(ContractFlow, AFormChangedAfterBackIsGivenBackInsteadOfDoneTwice) {
    auto fields = typed();
    fields["form_key"] = "key-of-this-form";
    EXPECT_EQ(post_form("/contracts", fields, as(Role::Clerk)).status, 303);
    const auto before = contracts();
    fields["financed_amount"] = "7,654,321.00";
    const auto page = post_form("/contracts", fields, as(Role::Clerk));
    EXPECT_EQ(page.status, 422);
    EXPECT_TRUE(page.content_type.starts_with("text/html"));
    EXPECT_NE(page.body.find("This form was sent before, with other entries."), std::string::npos);
    EXPECT_NE(page.body.find("7,654,321.00"), std::string::npos);
    EXPECT_EQ(contracts(), before);
}

TEST_F(ContractFlow, ADoubleApprovalCountsOnce) {
    const auto number = accepted(as(Role::Clerk));
    const Fields fields{{"version", "3"}, {"form_key", "one-click"}};
    EXPECT_EQ(post_form("/contracts/" + number + "/approve", fields, as(Role::Approver)).status, 303);
    EXPECT_EQ(post_form("/contracts/" + number + "/approve", fields, as(Role::Approver)).status, 303);
    EXPECT_EQ(contract(number)["version"], 4);
}

TEST_F(ContractFlow, ARepeatedKeyGivesTheSameAnswerToTheLetter) {
    const Headers key{{"idempotency-key", "k1"}};
    const auto first = post_json("/api/v1/contracts", json(), as(Role::Clerk), key);
    const auto again = post_json("/api/v1/contracts", json(), as(Role::Clerk), key);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.content_type, first.content_type);
    for (const char* name : {"Location", "ETag"}) EXPECT_EQ(header_of(again, name), header_of(first, name)) << name;
    EXPECT_EQ(header_of(again, "Idempotency-Replayed"), "true");
}

TEST_F(ContractFlow, AKeyUsedForAnotherBodyIs422) {
    const Headers key{{"idempotency-key", "k1"}};
    EXPECT_EQ(post_json("/api/v1/contracts", json(), as(Role::Clerk), key).status, 201);
    const auto before = contracts();
    const auto other = post_json("/api/v1/contracts", json("SN-2", "2000000.00"), as(Role::Clerk), key);
    EXPECT_EQ(other.status, 422);
    EXPECT_EQ(fields_of(other), std::set<std::string>{"idempotency_key"});
    EXPECT_EQ(contracts(), before);
}

TEST_F(ContractFlow, AKeyBelongsToItsUserAndItsRoute) {
    const Headers key{{"idempotency-key", "k1"}};
    const auto first = post_json("/api/v1/contracts", json("SN-1"), as(Role::Clerk), key);
    const auto second = post_json("/api/v1/contracts", json("SN-2"), as(Role::Administrator), key);
    EXPECT_EQ(second.status, 201);
    EXPECT_NE(json_of(first)["number"], json_of(second)["number"]);
    EXPECT_EQ(post_json("/api/v1/clusters", R"({"code":"CC","name":"Cluster"})", as(Role::Clerk), key).status, 201);
}

TEST_F(ContractFlow, KeysOfEveryLengthAreTakenOrRefusedPlainly) {
    int number = 0;
    for (const auto& [length, status] : {std::pair{1, 201}, {255, 201}, {256, 400}, {1000, 400}})
        EXPECT_EQ(post_json("/api/v1/clusters", R"({"code":"C)" + std::to_string(number++) + R"(","name":"Cluster"})",
                            as(Role::Clerk), {{"idempotency-key", std::string(static_cast<std::size_t>(length), 'k')}})
                      .status,
                  status)
            << length;
    EXPECT_EQ(post_json("/api/v1/clusters", R"({"code":"CX","name":"Cluster"})", as(Role::Clerk),
                        {{"idempotency-key", "\xff"}})
                  .status,
              400);
}

TEST_F(ContractFlow, ARefusalIsNotRememberedUnderItsKey) {
    const Headers key{{"idempotency-key", "k1"}};
    EXPECT_EQ(post_json("/api/v1/contracts", json("SN-1", "-5.00"), as(Role::Clerk), key).status, 422);
    EXPECT_EQ(post_json("/api/v1/contracts", json("SN-1"), as(Role::Clerk), key).status, 201);
}

TEST_F(ContractFlow, AHundredAtOnceWithOneKeyHaveOneEffectAndOneAnswer) {
    const auto body = json();
    const auto before = contracts();
    std::vector<Response> answers(100);
    std::vector<std::thread> senders;
    for (std::size_t t = 0; t < 10; ++t)
        senders.emplace_back([&, t] {
            for (std::size_t i = t; i < answers.size(); i += 10)
                answers[i] = post_json("/api/v1/contracts", body, as(Role::Clerk), {{"idempotency-key", "k1"}});
        });
    for (auto& sender : senders) sender.join();
    EXPECT_EQ(contracts(), before + 1);
    for (const auto& answer : answers) {
        EXPECT_EQ(answer.status, 201) << answer.body;
        EXPECT_EQ(answer.body, answers.front().body);
    }
}

TEST_F(ContractFlow, AHundredApprovalsAtOnceByManyPeopleAreOne) {
    const auto number = accepted(as(Role::Clerk));
    std::vector<Visitor> approvers;
    for (int i = 0; i < 4; ++i) approvers.push_back(person("approver" + std::to_string(i), {Role::Approver}));
    std::vector<int> statuses(40);
    std::vector<std::thread> senders;
    for (std::size_t t = 0; t < 4; ++t)
        senders.emplace_back([&, t] {
            for (std::size_t i = t; i < statuses.size(); i += 4)
                statuses[i] = api_step(number, "approve", 3, approvers[t]).status;
        });
    for (auto& sender : senders) sender.join();
    EXPECT_EQ(std::ranges::count(statuses, 200), 1);
    EXPECT_EQ(std::ranges::count(statuses, 409), 39);
    EXPECT_EQ(contract(number)["version"], 4);
}

TEST_F(ContractFlow, ATokensSecretIsNeitherKeptNorShownAgain) {
    const Headers key{{"idempotency-key", "k1"}};
    const auto first = post_json("/api/v1/tokens", R"({"label":"core system"})", as(Role::Clerk), key);
    ASSERT_EQ(first.status, 201) << first.body;
    const auto secret = json_of(first)["token"].get<std::string>();
    EXPECT_EQ(get("/api/v1/contracts", {"", "", "", secret}).status, 200);
    const auto again = post_json("/api/v1/tokens", R"({"label":"core system"})", as(Role::Clerk), key);
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(rows("api_tokens"), 1);
    const auto kept = database_->read([](db::Connection& c) {
        auto& select = c.prepare("SELECT body FROM idempotency_keys");
        select.step();
        return select.text(0);
    });
    EXPECT_EQ(kept.find(secret), std::string::npos);
}

TEST_F(ContractFlow, EveryChangeLeavesOneAuditEntry) {
    const auto before = rows("audit_log");
    const auto number = draft(as(Role::Clerk));
    step(number, "apply", 1, as(Role::Clerk));
    step(number, "apply", 1, as(Role::Clerk));  // refused: no entry
    EXPECT_EQ(rows("audit_log"), before + 2);
    EXPECT_TRUE(database_->read([](db::Connection& c) { return db::verify_audit(c); }).empty());
}

}  // namespace
}  // namespace leasebook::server
