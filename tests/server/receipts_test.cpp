// Payments that wait to be matched, through the house: what is proposed, what the books hold, and that money is never
// counted twice.
#include <thread>

#include "server/books/verify.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

// Rent 30,421.94 and 13 % VAT on it, as in payments_test.
constexpr const char* first_rent = "34376.79";
const std::string all_receipts = "/api/v1/receipts";

class ReceiptsOfTheHouse : public HouseCase {
protected:
    json slip(const std::string& reference = "B-9", const std::string& day = "2026-06-20") const {
        return {{"value_date", day},
                {"amount", first_rent},
                {"payer", lessee_name_},
                {"reference", reference},
                {"remittance_text", number_ + " rent"}};
    }
    Response send_slip(const json& body, Role role = Role::Finance) {
        return post_json(all_receipts, body.dump(), as(role));
    }
    std::string recorded(const json& body) {
        const auto answer = send_slip(body);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return json_of(answer)["number"].get<std::string>();
    }
    Response match(const std::string& receipt, const std::string& contract, const Headers& headers = {}) {
        return post_json(all_receipts + "/" + receipt + "/match", json{{"contract", contract}}.dump(),
                         as(Role::Finance), headers);
    }
    Response give_back(const std::string& receipt, const std::string& day) {
        return post_json(all_receipts + "/" + receipt + "/return",
                         json{{"date", day}, {"reason", "nobody knows it"}}.dump(), as(Role::Finance));
    }
    json read(const std::string& target) { return json_of(get(target, as(Role::Auditor))); }
    json payments() { return read("/api/v1/contracts/" + number_ + "/payments")["payments"]; }
    static std::string refusal(const Response& response) {
        return std::to_string(response.status) + " " + json_of(response)["detail"].get<std::string>();
    }
    // Entries that belong to no contract, but those of the demo's own receipts.
    std::vector<json> entries() {
        const auto journal = read("/api/v1/journal?account=unapplied_receipts&limit=500");
        std::vector<json> own;
        for (const auto& entry : journal["items"])
            if (entry["contract"].is_null() && entry["event"].get<std::int64_t>() > of_the_demo_) own.push_back(entry);
        return own;
    }
    void expect_proven() {
        for (const auto& finding : prove_books(*database_, house_today).findings) ADD_FAILURE() << message(finding);
        for (const auto& finding : database_->read(db::verify_journal)) ADD_FAILURE() << message(finding);
    }
    void close_june() {
        ASSERT_EQ(post_json("/api/v1/periods/2026-06/close", "{}", as(Role::Finance)).status, 202);
        wait_for_close();
        ASSERT_EQ(read("/api/v1/periods/2026-06")["status"], "closed");
    }

    const std::int64_t of_the_demo_ = rows("receipts");
    const std::string number_ = lease("SN-RECEIPT-1");
    const std::string lessee_name_ = database_->read([](db::Connection& c) {
        return db::list<Lessee>(c, {"", "", 1}).rows.front().name;
    });
};

TEST_F(ReceiptsOfTheHouse, WaitWithTheLeaseThatThePayerNamesAsTheSurest) {
    const auto receipt = read(all_receipts + "/" + recorded(slip()));
    EXPECT_EQ(receipt["status"], "unmatched");
    EXPECT_EQ(receipt["proposals"][0],
              (json{{"contract", number_}, {"ground", "number_and_payer"}, {"confidence", 95}}));
    EXPECT_TRUE(receipt["contract"].is_null());
    EXPECT_EQ(entries().size(), 1U);
    EXPECT_EQ(entries()[0]["business_date"], "2026-06-20");
    expect_proven();
}

TEST_F(ReceiptsOfTheHouse, KnowTheLesseeByItsNameAndTheLeaseByWhatIsDueThere) {
    auto body = slip();
    body.erase("remittance_text");
    const auto surest = read(all_receipts + "/" + recorded(body))["proposals"].at(0);
    EXPECT_EQ(surest["contract"], number_);
    EXPECT_EQ(surest["ground"], "payer_and_amount") << "one of five rents that are open";
    EXPECT_EQ(surest["confidence"], 80);
    body["payer"] = "Nobody knows them";
    body["reference"] = "B-10";
    EXPECT_EQ(read(all_receipts + "/" + recorded(body))["proposals"].size(), 0U);
}

