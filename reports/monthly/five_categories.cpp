// RP-12: the five categories of risk with what is allowed for them, and from which category the balances came.
#include <map>

#include "domain/concentration.h"
#include "reports/book_line.h"
#include "reports/edition.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

constexpr auto classes = NamesOf<RiskClass>::names.size();

struct ClassSums {
    std::int64_t contracts = 0;
    Money balance, allowance, fresh;
    std::array<Money, classes> from;  // by the category of the month before

    explicit ClassSums(Currency currency) : balance(Money::zero(currency)), allowance(balance), fresh(balance) {
        from.fill(balance);
    }
};

Table five_categories(const ReportInput& in) {
    using enum ColumnType;
    Table table{"five_categories", in.as_of, in.currency, {}, {}, {}};
    table.columns = {{"class", Word},  {"contracts", Count, true},  {"balance", Amount, true},
                     {"share", Share}, {"allowance", Amount, true}, {"coverage", Share}};
    for (const auto& [value, name] : NamesOf<RiskClass>::names)
        table.columns.push_back({"from_" + std::string(name), Amount, true});
    table.columns.push_back({"new_in_month", Amount, true});
    const auto before = by_contract(books_of(in).rated_before, in.portfolio.contracts.size());
    std::map<RiskClass, ClassSums> sums;
    for (const auto& [value, name] : NamesOf<RiskClass>::names) sums.try_emplace(value, in.currency);
    ClassSums all(in.currency);
    Money non_performing = Money::zero(in.currency);
    for (const auto& line : books_of(in).provisions) {
        // What is paid off and waits for its end is no contract of any class.
        if (line.exposure.currency() != in.currency || (line.exposure.is_zero() && line.allowance.is_zero())) continue;
        for (auto* to : {&sums.at(line.category), &all}) {
            ++to->contracts;
            to->balance += line.exposure;
            to->allowance += line.allowance;
        }
        auto& own = sums.at(line.category);
        const auto* was = before[line.contract];
        (was == nullptr ? own.fresh : own.from[static_cast<std::size_t>(was->category)]) += line.exposure;
        if (is_non_performing(line.category)) non_performing += line.exposure;
    }
    for (const auto& [risk_class, s] : sums) {
        std::vector<Cell> cells{to_text(risk_class), s.contracts,
                                s.balance,           share_cell(s.balance, all.balance),
                                s.allowance,         share_cell(s.allowance, s.balance)};
        for (const Money from : s.from) cells.emplace_back(from);
        cells.emplace_back(s.fresh);
        table.rows.push_back(
            {RowRole::Detail, std::move(cells), page_link("/reports/contracts", {{"class", to_text(risk_class)}})});
    }
    add_total(table);
    table.rows.back().cells[3] = share_cell(all.balance, all.balance);
    table.rows.back().cells[5] = share_cell(all.allowance, all.balance);
    table.chart = TableChart{0, {2}};
    const auto say = [&](const char* what, Money part, Money whole) {
        if (!whole.is_zero()) table.notes.push_back({what, {percent(share(part, whole))}});
    };
    say("Non-performing (substandard or worse): {0} of the balance.", non_performing, all.balance);
    say("The allowance is {0} of the non-performing balance.", all.allowance, non_performing);
    if (books_of(in).provisions.empty()) table.notes.push_back("The categories are made by the close of the month.");
    return table;
}

}  // namespace

ReportDefinition five_categories_report() {
    return {"five_categories", "Five-category classification and provisions", five_categories, false, true};
}

}  // namespace leasebook::reports
