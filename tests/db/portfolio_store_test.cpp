#include "db/portfolio_store.h"

#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

class Book : public OnBothBooks {
protected:
    void enter_first(Connection& c) override { enter_register(c); }
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

TEST_P(Book, CarriesWhatExposureIsAskedFor) {
    database->write([&](Connection& c) {
        auto maker = pump_maker();
        maker.group = "West";
        maker.anchor_enterprise = "Big Pumps";
        maker.province = "Zhejiang";
        EXPECT_TRUE(upsert(c, maker));
        Lessee loner{{"B"}, "Unmapped", std::nullopt, std::nullopt};
        loner.group = "North";
        loner.province = "Anhui";
        loner.related_party = RelatedParty::Yes;
        EXPECT_TRUE(add(c, loner));
        auto written = drafted();
        written.content.branch = "Taizhou";
        written.content.conditions.product = Product::Vendor;
        EXPECT_TRUE(create_contract(c, {"L-2026-000001"}, written, noon));
        EXPECT_TRUE(add(c, AssetClass{{"TRUCK"}, "Trucks", std::nullopt, {1}, {1}, 60}));
        auto cheap = lathe("A1", "SN-1"), dear = lathe("A2", "SN-2");
        cheap.contract = dear.contract = ContractNumber{"L-2026-000001"};
        dear.asset_class = {"TRUCK"};
        dear.cost = cheap.cost + cheap.cost;
        EXPECT_TRUE(add(c, cheap));
        EXPECT_TRUE(add(c, dear));
    });
    const auto book = database->read([](Connection& c) { return load_portfolio(c, date(2026, 2, 28)); });
    const auto& contract = book.contracts.at(0);
    const auto& maker = book.lessees.at(contract.lessee);
    const auto& loner = book.lessees.at(1 - contract.lessee);
    EXPECT_EQ(book.groups, (std::vector<std::string>{"North", "West"}));
    EXPECT_EQ(book.groups.at(maker.group), "West");
    EXPECT_EQ(book.anchors.at(maker.anchor), "Big Pumps");
    EXPECT_EQ(book.provinces.at(loner.province), "Anhui");
    EXPECT_EQ(maker.grade, RatingGrade::BBB);
    EXPECT_EQ(maker.related_party, RelatedParty::No);
    EXPECT_EQ(loner.related_party, RelatedParty::Yes);
    EXPECT_EQ(loner.anchor, unmapped);
    EXPECT_EQ(book.suppliers.at(contract.supplier), dealer());
    EXPECT_EQ(book.branches.at(contract.branch), "Taizhou");
    EXPECT_EQ(contract.product, Product::Vendor);
    EXPECT_EQ(book.asset_classes.at(contract.asset_class).code.text, "TRUCK") << "of the dearer machine";
    EXPECT_EQ(vintage(contract), date(2026, 1, 1));
}

}  // namespace

}  // namespace leasebook::db
