// Sixteen clients move money between the same few contracts, for LEASEBOOK_FAULT_SECONDS (3 as a habit, 60 as a
// campaign): no cent is made or lost, on no contract and in none of the accounts.
#include <algorithm>
#include <atomic>
#include <thread>

#include "tests/faults/fault_case.h"

namespace leasebook::faults {
namespace {

using Fen = std::int64_t;

// What one client did, by the answers it got.
struct Tally {
    std::map<std::string, Fen> paid_in;  // by contract, transfers and reversals included
    int done = 0, refused = 0;
    std::map<int, std::string> broken;  // answers that must not come, by status
};

std::string text_of(Fen fen) { return to_text(Money::minor(fen, CNY)); }
Fen fen_of(const json& text) { return parse_money(text.get<std::string>(), CNY, "")->minor_units(); }

class Rivals : public FaultCase {
protected:
    static constexpr int clients = 16, contracts = 6;

    void SetUp() override {
        FaultCase::SetUp();
        if (IsSkipped()) return;
        book_ = demo_book(50);
        token_ = cashier(book_);
        numbers_ = running_contracts(book_, contracts);
        served_ = serve(book_);
    }
    void TearDown() override {
        served_.program.reset();
        FaultCase::TearDown();
    }
    json read(const std::string& contract, const std::string& rest = "") const {
        return json::parse(Client(served_.port, token_).get("/api/v1/contracts/" + contract + rest).body);
    }
    // What came in for a contract, as the journal has it.
    Fen in_the_bank(const std::string& contract) const {
        return number(book_, "SELECT CAST(SUM(l.`amount`) AS " +
                                 std::string(GetParam() == db::Dialect::Sqlite ? "INTEGER" : "SIGNED") +
                                 ") FROM `journal_lines` l JOIN `journal_entries` e ON e.`id` = l.`entry` "
                                 "JOIN `contracts` c ON c.`id` = e.`contract_id` WHERE l.`account` = 'bank' "
                                 "AND c.`number` = '" +
                                 contract + "'");
    }
    // The same as the contract's account has it: what settled something, and what did not.
    Fen in_the_account(const std::string& contract) const {
        Fen sum = fen_of(read(contract)["position"]["unapplied"]);
        const auto payments = read(contract, "/payments");
        for (const auto& payment : payments["payments"])
            for (const auto& claim : payment["settled"]) sum += fen_of(claim["amount"]);
        return sum;
    }

    // Pays, takes the payment back, and mostly moves money from one contract to another.
    void work(int client, Moment until, Tally& tally) const {
        Client http(served_.port, token_);
        std::mt19937 draw(static_cast<unsigned>(client));
        const auto below = [&](int most) { return std::uniform_int_distribution<int>(0, most - 1)(draw); };
        for (int n = 0; std::chrono::steady_clock::now() < until; ++n) {
            const auto reference = std::to_string(client) + "-" + std::to_string(n);
            const Fen amount = 1 + below(100'000);
            const int from = below(contracts), to = (from + 1 + below(contracts - 1)) % contracts;
            if (below(4) == 0)
                pay(http, numbers_.at(static_cast<std::size_t>(to)), amount, reference, below(2) == 0, tally);
            else
                transfer(http, numbers_.at(static_cast<std::size_t>(from)), numbers_.at(static_cast<std::size_t>(to)),
                         amount, reference, tally);
        }
    }
    void pay(Client& http, const std::string& contract, Fen amount, const std::string& reference, bool take_back,
             Tally& tally) const {
        const auto answer = http.post(payment(contract, text_of(amount), reference));
        if (!took(answer, tally)) return;
        tally.paid_in[contract] += amount;
        if (!take_back) return;
        const auto event = std::to_string(json::parse(answer.body)["event"].get<int>());
        const Order reversal{"/api/v1/contracts/" + contract + "/payments/" + event + "/reverse",
                             "back-" + reference,
                             {{"date", today()}, {"reason", "bounced"}}};
        if (took(http.post(reversal), tally)) tally.paid_in[contract] -= amount;
    }
    void transfer(Client& http, const std::string& from, const std::string& to, Fen amount,
                  const std::string& reference, Tally& tally) const {
        const Order order{
            "/api/v1/payments/transfer",
            "move-" + reference,
            {{"from", from}, {"to", to}, {"amount", text_of(amount)}, {"date", today()}, {"reference", reference}}};
        if (!took(http.post(order), tally)) return;
        tally.paid_in[from] -= amount;
        tally.paid_in[to] += amount;
    }
    static bool took(const Answer& answer, Tally& tally) {
        const bool done = answer.status == 201;
        ++(done ? tally.done : tally.refused);
        if (!done && (answer.status < 400 || answer.status >= 500)) tally.broken[answer.status] = answer.body;
        return done;
    }

    std::string book_, token_;
    std::vector<std::string> numbers_;
    Served served_;
};

TEST_P(Rivals, MoveMoneyWithoutMakingOrLosingAny) {
    // Half of the contracts owe much, and money that comes in settles it; the others have a little to give away.
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
        const auto position = read(numbers_[i])["position"];
        const Fen owed = fen_of(position["overdue"]) + fen_of(position["late_interest"]);
        const auto first = payment(numbers_[i], text_of(i % 2 == 0 ? owed + 500'000 : 100), "start-" + numbers_[i]);
        ASSERT_EQ(Client(served_.port, token_).post(first).status, 201);
    }
    std::map<std::string, Fen> bank_before, account_before;
    for (const auto& number : numbers_) {
        bank_before[number] = in_the_bank(number);
        account_before[number] = in_the_account(number);
    }
    const int seconds = number_from_environment("LEASEBOOK_FAULT_SECONDS", 3);
    std::vector<Tally> tallies(clients);
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i)
        threads.emplace_back(
            [&, i] { work(i, in(std::chrono::seconds(seconds)), tallies[static_cast<std::size_t>(i)]); });
    for (auto& thread : threads) thread.join();

    Tally all;
    for (auto& tally : tallies) {
        for (const auto& [number, amount] : tally.paid_in) all.paid_in[number] += amount;
        all.done += tally.done;
        all.refused += tally.refused;
        all.broken.merge(tally.broken);
    }
    for (const auto& [status, body] : all.broken) ADD_FAILURE() << status << " " << body;
    for (const auto& number : numbers_) {
        EXPECT_EQ(in_the_bank(number) - bank_before[number], all.paid_in[number]) << number;
        EXPECT_EQ(in_the_account(number) - account_before[number], all.paid_in[number]) << number;
        EXPECT_GE(fen_of(read(number)["position"]["unapplied"]), 0) << number;
    }
    expect_proven(book_);
    EXPECT_GT(all.done, 0);
    std::cout << clients << " clients on " << contracts << " contracts for " << seconds << " s: " << all.done
              << " movements done, " << all.refused << " refused\n";
}

INSTANTIATE_TEST_SUITE_P(Faults, Rivals, both_databases, dialect_name);

}  // namespace
}  // namespace leasebook::faults
