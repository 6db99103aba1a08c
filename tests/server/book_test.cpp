// The book in memory follows what is entered, lease by lease, and always shows what reading it anew would show.
#include "server/book.h"

#include "db/portfolio_store.h"
#include "server/books/running_book.h"
#include "server/contracts.h"
#include "tests/server/changes_case.h"

namespace leasebook::server {
namespace {

const Date today = date(2026, 6, 30);

class BookInMemory : public ChangesCase {
protected:
    BookInMemory() { today_ = today; }

    static LeaseEntry entry(const std::string& serial, const char* cost = "1000000.00") {
        LeaseEntry entry;
        entry.lessee = db::pump_maker().code;
        entry.asset_class = db::lathes().code;
        entry.serial_number = serial;
        entry.asset_cost = cny(cost);
        entry.terms = tests::l1();
        return entry;
    }
    Contract drafted(const std::string& serial) {
        return *database_->write([&](db::Connection& c) {
            return draft_lease(c, entry(serial), {"li", today}, noon(today));
        });
    }
    // What a reader sees of it: contracts and machines, each machine with the number of its contract.
    static std::string described(const Portfolio& book) {
        std::string text;
        for (const auto& c : book.contracts)
            text += c.number.text + " " + to_text(c.status) + " v" + std::to_string(c.version) + " class " +
                    std::to_string(c.asset_class) + "\n";
        for (const auto& a : book.assets)
            text += a.asset.code.text + " " + to_text(a.asset.cost) + " on " +
                    (a.contract == unmapped ? "nothing" : book.contracts[a.contract].number.text) + "\n";
        return text;
    }
    std::string read_anew() {
        return described(database_->read([&](db::Connection& c) { return running_portfolio(c, today); }));
    }
    // Every position beside its contract: what it holds stands on the contract of the same place.
    void expect_as_read_anew() {
        const auto followed = book_.exposure(today, CNY, nullptr);
        Book fresh(*database_);
        const auto anew = fresh.exposure(today, CNY, nullptr);
        EXPECT_EQ(described(followed.book->portfolio), read_anew());
        ASSERT_EQ(followed.positions->size(), anew.positions->size());
        for (std::size_t i = 0; i < anew.positions->size(); ++i) {
            EXPECT_EQ((*followed.positions)[i].parts, (*anew.positions)[i].parts) << i;
            EXPECT_EQ((*followed.positions)[i].outstanding, (*anew.positions)[i].outstanding) << i;
        }
    }
    std::int64_t register_changes() { return database_->read(db::book_marks).register_changes; }

    Book book_{*database_};
};

TEST_F(BookInMemory, TakesADraftInBetweenTheOthersWithoutReadingThemAnew) {
    commenced(leaseback(tests::l1(), "30421.94"), {}, "L-2025-000001");
    commenced(leaseback(tests::l1(), "30421.94"), {}, "L-2027-000001");
    expect_as_read_anew();
    const auto before = register_changes();
    const auto draft = drafted("SN-7");
    EXPECT_EQ(register_changes(), before) << "its machine comes with it";
    const auto& portfolio = book_.as_of(today)->portfolio;
    const auto at = db::position_of(portfolio, draft.number);
    ASSERT_EQ(at, 1U) << "between a number of 2025 and one of 2027";
    EXPECT_EQ(portfolio.contracts[at].asset_class, 0U);
    expect_as_read_anew();
}

TEST_F(BookInMemory, KnowsTheMachineOfARevisedDraftAndKeepsItsAppraisal) {
    const auto draft = drafted("SN-7");
    database_->write([&](db::Connection& c) {
        const AssetCode machine{draft.number.text + "-1"};
        EXPECT_TRUE(add(c, Appraisal{machine, date(2026, 6, 1), CNY, cny("900000.00"), "appraiser"}));
    });
    expect_as_read_anew();
    const auto before = register_changes();
    database_->write([&](db::Connection& c) {
        const auto revised =
            revise_lease(c, draft.number, draft.version, entry("SN-8", "1200000.00"), {"li", today}, noon(today));
        EXPECT_TRUE(revised);
    });
    EXPECT_EQ(register_changes(), before);
    expect_as_read_anew();
    const auto& machine = book_.as_of(today)->portfolio.assets.front();
    EXPECT_EQ(to_text(machine.asset.cost), "1200000.00");
    ASSERT_TRUE(machine.appraisal);
    EXPECT_EQ(to_text(machine.appraisal->value), "900000.00");
}

// Somebody else may have brought the lease further than the book had looked.
TEST_F(BookInMemory, KnowsTheMachineOfALeaseRevisedAndApprovedBetweenTwoLooks) {
    auto lease = drafted("SN-7");
    expect_as_read_anew();
    database_->write([&](db::Connection& c) {
        lease = *revise_lease(c, lease.number, lease.version, entry("SN-8", "1200000.00"), {"li", today}, noon(today));
        for (const ContractEvent& event : std::vector<ContractEvent>{
                 ContractApplied{{"li", today}}, CreditDecided{{"wu", today}, CreditDecision::Accept, "good"},
                 ContractApproved{{"qian", today}}})
            lease = *db::append(c, lease, event, noon(today));
    });
    ASSERT_EQ(lease.status, ContractStatus::Approved);
    expect_as_read_anew();
    EXPECT_EQ(to_text(book_.as_of(today)->portfolio.assets.front().asset.cost), "1200000.00");
}

TEST_F(BookInMemory, FollowsManyDraftsAndWhatIsPaidMeanwhile) {
    const auto running = commenced(leaseback(tests::l1(), "30421.94"), {}, "L-2026-000003");
    expect_as_read_anew();
    for (int i = 0; i < 6; ++i) drafted("SN-1" + std::to_string(i));
    pay_rents(running, 2, "30421.94");
    expect_as_read_anew();
}

TEST_F(BookInMemory, ShowsReadersWhatTheyWereGivenWhileItGoesOn) {
    commenced(leaseback(tests::l1(), "30421.94"));
    const auto seen = book_.exposure(today, CNY, nullptr);
    const auto as_given = described(seen.book->portfolio);
    drafted("SN-7");
    EXPECT_EQ(book_.exposure(today, CNY, nullptr).positions->size(), 2U);
    EXPECT_EQ(described(seen.book->portfolio), as_given);
    EXPECT_EQ(seen.positions->size(), 1U);
}

}  // namespace
}  // namespace leasebook::server
