#include "reports/exposure.h"
#include "reports/table_maker.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "domain/concentration.h"

namespace leasebook::reports {

namespace {

void add(ExposureFigures& sum, const ExposureFigures& more) {
    sum.contracts += more.contracts;
    sum.outstanding_principal += more.outstanding_principal;
    sum.present_value = sum.present_value && more.present_value
                            ? std::optional(*sum.present_value + *more.present_value)
                            : std::nullopt;
    sum.residual_value += more.residual_value;
    sum.parts += more.parts;
}

ExposureFigures nothing(Currency currency, bool has_curve) {
    const Money zero = Money::zero(currency);
    return {0, 0, zero, has_curve ? std::optional(zero) : std::nullopt, zero, {}, ExposureParts::none(currency), {}};
}

// Adds the contracts of the book up, each once, to the cell where it stands.
class Adding {
public:
    Adding(Currency currency, bool has_curve) : nothing_(nothing(currency, has_curve)) {}

    // Answers which cell it went to.
    std::uint32_t add(std::uint32_t row, std::uint32_t column, const ExposurePosition& p, const ExposureParts& parts) {
        const auto [found, added] =
            places_.try_emplace((std::uint64_t{row} << 32) | column, static_cast<std::uint32_t>(cells_.size()));
        if (added) cells_.push_back({row, column, nothing_});
        auto& figures = cells_[found->second].figures;
        ++figures.contracts;
        figures.outstanding_principal += p.outstanding;
        if (figures.present_value) *figures.present_value += p.present_value;
        figures.residual_value += p.residual;
        figures.parts += parts;
        return found->second;
    }
    struct Cell {
        std::uint32_t row = unmapped, column = unmapped;
        ExposureFigures figures;
    };
    std::vector<Cell>& cells() { return cells_; }

private:
    ExposureFigures nothing_;
    std::unordered_map<std::uint64_t, std::uint32_t> places_;
    std::vector<Cell> cells_;
};

// The counted contracts, those of one lessee one after the other.
std::vector<std::uint32_t> by_lessee(const Portfolio& portfolio, std::span<const ExposurePosition> positions) {
    std::vector<std::uint32_t> next(portfolio.lessees.size() + 1);
    for (std::size_t i = 0; i < positions.size(); ++i)
        if (positions[i].counted) ++next[portfolio.contracts[i].lessee + 1];
    for (std::size_t i = 1; i < next.size(); ++i) next[i] += next[i - 1];
    std::vector<std::uint32_t> order(next.back());
    for (std::size_t i = 0; i < positions.size(); ++i)
        if (positions[i].counted) order[next[portfolio.contracts[i].lessee]++] = static_cast<std::uint32_t>(i);
    return order;
}

// What the lessees of a group owe, one amount each.
using LesseeAmounts = std::map<std::uint32_t, std::vector<Money>>;

// Adds to the last lessee of the list, or begins it with the next one.
void add_to(std::vector<Money>& amounts, bool next, Money amount) {
    if (next)
        amounts.push_back(amount);
    else
        amounts.back() += amount;
}

// Counts lessees, cell by cell, and gathers what each owes, group by group and in all.
void count_lessees(const Portfolio& portfolio, std::span<const ExposurePosition> positions,
                   const std::vector<std::uint32_t>& cell_of, std::vector<Adding::Cell>& cells, LesseeAmounts& groups,
                   std::vector<Money>& all) {
    std::vector<std::uint32_t> seen_cells(cells.size(), unmapped);
    std::map<std::uint32_t, std::uint32_t> seen_rows;
    std::uint32_t last = unmapped;
    for (const auto i : by_lessee(portfolio, positions)) {
        const auto lessee = portfolio.contracts[i].lessee;
        auto& cell = cells[cell_of[i]];
        if (seen_cells[cell_of[i]] != lessee) ++cell.figures.lessees;
        seen_cells[cell_of[i]] = lessee;
        const auto [row, first] = seen_rows.try_emplace(cell.row, lessee);
        add_to(groups[cell.row], first || row->second != lessee, positions[i].outstanding);
        row->second = lessee;
        add_to(all, lessee != last, positions[i].outstanding);
        last = lessee;
    }
}

// Largest exposure first, then principal; what is unmapped last; equal ones in the order of their places.
template <class Part>
void order(std::vector<Part>& parts) {
    std::ranges::sort(parts, [](const Part& a, const Part& b) {
        if ((a.place == unmapped) != (b.place == unmapped)) return b.place == unmapped;
        const Money x = a.figures.parts.exposure(), y = b.figures.parts.exposure();
        if (x != y) return x > y;
        const auto& p = a.figures.outstanding_principal;
        const auto& q = b.figures.outstanding_principal;
        return p != q ? p > q : a.place < b.place;
    });
}

// Every figure that the shares are of, in the order of the table.
std::vector<ExposureFigures*> leaves(Exposure& book) {
    std::vector<ExposureFigures*> list;
    for (auto& group : book.groups) {
        if (group.cells.empty()) list.push_back(&group.figures);
        for (auto& cell : group.cells) list.push_back(&cell.figures);
    }
    return list;
}

// Shares in millionths that add up to exactly 1, by largest remainder; a group's is the sum of its cells'.
template <class Amount>
void set_shares(Exposure& book, Rate ExposureFigures::*share, const Amount& amount) {
    std::vector<std::int64_t> weights;
    std::int64_t sum = 0;
    const auto list = leaves(book);
    for (const auto* figures : list) {
        weights.push_back(amount(*figures).minor_units());
        sum += weights.back();
    }
    if (sum == 0) return;
    const auto parts = split(Money::minor(1'000'000, book.currency), weights);
    for (std::size_t i = 0; i < list.size(); ++i)
        (list[i]->*share).e10 = parts[i].minor_units() * (rate_scale / 1'000'000);
    for (auto& group : book.groups)
        for (const auto& cell : group.cells) (group.figures.*share).e10 += (cell.figures.*share).e10;
    (book.total.*share).e10 = rate_scale;
}

template <class Part>
Rate herfindahl_of(const std::vector<Part>& parts) {
    std::vector<Money> amounts;
    for (const auto& part : parts) amounts.push_back(part.figures.outstanding_principal);
    return herfindahl(amounts);
}

}  // namespace

Exposure exposure(const Portfolio& portfolio, std::span<const ExposurePosition> positions, Date as_of,
                  Currency currency, Axes axes, bool has_curve) {
    Exposure book{as_of, currency, axes, {}, nothing(currency, has_curve), {}, {}, 0, has_curve};
    book.other_currencies = std::ranges::count_if(positions, &ExposurePosition::other_currency);
    const SecuredParts parts(portfolio, positions, as_of, currency);
    Adding adding(currency, has_curve);
    std::vector<std::uint32_t> cell_of(positions.size());
    for (std::size_t i = 0; i < positions.size(); ++i) {
        if (!positions[i].counted) continue;
        const auto& contract = portfolio.contracts[i];
        const auto column = axes.columns ? place_on(*axes.columns, portfolio, contract) : unmapped;
        cell_of[i] = adding.add(place_on(axes.rows, portfolio, contract), column, positions[i], parts[i]);
    }
    auto& cells = adding.cells();
    LesseeAmounts amounts;
    std::vector<Money> all;
    count_lessees(portfolio, positions, cell_of, cells, amounts, all);
    std::ranges::sort(cells, {}, &Adding::Cell::row);
    for (const auto& cell : cells) {
        if (book.groups.empty() || book.groups.back().place != cell.row)
            book.groups.push_back({cell.row, nothing(currency, has_curve), {}, {}, {}});
        auto& group = book.groups.back();
        add(group.figures, cell.figures);
        if (axes.columns) group.cells.push_back({cell.column, cell.figures});
    }
    for (auto& group : book.groups) {
        order(group.cells);
        group.herfindahl_cells = herfindahl_of(group.cells);
        group.figures.lessees = std::ssize(amounts[group.place]);
        group.herfindahl_lessees = herfindahl(amounts[group.place]);
        add(book.total, group.figures);
    }
    book.total.lessees = std::ssize(all);
    book.herfindahl_lessees = herfindahl(all);
    order(book.groups);
    book.herfindahl_groups = herfindahl_of(book.groups);
    set_shares(book, &ExposureFigures::share, [](const ExposureFigures& f) { return f.outstanding_principal; });
    set_shares(book, &ExposureFigures::exposure_share, [](const ExposureFigures& f) { return f.parts.exposure(); });
    return book;
}

namespace {

void append_row(Table& table, RowRole role, std::vector<Cell> cells, const ExposureFigures& f,
                std::vector<Cell> indices) {
    const auto& p = f.parts;
    for (const Cell& cell :
         {Cell{f.contracts}, Cell{f.lessees}, Cell{f.outstanding_principal},
          f.present_value ? Cell{*f.present_value} : Cell{}, Cell{f.residual_value}, Cell{f.share}, indices[0],
          indices[1], Cell{p.net_investment}, Cell{p.overdue}, Cell{p.undrawn}, Cell{p.unguaranteed_residual},
          Cell{p.deposit}, Cell{p.collateral}, Cell{p.exposure()}, Cell{f.exposure_share}})
        cells.push_back(cell);
    table.rows.push_back({role, std::move(cells)});
}

void add_columns(Table& table, Axes axes) {
    using enum ColumnType;
    const auto axis = [&](Axis which) {
        table.columns.push_back({to_text(which), Text});
        table.columns.push_back({to_text(which) + "_name", Text});
    };
    axis(axes.rows);
    if (axes.columns) axis(*axes.columns);
    for (const auto& column :
         {Column{"contracts", Count, true}, Column{"lessees", Count}, Column{"outstanding_principal", Amount, true},
          Column{"present_value", Amount}, Column{"residual_value", Amount, true}, Column{"share", Share},
          Column{"herfindahl", Share}, Column{"herfindahl_lessees", Share}, Column{"net_investment", Amount, true},
          Column{"overdue", Amount, true}, Column{"undrawn", Amount, true},
          Column{"unguaranteed_residual", Amount, true}, Column{"deposit", Amount, true},
          Column{"collateral", Amount, true}, Column{"exposure", Amount, true}, Column{"exposure_share", Share}})
        table.columns.push_back(column);
}

// The page of the contracts at these places.
std::string behind(Axes axes, std::string_view row, std::string_view column) {
    return page_link("/exposure/contracts", {{"rows", name_of(axes.rows)},
                                             {"columns", axes.columns ? name_of(*axes.columns) : std::string_view{}},
                                             {"row", row},
                                             {"column", column}});
}

}  // namespace

Table exposure_table(const Portfolio& portfolio, const Exposure& book) {
    Table table{"exposure", book.as_of, book.currency, {}, {}, {}};
    add_columns(table, book.axes);
    const bool crossed = book.axes.columns.has_value();
    for (const auto& group : book.groups) {
        const auto row = name_of_place(book.axes.rows, portfolio, group.place);
        for (const auto& cell : group.cells) {
            const auto column = name_of_place(*book.axes.columns, portfolio, cell.place);
            append_row(table, RowRole::Detail, {row.code, row.name, column.code, column.name}, cell.figures,
                       {Cell{}, Cell{}});
            table.rows.back().opens = behind(book.axes, row.code, column.code);
        }
        std::vector<Cell> head{row.code, row.name};
        if (crossed) head.insert(head.end(), {Cell{}, Cell{}});
        append_row(table, crossed ? RowRole::Subtotal : RowRole::Detail, head, group.figures,
                   {crossed ? Cell{group.herfindahl_cells} : Cell{}, group.herfindahl_lessees});
        table.rows.back().opens = behind(book.axes, row.code, "");
    }
    append_row(table, RowRole::Total, std::vector<Cell>(crossed ? 4 : 2), book.total,
               {book.herfindahl_groups, book.herfindahl_lessees});
    if (!book.has_curve)
        table.notes.push_back("No market quotes on or shortly before this day: present values are left out.");
    table.notes.push_back(
        "exposure = net_investment + overdue + undrawn + unguaranteed_residual - deposit - collateral; net_investment "
        "is "
        "the ledger's without what is overdue and without the unguaranteed residual, which have columns of their own.");
    if (book.other_currencies > 0)
        table.notes.push_back(
            {"{0} running contracts in other currencies are left out.", {std::to_string(book.other_currencies)}});
    return table;
}

Result<Axes> parse_axes(std::string_view text) {
    if (text.empty()) return Axes{};
    const auto comma = text.find(',');
    const auto rows = parse_named<Axis>(text.substr(0, comma), "axes");
    if (!rows) return rows.errors();
    if (comma == std::string_view::npos) return Axes{*rows, {}};
    const auto columns = parse_named<Axis>(text.substr(comma + 1), "axes");
    if (!columns) return columns.errors();
    if (*columns == *rows) return invalid("axes", "Cross two different axes: {0} stands here twice.", to_text(*rows));
    return Axes{*rows, *columns};
}

}  // namespace leasebook::reports
