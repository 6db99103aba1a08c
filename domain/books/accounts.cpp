#include "domain/books/accounts.h"

namespace leasebook {

const std::vector<ChartLine>& default_chart() {
    using enum Account;
    using enum AccountSide;
    static const std::vector<ChartLine> chart{
        {Bank, "1002", "Bank", "银行存款", Debit},
        {OtherReceivables, "1221", "Other receivables", "其他应收款", Debit},
        {AssetInTransit, "1310", "Lease asset in transit", "融资租赁资产", Debit},
        {LeaseReceivable, "1321", "Lease receivable: rents", "应收融资租赁款-租赁收款额", Debit},
        {UnguaranteedResidual, "1322", "Lease receivable: unguaranteed residual", "应收融资租赁款-未担保余值", Debit},
        {UnearnedIncome, "1323", "Unearned finance income", "未实现融资收益", Credit},
        {FinancingReceivable, "1331", "Financing receivable: leaseback principal", "长期应收款", Debit},
        {AccruedInterest, "1332", "Accrued interest", "应计利息", Debit},
        {LossAllowance, "1341", "Loss allowance", "信用减值准备", Credit},
        {OperatingLeaseAssets, "1351", "Operating lease assets", "固定资产-经营租出", Debit},
        {AccumulatedDepreciation, "1352", "Accumulated depreciation", "累计折旧", Credit},
        {RepossessedAssets, "1361", "Repossessed and off-lease assets", "待处置资产", Debit},
        {AccruedRent, "1371", "Accrued rent (straight-line)", "应计租金", Debit},
        {Inventory, "1405", "Inventory (dealer lessor)", "库存商品", Debit},
        {PayableToSuppliers, "2202", "Payable to suppliers", "应付设备款", Credit},
        {OutputVat, "2221.01", "Output VAT", "应交税费-销项税额", Credit},
        {InputVat, "2221.02", "Input VAT", "应交税费-进项税额", Debit},
        {DeferredOutputVat, "2221.03", "Output VAT to be transferred", "应交税费-待转销项税额", Credit},
        {SecurityDeposits, "2241", "Security deposits", "存入保证金", Credit},
        {UnappliedReceipts, "2242", "Unapplied receipts", "暂收款", Credit},
        {OpeningBalances, "4999", "Opening balances taken over", "期初余额", Credit},
        {SalesRevenue, "6001", "Sales revenue (dealer lessor)", "主营业务收入", Credit},
        {FinanceLeaseIncome, "6011", "Finance lease income", "租赁收入", Credit},
        {InterestIncome, "6012", "Interest income", "利息收入", Credit},
        {OperatingRentIncome, "6021", "Operating rent income", "经营租赁收入", Credit},
        {FeeIncome, "6031", "Fee income", "手续费收入", Credit},
        {PenaltyIncome, "6041", "Penalty and termination income", "违约金收入", Credit},
        {DisposalGain, "6051", "Disposal gain or loss", "资产处置收益", Credit},
        {ModificationGain, "6061", "Modification gain or loss", "合同修改损益", Credit},
        {ExchangeDifference, "6101", "Exchange differences", "汇兑损益", Credit},
        {CostOfSale, "6401", "Cost of sale (dealer lessor)", "销售成本", Debit},
        {DepreciationExpense, "6402", "Depreciation of leased assets", "折旧", Debit},
        {SellingExpenses, "6601", "Selling expenses (dealer lessor)", "销售费用", Debit},
        {CreditImpairment, "6701", "Credit impairment loss", "信用减值损失", Debit},
        {ResidualImpairment, "6702", "Asset and residual impairment loss", "资产减值损失", Debit},
        {Commitments, "9101", "Memorandum: commitments on signed leases", "表外-已签约未投放承诺", Debit},
        {ClaimsPursued, "9201", "Memorandum: claims pursued after the end", "表外-已核销及追索债权", Debit},
        {MemorandumContra, "9901", "Memorandum: contra", "表外-备查对应", Credit}};
    return chart;
}

}  // namespace leasebook
