// RP-01: the book by product and cluster.
#include <map>
#include <set>

#include "reports/book_line.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

// Weighted means are kept as their exact numerators.
struct Sums {
    std::int64_t contracts = 0;
    std::set<std::uint32_t> lessees;
    Money month, year, net_investment, allowance, non_performing;
    int128 rate_weight = 0, month_weight = 0;

    explicit Sums(Currency currency)
        : month(Money::zero(currency)), year(month), net_investment(month), allowance(month), non_performing(month) {}
};

void add(const BookLine& line, Date as_of, Sums& sums) {
    const auto& terms = line.contract->terms;
    const std::chrono::year_month_day began(terms.commencement), now(as_of);
    ++sums.contracts;
    sums.lessees.insert(line.contract->lessee);
    if (began.year() == now.year() && terms.commencement <= as_of) {
        sums.year += terms.financed_amount;
        if (began.month() == now.month()) sums.month += terms.financed_amount;
    }
    sums.net_investment += line.net_investment;
    sums.allowance += line.allowance;
    if (line.non_performing()) sums.non_performing += line.net_investment;
    const int128 weight = line.net_investment.minor_units();
    sums.rate_weight += weight * terms.annual_rate.e10;
    sums.month_weight += weight * months_left(*line.contract, as_of);
}

std::vector<Cell> figures(const Sums& s) {
    const auto whole = s.net_investment.minor_units();
    return {s.contracts,
            static_cast<std::int64_t>(s.lessees.size()),
            s.month,
            s.year,
            s.net_investment,
            s.allowance,
            s.net_investment - s.allowance,
            whole == 0 ? Cell{} : Cell{Rate{round_half_away(s.rate_weight, whole)}},
            whole == 0 ? Cell{} : Cell{round_half_away(s.month_weight, whole)},
            s.non_performing,
            share_cell(s.non_performing, s.net_investment)};
}

Row row_of(RowRole role, std::vector<Cell> heads, const Sums& sums, std::string opens) {
    auto cells = figures(sums);
    cells.insert(cells.begin(), heads.begin(), heads.end());
    return {role, std::move(cells), std::move(opens)};
}

Table portfolio_summary(const ReportInput& in) {
    using enum ColumnType;
    Table table{"portfolio_summary", in.as_of, in.currency, {}, {}, {}};
    table.columns = {{"product", Word},
                     {"cluster", Text},
                     {"cluster_name", Text},
                     {"contracts", Count, true},
                     {"lessees", Count},
                     {"disbursed_month", Amount, true},
                     {"disbursed_year", Amount, true},
                     {"net_investment", Amount, true},
                     {"allowance", Amount, true},
                     {"net_carrying_amount", Amount, true},
                     {"weighted_rate", Share},
                     {"weighted_months_left", Count},
                     {"non_performing", Amount, true},
                     {"non_performing_share", Share}};
    std::map<Product, std::map<std::uint32_t, Sums>> cells;
    std::map<Product, Sums> products;
    Sums all(in.currency);
    for (const auto& line : book_lines(in)) {
        const auto product = line.contract->product;
        add(line, in.as_of, cells[product].try_emplace(line.lessee->cluster, in.currency).first->second);
        add(line, in.as_of, products.try_emplace(product, in.currency).first->second);
        add(line, in.as_of, all);
    }
    for (const auto& [product, clusters] : cells) {
        const auto word = to_text(product);
        for (const auto& [cluster, sums] : clusters) {
            const auto place = name_of_place(Axis::Cluster, in.portfolio, cluster);
            table.rows.push_back(row_of(RowRole::Detail, {word, place.code, place.name}, sums,
                                        page_link("/reports/contracts", {{"product", word}, {"cluster", place.code}})));
        }
        table.rows.push_back(row_of(RowRole::Subtotal, {word, Cell{}, Cell{}}, products.at(product),
                                    page_link("/reports/contracts", {{"product", word}})));
    }
    table.rows.push_back(row_of(RowRole::Total, {Cell{}, Cell{}, Cell{}}, all, "/reports/contracts"));
    table.chart = TableChart{2, {7}};
    table.notes.push_back("Disbursed is the financed amount of what commenced in the month and in the year to date.");
    note_other_currencies(in, table);
    return table;
}

}  // namespace

ReportDefinition portfolio_summary_report() {
    return {"portfolio_summary", "Portfolio summary by product and cluster", portfolio_summary, true, true};
}

}  // namespace leasebook::reports