TEST_F(ReceiptsOfTheHouse, BecomePaymentsOnTheirValueDateAndLeaveNothingBehind) {
    const auto receipt = recorded(slip());
    const auto answer = match(receipt, number_);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(json_of(answer)["status"], "matched");
    EXPECT_EQ(json_of(answer)["contract"], number_);
    EXPECT_EQ(json_of(answer)["decided_on"], "2026-07-01");
    const auto paid = payments();
    ASSERT_EQ(paid.size(), 1U);
    EXPECT_EQ(paid[0]["event"], json_of(answer)["payment"]);
    EXPECT_EQ(paid[0]["date"], "2026-06-20");
    EXPECT_EQ(paid[0]["reference"], "B-9");
    EXPECT_TRUE(paid[0]["payer"].is_null()) << "the lessee itself";
    EXPECT_EQ(paid[0]["amount"], first_rent);
    const auto own = entries();
    ASSERT_EQ(own.size(), 2U);
    EXPECT_EQ(own[0]["reversal"], false);
    EXPECT_EQ(own[1]["reversal"], true);
    EXPECT_EQ(own[1]["business_date"], "2026-06-20");
    EXPECT_EQ(read(all_receipts + "/" + receipt)["proposals"].size(), 0U);
    expect_proven();
}

TEST_F(ReceiptsOfTheHouse, OfAThirdPartySayWhoPaid) {
    auto body = slip();
    body["payer"] = "王伟";
    const auto receipt = recorded(body);
    EXPECT_EQ(read(all_receipts + "/" + receipt)["proposals"][0]["ground"], "number_alone");
    EXPECT_LT(read(all_receipts + "/" + receipt)["proposals"][0]["confidence"].get<int>(), 95);
    EXPECT_EQ(match(receipt, number_).status, 200);
    EXPECT_EQ(payments()[0]["payer"], "王伟");
}

TEST_F(ReceiptsOfTheHouse, AreMatchedOnce) {
    const auto receipt = recorded(slip());
    EXPECT_EQ(match(receipt, number_).status, 200);
    const auto already = "409 " + receipt + " was matched to " + number_ + " on 2026-07-01.";
    EXPECT_EQ(refusal(match(receipt, number_)), already);
    EXPECT_EQ(refusal(give_back(receipt, "2026-07-01")), already);
    EXPECT_EQ(payments().size(), 1U);
    expect_proven();
}

TEST_F(ReceiptsOfTheHouse, MatchedByManyAtOnceAreOnePayment) {
    const auto receipt = recorded(slip());
    std::vector<Response> answers(8);
    std::vector<std::thread> people;
    for (std::size_t i = 0; i < answers.size(); ++i)
        people.emplace_back([&, i] { answers[i] = match(receipt, number_); });
    for (auto& person : people) person.join();
    EXPECT_EQ(std::ranges::count(answers, 200, &Response::status), 1);
    EXPECT_EQ(std::ranges::count(answers, 409, &Response::status), 7);
    EXPECT_EQ(payments().size(), 1U);
    expect_proven();
}

TEST_F(ReceiptsOfTheHouse, SentAgainWithTheirKeyAreAnsweredAsBefore) {
    const auto receipt = recorded(slip());
    const auto first = match(receipt, number_, {{"idempotency-key", "m1"}});
    const auto again = match(receipt, number_, {{"idempotency-key", "m1"}});
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(payments().size(), 1U);
}

TEST_F(ReceiptsOfTheHouse, OfAClosedMonthArePostedToTheOpenOne) {
    const auto receipt = recorded(slip());
    close_june();
    ASSERT_EQ(match(receipt, number_).status, 200);
    recorded(slip("B-10", "2026-06-25"));
    const auto own = entries();
    ASSERT_EQ(own.size(), 3U);
    EXPECT_EQ(own[0]["posting_date"], "2026-06-20") << "June was open still";
    for (const std::size_t later : {1U, 2U}) EXPECT_EQ(own[later]["posting_date"], "2026-07-01") << own[later];
    EXPECT_EQ(own[1]["business_date"], "2026-06-20");
    EXPECT_EQ(own[2]["business_date"], "2026-06-25");
    EXPECT_EQ(payments()[0]["date"], "2026-06-20") << "the days past due end when the money was there";
    expect_proven();
}

