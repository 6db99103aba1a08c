// Money of lessees through the house: what a payment settles, what can be taken back, and that nothing is doubled.
#include <thread>

#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

class Payments : public HouseCase {
protected:
    std::string path(const std::string& rest = "") const { return "/api/v1/contracts/" + number_ + rest; }
    Response pay(const std::string& amount, const std::string& date, const std::string& reference = "B-1") {
        return post_json(
            "/api/v1/payments",
            json{{"contract", number_}, {"amount", amount}, {"date", date}, {"reference", reference}}.dump(),
            as(Role::Finance));
    }
    Response post(const std::string& rest, const json& body) {
        return post_json(path(rest), body.dump(), as(Role::Finance));
    }
    json read(const std::string& target) { return json_of(get(target, as(Role::Auditor))); }
    json position() { return read(path())["position"]; }
    static std::string refusal(const Response& response) {
        return std::to_string(response.status) + " " + json_of(response)["detail"].get<std::string>();
    }
    // In fen; what an account holds of the contract, by its journal.
    std::int64_t balance(const std::string& account) {
        std::int64_t sum = 0;
        const auto journal = read(path("/journal"));
        for (const auto& entry : journal["entries"])
            for (const auto& line : entry["lines"])
                if (line["account"] == account)
                    for (const auto& [side, sign] : {std::pair{"debit", 1}, {"credit", -1}})
                        sum += sign * parse_money(line[side].get<std::string>(), CNY, "")->minor_units();
        return sum;
    }

    std::string number_ = lease("SN-PAY-1");
};

// Rent 30,421.94 and 13 % VAT on it, 3,954.85.
constexpr const char* first_rent = "34376.79";

TEST_F(Payments, SettleTheOldestRentAndStandInTheJournal) {
    const auto answer = pay(first_rent, "2026-02-15");
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(json_of(answer)["contract"], number_);
    const auto paid = read(path("/payments"))["payments"];
    ASSERT_EQ(paid.size(), 1U);
    EXPECT_EQ(paid[0]["event"], json_of(answer)["event"]);
    EXPECT_EQ(paid[0]["unapplied"], "0.00");
    for (const auto& claim : paid[0]["settled"]) EXPECT_EQ(claim["due"], 1) << claim;
    const auto dues = read(path("/schedule"))["dues"];
    EXPECT_EQ(dues[0]["paid"], first_rent);
    EXPECT_EQ(dues[1]["paid"], "0.00");
    EXPECT_EQ(balance("bank"), 3'437'679 - 113'000'000) << "the payment, less what the supplier got with VAT";
    const auto journal = read(path("/journal"))["entries"];
    for (const auto& entry : journal) {
        std::int64_t sum = 0;
        for (const auto& line : entry["lines"])
            sum += parse_money(line["debit"].get<std::string>(), CNY, "")->minor_units() -
                   parse_money(line["credit"].get<std::string>(), CNY, "")->minor_units();
        EXPECT_EQ(sum, 0) << entry;
    }
}

TEST_F(Payments, InAdvanceWaitForTheirDueDate) {
    EXPECT_EQ(pay("40000.00", "2026-02-01").status, 201);
    EXPECT_EQ(read(path("?as_of=2026-02-10"))["position"]["unapplied"], "40000.00");
    EXPECT_EQ(read(path("?as_of=2026-02-15"))["position"]["unapplied"], "5623.21");
}

TEST_F(Payments, ThatCannotBeAreRefusedWithTheirRule) {
    EXPECT_EQ(refusal(pay("0.00", "2026-02-15")), "422 The amount must be above zero.");
    EXPECT_EQ(refusal(pay("1.00", "2026-01-14")),
              "422 The books of contract " + number_ + " begin on 2026-01-15: nothing can be booked before.");
    EXPECT_EQ(refusal(pay("1.00", "2026-07-02")), "422 This day is still to come: book it when it is there.");
    EXPECT_EQ(refusal(post_json("/api/v1/payments",
                                R"({"contract":"L-9","amount":"1.00","date":"2026-02-15","reference":"B"})",
                                as(Role::Finance))),
              "422 There is no contract L-9.");
    EXPECT_EQ(refusal(post_json("/api/v1/contracts/L-9/fees",
                                R"({"amount":"1.00","date":"2026-02-15","reason":"a copy"})", as(Role::Finance))),
              "404 There is no contract L-9.");
    number_ = lease("SN-PAY-2", "sign");
    EXPECT_EQ(refusal(pay("1.00", "2026-02-15")),
              "409 Contract " + number_ + " is signed; only a contract that is active allows this.");
    EXPECT_EQ(rows("audit_log WHERE action = 'payment.receive'"), 0);
}

