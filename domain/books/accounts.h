#pragma once
// The chart of accounts (domain rules D.8). An account is what postings mean; its code and names are data, which the
// company edits to fit its own chart.
#include <string>
#include <vector>

#include "domain/fields.h"

namespace leasebook {

enum class Account {
    Bank,
    OtherReceivables,
    AssetInTransit,
    LeaseReceivable,
    UnguaranteedResidual,
    UnearnedIncome,
    FinancingReceivable,
    AccruedInterest,
    LossAllowance,
    OperatingLeaseAssets,
    AccumulatedDepreciation,
    RepossessedAssets,
    AccruedRent,
    Inventory,
    OpeningBalances,
    PayableToSuppliers,
    OutputVat,
    InputVat,
    DeferredOutputVat,
    SecurityDeposits,
    UnappliedReceipts,
    SalesRevenue,
    FinanceLeaseIncome,
    InterestIncome,
    OperatingRentIncome,
    FeeIncome,
    PenaltyIncome,
    DisposalGain,
    ModificationGain,
    CostOfSale,
    DepreciationExpense,
    SellingExpenses,
    CreditImpairment,
    ResidualImpairment,
    ExchangeDifference,
    // Memorandum: what is promised and what is claimed, neither of them an asset. They balance among themselves.
    Commitments,
    ClaimsPursued,
    MemorandumContra
};

enum class AccountSide { Debit, Credit };
template <>
struct NamesOf<AccountSide> {
    static constexpr Names<AccountSide, 2> names{{{AccountSide::Debit, "debit"}, {AccountSide::Credit, "credit"}}};
};

template <>
struct NamesOf<Account> {
    static constexpr Names<Account, 38> names{{{Account::Bank, "bank"},
                                               {Account::OtherReceivables, "other_receivables"},
                                               {Account::AssetInTransit, "asset_in_transit"},
                                               {Account::LeaseReceivable, "lease_receivable"},
                                               {Account::UnguaranteedResidual, "unguaranteed_residual"},
                                               {Account::UnearnedIncome, "unearned_income"},
                                               {Account::FinancingReceivable, "financing_receivable"},
                                               {Account::AccruedInterest, "accrued_interest"},
                                               {Account::LossAllowance, "loss_allowance"},
                                               {Account::OperatingLeaseAssets, "operating_lease_assets"},
                                               {Account::AccumulatedDepreciation, "accumulated_depreciation"},
                                               {Account::RepossessedAssets, "repossessed_assets"},
                                               {Account::AccruedRent, "accrued_rent"},
                                               {Account::Inventory, "inventory"},
                                               {Account::OpeningBalances, "opening_balances"},
                                               {Account::PayableToSuppliers, "payable_to_suppliers"},
                                               {Account::OutputVat, "output_vat"},
                                               {Account::InputVat, "input_vat"},
                                               {Account::DeferredOutputVat, "deferred_output_vat"},
                                               {Account::SecurityDeposits, "security_deposits"},
                                               {Account::UnappliedReceipts, "unapplied_receipts"},
                                               {Account::SalesRevenue, "sales_revenue"},
                                               {Account::FinanceLeaseIncome, "finance_lease_income"},
                                               {Account::InterestIncome, "interest_income"},
                                               {Account::OperatingRentIncome, "operating_rent_income"},
                                               {Account::FeeIncome, "fee_income"},
                                               {Account::PenaltyIncome, "penalty_income"},
                                               {Account::DisposalGain, "disposal_gain"},
                                               {Account::ModificationGain, "modification_gain"},
                                               {Account::CostOfSale, "cost_of_sale"},
                                               {Account::DepreciationExpense, "depreciation_expense"},
                                               {Account::SellingExpenses, "selling_expenses"},
                                               {Account::CreditImpairment, "credit_impairment"},
                                               {Account::ResidualImpairment, "residual_impairment"},
                                               {Account::ExchangeDifference, "exchange_difference"},
                                               {Account::Commitments, "commitments"},
                                               {Account::ClaimsPursued, "claims_pursued"},
                                               {Account::MemorandumContra, "memorandum_contra"}}};
};

// One line of the chart.
struct ChartLine {
    Account account = Account::Bank;
    std::string code;  // "1321"
    std::string name, name_zh;
    AccountSide side = AccountSide::Debit;  // on which its balance normally stands
    bool operator==(const ChartLine&) const = default;
};
void visit_fields(auto& line, auto& field) requires std::same_as<std::remove_cvref_t<decltype(line)>, ChartLine> {
    field("account", line.account);
    field("code", line.code);
    field("name", line.name);
    field("name_zh", line.name_zh);
    field("side", line.side);
}

// As it ships: the codes that Chinese lessors use.
const std::vector<ChartLine>& default_chart();

}  // namespace leasebook
