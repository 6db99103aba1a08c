#include "reports/month_books.h"

#include <algorithm>

namespace leasebook::reports {

bool is_one_of(Account account, std::span<const Account> accounts) {
    return std::ranges::find(accounts, account) != accounts.end();
}

std::span<const ContractSum> of_contract(const std::vector<ContractSum>& sums, std::uint32_t contract) {
    const auto range = std::ranges::equal_range(sums, contract, {}, &ContractSum::contract);
    return {range.begin(), range.end()};
}

std::vector<Money> balances_of(const ContractSums& sums, const Portfolio& portfolio, Currency currency) {
    std::vector<Money> balances(portfolio.contracts.size(), Money::zero(currency));
    for (const auto* list : {&sums.before, &sums.moved})
        for (const auto& sum : *list)
            if (sum.amount.currency() == currency) balances[sum.contract] += sum.amount;
    return balances;
}

Money ledger_balance(const MonthBooks& books, Currency currency, std::span<const Account> accounts) {
    Money balance = Money::zero(currency);
    for (const auto& line : books.balances)
        if (line.closing.currency() == currency && is_one_of(line.account, accounts)) balance += line.closing;
    return balance;
}

}  // namespace leasebook::reports
