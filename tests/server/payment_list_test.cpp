// The payments of all leases as finance goes through them: a day of the bank's statement, one lease, one reference.
#include "db/contract_store.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

class PaymentLists : public HouseCase {
protected:
    // Answers the number of its event.
    int pay(const std::string& amount, const std::string& day, const std::string& reference) {
        const auto answer =
            post_json("/api/v1/payments",
                      json{{"contract", number_}, {"amount", amount}, {"date", day}, {"reference", reference}}.dump(),
                      as(Role::Finance));
        EXPECT_EQ(answer.status, 201) << answer.body;
        return json_of(answer)["event"];
    }
    void reverse(int event) {
        EXPECT_EQ(post_json("/api/v1/contracts/" + number_ + "/payments/" + std::to_string(event) + "/reverse",
                            R"({"date":"2026-06-20","reason":"bounced"})", as(Role::Finance))
                      .status,
                  201);
    }
    json listed(const std::string& query) {
        const auto answer = get("/api/v1/payments?" + query, as(Role::Auditor));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json_of(answer)["items"];
    }
    std::vector<std::string> references(const std::string& query) {
        std::vector<std::string> found;
        const auto items = listed(query);
        for (const auto& item : items) found.push_back(item["reference"]);
        return found;
    }
    static bool holds(const Response& page, const std::string& text) {
        return page.body.find(text) != std::string::npos;
    }
    using Texts = std::vector<std::string>;

    std::string number_ = lease("SN-LIST-1");
};

TEST_F(PaymentLists, SayWhatWasReceivedAndWhetherItWasReversed) {
    const auto event = pay("34376.79", "2026-02-15", "BANK-1");
    auto one = listed("contract=" + number_);
    ASSERT_EQ(one.size(), 1U);
    const json expected{{"contract", number_},
                        {"event", event},
                        {"lessee", lessee()},
                        {"date", "2026-02-15"},
                        {"currency", "CNY"},
                        {"amount", "34376.79"},
                        {"payer", nullptr},
                        {"reference", "BANK-1"},
                        {"status", "received"},
                        {"entered_by", "finance"},
                        {"recorded_at", "2026-07-01T12:00:00.000Z"}};
    EXPECT_EQ(one[0], expected);
    const auto again = pay("100.00", "2026-02-16", "BANK-2");
    EXPECT_EQ(post_json("/api/v1/contracts/" + number_ + "/payments/" + std::to_string(event) + "/reverse",
                        R"({"date":"2026-02-20","reason":"bounced"})", as(Role::Finance))
                  .status,
              201);
    one = listed("sort=date&contract=" + number_);
    ASSERT_EQ(one.size(), 2U);
    EXPECT_EQ(one[0]["status"], "reversed");
    EXPECT_EQ(one[1]["status"], "received");
    EXPECT_EQ(one[1]["event"], again);
}

TEST_F(PaymentLists, AreNarrowedByLeaseDayAndReference) {
    pay("100.00", "2026-06-03", "BANK-30");
    pay("100.00", "2026-06-01", "BANK-31");
    pay("100.00", "2026-06-02", "CASH-1");
    const auto of_lease = "contract=" + number_;
    EXPECT_EQ(references(of_lease), (Texts{"BANK-30", "CASH-1", "BANK-31"})) << "the last day comes first";
    EXPECT_EQ(references(of_lease + "&sort=recorded_at"), (Texts{"BANK-30", "BANK-31", "CASH-1"}));
    EXPECT_EQ(references(of_lease + "&reference=BANK"), (Texts{"BANK-30", "BANK-31"}));
    EXPECT_EQ(references("from=2026-06-01&until=2026-06-02&sort=date&reference=CASH-1"), Texts{"CASH-1"});
    EXPECT_EQ(references(of_lease + "&from=2026-06-02&until=2026-06-02"), Texts{"CASH-1"});
    EXPECT_EQ(references("contract=L-1999-000001"), Texts{});
}

