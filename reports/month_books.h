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

// What a contract's entries of one rule come to on the accounts that are followed together.
struct ContractSum {
    std::uint32_t contract = unmapped;
    Rule rule = Rule::RentDue;  // of the month's entries; of what stood before it says nothing
    Money amount;
};
// Accounts that are followed contract by contract, by contract and rule. Nothing in it is zero.
struct ContractSums {
    std::vector<ContractSum> before, moved;  // at the beginning of the month; in it
};

// What the month's entries of the contracts of a product come to on one account.
struct ProductSum {
    Product product = Product::DirectFinance;
    Account account = Account::Bank;
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

// What is asked of the month before.
struct RatedBefore {
    std::uint32_t contract = unmapped;
    Stage stage = Stage::One;
    RiskClass category = RiskClass::Normal;
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
    ContractSums net_investment, allowance;
    ContractSums modification_gains;        // of changed terms
    std::vector<ProductSum> products;       // on every account, in the month
    std::vector<JournalSum> journal;        // of the month
    std::vector<ProvisionLine> provisions;  // of the month's close, by contract; none before it
    std::vector<RatedBefore> rated_before;  // at the close before, by contract
    std::vector<InvoiceLine> invoices;      // issued in the month
};

// The accounts that make up the net investment, claims of rents due and unpaid among them (R-D-12).
inline constexpr auto net_investment_accounts =
    std::to_array({Account::LeaseReceivable, Account::UnguaranteedResidual, Account::UnearnedIncome,
                   Account::FinancingReceivable, Account::AccruedInterest});

// Whether the account is one of these.
bool is_one_of(Account account, std::span<const Account> accounts);

// The sums of one contract.
std::span<const ContractSum> of_contract(const std::vector<ContractSum>& sums, std::uint32_t contract);
// Balance at the month's end, beside the contracts, in the currency; others are zero.
std::vector<Money> balances_of(const ContractSums& sums, const Portfolio& portfolio, Currency currency);
// Balance of the accounts at the month's end over all contracts of the currency, by the trial balance.
Money ledger_balance(const MonthBooks& books, Currency currency, std::span<const Account> accounts);

// Beside the contracts; null where there is none.
template <class Line>
std::vector<const Line*> by_contract(const std::vector<Line>& lines, std::size_t contracts) {
    std::vector<const Line*> beside(contracts, nullptr);
    for (const auto& line : lines) beside[line.contract] = &line;
    return beside;
}

}  // namespace leasebook::reports
