// Killed with SIGKILL at random moments, the program loses nothing that it acknowledged and does nothing twice.
// LEASEBOOK_FAULT_KILLS on each database, shared by the three kinds of work: 12 as a habit, 210 and more as a campaign.
#include <algorithm>
#include <atomic>
#include <thread>

#include "tests/faults/fault_case.h"

namespace leasebook::faults {
namespace {

using std::chrono::milliseconds;

class KillTest : public FaultCase {
protected:
    const int kills_ = std::max(1, number_from_environment("LEASEBOOK_FAULT_KILLS", 12) / 3);
};

struct Asked {
    Order order;
    Answer answer;
};

class Payments : public KillTest {
protected:
    // Four clients that pay until the server is gone; each ends with the one payment whose outcome it does not know.
    std::vector<Asked> pay_until_killed(Served& served) {
        std::vector<std::vector<Asked>> by_client(4);
        std::vector<std::thread> clients;
        for (auto& asked : by_client)
            clients.emplace_back([&] {
                Client client(served.port, token_);
                do {
                    const int n = ++paid_;
                    const auto& contract = contracts_[static_cast<std::size_t>(n) % contracts_.size()];
                    auto order = payment(contract, "100.00", "F-" + std::to_string(n));
                    auto answer = client.post(order);
                    asked.push_back({std::move(order), std::move(answer)});
                } while (asked.back().answer.status != 0);
            });
        EXPECT_FALSE(served.program->ends(in(random(milliseconds(300))))) << "the server goes on until it is killed";
        EXPECT_TRUE(served.program->kill());
        for (auto& client : clients) client.join();
        std::vector<Asked> all;
        for (auto& asked : by_client) std::ranges::move(asked, std::back_inserter(all));
        return all;
    }
    void expect_kept(const std::vector<Asked>& asked) {
        const auto kept = payments_by_reference(book_);
        for (const auto& [order, answer] : asked) {
            const auto found = kept.find(order.body.at("reference").get<std::string>());
            const int times = found == kept.end() ? 0 : found->second;
            if (answer.status == 0) {
                EXPECT_LE(times, 1) << order.body;
                ++unknown_;
                found_ += times;
            } else {
                EXPECT_EQ(answer.status, 201) << answer.body;
                EXPECT_EQ(times, 1) << order.body << " was acknowledged";
                ++acknowledged_;
            }
        }
    }
    // The same keys again: the same answers; what nobody knew of is done now, if it was not.
    void ask_again(const Served& served, const std::vector<Asked>& asked) {
        Client client(served.port, token_);
        for (const auto& [order, answer] : asked) {
            const auto again = client.post(order);
            EXPECT_EQ(again.status, 201) << again.body;
            if (answer.status != 0) EXPECT_EQ(again, answer) << again.body << " after " << answer.body;
        }
    }

