// The same request a hundred times at once, over a hundred connections: one effect, a hundred equal answers.
#include <latch>
#include <set>
#include <thread>

#include "tests/faults/fault_case.h"

namespace leasebook::faults {
namespace {

class Twins : public FaultCase {
protected:
    static constexpr int twins = 100;

    void SetUp() override {
        FaultCase::SetUp();
        if (IsSkipped()) return;
        book_ = demo_book(50);
        token_ = cashier(book_);
        const auto contracts = running_contracts(book_, 2);
        from_ = contracts.at(0);
        to_ = contracts.at(1);
        for (const char* kind : {"payment_received", "payment_refunded", "payment_reversed"})
            events_before_[kind] = events(kind);
        served_ = serve(book_);
    }
    void TearDown() override {
        served_.program.reset();
        FaultCase::TearDown();
    }
    std::multiset<Answer> asked_at_once(const Order& order) const {
        std::vector<Answer> answers(twins);
        std::latch ready(twins);
        std::vector<std::thread> clients;
        for (auto& answer : answers)
            clients.emplace_back([&] {
                Client client(served_.port, token_);
                client.get("/api/v1/reports");  // connected before anybody asks
                ready.arrive_and_wait();
                answer = client.post(order);
            });
        for (auto& client : clients) client.join();
        return {answers.begin(), answers.end()};
    }
    void expect_one_answer(const Order& order, int status = 201) const {
        const auto answers = asked_at_once(order);
        EXPECT_EQ(answers.count(*answers.begin()), answers.size()) << answers.begin()->body << "\nand\n"
                                                                   << answers.rbegin()->body;
        EXPECT_EQ(answers.begin()->status, status) << answers.begin()->body;
    }
    std::int64_t new_events(const std::string& kind) const { return events(kind) - events_before_.at(kind); }
    std::int64_t events(const std::string& kind) const {
        return number(book_, "SELECT COUNT(*) FROM `contract_events` WHERE `event` = '" + kind + "'");
    }
    json read(const std::string& path) const { return json::parse(Client(served_.port, token_).get(path).body); }

    std::string book_, token_, from_, to_;
    std::map<std::string, std::int64_t> events_before_;
    Served served_;
};

TEST_P(Twins, OfAPaymentAreOnePayment) {
    for (int round = 0; round < 5; ++round) expect_one_answer(payment(from_, "1000.00", "T-" + std::to_string(round)));
    EXPECT_EQ(new_events("payment_received"), 5);
    expect_proven(book_);
}

// The first twin takes all there is: those after it would be refused if they did not get its answer.
TEST_P(Twins, OfATransferOfAllThereIsAreOneTransfer) {
    const auto paid = Client(served_.port, token_).post(payment(from_, "50000000.00", "T-0"));
    ASSERT_EQ(paid.status, 201) << paid.body;
    const auto all = read("/api/v1/contracts/" + from_)["position"]["unapplied"].get<std::string>();
    expect_one_answer({"/api/v1/payments/transfer",
                       "key",
                       {{"from", from_}, {"to", to_}, {"amount", all}, {"date", today()}, {"reference", "T-1"}}});
    EXPECT_EQ(new_events("payment_received"), 2);
    EXPECT_EQ(new_events("payment_refunded"), 1);
    EXPECT_EQ(read("/api/v1/contracts/" + from_)["position"]["unapplied"], "0.00");
    expect_proven(book_);
}

TEST_P(Twins, OfAReversalAreOneReversal) {
    const auto paid = Client(served_.port, token_).post(payment(from_, "1000.00", "T-0"));
    ASSERT_EQ(paid.status, 201) << paid.body;
    const auto event = std::to_string(json::parse(paid.body)["event"].get<int>());
    expect_one_answer({"/api/v1/contracts/" + from_ + "/payments/" + event + "/reverse",
                       "key",
                       {{"date", today()}, {"reason", "bounced"}}});
    EXPECT_EQ(new_events("payment_reversed"), 1);
    expect_proven(book_);
}

INSTANTIATE_TEST_SUITE_P(Faults, Twins, both_databases, dialect_name);

}  // namespace
}  // namespace leasebook::faults
