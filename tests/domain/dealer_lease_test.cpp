// A manufacturer or dealer lessor sells its goods by leasing them (IFRS 16.71-74, domain rules D.5).
#include <gtest/gtest.h>

#include "tests/domain/ledger.h"

namespace leasebook::tests {
namespace {

// EX-D4: goods of 800,000.00, fair value 1,000,000.00, 36 rents of 29,500.00, a residual of 60,000.00 at own risk.
ContractContent ex_d4() {
    auto terms = l1();
    terms.annual_rate = rate("0.0726136213");  // at which 36 x 29,500.00 and 60,000.00 repay a million
    terms.unguaranteed_residual = cny("60000.00");
    auto content = content_of(terms, "29500.00");
    content.conditions.goods_carrying_amount = cny("800000.00");
    content.conditions.market_rate = rate("0.072");
    return content;
}

ContractActivated sold(Date on) { return {{"li", on}, rate("0.072"), {}, {cny("952577.09"), cny("751624.67")}}; }

Life lived(const ContractContent& content, const std::vector<NumberedEvent>& events, Date through) {
    return live(content, *amortise(content.terms, content.rent), events, policy(), through);
}

Money net_investment(const Balances& sums) {
    Money sum = sums.at(Account::LeaseReceivable);
    for (const auto account : {Account::UnguaranteedResidual, Account::UnearnedIncome})
        if (const auto found = sums.find(account); found != sums.end()) sum += found->second;
    return sum;
}

TEST(DealerLease, SellsTheGoodsOfExD4) {
    const Date start = date(2025, 1, 20);
    const auto sums = balances(lived(ex_d4(), numbered({sold(start)}), start));
    EXPECT_EQ(to_text(sums.at(Account::SalesRevenue)), "-952577.09");
    EXPECT_EQ(to_text(sums.at(Account::CostOfSale)), "751624.67");
    EXPECT_EQ(to_text(sums.at(Account::Inventory)), "-800000.00");
    EXPECT_EQ(to_text(net_investment(sums)), "1000952.42");
    EXPECT_FALSE(sums.contains(Account::Bank));  // no supplier is paid
}

TEST(DealerLease, ExpensesItsDirectCosts) {
    auto content = ex_d4();
    content.conditions.initial_direct_costs = cny("12000.00");
    const Date start = date(2025, 1, 20);
    const auto sums = balances(lived(content, numbered({sold(start)}), start));
    EXPECT_EQ(to_text(sums.at(Account::SellingExpenses)), "12000.00");
    EXPECT_EQ(to_text(sums.at(Account::Bank)), "-12000.00");
    EXPECT_EQ(to_text(net_investment(sums)), "1000952.42");
}

TEST(DealerLease, EarnsTheMarketRateAndEndsAtTheResidual) {
    const Date start = date(2025, 1, 20);
    const auto content = ex_d4();
    const auto first = balances(lived(content, numbered({sold(start)}), date(2025, 2, 20)));
    EXPECT_EQ(to_text(first.at(Account::FinanceLeaseIncome)), "-6005.71");  // 0.6 % of 1,000,952.42
    const auto life = lived(content, numbered({sold(start)}), date(2028, 1, 31));
    // Nothing was paid: 35 rents of 29,500.00, the last of 29,500.04, and the residual.
    EXPECT_EQ(to_text(net_investment(balances(life))), "1122000.04");
    EXPECT_EQ(to_text(leasebook::net_investment(content, life, date(2028, 1, 31))), "1122000.04");
    EXPECT_EQ(to_text(balances(life).at(Account::UnguaranteedResidual)), "60000.00");
}

TEST(DealerLease, NeedsNoSupplierToBePaid) {
    Contract contract;
    contract = evolve(contract, ContractDrafted{{"li", date(2025, 1, 10)}, ex_d4()});
    contract = evolve(contract, ContractSigned{{"li", date(2025, 1, 15)}});
    EXPECT_EQ(contract.status, ContractStatus::Disbursed);
}

TEST(DealerLease, HasAMarketRateAndIsAFinanceLease) {
    auto conditions = ex_d4().conditions;
    EXPECT_TRUE(check(conditions, cny("1000000.00")).empty());
    conditions.market_rate = {};
    ASSERT_EQ(check(conditions, cny("1000000.00")).size(), 1U);
    EXPECT_EQ(check(conditions, cny("1000000.00")).front().field, "market_rate");
    conditions.market_rate = rate("0.072");
    conditions.product = Product::Operating;
    EXPECT_EQ(check(conditions, cny("1000000.00")).front().field, "goods_carrying_amount");
    conditions.product = Product::DirectFinance;
    conditions.goods_carrying_amount = {};
    EXPECT_EQ(check(conditions, cny("1000000.00")).front().field, "goods_carrying_amount");
}

}  // namespace
}  // namespace leasebook::tests
