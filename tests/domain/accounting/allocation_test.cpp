#include "domain/accounting/allocation.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;

const Date march_9 = date(2026, 3, 9);
const Date due_13 = date(2026, 2, 20), due_14 = date(2026, 3, 20);

std::vector<Claim> claims_of_ex_j1() {
    return {{13, due_13, ClaimComponent::Principal, cny("26989.91")},
            {13, due_13, ClaimComponent::Interest, cny("3432.03")},
            {13, march_9, ClaimComponent::LateInterest, cny("258.59")},
            {0, date(2026, 3, 1), ClaimComponent::Cost, cny("500.00")},
            {14, due_14, ClaimComponent::Interest, cny("3297.08")}};
}

TEST(Allocation, SettlesCostsLateInterestInterestAndPrincipalAsInExJ1) {
    const auto allocation = allocate({cny("50000.00"), march_9, {}}, claims_of_ex_j1(), statutory_order());
    const std::vector<Claim> expected{{0, date(2026, 3, 1), ClaimComponent::Cost, cny("500.00")},
                                      {13, march_9, ClaimComponent::LateInterest, cny("258.59")},
                                      {13, due_13, ClaimComponent::Interest, cny("3432.03")},
                                      {13, due_13, ClaimComponent::Principal, cny("26989.91")}};
    EXPECT_EQ(allocation.settled, expected);
    EXPECT_EQ(allocation.unapplied, cny("18819.47"));
}

TEST(Allocation, SettlesTheRentFirstWhereThatWasAgreed) {
    const auto allocation = allocate({cny("30500.00"), march_9, {}}, claims_of_ex_j1(), rent_first_order());
    ASSERT_EQ(allocation.settled.size(), 3U);
    EXPECT_EQ(allocation.settled[0].component, ClaimComponent::Interest);
    EXPECT_EQ(allocation.settled[1].component, ClaimComponent::Principal);
    EXPECT_EQ(allocation.settled[2].component, ClaimComponent::Cost);
    EXPECT_EQ(allocation.settled[2].amount, cny("78.06"));
    EXPECT_TRUE(allocation.unapplied.is_zero());
}

TEST(Allocation, LeavesWhatIsNotDueAlone) {
    const std::vector<Claim> tomorrow{{14, march_9 + std::chrono::days{1}, ClaimComponent::Interest, cny("3297.08")}};
    const auto allocation = allocate({cny("100.00"), march_9, {}}, tomorrow, statutory_order());
    EXPECT_TRUE(allocation.settled.empty());
    EXPECT_EQ(allocation.unapplied, cny("100.00"));
}

std::vector<Claim> two_rents() {
    return {{14, due_14, ClaimComponent::Interest, cny("30.00")},
            {14, due_14, ClaimComponent::Principal, cny("70.00")},
            {13, due_13, ClaimComponent::Interest, cny("40.00")},
            {13, due_13, ClaimComponent::Principal, cny("60.00")}};
}

TEST(Allocation, TakesTheOldestInstalmentFirstWithinAComponent) {
    const auto allocation = allocate({cny("80.00"), due_14, {}}, two_rents(), statutory_order());
    const std::vector<Claim> expected{{13, due_13, ClaimComponent::Interest, cny("40.00")},
                                      {14, due_14, ClaimComponent::Interest, cny("30.00")},
                                      {13, due_13, ClaimComponent::Principal, cny("10.00")}};
    EXPECT_EQ(allocation.settled, expected);
}

TEST(Allocation, ClosesTheOldestInstalmentBeforeTheNextWhereInstalmentsComeFirst) {
    auto order = statutory_order();
    order.precedence = AllocationPrecedence::Instalment;
    const auto allocation = allocate({cny("110.00"), due_14, {}}, two_rents(), order);
    const std::vector<Claim> expected{{13, due_13, ClaimComponent::Interest, cny("40.00")},
                                      {13, due_13, ClaimComponent::Principal, cny("60.00")},
                                      {14, due_14, ClaimComponent::Interest, cny("10.00")}};
    EXPECT_EQ(allocation.settled, expected);
}

TEST(Allocation, FollowsTheDebtorsDesignation) {
    const auto allocation = allocate({cny("110.00"), due_14, 14}, two_rents(), statutory_order());
    const std::vector<Claim> expected{{14, due_14, ClaimComponent::Interest, cny("30.00")},
                                      {14, due_14, ClaimComponent::Principal, cny("70.00")},
                                      {13, due_13, ClaimComponent::Interest, cny("10.00")}};
    EXPECT_EQ(allocation.settled, expected);
}

TEST(Allocation, NeitherLosesNorMakesMoney) {
    std::mt19937 random(20260309);
    for (int round = 0; round < 1000; ++round) {
        std::vector<Claim> open;
        for (int n = 0; n < 12; ++n)
            open.push_back({static_cast<int>(random() % 4), date(2026, 1, 1) + std::chrono::days{random() % 90},
                            static_cast<ClaimComponent>(random() % 6), Money::minor(int(random() % 500), CNY)});
        const Payment payment{Money::minor(int(random() % 5000), CNY), march_9, {}};
        const auto allocation = allocate(payment, open, round % 2 == 0 ? statutory_order() : rent_first_order());
        Money sum = allocation.unapplied;
        for (const auto& claim : allocation.settled) {
            ASSERT_LE(claim.due_date, payment.on);
            sum += claim.amount;
        }
        ASSERT_EQ(sum, payment.amount);
    }
}

TEST(AnAllocationOrder, NamesEachComponentOnce) {
    EXPECT_TRUE(check(statutory_order()).empty());
    EXPECT_TRUE(check(rent_first_order()).empty());
    auto order = statutory_order();
    order.components.pop_back();
    ASSERT_EQ(check(order).size(), 1U);
    EXPECT_EQ(message(check(order).front()),
              "The order of settlement names each of these once: cost, fee, late_interest, vat, interest, principal.");
}

}  // namespace
}  // namespace leasebook