TEST_F(Payments, ReversedLeaveTheirRentsOpenAgain) {
    const auto event = json_of(pay(first_rent, "2026-02-15"))["event"].get<int>();
    const auto before = position()["overdue"];
    const auto reverse = "/payments/" + std::to_string(event) + "/reverse";
    const auto answer = post(reverse, {{"date", "2026-02-20"}, {"reason", "bounced"}});
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_NE(position()["overdue"], before);
    EXPECT_EQ(read(path("/schedule"))["dues"][0]["paid"], "0.00");
    EXPECT_EQ(balance("bank"), -113'000'000);
    EXPECT_EQ(refusal(post(reverse, {{"date", "2026-02-20"}, {"reason", "bounced"}})),
              "409 Payment " + std::to_string(event) + " was reversed on 2026-02-20 already.");
}

TEST_F(Payments, ThatSettledNothingCanBeGivenBack) {
    EXPECT_EQ(pay("1000.00", "2026-01-20").status, 201);
    const json refund{{"amount", "1000.01"}, {"date", "2026-01-21"}, {"reference", "B-2"}};
    EXPECT_EQ(refusal(post("/refunds", refund)), "422 Only 1000.00 has settled nothing and can be given back.");
    EXPECT_EQ(post("/refunds", {{"amount", "1000.00"}, {"date", "2026-01-21"}, {"reference", "B-2"}}).status, 201);
    EXPECT_EQ(read(path("?as_of=2026-01-21"))["position"]["unapplied"], "0.00");
}

TEST_F(Payments, FeesFallDueWithVatAndDepositsSettleWhatIsDue) {
    EXPECT_EQ(post("/deposit", {{"move", "received"}, {"amount", "106.00"}, {"date", "2026-01-16"}}).status, 201);
    EXPECT_EQ(post("/fees", {{"amount", "100.00"}, {"date", "2026-01-20"}, {"reason", "a copy"}}).status, 201);
    EXPECT_EQ(read(path("?as_of=2026-01-20"))["position"]["overdue"], "106.00");
    EXPECT_EQ(post("/deposit", {{"move", "used"}, {"amount", "106.00"}, {"date", "2026-01-20"}}).status, 201);
    EXPECT_EQ(read(path("?as_of=2026-01-20"))["position"]["overdue"], "0.00");
    EXPECT_EQ(read(path("?as_of=2026-01-20"))["position"]["deposit"], "0.00");
    EXPECT_EQ(fields_of(post("/deposit", {{"amount", "1.00"}, {"date", "2026-01-20"}})), std::set<std::string>{"move"});
}

TEST_F(Payments, MoveFromOneContractToAnotherAtOnce) {
    EXPECT_EQ(pay("5000.00", "2026-01-20").status, 201);
    const auto other = lease("SN-PAY-3");
    const auto transfer = [&](const std::string& amount) {
        return post_json(
            "/api/v1/payments/transfer",
            json{{"from", number_}, {"to", other}, {"amount", amount}, {"date", "2026-01-21"}, {"reference", "T-1"}}
                .dump(),
            as(Role::Finance));
    };
    EXPECT_EQ(transfer("5000.01").status, 422);
    EXPECT_EQ(transfer("5000.00").status, 201);
    EXPECT_EQ(read(path("?as_of=2026-01-21"))["position"]["unapplied"], "0.00");
    EXPECT_EQ(read("/api/v1/contracts/" + other + "?as_of=2026-01-21")["position"]["unapplied"], "5000.00");
}