TEST_F(ReceiptsOfTheHouse, GoBackOnTheDayThatIsNamed) {
    const auto receipt = recorded(slip());
    EXPECT_EQ(fields_of(give_back(receipt, "2026-06-19")), std::set<std::string>{"date"});
    EXPECT_EQ(fields_of(give_back(receipt, "2026-07-02")), std::set<std::string>{"date"});
    const auto answer = give_back(receipt, "2026-06-30");
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(json_of(answer)["status"], "given_back");
    EXPECT_EQ(json_of(answer)["reason"], "nobody knows it");
    const auto own = entries();
    ASSERT_EQ(own.size(), 2U);
    EXPECT_EQ(own[1]["rule"], "payment_refunded");
    EXPECT_EQ(own[1]["business_date"], "2026-06-30");
    EXPECT_EQ(refusal(match(receipt, number_)), "409 " + receipt + " was given back on 2026-06-30.");
    expect_proven();
}

TEST_F(ReceiptsOfTheHouse, StayMatchedWhenThePaymentIsReversed) {
    const auto receipt = recorded(slip());
    const auto event = json_of(match(receipt, number_))["payment"].get<int>();
    EXPECT_EQ(post_json("/api/v1/contracts/" + number_ + "/payments/" + std::to_string(event) + "/reverse",
                        R"({"date":"2026-06-20","reason":"wrong lease"})", as(Role::Finance))
                  .status,
              201);
    EXPECT_EQ(read(all_receipts + "/" + receipt)["status"], "matched");
    expect_proven();
}

TEST_F(ReceiptsOfTheHouse, ThatCannotBeAreRefusedWithTheirRule) {
    const auto receipt = recorded(slip());
    EXPECT_EQ(refusal(send_slip(slip())), "409 This payment is already recorded as " + receipt + ".");
    EXPECT_EQ(refusal(send_slip(slip("B-11", "2026-07-02"))),
              "422 This day is still to come: book it when it is there.");
    EXPECT_EQ(refusal(send_slip(slip("B-12", "2026-05-31"))),
              "422 The books begin on 2026-06-01: nothing can be booked before.");
    auto nothing = slip("B-13");
    nothing["amount"] = "0.00";
    EXPECT_EQ(fields_of(send_slip(nothing)), std::set<std::string>{"amount"});
    EXPECT_EQ(fields_of(match(receipt, "L-9")), std::set<std::string>{"contract"});
    const auto signed_only = lease("SN-RECEIPT-2", "sign");
    EXPECT_EQ(refusal(match(receipt, signed_only)),
              "409 Contract " + signed_only + " is signed; only a contract that is active allows this.");
    EXPECT_EQ(refusal(match("R-9", number_)), "404 There is no payment \"R-9\".");
    EXPECT_EQ(get(all_receipts + "/R-9", as(Role::Auditor)).status, 404);
    EXPECT_EQ(get(all_receipts + "?status=lost", as(Role::Auditor)).status, 422);
    EXPECT_EQ(send_slip(slip("B-14"), Role::Clerk).status, 403);
    EXPECT_EQ(rows("receipts"), of_the_demo_ + 1);
    EXPECT_EQ(rows("audit_log WHERE action LIKE 'receipt.%'"), 1);
    expect_proven();
}

TEST_F(ReceiptsOfTheHouse, AreListedByStatusAndDay) {
    const auto receipt = recorded(slip());
    const auto june = read(all_receipts + "?until=2026-06-30")["items"];
    ASSERT_EQ(june.size(), 1U);
    EXPECT_EQ(june[0]["number"], receipt);
    EXPECT_EQ(read(all_receipts + "?status=unmatched")["items"].size(), static_cast<std::size_t>(of_the_demo_) + 1);
    EXPECT_EQ(read(all_receipts + "?status=matched")["items"].size(), 0U);
}

