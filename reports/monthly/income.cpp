// RP-08: what the month earned and cost, by product, and what that is of the net investment a year.
#include <map>

#include "reports/book_line.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

enum Kind {
    Interest,
    Fees,
    Penalties,
    OperatingRent,
    Depreciation,
    Modification,
    Disposal,
    DealerMargin,
    CreditLoss,
    ResidualLoss,
    Kinds
};

std::optional<Kind> kind_of(Account account) {
    switch (account) {
        case Account::FinanceLeaseIncome:
        case Account::InterestIncome: return Interest;
        case Account::FeeIncome: return Fees;
        case Account::PenaltyIncome: return Penalties;
        case Account::OperatingRentIncome: return OperatingRent;
        case Account::DepreciationExpense: return Depreciation;
        case Account::ModificationGain: return Modification;
        case Account::DisposalGain: return Disposal;
        case Account::SalesRevenue:
        case Account::CostOfSale:
        case Account::SellingExpenses: return DealerMargin;
        case Account::CreditImpairment: return CreditLoss;
        case Account::ResidualImpairment: return ResidualLoss;
        default: return {};
    }
}

struct Income {
    std::array<Money, Kinds> kinds;
    Money opening, closing;  // net investment

    explicit Income(Currency currency) : opening(Money::zero(currency)), closing(opening) { kinds.fill(opening); }
    Money average() const { return Money::minor((opening + closing).minor_units() / 2, opening.currency()); }
};

std::map<Product, Income> by_product(const ReportInput& in) {
    std::map<Product, Income> products;
    const auto of = [&](Product product) -> Income& {
        return products.try_emplace(product, in.currency).first->second;
    };
    const auto& books = books_of(in);
    const auto add = [&](const ContractSum& sum, bool stood) {
        if (sum.amount.currency() != in.currency) return;
        auto& income = of(in.portfolio.contracts[sum.contract].product);
        income.closing += sum.amount;
        if (stood) income.opening += sum.amount;
    };
    for (const auto& sum : books.net_investment.before) add(sum, true);
    // What was taken over stood before the month, only not in these books.
    for (const auto& sum : books.net_investment.moved) add(sum, sum.rule == Rule::OpeningBalance);
    for (const auto& sum : books.products)
        if (const auto kind = kind_of(sum.account); kind && sum.amount.currency() == in.currency)
            of(sum.product).kinds[*kind] -= sum.amount;
    return products;
}

Cell yield_of(Money interest, Money average) {
    if (average.minor_units() <= 0) return {};
    return Rate{round_half_away(int128{interest.minor_units()} * 12 * rate_scale, average.minor_units())};
}

Table income(const ReportInput& in) {
    using enum ColumnType;
    Table table{"income", in.as_of, in.currency, {}, {}, {}};
    table.columns = {{"product", Word}};
    for (const char* column :
         {"interest_income", "fee_income", "penalty_income", "operating_rent", "depreciation", "modification_gain",
          "disposal_gain", "dealer_margin", "credit_losses", "residual_impairment", "margin", "average_net_investment"})
        table.columns.push_back({column, Amount, true});
    table.columns.push_back({"yield", Share});
    for (const auto& [product, earned] : by_product(in)) {
        std::vector<Cell> cells{to_text(product)};
        Money margin = Money::zero(in.currency);
        for (const Money amount : earned.kinds) {
            cells.push_back(amount);
            margin += amount;
        }
        cells.insert(cells.end(), {margin, earned.average(), yield_of(earned.kinds[Interest], earned.average())});
        table.rows.push_back({RowRole::Detail, std::move(cells),
                              page_link("/reports/net_investment_by_contract", {{"product", to_text(product)}})});
    }
    add_total(table);
    auto& total = table.rows.back().cells;
    total.back() = yield_of(std::get<Money>(total[1]), std::get<Money>(total[12]));
    table.chart = TableChart{0, {1}};
    table.notes.push_back(
        "Income is positive, cost negative. The yield is twelve times the month's interest on the average of the net "
        "investment at its beginning and its end.");
    return table;
}

}  // namespace

ReportDefinition income_report() { return {"income", "Interest income, yield and margin", income, false, true}; }

}  // namespace leasebook::reports
