#include "reports/book_line.h"

#include "reports/running_lease.h"

namespace leasebook::reports {

const MonthBooks& books_of(const ReportInput& in) {
    static const MonthBooks none;
    return in.books == nullptr ? none : *in.books;
}

BookLines::BookLines(const ReportInput& in)
    : portfolio_(&in.portfolio),
      currency_(in.currency),
      positions_(in.positions),
      net_(balances_of(books_of(in).net_investment, in.portfolio, in.currency)),
      allowances_(balances_of(books_of(in).allowance, in.portfolio, in.currency)),
      provisions_(by_contract(books_of(in).provisions, in.portfolio.contracts.size())) {}

std::optional<BookLine> BookLines::at(std::uint32_t i) const {
    const auto& contract = portfolio_->contracts[i];
    if (contract.terms.currency != currency_) return {};
    const auto parts = i < positions_.size() ? positions_[i].parts : ExposureParts::none(currency_);
    if (net_[i].is_zero() && allowances_[i].is_zero() && parts.is_zero()) return {};
    return BookLine{i,     &contract,     &portfolio_->lessees[contract.lessee], net_[i], -allowances_[i],
                    parts, provisions_[i]};
}

std::vector<BookLine> book_lines(const ReportInput& in) {
    const BookLines of(in);
    std::vector<BookLine> lines;
    for (std::uint32_t i = 0; i < in.portfolio.contracts.size(); ++i)
        if (auto line = of.at(i)) lines.push_back(*std::move(line));
    return lines;
}

std::string code_on(Axis axis, const ReportInput& in, const PortfolioContract& contract) {
    return name_of_place(axis, in.portfolio, place_on(axis, in.portfolio, contract)).code;
}

std::string name_on(Axis axis, const ReportInput& in, const PortfolioContract& contract) {
    return name_of_place(axis, in.portfolio, place_on(axis, in.portfolio, contract)).name;
}

void note_other_currencies(const ReportInput& in, Table& table) {
    std::int64_t others = 0;
    for (const auto& contract : in.portfolio.contracts)
        others += contract.terms.currency != in.currency && runs_on(contract, in.as_of) ? 1 : 0;
    if (others > 0)
        table.notes.push_back({"{0} running contracts in other currencies are left out.", {std::to_string(others)}});
}

int months_left(const PortfolioContract& contract, Date as_of) {
    const auto end = final_date(contract);
    if (end <= as_of) return 0;
    const std::chrono::year_month_day from(as_of), to(end);
    const int months = static_cast<int>((to.year() / to.month() - from.year() / from.month()).count());
    return to.day() < from.day() ? months - 1 : months;
}

}  // namespace leasebook::reports
