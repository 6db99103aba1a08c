#include "reports/limits.h"

#include <map>

namespace leasebook::reports {

LimitBook limit_book(const Portfolio& portfolio, std::span<const ExposurePosition> positions, Date as_of,
                     Currency currency) {
    LimitBook book{limit_sums(portfolio, secured_parts(portfolio, positions, as_of, currency), currency), {}};
    book.lines = limit_lines(portfolio.limits, portfolio, book.sums, portfolio.figures, as_of);
    return book;
}

namespace {

template <class T>
Cell cell(const std::optional<T>& value) {
    return value ? Cell{*value} : Cell{};
}

Cell text_cell(const std::string& text) { return text.empty() ? Cell{} : Cell{text}; }

}  // namespace

std::optional<Money> used_before(const LimitLine& line, const std::vector<ExposureSnapshot>& month_end) {
    const auto axis = axis_of(line.limit->indicator);
    if (!axis || line.limit->currency != line.use.used.currency()) return {};
    const bool family = line.limit->indicator == LimitIndicator::Industry && line.limit->item;
    std::optional<Money> sum;
    for (const auto& frozen : month_end) {
        if (frozen.axis != *axis || frozen.parts.overdue.currency() != line.limit->currency) continue;
        if (family ? !frozen.place.starts_with(*line.limit->item) : frozen.place != line.item.code) continue;
        sum = sum.value_or(Money::zero(line.limit->currency)) + counted(*line.limit, frozen.parts);
    }
    return sum;
}

Table limit_table(const LimitBook& book, const std::vector<ExposureSnapshot>& month_end, Date as_of,
                  Currency currency) {
    using enum ColumnType;
    constexpr int always_shown = 10;
    Table table{"limits", as_of, currency, {}, {}, {}};
    table.columns = {{"limit", Text},     {"indicator", Word}, {"item", Text},      {"item_name", Text},
                     {"measure", Word},   {"base", Word},      {"used", Amount},    {"base_amount", Amount},
                     {"share", Share},    {"bound", Word},     {"allowed", Amount}, {"headroom", Amount},
                     {"of_limit", Share}, {"warning", Share},  {"status", Word},    {"month_end_before", Amount}};
    std::map<const Limit*, int> shown;
    std::int64_t breaches = 0;
    for (const auto& line : book.lines) {
        const auto& [limit, item, use] = line;
        breaches += use.status == LimitStatus::Breach ? 1 : 0;
        const bool calls = use.status == LimitStatus::Breach || use.status == LimitStatus::Warning;
        if (++shown[limit] > always_shown && !calls) continue;
        table.rows.push_back(
            {RowRole::Detail,
             {limit->code.text, to_text(limit->indicator), text_cell(item.code), text_cell(item.name),
              to_text(limit->measure), to_text(limit->base), use.used, cell(use.base), cell(use.share),
              to_text(limit->bound), cell(use.allowed), cell(use.headroom(limit->bound)), cell(use.of_limit),
              limit->warning.value_or(default_warning), to_text(use.status), cell(used_before(line, month_end))}});
    }
    std::vector<Cell> total(table.columns.size());
    total[6] = book.sums.all.financing();
    total[14] = std::to_string(breaches) + " breach";
    table.rows.push_back({RowRole::Total, std::move(total)});
    table.notes.push_back("used in the total row is the financing balance of the whole book, commitments included.");
    return table;
}

}  // namespace leasebook::reports