TEST_F(Payments, SentAHundredTimesWithOneKeyAreOne) {
    const auto body =
        json{{"contract", number_}, {"amount", first_rent}, {"date", "2026-02-15"}, {"reference", "B-1"}}.dump();
    std::vector<Response> answers(100);
    std::vector<std::thread> senders;
    for (std::size_t t = 0; t < 10; ++t)
        senders.emplace_back([&, t] {
            for (std::size_t i = t; i < answers.size(); i += 10)
                answers[i] = post_json("/api/v1/payments", body, as(Role::Finance), {{"idempotency-key", "k1"}});
        });
    for (auto& sender : senders) sender.join();
    for (const auto& answer : answers) {
        EXPECT_EQ(answer.status, 201) << answer.body;
        EXPECT_EQ(answer.body, answers.front().body);
    }
    EXPECT_EQ(read(path("/payments"))["payments"].size(), 1U);
}

TEST_F(Payments, AreSeenAsTheyWereKnown) {
    const auto before = db::moment_text(now);
    now += std::chrono::minutes(10);
    EXPECT_EQ(pay(first_rent, "2026-02-15").status, 201);
    const auto known = read(path("?as_of=2026-02-15&known_at=" + before))["position"];
    EXPECT_EQ(known["overdue"], first_rent);
    EXPECT_EQ(read(path("?as_of=2026-02-15"))["position"]["overdue"], "0.00");
    EXPECT_EQ(read(path("/payments?known_at=" + before))["payments"].size(), 0U);
    EXPECT_EQ(get(path("?known_at=2020-01-01"), as(Role::Auditor)).status, 422);
    EXPECT_EQ(get(path("?known_at=yesterday"), as(Role::Auditor)).status, 422);
    const auto early = read(path("?as_of=2026-01-01"));
    EXPECT_TRUE(early["position"].is_null()) << "not commenced yet";
}

TEST_F(Payments, AreTakenAndReversedOnThePage) {
    const auto here = "/contracts/" + number_;
    EXPECT_NE(get(here, as(Role::Finance)).body.find(here + "/payment\""), std::string::npos);
    EXPECT_EQ(get(here, as(Role::Clerk)).body.find(here + "/payment\""), std::string::npos);
    const Fields typed{{"currency", "CNY"}, {"amount", "34,376.79"}, {"date", "2026-02-15"}, {"reference", "B-77"}};
    auto wrong = typed;
    wrong["date"] = "2026-01-01";
    const auto back = post_form(here + "/payment", wrong, as(Role::Finance));
    EXPECT_EQ(back.status, 422);
    EXPECT_NE(back.body.find("field-date-error"), std::string::npos);
    EXPECT_EQ(post_form(here + "/payment", typed, as(Role::Finance)).status, 303);
    const auto page = get(here, as(Role::Finance)).body;
    for (const char* shown : {"B-77", "/payments/8/reverse", "id=\"event-8\"", "href=\"#event-8\"", "id=\"journal\""})
        EXPECT_NE(page.find(shown), std::string::npos) << shown;
    EXPECT_EQ(get(here + "/payments/8/reverse", as(Role::Finance)).status, 200);
    EXPECT_EQ(
        post_form(here + "/payments/8/reverse", {{"date", "2026-02-20"}, {"reason", "bounced"}}, as(Role::Finance))
            .status,
        303);
    EXPECT_EQ(get(here + "?as_of=2026-02-15&known_at=2026-07-01T12:00:00", as(Role::Auditor)).status, 200);
}

class TheBooks : public Payments {};

TEST_F(TheBooks, HaveATrialBalanceOfZeroWhoseLinesLeadToTheirEntries) {
    EXPECT_EQ(pay(first_rent, "2026-06-20").status, 201);
    const auto balance = read("/api/v1/trial-balance?period=2026-06");
    std::int64_t closing = 0, bank = 0;
    for (const auto& line : balance["lines"]) {
        closing += parse_money(line["closing"].get<std::string>(), CNY, "")->minor_units();
        if (line["account"] == "bank") bank = parse_money(line["debits"].get<std::string>(), CNY, "")->minor_units();
    }
    EXPECT_EQ(closing, 0);
    EXPECT_EQ(bank, 3'437'679);
    const auto page = get("/trial-balance?period=2026-06", as(Role::Auditor)).body;
    EXPECT_NE(page.find("/journal?account=bank&amp;period=2026-06"), std::string::npos);
    EXPECT_EQ(get("/trial-balance?period=June", as(Role::Auditor)).status, 422);
}

