// What commenced in the month, by product.
#include <algorithm>

#include "reports/book_line.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

bool is_new(const PortfolioContract& contract, const ReportInput& in) {
    const bool commenced = contract.status >= ContractStatus::Active && contract.terms.currency == in.currency;
    return commenced && contract.terms.commencement >= month_start(in.as_of) && contract.terms.commencement <= in.as_of;
}

Table new_business(const ReportInput& in) {
    using enum ColumnType;
    Table table{"new_business", in.as_of, in.currency, {}, {}, {}};
    table.columns = {{"product", Word},
                     {"contract", Text},
                     {"lessee", Text},
                     {"lessee_name", Text},
                     {"cluster", Text},
                     {"industry", Text},
                     {"supplier", Text},
                     {"commencement", Day},
                     {"months", Count},
                     {"contracts", Count, true},
                     {"financed_amount", Amount, true},
                     {"rate", Share},
                     {"rent", Amount},
                     {"balloon", Amount, true},
                     {"residual_value", Amount, true}};
    std::vector<const PortfolioContract*> fresh;
    int128 weight = 0;
    for (const auto& contract : in.portfolio.contracts)
        if (is_new(contract, in)) fresh.push_back(&contract);
    std::ranges::stable_sort(fresh, {}, &PortfolioContract::product);
    for (const auto* contract : fresh) {
        const auto& terms = contract->terms;
        const auto& lessee = in.portfolio.lessees[contract->lessee];
        weight += int128{terms.financed_amount.minor_units()} * terms.annual_rate.e10;
        table.rows.push_back({RowRole::Detail,
                              {to_text(contract->product), contract->number.text, lessee.code.text, lessee.name,
                               code_on(Axis::Cluster, in, *contract), code_on(Axis::Industry, in, *contract),
                               code_on(Axis::Supplier, in, *contract), terms.commencement,
                               std::int64_t{terms.periods} * terms.period_months, std::int64_t{1},
                               terms.financed_amount, terms.annual_rate, contract->rent, terms.balloon,
                               terms.guaranteed_residual + terms.unguaranteed_residual},
                              contract_link(contract->number.text)});
    }
    add_subtotals_and_total(table);
    auto& total = table.rows.back().cells;
    if (const auto whole = std::get<Money>(total[10]).minor_units(); whole != 0)
        total[11] = Rate{round_half_away(weight, whole)};
    table.notes.push_back("The rate of the total is weighted by financed amounts.");
    return table;
}

}  // namespace

ReportDefinition new_business_report() { return {"new_business", "New business of the month", new_business}; }

}  // namespace leasebook::reports
