#include "server/demo/demo.h"

#include "db/portfolio_store.h"
#include "domain/schedule.h"
#include "pricing/curve.h"
#include "tests/server/import_case.h"

namespace leasebook::server {
namespace {

class Demo : public ImportCase {
protected:
    DemoOutcome fill(db::Database& database, int contracts, std::uint64_t seed) {
        return fill_demo(database, {contracts, seed}, recorded_at).value();
    }
    Portfolio portfolio(db::Database& database) {
        return database.read(
            [](db::Connection& connection) { return db::load_portfolio(connection, date(2026, 6, 30)); });
    }
    // The events are chained, so the last hash stands for all contracts; the register is hashed beside it (FNV-1a).
    std::uint64_t content_hash(db::Database& database) {
        std::uint64_t hash = 0xCBF29CE484222325U;
        const auto add = [&](const auto& records) {
            for (const auto& record : records)
                for (const auto& [name, text] : write_record(record))
                    for (const char c : name + '=' + text + '\n')
                        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
        };
        database.read([&](db::Connection& connection) {
            add(db::all<Cluster>(connection));
            add(db::all<Lessee>(connection));
            add(db::all<Supplier>(connection));
            add(db::all<Asset>(connection));
            add(db::all<Appraisal>(connection));
            add(db::all<MarketQuote>(connection));
        });
        std::vector<ContractContent> contents;
        const auto book = portfolio(database);
        for (const auto& contract : book.contracts)
            contents.push_back({{contract.number.text},
                                SupplierCode{to_text(contract.status)},
                                contract.terms,
                                contract.plan,
                                contract.rent});
        add(contents);
        return hash;
    }
};

TEST_F(Demo, IsTheSameForTheSameSeedOnEveryMachine) {
    const auto second = fresh("second.db");
    fill(*database_, 200, 7);
    fill(*second, 200, 7);
    EXPECT_EQ(content_hash(*database_), content_hash(*second));
    EXPECT_EQ(content_hash(*database_), 10125585556929391134U);  // noted when the demo was last changed on purpose
}

TEST_F(Demo, DiffersWithTheSeed) {
    const auto second = fresh("second.db");
    fill(*database_, 50, 7);
    fill(*second, 50, 8);
    EXPECT_NE(content_hash(*database_), content_hash(*second));
}

TEST_F(Demo, HasAScheduleThatClosesAtZeroForEveryContract) {
    const auto outcome = fill(*database_, 500, 1);
    EXPECT_EQ(outcome.contracts, 500U);
    const auto book = portfolio(*database_);
    ASSERT_EQ(book.contracts.size(), 500U);
    for (const auto& contract : book.contracts) {
        const auto schedule = amortise(contract.terms, contract.rent);
        ASSERT_TRUE(schedule) << contract.number.text << ": " << message(schedule.error());
        EXPECT_TRUE(schedule->rows.back().closing.is_zero()) << contract.number.text;
    }
}

TEST_F(Demo, ShowsWhatThePagesAreFor) {
    fill(*database_, 500, 1);
    const auto book = portfolio(*database_);
    EXPECT_GE(book.clusters.size(), 12U);
    EXPECT_TRUE(std::ranges::any_of(book.lessees, [](const auto& lessee) { return lessee.cluster == unmapped; }));
    for (const auto status : {ContractStatus::Draft, ContractStatus::Approved, ContractStatus::Active})
        EXPECT_TRUE(std::ranges::any_of(book.contracts, [&](const auto& contract) {
            return contract.status == status;
        })) << to_text(status);
    EXPECT_TRUE(std::ranges::any_of(book.contracts, [](const auto& c) { return c.terms.timing == Timing::Advance; }));
    EXPECT_TRUE(std::ranges::any_of(book.contracts, [](const auto& c) { return !c.terms.balloon.is_zero(); }));
    EXPECT_TRUE(std::ranges::any_of(book.assets, [](const auto& asset) { return asset.appraisal.has_value(); }));
    EXPECT_GT(book.assets.size(), book.contracts.size());
}

TEST_F(Demo, ShowsWhatThePagesOfResidualsAreFor) {
    const auto outcome = fill(*database_, 2'000, 1);
    EXPECT_GT(outcome.sales, 1'000U);
    EXPECT_GT(outcome.impairments, 0);
    EXPECT_GT(outcome.returned, 0);
    const auto book = portfolio(*database_);
    EXPECT_FALSE(book.residual_curves.empty());
    EXPECT_TRUE(std::ranges::any_of(book.assets, [](const auto& a) { return a.asset.usage.has_value(); }));
    EXPECT_TRUE(std::ranges::any_of(book.assets, [](const auto& a) {
        return a.asset.insured_until && *a.asset.insured_until < date(2026, 6, 30);
    })) << "an insurance that ran out";
}

TEST_F(Demo, GivesLesseesCreditCodesWithRightCheckCharacters) {
    fill(*database_, 500, 1);
    for (const auto& lessee : database_->read([](db::Connection& connection) { return db::all<Lessee>(connection); })) {
        EXPECT_EQ(lessee.code.text.size(), 18U);
        EXPECT_TRUE(check(lessee).empty()) << lessee.code.text;
    }
}

TEST_F(Demo, HasQuotesThatMakeACurveEveryMonth) {
    fill(*database_, 10, 1);
    for (int month = 1; month <= 54; ++month) {
        const auto day = add_months(date(2022, 1, 1), month) - std::chrono::days(1);
        const auto quotes =
            database_->read([&](db::Connection& connection) { return db::quotes_on(connection, "CNY", day); });
        EXPECT_EQ(quotes.size(), 19U);
        const auto curve = pricing::bootstrap(day, quotes);
        EXPECT_TRUE(curve) << to_text(day) << ": " << message(curve.error());
    }
}

TEST_F(Demo, FillsOnlyAnEmptyDatabase) {
    fill(*database_, 10, 1);
    const auto again = fill_demo(*database_, {10, 1}, recorded_at);
    ASSERT_FALSE(again);
    EXPECT_EQ(message(again.error()), "The demo fills an empty database only: this one holds data already.");
    EXPECT_EQ(contracts(), 10);
}

TEST_F(Demo, RefusesAnEmptyPortfolio) { EXPECT_FALSE(fill_demo(*database_, {0, 1}, recorded_at)); }

}  // namespace
}  // namespace leasebook::server
