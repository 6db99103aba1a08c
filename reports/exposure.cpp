#include "reports/exposure.h"

#include <algorithm>

#include "domain/concentration.h"

namespace leasebook::reports {

namespace {

// A counted contract and the places it stands at.
struct Placed {
    std::uint32_t row = unmapped, column = unmapped, lessee = unmapped, contract = 0;
};

// Adds contracts up; those of one lessee come one after the other.
class Sum {
public:
    explicit Sum(Currency currency) {
        figures_.outstanding_principal = figures_.residual_value = Money::zero(currency);
        figures_.parts = ExposureParts::none(currency);
        present_value_ = lessee_sum_ = Money::zero(currency);
    }

    void add(std::uint32_t lessee, const ExposurePosition& p, const ExposureParts& parts) {
        if (figures_.contracts++ == 0 || lessee != lessee_) next_lessee(lessee);
        lessee_sum_ += p.outstanding;
        figures_.outstanding_principal += p.outstanding;
        present_value_ += p.present_value;
        figures_.residual_value += p.residual;
        figures_.parts += parts;
    }
    ExposureFigures figures(bool has_curve) const {
        auto figures = figures_;
        if (has_curve) figures.present_value = present_value_;
        return figures;
    }
    Rate herfindahl_lessees() const {
        auto amounts = by_lessee_;
        amounts.push_back(lessee_sum_);
        return herfindahl(amounts);
    }

private:
    void next_lessee(std::uint32_t lessee) {
        if (figures_.lessees++ > 0) by_lessee_.push_back(lessee_sum_);
        lessee_ = lessee;
        lessee_sum_ = Money::zero(lessee_sum_.currency());
    }
    ExposureFigures figures_;
    Money present_value_, lessee_sum_;
    std::uint32_t lessee_ = unmapped;
    std::vector<Money> by_lessee_;
};

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

// The counted contracts in order of row, lessee and column, so that groups are runs.
std::vector<Placed> placed(const Portfolio& portfolio, std::span<const ExposurePosition> positions, Axes axes) {
    std::vector<Placed> list;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        if (!positions[i].counted) continue;
        const auto& contract = portfolio.contracts[i];
        list.push_back({place_on(axes.rows, portfolio, contract),
                        axes.columns ? place_on(*axes.columns, portfolio, contract) : unmapped, contract.lessee,
                        static_cast<std::uint32_t>(i)});
    }
    return list;
}

auto by_row(const Placed& p) { return std::tuple(p.row, p.lessee, p.contract); }
auto by_cell(const Placed& p) { return std::tuple(p.row, p.column, p.lessee, p.contract); }
auto by_lessee(const Placed& p) { return std::pair(p.lessee, p.contract); }

// Calls take(place, sum) for each run of contracts that agree in `key`.
template <class Key, class Take>
void each_run(const std::vector<Placed>& list, std::span<const ExposurePosition> positions,
              const std::vector<ExposureParts>& parts, Currency currency, const Key& key, const Take& take) {
    for (std::size_t from = 0; from < list.size();) {
        Sum sum(currency);
        std::size_t to = from;
        for (; to < list.size() && key(list[to]) == key(list[from]); ++to)
            sum.add(list[to].lessee, positions[list[to].contract], parts[list[to].contract]);
        take(list[from], sum);
        from = to;
    }
}

}  // namespace

Exposure exposure(const Portfolio& portfolio, std::span<const ExposurePosition> positions, Date as_of,
                  Currency currency, Axes axes, bool has_curve) {
    Exposure book{as_of, currency, axes, {}, {}, {}, {}, 0, has_curve};
    book.other_currencies = std::ranges::count_if(positions, &ExposurePosition::other_currency);
    const auto parts = secured_parts(portfolio, positions, as_of, currency);
    auto list = placed(portfolio, positions, axes);
    std::ranges::sort(list, {}, by_row);
    each_run(
        list, positions, parts, currency, [](const Placed& p) { return p.row; },
        [&](const Placed& p, const Sum& sum) {
            book.groups.push_back({p.row, sum.figures(has_curve), {}, sum.herfindahl_lessees(), {}});
        });
    if (axes.columns) {
        std::ranges::sort(list, {}, by_cell);
        auto group = book.groups.begin();
        each_run(
            list, positions, parts, currency, [](const Placed& p) { return std::pair(p.row, p.column); },
            [&](const Placed& p, const Sum& sum) {
                while (group->place != p.row) ++group;
                group->cells.push_back({p.column, sum.figures(has_curve)});
            });
    }
    for (auto& group : book.groups) {
        order(group.cells);
        group.herfindahl_cells = herfindahl_of(group.cells);
    }
    std::ranges::sort(list, {}, by_lessee);
    Sum all(currency);
    for (const auto& p : list) all.add(p.lessee, positions[p.contract], parts[p.contract]);
    book.total = all.figures(has_curve);
    book.herfindahl_lessees = all.herfindahl_lessees();
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
         {Column{"contracts", Count}, Column{"lessees", Count}, Column{"outstanding_principal", Amount},
          Column{"present_value", Amount}, Column{"residual_value", Amount}, Column{"share", Share},
          Column{"herfindahl", Share}, Column{"herfindahl_lessees", Share}, Column{"net_investment", Amount},
          Column{"overdue", Amount}, Column{"undrawn", Amount}, Column{"unguaranteed_residual", Amount},
          Column{"deposit", Amount}, Column{"collateral", Amount}, Column{"exposure", Amount},
          Column{"exposure_share", Share}})
        table.columns.push_back(column);
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
        }
        std::vector<Cell> head{row.code, row.name};
        if (crossed) head.insert(head.end(), {Cell{}, Cell{}});
        append_row(table, crossed ? RowRole::Subtotal : RowRole::Detail, head, group.figures,
                   {crossed ? Cell{group.herfindahl_cells} : Cell{}, group.herfindahl_lessees});
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
        table.notes.push_back(std::to_string(book.other_currencies) +
                              " running contracts in other currencies are left out.");
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
