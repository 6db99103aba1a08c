#pragma once
// The balance of every account over a period.
#include "domain/books/accounts.h"

namespace leasebook {

struct TrialBalanceLine {
    Account account = Account::Bank;
    Money opening, debits, credits, closing;  // of the period; credits positive; balances debit positive
};

}  // namespace leasebook
