#include "domain/books/posting_rules.h"

#include <algorithm>

namespace leasebook {

namespace {

RuleLine dr(Account account, Part part) { return {AccountSide::Debit, account, part}; }
RuleLine cr(Account account, Part part) { return {AccountSide::Credit, account, part}; }

// All that is not yet due leaves the books for a claim, the deposit, the machine or the allowance; what is won or lost
// by it goes to the account that the way of ending calls for.
std::vector<RuleLine> end_lines(Account difference) {
    using enum Account;
    return {dr(OtherReceivables, Part::Charge),
            dr(SecurityDeposits, Part::Deposit),
            dr(RepossessedAssets, Part::AssetValue),
            dr(LossAllowance, Part::Allowance),
            dr(LeaseReceivable, Part::Gross),
            dr(UnguaranteedResidual, Part::Unguaranteed),
            dr(FinancingReceivable, Part::Principal),
            dr(AccruedInterest, Part::Interest),
            dr(OperatingLeaseAssets, Part::AssetCost),
            dr(AccruedRent, Part::AccruedRent),
            cr(AccumulatedDepreciation, Part::Depreciated),
            cr(UnearnedIncome, Part::Unearned),
            cr(PenaltyIncome, Part::Fee),
            cr(DisposalGain, Part::Price),
            dr(DeferredOutputVat, Part::DeferredVat),
            cr(OutputVat, Part::Vat),
            cr(InterestIncome, Part::Income),
            cr(difference, Part::Difference)};
}

}  // namespace

std::span<const PostingRule> posting_rules() {
    using enum Account;
    using P = Part;
    // clang-format off
    static const std::vector<PostingRule> table{
        {Rule::OpeningBalance, "",
            {dr(LeaseReceivable, P::Gross), dr(Account::UnguaranteedResidual, P::Unguaranteed),
             dr(FinancingReceivable, P::Principal), dr(AccruedInterest, P::Interest),
             dr(OperatingLeaseAssets, P::AssetCost), dr(AccruedRent, P::AccruedRent),
             cr(UnearnedIncome, P::Unearned), cr(DeferredOutputVat, P::DeferredVat),
             cr(AccumulatedDepreciation, P::Depreciated), cr(SecurityDeposits, P::Deposit),
             cr(OpeningBalances, P::Opening)}},
        {Rule::DepositReceived, "2", {dr(Bank, P::Cash), cr(SecurityDeposits, P::Deposit)}},
        {Rule::SupplierPaid, "5, 6", {dr(AssetInTransit, P::FairValue), dr(InputVat, P::InputVat), cr(Bank, P::Cash)}},
        {Rule::CommencementFinance, "3, 7",
            {dr(LeaseReceivable, P::Gross), dr(Account::UnguaranteedResidual, P::Unguaranteed),
             dr(OtherReceivables, P::Charge), cr(AssetInTransit, P::FairValue), cr(Bank, P::InitialDirectCosts),
             cr(UnearnedIncome, P::Unearned), cr(OutputVat, P::Vat), cr(OpeningBalances, P::Opening)}},
        {Rule::CommencementLeaseback, "3, 8",
            {dr(FinancingReceivable, P::Principal), dr(OtherReceivables, P::Charge), cr(AssetInTransit, P::FairValue),
             cr(Bank, P::InitialDirectCosts), cr(OutputVat, P::Vat), cr(OpeningBalances, P::Opening)}},
        {Rule::CommencementOperating, "4, 10",
            {dr(OperatingLeaseAssets, P::AssetCost), dr(OtherReceivables, P::Charge), cr(AssetInTransit, P::FairValue),
             cr(Bank, P::InitialDirectCosts), cr(FeeIncome, P::Fee), cr(OutputVat, P::Vat),
             cr(OpeningBalances, P::Opening)}},
        {Rule::InterestAccrued, "12", {dr(UnearnedIncome, P::Income), cr(FinanceLeaseIncome, P::Income)}},
        {Rule::InterestAccruedLeaseback, "13",
            {dr(AccruedInterest, P::Interest), cr(InterestIncome, P::Income), cr(DeferredOutputVat, P::DeferredVat)}},
        {Rule::RentDue, "14", {dr(OtherReceivables, P::Charge), cr(OutputVat, P::Vat)}},
        {Rule::RentDueLeaseback, "13", {dr(DeferredOutputVat, P::DeferredVat), cr(OutputVat, P::Vat)}},
        {Rule::RentDueOperating, "17",
            {dr(OtherReceivables, P::Charge), cr(AccruedRent, P::AccruedRent), cr(OutputVat, P::Vat)}},
        {Rule::StraightLineRent, "17", {dr(AccruedRent, P::Income), cr(OperatingRentIncome, P::Income)}},
        {Rule::Depreciation, "18",
            {dr(DepreciationExpense, P::Depreciated), cr(AccumulatedDepreciation, P::Depreciated)}},
        {Rule::PaymentApplied, "15, 16, 19, 22, 23, 24",
            {dr(Bank, P::Cash), dr(SecurityDeposits, P::Deposit), cr(LeaseReceivable, P::Rent),
             cr(FinancingReceivable, P::Principal), cr(AccruedInterest, P::Interest), cr(OtherReceivables, P::Charge),
             cr(PenaltyIncome, P::LateInterest), cr(OutputVat, P::Vat), cr(UnappliedReceipts, P::Unapplied)}},
        {Rule::DepositRefunded, "20", {dr(SecurityDeposits, P::Deposit), cr(Bank, P::Cash)}},
        {Rule::DepositForfeited, "21",
            {dr(SecurityDeposits, P::Deposit), cr(PenaltyIncome, P::LateInterest), cr(OutputVat, P::Vat)}},
        {Rule::PaymentRefunded, "23", {dr(UnappliedReceipts, P::Unapplied), cr(Bank, P::Cash)}},
        {Rule::FeeCharged, "4, 47", {dr(OtherReceivables, P::Charge), cr(FeeIncome, P::Fee), cr(OutputVat, P::Vat)}},
        {Rule::ScheduleChanged, "28, 30",
            {dr(OtherReceivables, P::Charge), dr(LeaseReceivable, P::Gross),
             dr(Account::UnguaranteedResidual, P::Unguaranteed), dr(FinancingReceivable, P::Principal),
             dr(AccruedInterest, P::Interest), dr(AccruedRent, P::AccruedRent), cr(UnearnedIncome, P::Unearned),
             cr(PenaltyIncome, P::Fee), cr(OutputVat, P::Vat), cr(UnappliedReceipts, P::Unapplied),
             cr(ModificationGain, P::Gain)}},
        {Rule::ResidualImpaired, "29",
            {dr(Account::UnguaranteedResidual, P::Unguaranteed), cr(UnearnedIncome, P::Unearned),
             cr(ResidualImpairment, P::Gain)}},
        {Rule::Settled, "31", end_lines(FinanceLeaseIncome)},
        {Rule::TotalLoss, "34", end_lines(PenaltyIncome)},
        {Rule::Repossessed, "35", end_lines(CreditImpairment)},
        {Rule::WrittenOff, "40", end_lines(CreditImpairment)},
        {Rule::TermEnded, "37, 38", end_lines(DisposalGain)},
        {Rule::Recovered, "41", {dr(Bank, P::Cash), cr(CreditImpairment, P::Income)}},
        {Rule::AssetSold, "36",
            {dr(Bank, P::Cash), cr(RepossessedAssets, P::AssetValue), cr(OutputVat, P::Vat),
             cr(DisposalGain, P::Gain)}},
        {Rule::AllowanceChanged, "26", {dr(CreditImpairment, P::Allowance), cr(LossAllowance, P::Allowance)}},
        {Rule::StageThreeInterest, "27",
            {dr(FinanceLeaseIncome, P::Income), cr(LossAllowance, P::Income), dr(InterestIncome, P::Interest),
             cr(LossAllowance, P::Interest)}},
        {Rule::CommencementDealer, "3, 9",
            {dr(LeaseReceivable, P::Gross), dr(Account::UnguaranteedResidual, P::Unguaranteed),
             dr(OtherReceivables, P::Charge), dr(Account::CostOfSale, P::CostOfSale),
             dr(SellingExpenses, P::InitialDirectCosts), cr(SalesRevenue, P::Revenue), cr(Inventory, P::Goods),
             cr(Bank, P::InitialDirectCosts), cr(UnearnedIncome, P::Unearned), cr(OutputVat, P::Vat),
             cr(OpeningBalances, P::Opening)}},
        {Rule::CommitmentGiven, "1", {dr(Commitments, P::Commitment), cr(MemorandumContra, P::Commitment)}},
        {Rule::CommitmentMet, "1", {dr(MemorandumContra, P::Commitment), cr(Commitments, P::Commitment)}},
        {Rule::ClaimPursued, "35, 40", {dr(ClaimsPursued, P::Claim), cr(MemorandumContra, P::Claim)}},
        {Rule::ClaimClosed, "41", {dr(MemorandumContra, P::Claim), cr(ClaimsPursued, P::Claim)}},
        {Rule::AssetLeasedAgain, "", {dr(AssetInTransit, P::AssetValue), cr(RepossessedAssets, P::AssetValue)}}};
    // clang-format on
    return table;
}

JournalEntry entry_for(const Fact& fact) {
    const auto table = posting_rules();
    const auto& rule = table[static_cast<std::size_t>(fact.rule)];
    ensure(rule.rule == fact.rule, "the table of postings has a row for every rule, in its order");
    JournalEntry entry{fact.on, fact.rule, fact.event, fact.instalment, {}};
    std::size_t used = 0;
    for (const auto& line : rule.lines)
        for (const auto& [part, amount] : fact.parts) {
            if (part != line.part) continue;
            entry.lines.push_back({line.account, line.side == AccountSide::Debit ? amount : -amount});
            ++used;
        }
    ensure(used >= fact.parts.size(), "every part of a fact has its line in the table of postings");
    require_balance(entry);
    return entry;
}

}  // namespace leasebook