TEST_F(ReceiptsOfTheHouse, TamperedWithAreFound) {
    recorded(slip());
    expect_proven();
    database_->write(
        [](db::Connection& c) { c.execute("UPDATE receipts SET amount = amount + 1 WHERE reference = 'B-9'"); });
    EXPECT_EQ(prove_books(*database_, house_today).findings.size(), 1U);
}

TEST_F(ReceiptsOfTheHouse, AreRecordedAndMatchedOnTheirPages) {
    const auto has = [](const Response& answer, const std::string& text) {
        return answer.body.find(text) != std::string::npos;
    };
    const Fields typed{{"value_date", "2026-06-20"}, {"currency", "CNY"},   {"amount", "34,376.79"},
                       {"payer", lessee_name_},      {"reference", "B-77"}, {"remittance_text", number_}};
    auto wrong = typed;
    wrong["amount"] = "much";
    const auto back = post_form("/receipts", wrong, as(Role::Finance));
    EXPECT_EQ(back.status, 422);
    EXPECT_TRUE(has(back, "field-amount-error"));
    const auto saved = post_form("/receipts", typed, as(Role::Finance));
    ASSERT_EQ(saved.status, 303) << saved.body;
    const auto here = header_of(saved, "Location").substr(0, header_of(saved, "Location").find('?'));
    EXPECT_TRUE(has(get("/", as(Role::Finance)), "href=\"" + here + "\""));
    EXPECT_FALSE(has(get("/", as(Role::Clerk)), here));
    EXPECT_TRUE(has(get("/receipts?status=unmatched", as(Role::Auditor)), here));
    EXPECT_TRUE(has(get("/search?q=" + here.substr(10), as(Role::Auditor)), "href=\"" + here + "\""));
    EXPECT_TRUE(has(get("/receipts/export?format=csv", as(Role::Auditor)), "B-77"));
    const auto page = get(here, as(Role::Finance));
    const auto button = "name=\"contract\" value=\"" + number_ + "\"";
    EXPECT_TRUE(has(page, button));
    EXPECT_TRUE(has(page, "95 % sure."));
    EXPECT_FALSE(has(get(here, as(Role::Auditor)), button)) << "who only reads sees no button";
    const auto refused = post_form(here + "/match", {{"contract", "L-9"}}, as(Role::Finance));
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(has(refused, "field-contract-error"));
    const auto matched = post_form(here + "/match", {{"contract", number_}}, as(Role::Finance));
    ASSERT_EQ(matched.status, 303) << matched.body;
    const auto lease = header_of(matched, "Location");
    EXPECT_EQ(lease, "/contracts/" + number_ + "?undo=payment&saved=1");
    EXPECT_TRUE(has(get(lease, as(Role::Finance)), "B-77"));
    EXPECT_TRUE(has(get(here, as(Role::Auditor)), "/contracts/" + number_ + "#event-"));
    EXPECT_FALSE(has(get("/", as(Role::Finance)), "href=\"" + here + "\"")) << "done";
}

TEST_F(ReceiptsOfTheHouse, GoBackOnlyAfterTheConsequenceWasAskedAbout) {
    const auto here = "/receipts/" + recorded(slip());
    const auto form = get(here + "/return", as(Role::Finance)).body;
    EXPECT_NE(form.find("goes back to"), std::string::npos);
    const Fields typed{{"date", "2026-06-30"}, {"reason", "unknown"}};
    auto asking = typed;
    asking["confirm"] = "It goes back.";
    const auto question = post_form(here + "/return", asking, as(Role::Finance));
    EXPECT_NE(question.body.find("It goes back."), std::string::npos);
    EXPECT_EQ(entries().size(), 1U) << "nothing is done before the answer";
    EXPECT_EQ(post_form(here + "/return", typed, as(Role::Finance)).status, 303);
    EXPECT_EQ(entries().size(), 2U);
}

}  // namespace
}  // namespace leasebook::server
