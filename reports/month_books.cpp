#include "reports/month_books.h"

#include <algorithm>

namespace leasebook::reports {

bool is_one_of(Account account, std::span<const Account> accounts) {
    return std::ranges::find(accounts, account) != accounts.end();
}

std::vector<Money> balances_of(const MonthBooks& books, const Portfolio& portfolio, Currency currency,
                               std::span<const Account> accounts) {
    std::vector<Money> balances(portfolio.contracts.size(), Money::zero(currency));
    for (const auto* sums : {&books.before, &books.moved})
        for (const auto& sum : *sums)
            if (sum.amount.currency() == currency && is_one_of(sum.account, accounts))
                balances[sum.contract] += sum.amount;
    return balances;
}

Money ledger_balance(const MonthBooks& books, Currency currency, std::span<const Account> accounts) {
    Money balance = Money::zero(currency);
    for (const auto& line : books.balances)
        if (line.closing.currency() == currency && is_one_of(line.account, accounts)) balance += line.closing;
    return balance;
}

std::vector<const ProvisionLine*> by_contract(const std::vector<ProvisionLine>& lines, std::size_t contracts) {
    std::vector<const ProvisionLine*> beside(contracts, nullptr);
    for (const auto& line : lines) beside[line.contract] = &line;
    return beside;
}

}  // namespace leasebook::reports
