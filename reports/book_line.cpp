#include "reports/book_line.h"

#include "reports/running_lease.h"

namespace leasebook::reports {

const MonthBooks& books_of(const ReportInput& in) {
    static const MonthBooks none;
    return in.books == nullptr ? none : *in.books;
}

std::vector<BookLine> book_lines(const ReportInput& in) {
    const auto& books = books_of(in);
    const auto net = balances_of(books, in.portfolio, in.currency, net_investment_accounts);
    const auto allowances = balances_of(books, in.portfolio, in.currency, std::array{Account::LossAllowance});
    const auto provisions = by_contract(books.provisions, in.portfolio.contracts.size());
    std::vector<BookLine> lines;
    for (std::uint32_t i = 0; i < in.portfolio.contracts.size(); ++i) {
        const auto& contract = in.portfolio.contracts[i];
        if (contract.terms.currency != in.currency) continue;
        const auto parts = i < in.positions.size() ? in.positions[i].parts : ExposureParts::none(in.currency);
        if (net[i].is_zero() && allowances[i].is_zero() && parts.is_zero()) continue;
        lines.push_back(
            {i, &contract, &in.portfolio.lessees[contract.lessee], net[i], -allowances[i], parts, provisions[i]});
    }
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
