#include "domain/books/trial_balance.h"

#include <map>

namespace leasebook {

std::vector<TrialBalanceLine> trial_balance_of(std::span<const MonthlyMovement> movements, Period period) {
    std::map<std::pair<Account, Currency>, TrialBalanceLine> accounts;
    for (const auto& moved : movements) {
        if (moved.period > period) continue;
        const auto currency = moved.debits.currency();
        const Money zero = Money::zero(currency);
        auto& line =
            accounts.try_emplace({moved.account, currency}, TrialBalanceLine{moved.account, zero, zero, zero, zero})
                .first->second;
        if (moved.period < period) {
            line.opening += moved.debits - moved.credits;
        } else {
            line.debits += moved.debits;
            line.credits += moved.credits;
        }
        line.closing += moved.debits - moved.credits;
    }
    std::vector<TrialBalanceLine> lines;
    for (const auto& [key, line] : accounts)
        if (!line.opening.is_zero() || !line.debits.is_zero() || !line.credits.is_zero()) lines.push_back(line);
    return lines;
}

}  // namespace leasebook
