#pragma once
// What the books hold of a month, as values: reports draw on it beside the portfolio. Contracts are named by their
// position in the portfolio; the ledger's amounts are signed, debits positive.
#include <array>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "domain/accounting/vat.h"
#include "domain/books/journal.h"
#include "domain/books/period.h"
#include "domain/books/trial_balance.h"
#include "domain/credit/loss_parameters.h"
#include "domain/life/invoice.h"
#include "domain/portfolio.h"

namespace leasebook::reports {

// What a contract's entries of one rule come to on one account.
struct LedgerSum {
    std::uint32_t contract = unmapped;
    Account account = Account::Bank;
    Rule rule = Rule::RentDue;  // of the month's entries; of what stood before it says nothing
    Money amount;
};

// Entries of one rule posted on one day, on one account.
struct JournalSum {
    Date posted;
    Rule rule = Rule::RentDue;
    Account account = Account::Bank;
    std::int64_t lines = 0;
    Money debits, credits;  // both positive
};

struct ProvisionLine {
    std::uint32_t contract = unmapped;
    int days_past_due = 0;
    Stage stage = Stage::One, own_stage = Stage::One;
    RiskClass category = RiskClass::Normal;
    Money exposure, overdue, expected_loss, overlay, allowance;
    std::string reasons;
};

struct InvoiceLine {
    std::string number;
    std::uint32_t contract = unmapped;
    Invoice invoice;
    Date issued;
};

struct MonthBooks {
    Period period;
    std::vector<ChartLine> chart;
    std::vector<VatRate> vat_rates = default_vat_rates();
    std::vector<TrialBalanceLine> balances;  // of all currencies
    std::vector<LedgerSum> before;           // what stood at the beginning of the month, by contract
    std::vector<LedgerSum> moved;            // in the month, by contract
    std::vector<JournalSum> journal;         // of the month
    std::vector<ProvisionLine> provisions;   // of the month's close, by contract; none before it
    std::vector<ProvisionLine> provisions_before;
    std::vector<InvoiceLine> invoices;  // issued in the month
};

// The accounts that make up the net investment, claims of rents due and unpaid among them (R-D-12).
inline constexpr auto net_investment_accounts =
    std::to_array({Account::LeaseReceivable, Account::UnguaranteedResidual, Account::UnearnedIncome,
                   Account::FinancingReceivable, Account::AccruedInterest});

// Whether the account is one of these.
bool is_one_of(Account account, std::span<const Account> accounts);

// Balance of the accounts at the month's end, beside the contracts, in the currency; others are zero.
std::vector<Money> balances_of(const MonthBooks& books, const Portfolio& portfolio, Currency currency,
                               std::span<const Account> accounts);
// The same over all contracts of the currency, by the trial balance.
Money ledger_balance(const MonthBooks& books, Currency currency, std::span<const Account> accounts);

// Beside the contracts; null where there is none.
std::vector<const ProvisionLine*> by_contract(const std::vector<ProvisionLine>& lines, std::size_t contracts);

}  // namespace leasebook::reports
