// RP-13: undiscounted lease payments by years, reconciled to the net investment (IFRS 16.94); of operating leases the
// rents alone (IFRS 16.97). Amounts are without the VAT that is charged on top of rents.
#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "domain/accounting/net_investment.h"
#include "reports/book_line.h"
#include "reports/running_lease.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

struct Analysis {
    Money overdue;
    std::array<Money, 5> years;
    Money later, discounted_residual, net_investment;

    explicit Analysis(Currency currency)
        : overdue(Money::zero(currency)), later(overdue), discounted_residual(overdue), net_investment(overdue) {
        years.fill(overdue);
    }
    Money total() const {
        Money sum = overdue + later;
        for (const Money year : years) sum += year;
        return sum;
    }
};

using YearEnds = std::array<Date, std::tuple_size_v<decltype(Analysis::years)>>;

YearEnds year_ends_after(Date as_of) {
    YearEnds ends;
    for (std::size_t year = 0; year < ends.size(); ++year)
        ends[year] = add_months(as_of, 12 * (static_cast<int>(year) + 1));
    return ends;
}

void add_payments(const PortfolioContract& contract, Date as_of, const YearEnds& ends, Analysis& analysis) {
    for (const auto& row : rows_to_come(contract, as_of)) {
        if (row.kind == RowKind::UnguaranteedResidual) continue;
        const auto year = static_cast<std::size_t>(std::ranges::lower_bound(ends, row.due_date) - ends.begin());
        (year < ends.size() ? analysis.years[year] : analysis.later) += row.rent;
    }
}

Table maturity_analysis(const ReportInput& in) {
    using enum ColumnType;
    Table table{"maturity_analysis", in.as_of, in.currency, {}, {}, {}};
    table.columns = {{"product", Word}};
    for (const char* column : {"overdue", "year_1", "year_2", "year_3", "year_4", "year_5", "later_years",
                               "total_undiscounted", "unearned_income", "discounted_residual", "net_investment"})
        table.columns.push_back({column, Amount, true});
    const auto ends = year_ends_after(in.as_of);
    std::map<Product, Analysis> products;
    for (const auto& line : book_lines(in)) {
        auto& analysis = products.try_emplace(line.contract->product, in.currency).first->second;
        analysis.overdue += line.parts.overdue;
        analysis.discounted_residual += line.parts.unguaranteed_residual;
        analysis.net_investment += line.net_investment;
        add_payments(*line.contract, in.as_of, ends, analysis);
    }
    for (const auto& [product, a] : products) {
        std::vector<Cell> cells{to_text(product), a.overdue};
        for (const Money year : a.years) cells.emplace_back(year);
        cells.insert(cells.end(), {a.later, a.total()});
        if (product == Product::Operating)
            cells.insert(cells.end(), {Cell{}, Cell{}, Cell{}});
        else
            cells.insert(cells.end(), {a.total() + a.discounted_residual - a.net_investment, a.discounted_residual,
                                       a.net_investment});
        table.rows.push_back(
            {RowRole::Detail, std::move(cells), page_link("/reports/contracts", {{"product", to_text(product)}})});
    }
    add_total(table);
    table.notes.push_back(
        "Total undiscounted − unearned income + discounted unguaranteed residual = net investment, which is the "
        "ledger's. Payments that fell due and are unpaid stand apart.");
    return table;
}

}  // namespace

ReportDefinition maturity_analysis_report() {
    return {"maturity_analysis", "Maturity analysis of lease payments (IFRS 16.94)", maturity_analysis, true, true};
}

}  // namespace leasebook::reports
