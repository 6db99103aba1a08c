#pragma once
// The balance of every account over a period.
#include <span>

#include "domain/books/accounts.h"
#include "domain/books/period.h"

namespace leasebook {

struct TrialBalanceLine {
    Account account = Account::Bank;
    Money opening, debits, credits, closing;  // of the period; credits positive; balances debit positive
};

// What a month moved on an account, in the currency of the contracts. Both amounts are positive.
struct MonthlyMovement {
    Period period;
    Account account = Account::Bank;
    Money debits, credits;
};

// By account in the order of the enumeration and by currency; accounts without movement or balance are left out, and
// so is what comes after the period.
std::vector<TrialBalanceLine> trial_balance_of(std::span<const MonthlyMovement> movements, Period period);

}  // namespace leasebook
