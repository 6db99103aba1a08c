// Collateral, limits, company figures, overrides and month-end exposure in both databases.
#include "db/counters.h"
#include "db/exposure_snapshots.h"
#include "db/limit_overrides.h"
#include "db/portfolio_store.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

class ExposureStores : public OnBothBooks {
protected:
    void enter_first(Connection& c) override {
        enter_register(c);
        EXPECT_TRUE(create_contract(c, number, drafted(), noon));
    }
    const ContractNumber number{"L-2026-000001"};
};
INSTANTIATE_TEST_SUITE_P(Both, ExposureStores, both_databases, dialect_name);

Collateral mortgage() {
    Collateral collateral;
    collateral.code = {"M-1"};
    collateral.lessee = pump_maker().code;
    collateral.contract = ContractNumber{"L-2026-000001"};
    collateral.kind = CollateralKind::Mortgage;
    collateral.value = Money::minor(12'345'678, CNY);
    collateral.haircut = {3'000'000'000};
    collateral.since = date(2026, 1, 1);
    collateral.until = date(2028, 12, 31);
    return collateral;
}

Limit a_limit() {
    Limit limit;
    limit.code = {"FLC-LESSEE"};
    limit.share = Rate{3'000'000'000};
    limit.valid_from = date(2024, 11, 1);
    limit.source = "Order 2024/6";
    return limit;
}

CompanyFigures second_quarter() {
    CompanyFigures figures;
    figures.code = {"2026-Q2"};
    figures.date = date(2026, 6, 30);
    figures.net_capital = Money::minor(100'000'000'000, CNY);
    figures.total_assets = Money::minor(900'000'000'000, CNY);
    return figures;
}

TEST_P(ExposureStores, KeepCollateralLimitsAndFiguresAsTheyWereGiven) {
    database->write([](Connection& c) {
        EXPECT_TRUE(add(c, mortgage()));
        EXPECT_TRUE(add(c, a_limit()));
        EXPECT_TRUE(add(c, second_quarter()));
        EXPECT_FALSE(add(c, a_limit())) << "a key is taken once";
    });
    const auto book = database->read([](Connection& c) { return load_portfolio(c, date(2026, 6, 30)); });
    EXPECT_EQ(book.collaterals, std::vector{mortgage()});
    EXPECT_EQ(book.limits, std::vector{a_limit()});
    EXPECT_EQ(book.figures, std::vector{second_quarter()});
}

TEST_P(ExposureStores, RefuseCollateralOfNobody) {
    auto stray = mortgage();
    stray.lessee = {"NOBODY"};
    database->write([&](Connection& c) {
        const auto refused = add(c, stray);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().field, "lessee");
    });
}

TEST_P(ExposureStores, KeepTheLastOverrideOfAContract) {
    const auto found = [&] { return database->read([&](Connection& c) { return find_limit_override(c, number); }); };
    EXPECT_FALSE(found());
    database->write([&](Connection& c) {
        keep_limit_override(c, {number, 3, "risk", noon, "A", "first"});
        keep_limit_override(c, {number, 5, "chief", noon, "A, B", "second"});
    });
    ASSERT_TRUE(found());
    EXPECT_EQ(found()->version, 5);
    EXPECT_EQ(found()->granted_by, "chief");
    EXPECT_EQ(found()->limits, "A, B");
    EXPECT_EQ(found()->granted_at, noon);
}

TEST_P(ExposureStores, FreezeAMonthInThePlaceOfWhatItHad) {
    const Period june = period_of(date(2026, 6, 30)), may = june.previous();
    auto parts = ExposureParts::none(CNY);
    parts.net_investment = Money::minor(500, CNY);
    parts.collateral = Money::minor(20, CNY);
    database->write([&](Connection& c) {
        keep_exposure_snapshot(c, may, {{Axis::Cluster, "TZ", 1, parts}});
        keep_exposure_snapshot(c, june, {{Axis::Cluster, "OLD", 9, parts}});
        keep_exposure_snapshot(
            c, june,
            {{Axis::Cluster, "TZ", 2, parts}, {Axis::Cluster, "unmapped", 3, parts}, {Axis::Grade, "BBB", 5, parts}});
    });
    const auto of = [&](const std::string& place) {
        return database->read([&](Connection& c) { return exposure_snapshots(c, Axis::Cluster, CNY, place); });
    };
    ASSERT_EQ(of("").size(), 3U);
    ASSERT_EQ(of("TZ").size(), 2U);
    EXPECT_EQ(of("TZ")[0].period, may);
    EXPECT_EQ(of("TZ")[1].frozen.contracts, 2);
    EXPECT_EQ(of("TZ")[1].frozen.parts, parts);
    EXPECT_TRUE(of("OLD").empty());
}

TEST_P(ExposureStores, TellWhichContractsChangedAndWhetherTheRegisterDid) {
    const auto marks = [&] { return database->read(book_marks); };
    const auto before = marks();
    database->write([&](Connection& c) {
        const auto contract = *find_contract(c, number);
        EXPECT_TRUE(append(c, contract, ContractApplied{{"wang", date(2026, 1, 11)}}, noon));
    });
    const auto applied = marks();
    EXPECT_EQ(applied.register_changes, before.register_changes);
    EXPECT_EQ(applied.events, before.events + 1);
    EXPECT_EQ(database->read([&](Connection& c) { return changed_after(c, before.events); }), std::vector{number});
    EXPECT_TRUE(database->read([&](Connection& c) { return changed_after(c, applied.events); }).empty());
    database->write([](Connection& c) { EXPECT_TRUE(add(c, a_limit())); });
    EXPECT_GT(marks().register_changes, applied.register_changes);
    EXPECT_EQ(database->write(locked_book_marks), marks());
}

TEST_P(ExposureStores, ReloadOneContractAsTheWholeBookWouldHaveIt) {
    auto book = database->read([](Connection& c) { return load_portfolio(c, date(2026, 6, 30)); });
    database->write([&](Connection& c) {
        EXPECT_TRUE(append(c, *find_contract(c, number), ContractApplied{{"wang", date(2026, 1, 11)}}, noon));
    });
    const auto again = database->read([](Connection& c) { return load_portfolio(c, date(2026, 6, 30)); });
    const auto one = database->read([&](Connection& c) { return reload_contract(c, book, number); });
    ASSERT_TRUE(one);
    EXPECT_EQ(one->contract.status, ContractStatus::Applied);
    EXPECT_EQ(one->contract.version, again.contracts[0].version);
    EXPECT_EQ(one->contract.lessee, again.contracts[0].lessee);
    EXPECT_EQ(one->contract.terms, again.contracts[0].terms);
    EXPECT_TRUE(one->machines) << "until it is approved, its machines may change with it";
    EXPECT_EQ(position_of(book, number), 0U);
    EXPECT_EQ(position_of(book, {"L-2026-000002"}), unmapped);
    book.lessees.clear();
    EXPECT_FALSE(database->read([&](Connection& c) { return reload_contract(c, book, number); }))
        << "a book that does not know the lessee is to be loaded anew";
}

}  // namespace

}  // namespace leasebook::db
