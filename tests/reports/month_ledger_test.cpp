// The ledger of a month, added up line by line.
#include "reports/month_ledger.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/reports/book.h"

namespace leasebook::reports {
namespace {

using tests::cny;

const Date day = date(2026, 6, 30);

struct Line {
    std::uint32_t contract;
    Rule rule;
    Account account;
    std::int64_t units;
};

// Many lines of few contracts, so that they are added up again and again on the way.
std::vector<Line> lines_of(std::mt19937& random) {
    constexpr std::array accounts{Account::LeaseReceivable, Account::UnearnedIncome, Account::LossAllowance,
                                  Account::Bank};
    constexpr std::array rules{Rule::RentDue, Rule::InterestAccrued, Rule::PaymentApplied};
    std::vector<Line> lines;
    for (int i = 0; i < 5'000; ++i)
        lines.push_back({static_cast<std::uint32_t>(random() % 5), rules[random() % 3], accounts[random() % 4],
                         static_cast<std::int64_t>(random() % 2'001) - 1'000});
    return lines;
}

MonthBooks books_of(MonthLedger ledger) {
    MonthBooks books;
    std::move(ledger).move_into(books);
    return books;
}

std::vector<std::tuple<std::uint32_t, Rule, std::int64_t>> plain(const std::vector<ContractSum>& sums) {
    std::vector<std::tuple<std::uint32_t, Rule, std::int64_t>> list;
    for (const auto& sum : sums) list.emplace_back(sum.contract, sum.rule, sum.amount.minor_units());
    return list;
}

TEST(TheLedgerOfAMonth, IsTheSameInWhateverOrderAndHoweverSharedItIsTakenIn) {
    const auto portfolio = tests::mixed_book();
    std::mt19937 random(7);
    auto lines = lines_of(random);
    const auto take = [](MonthLedger& ledger, const Line& l) {
        ledger.moved(l.contract, day, l.rule, l.account, Money::minor(l.units, CNY));
        ledger.stood(l.contract, l.account, Money::minor(l.units, CNY));
    };
    MonthLedger whole(portfolio), left(portfolio), right(portfolio);
    std::map<std::tuple<std::uint32_t, Rule>, std::int64_t> wanted;
    for (const auto& line : lines) {
        take(whole, line);
        if (is_one_of(line.account, net_investment_accounts)) wanted[{line.contract, line.rule}] += line.units;
    }
    std::ranges::shuffle(lines, random);
    for (const auto& line : lines) take(random() % 2 == 0 ? left : right, line);
    left += std::move(right);

    const auto one = books_of(std::move(whole)), other = books_of(std::move(left));
    std::vector<std::tuple<std::uint32_t, Rule, std::int64_t>> reckoned;
    for (const auto& [key, units] : wanted)
        if (units != 0) reckoned.emplace_back(std::get<0>(key), std::get<1>(key), units);
    EXPECT_EQ(plain(one.net_investment.moved), reckoned);
    for (const auto& [a, b] :
         {std::pair{&one.net_investment, &other.net_investment}, {&one.allowance, &other.allowance}}) {
        EXPECT_EQ(plain(a->before), plain(b->before));
        EXPECT_EQ(plain(a->moved), plain(b->moved));
    }
    ASSERT_EQ(one.journal.size(), other.journal.size());
    for (std::size_t i = 0; i < one.journal.size(); ++i) {
        EXPECT_EQ(one.journal[i].debits, other.journal[i].debits);
        EXPECT_EQ(one.journal[i].lines, other.journal[i].lines);
    }
}

TEST(TheLedgerOfAMonth, NoticesALineThatItHasNotSeen) {
    const auto portfolio = tests::mixed_book();
    const Money zero = cny("0.00");
    const std::vector<TrialBalanceLine> balances{{Account::Bank, cny("5.00"), cny("100.00"), zero, cny("105.00")},
                                                 {Account::FeeIncome, zero, zero, cny("100.00"), cny("-100.00")},
                                                 {Account::OpeningBalances, cny("-5.00"), zero, zero, cny("-5.00")}};
    MonthLedger ledger(portfolio);
    ledger.stood(0, Account::Bank, cny("5.00"));
    ledger.stood(0, Account::OpeningBalances, cny("-5.00"));
    ledger.moved(unmapped, day, Rule::FeeCharged, Account::Bank, cny("100.00"));
    EXPECT_FALSE(ledger.agrees_with(balances));
    ledger.moved(unmapped, day, Rule::FeeCharged, Account::FeeIncome, cny("-100.00"));
    EXPECT_TRUE(ledger.agrees_with(balances)) << "contracts outside the portfolio count, too";
    ledger.moved(0, day, Rule::FeeCharged, Account::InputVat, cny("0.01"));
    EXPECT_FALSE(ledger.agrees_with(balances)) << "and so does a line too many";
}

}  // namespace
}  // namespace leasebook::reports