    std::string book_, token_;
    std::vector<std::string> contracts_;
    std::atomic<int> paid_ = 0;
    int acknowledged_ = 0, unknown_ = 0, found_ = 0;
};

TEST_P(Payments, AcknowledgedAreThereOnceAndOthersAtMostOnce) {
    book_ = demo_book(200);
    token_ = cashier(book_);
    contracts_ = running_contracts(book_, 200);
    std::vector<Asked> asked;
    milliseconds slowest(0);
    for (int kill = 0; kill < kills_; ++kill) {
        auto served = serve(book_);
        slowest = std::max(slowest, served.took);
        ask_again(served, asked);
        asked = pay_until_killed(served);
        expect_proven(book_);
        expect_kept(asked);
    }
    ask_again(serve(book_), asked);
    expect_proven(book_);
    const auto kept = payments_by_reference(book_);
    for (int n = 1; n <= paid_; ++n) EXPECT_EQ(kept.at("F-" + std::to_string(n)), 1) << "by now all are booked";
    EXPECT_GT(acknowledged_, 0);
    std::cout << kills_ << " kills while serving, " << acknowledged_ << " payments acknowledged, " << unknown_
              << " without an answer (" << found_ << " of them done), slowest start " << slowest.count() << " ms\n";
}

class Close : public KillTest {};

TEST_P(Close, EndsWithTheJournalOfAnUndisturbedRun) {
    const std::vector<std::string> close{"close", "--period", "2026-06", "--batch", "100"};  // so that there are some
    int kills = 0, rounds = 0;
    while (kills < kills_) {
        ++rounds;
        const auto undisturbed = demo_book(2'500, rounds), book = demo_book(2'500, rounds);
        const auto start = std::chrono::steady_clock::now();
        const auto whole = done(undisturbed, close);
        const auto took =
            std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start) + milliseconds(1);
        const auto journal = whole.substr(whole.find("journal of 2026-06: "));
        while (kills < kills_ && killed(book, close, took)) {
            ++kills;
            expect_proven(book);
        }
        const auto closed = "SELECT COUNT(*) FROM `periods` WHERE `status` = 'closed'";
        if (number(book, closed) == 0) EXPECT_NE(done(book, close).find(journal), std::string::npos);
        const auto lock = "SELECT `control_total` FROM `close_steps` WHERE `step` = 'lock'";
        EXPECT_EQ(texts(book, lock), texts(undisturbed, lock));
        expect_proven(book);
        if (HasFailure()) break;
    }
    std::cout << kills << " kills of " << rounds << " closes of 2,500 contracts\n";
}

class Import : public KillTest {
protected:
    static constexpr int rows = 3'000;

    std::string file_of(int round) const {
        const auto path = (folder_ / "contracts.csv").string();
        std::ofstream file(path, std::ios::binary | std::ios::trunc);
        file << "number,lessee,lessee_name,cluster,industry,asset_class,serial_number,financed_amount,annual_rate,"
                "commencement,periods\n";
        for (int row = 0; row < rows; ++row) {
            const auto name = std::to_string(round) + "-" + std::to_string(row);
            file << "K-" << name << ",KL" << name << ",Lessee " << name << "," << cluster_ << ",C13,CNC,KS-" << name
                 << ",100000.00,0.060,2026-05-15,36\n";
        }
        return path;
    }

    std::string book_, cluster_;
};

TEST_P(Import, StoresAllRowsOrNone) {
    book_ = demo_book(20);
    cluster_ = texts(book_, "SELECT `code` FROM `clusters` ORDER BY `code`").front();
    const auto start = std::chrono::steady_clock::now();
    done(book_, {"import", "contracts", file_of(0)});
    const auto took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
    int kills = 0, stored = 0;
    for (int round = 1; kills < kills_ && !HasFailure(); ++round) {
        const bool was_killed = killed(book_, {"import", "contracts", file_of(round)}, took);
        expect_proven(book_);
        const auto like = " LIKE 'K%" + std::to_string(round) + "-%'";
        const auto there = number(book_, "SELECT COUNT(*) FROM `contracts` WHERE `number`" + like);
        EXPECT_TRUE(there == 0 || there == rows) << there;
        EXPECT_EQ(number(book_, "SELECT COUNT(*) FROM `lessees` WHERE `code`" + like), there);
        EXPECT_TRUE(was_killed || there == rows);
        kills += was_killed ? 1 : 0;
        stored += was_killed && there == rows ? 1 : 0;
        if (there == 0 && kills == kills_) done(book_, {"import", "contracts", file_of(round)});
    }
    EXPECT_EQ(number(book_, "SELECT COUNT(*) FROM `contracts` WHERE `number` LIKE 'K-%'") % rows, 0);
    std::cout << kills << " kills of imports of " << rows << " contracts, " << stored << " after they were stored\n";
}

INSTANTIATE_TEST_SUITE_P(Faults, Payments, both_databases, dialect_name);
INSTANTIATE_TEST_SUITE_P(Faults, Close, both_databases, dialect_name);
INSTANTIATE_TEST_SUITE_P(Faults, Import, both_databases, dialect_name);

}  // namespace
}  // namespace leasebook::faults
