#include "db/receipt_store.h"

#include "db/journal_store.h"
#include "db/journal_sums.h"
#include "db/ledger_lines.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

const Act chen{"chen", date(2026, 7, 3)};
const Period july = period_of(date(2026, 7, 1));

ReceiptEntry slip(int day, std::int64_t fen, const std::string& reference = "B-1") {
    return {date(2026, 7, static_cast<unsigned>(day)), CNY, Money::minor(fen, CNY), "王伟 𠮷", reference, {}};
}

class Receipts : public OnBothBooks {
protected:
    void enter_first(Connection& c) override {
        enter_register(c);
        ASSERT_TRUE(create_contract(c, {"L-2026-000001"}, drafted(), noon));
    }
    Result<Receipt> add(const ReceiptEntry& entry) {
        return database->write([&](Connection& c) { return add_receipt(c, entry, chen, noon); });
    }
    void decide(Receipt receipt, ReceiptStatus status) {
        receipt.status = status;
        receipt.decided_on = date(2026, 7, 4);
        receipt.decided_by = "li";
        if (status == ReceiptStatus::Matched) {
            receipt.contract = ContractNumber{"L-2026-000001"};
            receipt.payment = 5;
        } else {
            receipt.reason = "unknown";
        }
        database->write([&](Connection& c) { keep_decision(c, receipt); });
        EXPECT_EQ(found(receipt.number), receipt);
    }
    std::optional<Receipt> found(const ReceiptNumber& number) {
        return database->read([&](Connection& c) { return find_receipt(c, number); });
    }
    std::vector<std::string> listed(ReceiptQuery query, int limit = 2) {
        std::vector<std::string> numbers;
        query.limit = limit;
        do {
            const auto page = database->read([&](Connection& c) { return list_receipts(c, query); });
            EXPECT_LE(page.rows.size(), static_cast<std::size_t>(limit));
            for (const auto& row : page.rows) numbers.push_back(row.number.text.substr(7));
            query.after = page.next;
        } while (!query.after.empty());
        return numbers;
    }
    void post(const JournalEntry& entry) {
        database->write([&](Connection& c) {
            const Periods periods(july, {});
            PostingBatch batch(periods, Poster::Anybody, noon);
            batch.add(no_contract, entry);
            batch.write(c);
        });
    }
    Errors verified() {
        return database->read([](Connection& c) { return verify_receipts(c); });
    }
};
INSTANTIATE_TEST_SUITE_P(Both, Receipts, both_databases, dialect_name);

TEST_P(Receipts, AreKeptAsTheyCame) {
    auto entry = slip(1, 30'000);
    entry.remittance_text = "L-2026-000001 租金";
    const auto receipt = add(entry);
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->number.text, "R-2026-000001");
    EXPECT_EQ(found(receipt->number), *receipt);
    EXPECT_EQ(found(receipt->number)->slip, entry);
    EXPECT_EQ(found({"R-2026-000002"}), std::nullopt);
}

TEST_P(Receipts, OfTheSameReferenceDayAndAmountAreOne) {
    ASSERT_TRUE(add(slip(1, 100)));
    const auto again = add(slip(1, 100));
    ASSERT_FALSE(again);
    EXPECT_EQ(message(again.error()), "This payment is already recorded as R-2026-000001.");
    EXPECT_TRUE(add(slip(2, 100)));
    EXPECT_TRUE(add(slip(1, 101)));
    EXPECT_TRUE(add(slip(1, 100, "B-2")));
    EXPECT_EQ(number("SELECT COUNT(*) FROM `receipts`"), 4);
}

TEST_P(Receipts, SayWhatBecameOfThem) {
    decide(*add(slip(1, 100)), ReceiptStatus::Matched);
    decide(*add(slip(2, 100)), ReceiptStatus::GivenBack);
}

TEST_P(Receipts, AreListedByValueDateInBothDirectionsPageByPage) {
    for (const int day : {3, 1, 2, 1, 3})
        ASSERT_TRUE(add(slip(day, 100, "B-" + std::to_string(number("SELECT COUNT(*) FROM `receipts`")))));
    using Numbers = std::vector<std::string>;
    EXPECT_EQ(listed({}), (Numbers{"000002", "000004", "000003", "000001", "000005"}));
    EXPECT_EQ(listed({.descending = true}), (Numbers{"000005", "000001", "000003", "000004", "000002"}));
    EXPECT_EQ(listed({.from = date(2026, 7, 2), .until = date(2026, 7, 2)}), Numbers{"000003"});
    decide(*found({"R-2026-000004"}), ReceiptStatus::Matched);
    EXPECT_EQ(listed({.status = ReceiptStatus::Matched}), Numbers{"000004"});
    EXPECT_EQ(listed({.status = ReceiptStatus::Unmatched}), (Numbers{"000002", "000003", "000001", "000005"}));
    EXPECT_EQ(listed({.after = "nonsense"}).size(), 5U);
}

TEST_P(Receipts, StandInTheJournalWithoutAContract) {
    const auto receipt = *add(slip(1, 100));
    post(entry_of(receipt));
    const auto entries = database->read([](Connection& c) { return list_entries(c, {}); });
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].contract.text, "");
    EXPECT_EQ(entries[0].entry, entry_of(receipt));
    std::vector<std::string> contracts;
    std::vector<std::int64_t> ids;
    database->read([&](Connection& c) {
        each_posted_line(c, july, {}, [&](const PostedLine& line) { contracts.push_back(line.contract); });
    });
    database->read([&](Connection& c) {
        each_ledger_line(c, {july}, [&](const LedgerLine& line) { ids.push_back(line.contract_id); });
    });
    EXPECT_EQ(contracts, (std::vector<std::string>{"", ""}));
    EXPECT_EQ(ids, (std::vector<std::int64_t>{no_contract, no_contract}));
    const auto kept = database->read([](Connection& c) { return journal_sum(c, july); });
    const auto hashes = database->read([](Connection& c) { return journal_hashes(c); });
    EXPECT_EQ(kept, hashes.at(july)) << "the hash of the month has them too";
}

TEST_P(Receipts, AreVerifiedAgainstTheLedger) {
    const auto receipt = *add(slip(1, 100));
    EXPECT_EQ(verified().size(), 1U) << "the ledger knows nothing of it";
    post(entry_of(receipt));
    EXPECT_EQ(verified(), Errors{});
    execute("UPDATE `receipts` SET `amount` = 99");
    ASSERT_EQ(verified().size(), 1U);
    EXPECT_EQ(message(verified().front()),
              "Unmatched payments in CNY: the ledger holds 1.00, the receipts add up to 0.99.");
    execute("DELETE FROM `receipts`");
    EXPECT_EQ(verified().size(), 1U);
}

}  // namespace

}  // namespace leasebook::db
