#include <algorithm>

#include "db/asset_history.h"
#include "db/impairment_store.h"
#include "db/remarketing_store.h"
#include "db/residual_fit_store.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {
namespace {

CurvePoint point(Date from, int months, std::int64_t percent) {
    return {{"CNC"}, from, months, {percent * (rate_scale / 100)}, {}, {}, "test"};
}

class ResidualStore : public OnBothBooks {
protected:
    void enter_first(Connection& c) override {
        enter_register(c);
        EXPECT_TRUE(add(c, lathe()));
    }
};
INSTANTIATE_TEST_SUITE_P(, ResidualStore, both_databases, dialect_name);

TEST_P(ResidualStore, TheLatestCurveOnOrBeforeADayIsInForce) {
    const std::vector<CurvePoint> points{point(date(2025, 1, 1), 12, 80), point(date(2025, 1, 1), 24, 70),
                                         point(date(2026, 1, 1), 12, 85)};
    database->write([&](Connection& c) { add_all<CurvePoint>(c, points); });
    database->read([&](Connection& c) {
        EXPECT_TRUE(curves_in_force(c, date(2024, 12, 31)).empty());
        EXPECT_EQ(curves_in_force(c, date(2025, 12, 31)), (std::vector{points[0], points[1]}));
        EXPECT_EQ(curves_in_force(c, date(2026, 1, 1)), (std::vector{points[2]}));
        EXPECT_EQ(curve_points_of(c, {"CNC"}).front(), points[2]) << "the latest first";
    });
}

TEST_P(ResidualStore, AFitComesBackAsItWasKept) {
    FittedCurve fit{{"CNC"}, date(2026, 5, 31), 600, 3, 12, 200, {4'000'000'000}, {1'500'000'000}, {}, {}};
    fit.points = {{0, {rate_scale}, {rate_scale}, {rate_scale}},
                  {12, {8'000'000'000}, {7'900'000'000}, {8'100'000'000}}};
    fit.observed = {{7, {8'800'000'000}}, {30, {6'100'000'000}}};
    database->write([&](Connection& c) { keep_fit(c, fit); });
    fit.sales = 601;
    database->write([&](Connection& c) { keep_fit(c, fit); });
    EXPECT_EQ(database->read([](Connection& c) { return find_fit(c, {"CNC"}); }), fit);
    EXPECT_FALSE(database->read([](Connection& c) { return find_fit(c, {"TRUCK"}); }));
}

TEST_P(ResidualStore, SalesAreKeptWithWhateverIsKnownOfThem) {
    UsedSale bare{{"S1"}, {"CNC"}};
    bare.price = Money::minor(100'00, CNY);
    bare.sold = date(2026, 1, 1);
    auto full = bare;
    full.code = {"S2"};
    full.model = "VMC";
    full.age_months = 40;
    full.cost = Money::minor(500'00, CNY);
    full.usage = 1'200;
    full.usage_unit = UsageUnit::Hours;
    full.condition = ConditionGrade::C;
    database->write([&](Connection& c) { add_all<UsedSale>(c, std::vector{bare, full}); });
    database->read([&](Connection& c) {
        EXPECT_EQ(sales_of(c, {"CNC"}), (std::vector{bare, full}));
        EXPECT_EQ(classes_with_sales(c), std::vector<AssetClassCode>{{"CNC"}});
    });
}

TEST_P(ResidualStore, EveryChangeOfAnAssetIsKeptFieldByField) {
    auto moved = lathe();
    moved.location = "Kunshan";
    moved.usage = 4'000;
    database->write([&](Connection& c) {
        EXPECT_TRUE(replace(c, moved));
        note_asset_change(c, lathe(), moved, "wang", noon);
        auto back = moved;
        back.location.reset();
        note_asset_change(c, moved, back, "zhao", noon);
    });
    const auto changes = database->read([](Connection& c) { return changes_of(c, {"A1"}); });
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(changes[0], (AssetChange{3, "location", "Kunshan", {}, "zhao", noon}));
    EXPECT_EQ(changes[2].after, "Kunshan");
    EXPECT_EQ(database->read([](Connection& c) { return find<Asset>(c, {"A1"}); })->usage, 4'000);
}

TEST_P(ResidualStore, RemarketingStepsStayInTheirOrder) {
    const RemarketingStep stored{
        {"A1"}, date(2026, 6, 2), RemarketingAction::Store, CNY, Money::zero(CNY), "Yard 3", {}, {}};
    const RemarketingStep offered{
        {"A1"},   date(2026, 6, 5), RemarketingAction::Offer, CNY, Money::minor(100, CNY), {}, SaleChannel::Auction,
        "reserve"};
    database->write([&](Connection& c) {
        add_step(c, stored);
        add_step(c, offered);
    });
    database->read([&](Connection& c) {
        EXPECT_EQ(steps_of(c, {"A1"}), (std::vector{stored, offered}));
        EXPECT_EQ(all_steps(c).size(), 2U);
    });
}

TEST_P(ResidualStore, ImpairmentsGoFromProposedToDecided) {
    const ContractNumber number{"L-2026-000001"};
    const auto money = [](std::int64_t units) { return Money::minor(units, CNY); };
    ImpairmentProposal proposal{0,           number,      date(2026, 5, 31),          money(5000), money(100),
                                money(3000), money(2100), ImpairmentStatus::Proposed, "close",     noon};
    database->write([&](Connection& c) {
        EXPECT_TRUE(create_contract(c, number, drafted(), noon));
        add_impairments(c, {proposal});
    });
    proposal.id = 1;
    EXPECT_EQ(database->read([](Connection& c) { return find_impairment(c, 1); }), proposal);
    proposal.forecast = money(2000);
    proposal.reduction = money(3100);
    database->write([&](Connection& c) { renew_impairment(c, proposal); });
    EXPECT_EQ(database->read([](Connection& c) { return last_impairments(c); }).at(number), proposal);
    database->write(
        [&](Connection& c) { decide_impairment(c, 1, ImpairmentStatus::Rejected, "li", noon, "temporary"); });
    database->read([&](Connection& c) {
        EXPECT_EQ(count_impairments(c, ImpairmentStatus::Proposed), 0);
        const auto rejected = list_impairments(c, ImpairmentStatus::Rejected, 10);
        ASSERT_EQ(rejected.size(), 1U);
        EXPECT_EQ(rejected[0].reason, "temporary");
        EXPECT_EQ(rejected[0].decided_by, "li");
        EXPECT_EQ(impairments_of(c, number).size(), 1U);
    });
}

}  // namespace
}  // namespace leasebook::db
