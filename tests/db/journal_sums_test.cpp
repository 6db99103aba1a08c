#include "db/journal_sums.h"

#include "db/contract_store.h"
#include "db/journal_store.h"
#include "db/vat_rate_store.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

const Period june = period_of(date(2026, 6, 1)), july = june.next();

class JournalSums : public OnBothBooks {
protected:
    void enter_first(Connection& c) override {
        enter_register(c);
        ASSERT_TRUE(create_contract(c, {"L-2026-000001"}, drafted(), noon));
        auto& id = c.prepare("SELECT `id` FROM `contracts`");
        ASSERT_TRUE(id.step());
        contract_id = id.integer(0);
    }
    static JournalEntry interest_of(Date on, std::int64_t cents) {
        return {on,
                Rule::InterestAccrued,
                0,
                0,
                {{Account::UnearnedIncome, Money::minor(cents, CNY)},
                 {Account::FinanceLeaseIncome, Money::minor(-cents, CNY)}}};
    }
    // An entry of that many cents.
    void post(Date on, std::int64_t cents) {
        database->write([&](Connection& c) {
            PostingBatch batch(periods, Poster::Anybody, noon);
            batch.add(contract_id, interest_of(on, cents));
            batch.write(c);
        });
    }
    std::string kept(Period period) {
        return database->read([&](Connection& c) { return journal_sum(c, period); });
    }
    std::map<Period, std::string> stands() {
        return database->read([](Connection& c) { return journal_hashes(c); });
    }
    const Periods periods{june, {}};
    std::int64_t contract_id = 0;
};
INSTANTIATE_TEST_SUITE_P(Both, JournalSums, both_databases, dialect_name);

TEST_P(JournalSums, AreWhatTheRowsOfEachMonthSay) {
    post(date(2026, 6, 10), 100);
    post(date(2026, 7, 10), 200);
    post(date(2026, 6, 20), 300);
    EXPECT_EQ(kept(june), stands().at(june));
    EXPECT_EQ(kept(july), stands().at(july));
    EXPECT_NE(kept(june), kept(july));
    EXPECT_EQ(kept(july.next()), HashSum().text());
}

TEST_P(JournalSums, DoNotDependOnTheOrderOfPosting) {
    post(date(2026, 6, 10), 100);
    post(date(2026, 6, 20), 300);
    const auto one_way = kept(june);
    execute("DELETE FROM `journal_lines`; DELETE FROM `journal_entries`; DELETE FROM `journal_sums`;");
    post(date(2026, 6, 20), 300);
    post(date(2026, 6, 10), 100);
    EXPECT_EQ(kept(june), one_way);
}

TEST_P(JournalSums, ABatchMadeReadyIsNumberedAndCountedWhenItIsWritten) {
    post(date(2026, 6, 10), 100);
    PostingBatch ready(periods, Poster::Anybody, noon);
    for (const auto cents : {300, 400}) ready.add(contract_id, interest_of(date(2026, 6, 20), cents));
    database->read([&](Connection& c) { ready.make_ready(c); });
    EXPECT_THROW(ready.add(contract_id, interest_of(date(2026, 6, 20), 500)), InvariantBroken);
    post(date(2026, 6, 15), 200);
    database->write([&](Connection& c) { ready.write(c); });
    std::vector<std::pair<std::int64_t, std::int64_t>> debits;
    database->read([&](Connection& c) {
        each_entry(c, [&](const PostedEntry& posted) {
            debits.emplace_back(posted.id, posted.entry.lines.front().amount.minor_units());
        });
    });
    const std::vector<std::pair<std::int64_t, std::int64_t>> expected{{1, 100}, {2, 200}, {3, 300}, {4, 400}};
    EXPECT_EQ(debits, expected);
    EXPECT_EQ(kept(june), stands().at(june));
}

TEST_P(JournalSums, TellThatALineWasChangedOrTakenAway) {
    post(date(2026, 6, 10), 100);
    execute("UPDATE `journal_lines` SET `amount` = `amount` * 2;");
    EXPECT_NE(kept(june), stands().at(june));
    execute("UPDATE `journal_lines` SET `amount` = `amount` / 2;");
    EXPECT_EQ(kept(june), stands().at(june));
    execute("DELETE FROM `journal_lines` WHERE `line` = 2;");
    EXPECT_NE(kept(june), stands().at(june));
}

// As in a database from before the sums were kept.
TEST_P(JournalSums, AreWorkedOutWhereTheyWereNotKept) {
    post(date(2026, 6, 10), 100);
    const auto before = kept(june);
    execute("UPDATE `journal_sums` SET `sum` = NULL;");
    EXPECT_EQ(kept(june), before);
    post(date(2026, 6, 20), 300);
    EXPECT_EQ(kept(june), stands().at(june));
    EXPECT_NE(kept(june), before);
}

class VatRates : public OnBothBooks {};
INSTANTIATE_TEST_SUITE_P(Both, VatRates, both_databases, dialect_name);

TEST_P(VatRates, AnEnteredRateTakesThePlaceOfTheKnownOneOfItsDay) {
    const auto rate_on = [&](Date day) {
        return vat_rate(database->read(vat_rates), VatTreatment::MovableRent, day).value().e10;
    };
    const auto thirteen = rate_on(date(2027, 1, 1));
    for (const std::int64_t percent : {12, 11}) {
        const VatRate entered{VatTreatment::MovableRent, date(2027, 1, 1), {percent * rate_scale / 100}};
        database->write([&](Connection& c) { keep_vat_rate(c, entered); });
        EXPECT_EQ(rate_on(date(2027, 1, 1)), percent * rate_scale / 100);
    }
    EXPECT_EQ(rate_on(date(2026, 12, 31)), thirteen);
    EXPECT_EQ(thirteen, 13 * rate_scale / 100);
}

}  // namespace

}  // namespace leasebook::db
