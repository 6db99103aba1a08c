#include "db/portfolio_store.h"

#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

class Book : public OnBothBooks {
protected:
    void SetUp() override {
        OnBothBooks::SetUp();
        if (!IsSkipped() && !HasFatalFailure()) database->write(enter_register);
    }
};
INSTANTIATE_TEST_SUITE_P(Both, Book, both_databases, dialect_name);

TEST_P(Book, RefersByPositionAndTakesTheLastAppraisalOfItsDate) {
    const ContractNumber number{"L-2026-000001"};
    database->write([&](Connection& c) {
        Lessee loner{{"B"}, "Unmapped", std::nullopt, std::nullopt};
        EXPECT_TRUE(add(c, loner));
        EXPECT_TRUE(create_contract(c, number, drafted(), noon));
        auto leased = lathe();
        leased.contract = number;
        EXPECT_TRUE(add(c, leased));
        EXPECT_TRUE(add(c, lathe("A2", "SN-2")));
        EXPECT_TRUE(add(c, appraisal(date(2026, 1, 31), 100)));
        EXPECT_TRUE(add(c, appraisal(date(2026, 2, 28), 200)));
        EXPECT_TRUE(add(c, appraisal(date(2026, 3, 31), 300)));
    });
    const auto book = database->read([](Connection& c) { return load_portfolio(c, date(2026, 2, 28)); });
    ASSERT_EQ(book.contracts.size(), 1U);
    ASSERT_EQ(book.lessees.size(), 2U);
    ASSERT_EQ(book.assets.size(), 2U);
    const auto& contract = book.contracts[0];
    EXPECT_EQ(contract.terms, content().terms);
    EXPECT_EQ(contract.rent, content().rent);
    const auto& lessee = book.lessees.at(contract.lessee);
    EXPECT_EQ(lessee.code, pump_maker().code);
    EXPECT_EQ(book.clusters.at(lessee.cluster), taizhou());
    EXPECT_EQ(book.industries.at(lessee.industry), machinery());
    EXPECT_EQ(book.lessees[1].cluster, unmapped);
    EXPECT_EQ(book.assets[0].contract, 0U);
    EXPECT_EQ(book.asset_classes.at(book.assets[0].asset_class), lathes());
    EXPECT_EQ(book.assets[0].appraisal, appraisal(date(2026, 2, 28), 200));
    EXPECT_EQ(book.assets[1].contract, unmapped);
    EXPECT_FALSE(book.assets[1].appraisal);
}

}  // namespace

}  // namespace leasebook::db