TEST_F(TheBooks, AreListedByPeriodAndAccountPageByPage) {
    EXPECT_EQ(pay(first_rent, "2026-06-20").status, 201);
    std::set<int> seen;
    std::string after;
    do {
        const auto page = read("/api/v1/journal?account=bank&limit=1&after=" + after);
        for (const auto& entry : page["items"])
            if (entry["contract"] == number_) EXPECT_TRUE(seen.insert(entry["id"].get<int>()).second);
        after = page["next"].is_null() ? "" : page["next"].get<std::string>();
    } while (!after.empty());
    EXPECT_EQ(seen.size(), 2U) << "the supplier was paid and the rent came in";
    const auto june = read("/api/v1/journal?period=2026-06&account=bank")["items"];
    ASSERT_EQ(june.size(), 1U) << "the supplier was paid in July";
    EXPECT_EQ(june[0]["rule"], "payment_applied");
    EXPECT_EQ(get("/api/v1/journal?account=cash", as(Role::Auditor)).status, 422);
    EXPECT_NE(get("/journal?account=bank", as(Role::Auditor)).body.find(number_), std::string::npos);
}

TEST_F(TheBooks, KeepTheirChartByFinanceAlone) {
    const auto body = json{{"code", "1002.01"}, {"name", "ICBC"}, {"name_zh", "工商银行"}, {"side", "debit"}}.dump();
    EXPECT_EQ(send_json("PUT", "/api/v1/accounts/bank", body, as(Role::Clerk)).status, 403);
    EXPECT_EQ(send_json("PUT", "/api/v1/accounts/bank", body, as(Role::Finance)).status, 200);
    EXPECT_EQ(send_json("PUT", "/api/v1/accounts/cash", body, as(Role::Finance)).status, 404);
    EXPECT_NE(get("/accounts", as(Role::Auditor)).body.find("1002.01"), std::string::npos);
    const auto taken = send_json("PUT", "/api/v1/accounts/input_vat", body, as(Role::Finance));
    EXPECT_EQ(taken.status, 409);
    const Fields form{{"code", "1002.02"}, {"name", "ICBC"}, {"name_zh", "工商银行"}, {"side", "debit"}};
    EXPECT_EQ(post_form("/accounts/bank", form, as(Role::Finance)).status, 303);
    EXPECT_EQ(get("/accounts/bank", as(Role::Auditor)).body.find("Save</button>"), std::string::npos);
}

TEST_F(TheBooks, SettleInTheOrderTheCompanyChose) {
    const json rent_first{{"from", "2026-07-01"},
                          {"precedence", "instalment"},
                          {"components", {"vat", "interest", "principal", "late_interest", "fee", "cost"}}};
    EXPECT_EQ(send_json("PUT", "/api/v1/allocation-order", rent_first.dump(), as(Role::Finance)).status, 200);
    EXPECT_EQ(read("/api/v1/allocation-order")["items"].back(), rent_first);
    auto wrong = rent_first;
    wrong["components"].erase(0);
    EXPECT_EQ(send_json("PUT", "/api/v1/allocation-order", wrong.dump(), as(Role::Finance)).status, 422);
    wrong = rent_first;
    wrong["from"] = "2026-06-30";
    EXPECT_EQ(fields_of(send_json("PUT", "/api/v1/allocation-order", wrong.dump(), as(Role::Finance))),
              std::set<std::string>{"from"});
    EXPECT_EQ(pay("3954.85", "2026-07-01").status, 201);
    EXPECT_EQ(read(path("/payments"))["payments"][0]["settled"][0]["component"], "vat");
    EXPECT_EQ(read("/api/v1/periods")["items"][0]["status"], "open");
}

}  // namespace
}  // namespace leasebook::server
