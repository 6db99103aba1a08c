#include "domain/remarketing.h"

#include <gtest/gtest.h>

#include "domain/accounting/vat.h"
#include "domain/life/ending.h"
#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;

// A lease of two machines that came back on 1 June 2026 and stands in the books at 390,000.00.
class Remarketing : public testing::Test {
protected:
    Remarketing() {
        for (const auto& [code, cost] : {std::pair{"A1", "200000.00"}, {"A2", "100000.00"}}) {
            Machine machine;
            machine.code = {code};
            machine.cost = cny(cost);
            machines.push_back(machine);
        }
        ContractEnded end;
        end.act = {"wang", date(2026, 6, 1)};
        end.kind = EndKind::Return;
        end.asset_value = cny("390000.00");
        events.push_back({1, end});
    }
    std::vector<OffLeaseMachine> on(Date day) const { return off_lease({number, events, machines, steps, rates}, day); }
    void step(const char* asset, Date day, RemarketingAction action, const char* amount) {
        steps.push_back({{asset}, day, action, CNY, cny(amount), {}, SaleChannel::Auction, {}});
    }

    const ContractNumber number{"L-1"};
    const std::vector<VatRate> rates = default_vat_rates();
    std::vector<NumberedEvent> events;
    std::vector<Machine> machines;
    std::vector<RemarketingStep> steps;
};

TEST_F(Remarketing, BeginsWithTheReturnAndEachMachineStandsForItsShare) {
    EXPECT_TRUE(on(date(2026, 5, 31)).empty());
    const auto back = on(date(2026, 6, 1));
    ASSERT_EQ(back.size(), 2U);
    EXPECT_EQ(back[0].carrying, cny("260000.00"));
    EXPECT_EQ(back[1].carrying, cny("130000.00"));
    EXPECT_EQ(back[0].state, OffLeaseState::Returned);
}

TEST_F(Remarketing, KeepsStateAndCostsOfEachMachine) {
    step("A1", date(2026, 6, 3), RemarketingAction::Store, "0");
    step("A1", date(2026, 6, 5), RemarketingAction::PayCosts, "1200.00");
    step("A1", date(2026, 6, 9), RemarketingAction::Offer, "320000.00");
    const auto back = on(date(2026, 6, 9));
    EXPECT_EQ(back[0].state, OffLeaseState::Offered);
    EXPECT_EQ(back[0].costs, cny("1200.00"));
    EXPECT_EQ(back[0].asked, cny("320000.00"));
    EXPECT_EQ(back[1].state, OffLeaseState::Returned) << "the other one stays where it was";
    EXPECT_EQ(on(date(2026, 6, 4))[0].state, OffLeaseState::Stored) << "as of a day";
}

// EX-F3: 339,000.00 with VAT, carrying 260,000.00, costs 5,000.00 in all.
TEST_F(Remarketing, SaleOfOneMachineIsThatOfExF3) {
    step("A1", date(2026, 6, 5), RemarketingAction::PayCosts, "1200.00");
    AssetSaleRequest request;
    request.price = cny("300000.00");
    request.costs = cny("3800.00");
    request.buyer = "dealer";
    request.asset = AssetCode{"A1"};
    request.channel = SaleChannel::Dealer;
    const auto sale =
        sold(on(date(2026, 6, 20)), cny("390000.00"), rates, {"wang", date(2026, 6, 20)}, request).value();
    EXPECT_EQ(sale.total, cny("35000.00"));
    EXPECT_EQ(sale.event.carrying_amount, cny("260000.00"));
    EXPECT_EQ(sale.event.costs, cny("5000.00"));
    events.push_back({2, sale.event});
    const auto back = on(date(2026, 6, 30));
    EXPECT_EQ(back[0].state, OffLeaseState::Sold);
    EXPECT_EQ(back[0].gain(), cny("35000.00"));
    EXPECT_EQ(back[0].vat, cny("39000.00"));
    EXPECT_EQ(days_off_lease(back[0], date(2026, 6, 30)), 19);
    EXPECT_EQ(days_off_lease(back[1], date(2026, 6, 30)), 29);
    const auto again = sold(back, cny("130000.00"), rates, {"wang", date(2026, 6, 30)}, request);
    ASSERT_FALSE(again);
    EXPECT_EQ(message(again.error()), "Machine A1 was sold on 2026-06-20.");
}

TEST_F(Remarketing, LastMachineTakesWhatIsLeftInTheBooks) {
    AssetSaleRequest request;
    request.price = cny("1.00");
    request.costs = cny("0");
    request.buyer = "scrap yard";
    const auto all = sold(on(date(2026, 6, 20)), cny("390000.00"), rates, {"wang", date(2026, 6, 20)}, request).value();
    EXPECT_EQ(all.event.carrying_amount, cny("390000.00")) << "no machine named: all that are left";
    request.asset = AssetCode{"A9"};
    EXPECT_FALSE(sold(on(date(2026, 6, 20)), cny("390000.00"), rates, {"wang", date(2026, 6, 20)}, request));
}

TEST_F(Remarketing, StepsFollowTheOneBeforeAndEndWithTheSale) {
    step("A1", date(2026, 6, 9), RemarketingAction::Offer, "320000.00");
    const auto machine = on(date(2026, 6, 30))[0];
    const RemarketingStep earlier{{"A1"}, date(2026, 6, 8), RemarketingAction::Store, CNY, cny("0"), {}, {}, {}};
    EXPECT_FALSE(may_follow(machine, earlier));
    EXPECT_TRUE(may_follow(machine, {{"A1"}, date(2026, 6, 9), RemarketingAction::Store, CNY, cny("0"), {}, {}, {}}));
}

TEST(RemarketingStep, CostsAndOffersHaveAnAmount) {
    EXPECT_FALSE(
        check(RemarketingStep{{"A1"}, date(2026, 6, 8), RemarketingAction::PayCosts, CNY, cny("0"), {}, {}, {}})
            .empty());
    EXPECT_TRUE(
        check(RemarketingStep{{"A1"}, date(2026, 6, 8), RemarketingAction::Store, CNY, cny("0"), {}, {}, {}}).empty());
}

}  // namespace
}  // namespace leasebook