TEST_F(PaymentLists, AreNarrowedByStatus) {
    pay("100.00", "2026-06-01", "BANK-1");
    reverse(pay("100.00", "2026-06-02", "BANK-2"));
    database_->write([&](db::Connection& c) {
        const auto contract = db::find_contract(c, {number_});
        ASSERT_TRUE(contract.has_value());
        const RecoveryReceived recovery{{"finance", date(2026, 6, 3)}, Money::minor(5'000, CNY), "COURT-1"};
        ASSERT_TRUE(db::append(c, *contract, recovery, house_noon).has_value());
    });
    const auto of_lease = "contract=" + number_;
    EXPECT_EQ(references(of_lease), (Texts{"COURT-1", "BANK-2", "BANK-1"}));
    EXPECT_EQ(references(of_lease + "&status=received"), Texts{"BANK-1"});
    EXPECT_EQ(references(of_lease + "&status=reversed"), Texts{"BANK-2"});
    EXPECT_EQ(references(of_lease + "&status=recovered"), Texts{"COURT-1"});
    EXPECT_EQ(references("status=reversed"), Texts{"BANK-2"}) << "of all leases";
    EXPECT_EQ(references("status=recovered"), Texts{"COURT-1"});
    const auto received = listed("status=received");
    ASSERT_GT(received.size(), 1U);
    for (const auto& item : received) EXPECT_EQ(item["status"], "received") << item;
}

TEST_F(PaymentLists, OfOneStatusAreShownKeptAndTakenAway) {
    pay("100.00", "2026-06-01", "BANK-1");
    reverse(pay("100.00", "2026-06-02", "BANK-2"));
    const auto page = get("/payments?status=reversed", as(Role::Finance));
    ASSERT_EQ(page.status, 200) << page.body;
    EXPECT_TRUE(holds(page, "<option value=\"reversed\" selected>Reversed</option>"));
    EXPECT_TRUE(holds(page, "<option value=\"recovered\">Recovered after a write-off</option>"));
    EXPECT_TRUE(holds(page, "BANK-2"));
    EXPECT_FALSE(holds(page, "BANK-1"));
    EXPECT_TRUE(holds(page, "name=\"query\" value=\"status=reversed\"")) << "a view would keep it";
    const auto csv = get("/payments/export?columns=reference,status&status=reversed", as(Role::Finance));
    EXPECT_EQ(csv.body, "\xEF\xBB\xBFrow,reference,status\r\ndetail,BANK-2,reversed\r\n");
}

TEST_F(PaymentLists, SayWhatCannotBeAsked) {
    const auto wrong = get("/api/v1/payments?from=soon&sort=amount&reference=B&status=late", as(Role::Auditor));
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(fields_of(wrong), (std::set<std::string>{"from", "sort", "reference", "status"}));
    for (const char* query : {"from=soon", "sort=amount", "status=late", "reference=B", "reference=B&from=2026-06-01",
                              "reference=B&from=2026-01-01&until=2026-06-01"})
        EXPECT_EQ(get("/payments?" + std::string(query), as(Role::Auditor)).status, 422) << query;
    EXPECT_EQ(get("/payments?reference=B&from=2026-06-01&until=2026-06-30", as(Role::Auditor)).status, 200);
}

TEST_F(PaymentLists, LeadToTheLeaseAndItsEventAndKeepTheirOrder) {
    const auto event = pay("34376.79", "2026-02-15", "BANK-1");
    const auto page = get("/payments?contract=" + number_ + "&sort=-recorded_at", as(Role::Clerk));
    ASSERT_EQ(page.status, 200) << page.body;
    for (const auto& text : {"/contracts/" + number_ + "#event-" + std::to_string(event), "/lessees/" + lessee(),
                             std::string("BANK-1"), std::string("34,376.79"), std::string("Received")})
        EXPECT_TRUE(holds(page, text)) << text;
    EXPECT_TRUE(holds(page, "aria-sort=\"descending\"")) << page.body;
    EXPECT_TRUE(holds(page, "/payments?contract=" + number_ + "&amp;sort=recorded_at"));
    EXPECT_TRUE(holds(page, "/payments/export?contract=" + number_ + "&amp;format=csv&amp;sort=-recorded_at"));
    EXPECT_TRUE(holds(page, "href=\"/payments\" aria-current=\"page\"")) << "the navigation knows the page";
    EXPECT_TRUE(holds(get("/payments?contract=L-1999-000001", as(Role::Clerk)), "No payment matches."));
}

TEST_F(PaymentLists, AreTakenAwayAsTheyAreShown) {
    pay("34376.79", "2026-02-15", "BANK-1");
    pay("100.00", "2026-02-16", "=BANK-2");
    const auto csv = get("/payments/export?columns=date,contract,amount,reference,status&sort=date&contract=" + number_,
                         as(Role::Auditor));
    EXPECT_EQ(csv.status, 200);
    EXPECT_EQ(csv.body,
              "\xEF\xBB\xBFrow,date,contract,amount,reference,status\r\n"
              "detail,2026-02-15," +
                  number_ +
                  ",34376.79,BANK-1,received\r\n"
                  "detail,2026-02-16," +
                  number_ + ",100.00,'=BANK-2,received\r\n");
}

TEST_F(PaymentLists, AreOpenToWhoeverMayRead) {
    for (const auto& [role, name] : NamesOf<Role>::names)
        for (const char* path : {"/payments", "/payments/export", "/api/v1/payments"})
            EXPECT_EQ(get(path, as(role)).status, 200) << name << " " << path;
    EXPECT_EQ(get("/payments", {}).status, 303);
    EXPECT_EQ(get("/api/v1/payments", {}).status, 401);
}

}  // namespace
}  // namespace leasebook::server
