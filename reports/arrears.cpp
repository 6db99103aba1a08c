#include "reports/arrears.h"

#include <algorithm>

#include "domain/books/period.h"
#include "domain/concentration.h"

namespace leasebook::reports {

namespace {

using enum ColumnType;

constexpr std::size_t months_shown = 12;

Table table_of(const char* name, const ArrearsView& view, Date as_of) {
    Table table{name, as_of, view.history.currency(), {}, {}, {}};
    if (view.history.latest().standings.empty())
        table.notes.push_back("No month end is kept and no lease is running on this day.");
    if (view.provisional)
        table.notes.push_back(
            "The month is not closed: stage and class are those of the last month end, unless the days past due call "
            "for a worse one.");
    if (view.other_currencies > 0)
        table.notes.push_back(std::to_string(view.other_currencies) +
                              " running contracts in other currencies are left out.");
    return table;
}

std::vector<Cell> aging_cells(const AgingFigures& f) {
    std::vector<Cell> cells{f.contracts};
    cells.insert(cells.end(), f.balances.begin(), f.balances.end());
    cells.insert(cells.end(), {f.total, f.overdue, f.non_performing, f.non_performing_share()});
    return cells;
}

// The latest months of what moved, each added up over the segments that the filter admits.
std::vector<std::pair<Date, MonthMove>> admitted_moves(const ArrearsView& view, const SegmentFilter& filter,
                                                       std::size_t months) {
    std::vector<std::pair<Date, MonthMove>> moves;
    for (const auto& [month_end, by_segment] : view.history.moves()) {
        MonthMove sum(view.history.currency());
        for (const auto& [segment, move] : by_segment)
            if (filter.admits(segment)) sum += move;
        moves.emplace_back(month_end, std::move(sum));
    }
    if (moves.size() > months) moves.erase(moves.begin(), moves.end() - static_cast<std::ptrdiff_t>(months));
    return moves;
}

// Current, 1-30, 31-60 and 61-90 days: what rolls beyond 90 has gone through all of them.
constexpr std::size_t buckets_to_90_days = 4;

Rate flow_of(const ByBucket<Rate>& rates) { return flow_rate(std::span(rates).first<buckets_to_90_days>()); }

}  // namespace

Segment segment_of(const Portfolio& portfolio, std::uint32_t contract) {
    const auto lessee = portfolio.contracts[contract].lessee;
    if (lessee == unmapped) return {unmapped, unmapped};
    return {portfolio.lessees[lessee].cluster, portfolio.lessees[lessee].industry};
}

AgingFigures::AgingFigures(Currency currency)
    : total(Money::zero(currency)), overdue(Money::zero(currency)), non_performing(Money::zero(currency)) {
    balances.fill(Money::zero(currency));
}

AgingFigures& AgingFigures::operator+=(const AgingFigures& other) {
    contracts += other.contracts;
    for (std::size_t i = 0; i < aging_buckets; ++i) balances[i] += other.balances[i];
    total += other.total;
    overdue += other.overdue;
    non_performing += other.non_performing;
    return *this;
}

Rate AgingFigures::non_performing_share() const { return share(non_performing, total); }

Rate AgingFigures::share_beyond(int days) const {
    Money beyond = Money::zero(total.currency());
    for (auto i = static_cast<std::size_t>(aging_bucket(days)) + 1; i < aging_buckets; ++i) beyond += balances[i];
    return share(beyond, total);
}

Aging aging(const ArrearsView& view, const SegmentFilter& filter) {
    Aging sums{AgingFigures(view.history.currency())};
    for (const auto& standing : view.history.latest().standings) {
        if (!filter.admits(standing.segment)) continue;
        AgingFigures f(view.history.currency());
        f.contracts = 1;
        f.balances[static_cast<std::size_t>(aging_bucket(standing.days_past_due))] = standing.balance;
        f.total = standing.balance;
        f.overdue = standing.overdue;
        if (is_non_performing(standing)) f.non_performing = standing.balance;
        sums.add(standing.segment, f);
    }
    return sums;
}

Table aging_table(const Portfolio& portfolio, const ArrearsView& view, Date as_of, const SegmentFilter& filter) {
    auto table = table_of("aging", view, as_of);
    table.columns = segment_columns();
    table.columns.push_back({"contracts", Count});
    for (const auto& [bucket, name] : NamesOf<AgingBucket>::names)
        table.columns.push_back({bucket == AgingBucket::Current ? "current" : "days_" + std::string(name), Amount});
    table.columns.insert(
        table.columns.end(),
        {{"net_investment", Amount}, {"overdue", Amount}, {"non_performing", Amount}, {"non_performing_share", Share}});
    append_segment_rows(table, portfolio, aging(view, filter), aging_cells);
    return table;
}

std::vector<RollMonth> roll_months(const ArrearsView& view, const SegmentFilter& filter, std::size_t months) {
    constexpr std::size_t averaged = 3;
    std::vector<RollMonth> result;
    ByBucket<std::vector<Rate>> so_far;
    for (auto& [month_end, move] : admitted_moves(view, filter, months + averaged - 1)) {
        RollMonth month{month_end, std::move(move.rolls), {}, {}, {}};
        ByBucket<Rate> rates;
        for (const auto& [bucket, name] : NamesOf<AgingBucket>::names) {
            const auto i = static_cast<std::size_t>(bucket);
            rates[i] = month.matrix.roll_rate(bucket);
            so_far[i].push_back(rates[i]);
            month.average[i] = mean_of_last(so_far[i], averaged);
        }
        month.flow = flow_of(rates);
        month.average_flow = flow_of(month.average);
        result.push_back(std::move(month));
    }
    if (result.size() > months) result.erase(result.begin(), result.end() - static_cast<std::ptrdiff_t>(months));
    return result;
}

namespace {

void append_bucket(Table& table, const RollMonth& month, AgingBucket from) {
    const Money whole = month.matrix.total(from);
    if (whole.is_zero()) return;
    const auto append = [&](RowRole role, std::string to, Money balance, Cell average) {
        table.rows.push_back({role,
                              {to_text(month.month_end), to_text(from), std::move(to), balance, share(balance, whole),
                               std::move(average)}});
    };
    Money further = Money::zero(whole.currency());
    for (const auto& [to, name] : NamesOf<AgingBucket>::names) {
        const Money moved = month.matrix.moved(from, to);
        if (to > from) further += moved;
        if (!moved.is_zero()) append(RowRole::Detail, std::string(name), moved, {});
    }
    if (!month.matrix.gone(from).is_zero()) append(RowRole::Detail, "gone", month.matrix.gone(from), {});
    append(RowRole::Subtotal, "further", further, month.average[static_cast<std::size_t>(from)]);
}

}  // namespace

Table roll_rate_table(const ArrearsView& view, Date as_of, const SegmentFilter& filter) {
    auto table = table_of("roll_rates", view, as_of);
    table.columns = {{"month", Text},     {"from_bucket", Text}, {"to_bucket", Text},
                     {"balance", Amount}, {"rate", Share},       {"average_3_months", Share}};
    const auto months = roll_months(view, filter, months_shown);
    for (const auto& month : months)
        for (const auto& [from, name] : NamesOf<AgingBucket>::names) append_bucket(table, month, from);
    std::vector<Cell> total{Cell{}, std::string("current"), std::string(">90"), Cell{}, Cell{}, Cell{}};
    if (!months.empty()) {
        total[0] = to_text(months.back().month_end);
        total[4] = months.back().flow;
        total[5] = months.back().average_flow;
    }
    table.rows.push_back({RowRole::Total, std::move(total)});
    return table;
}

Rate VintageFigures::net_loss_rate() const { return share(defaulted() - recovered, vintage.disbursed); }

namespace {

bool has_commenced(const PortfolioContract& contract) {
    return contract.status >= ContractStatus::Active;  // running, or at an end
}

}  // namespace

std::vector<VintageFigures> vintage_figures(const Portfolio& portfolio, const ArrearsView& view, Date as_of,
                                            const SegmentFilter& filter) {
    const auto currency = view.history.currency();
    std::vector<VintageContract> contracts;
    std::map<Date, Money> recoveries;
    for (std::uint32_t i = 0; i < portfolio.contracts.size(); ++i) {
        const auto& contract = portfolio.contracts[i];
        if (!has_commenced(contract) || contract.terms.currency != currency || !filter.admits(segment_of(portfolio, i)))
            continue;
        VintageContract entry{contract.terms.commencement, contract.terms.financed_amount, {}, Money::zero(currency)};
        if (const auto found = view.history.defaults().find(i); found != view.history.defaults().end()) {
            entry.defaulted = std::max(found->second.on, entry.commencement);
            entry.principal_at_default = found->second.balance;
            recoveries.try_emplace(month_start(entry.commencement), Money::zero(currency)).first->second +=
                recovered(found->second, contract.status == ContractStatus::WrittenOff);
        }
        contracts.push_back(entry);
    }
    std::vector<VintageFigures> figures;
    for (auto& [month, vintage] : vintages(contracts, as_of)) {
        const auto back = recoveries.find(month);
        figures.push_back({month, std::move(vintage), back == recoveries.end() ? Money::zero(currency) : back->second});
    }
    return figures;
}

Table vintage_table(const Portfolio& portfolio, const ArrearsView& view, Date as_of, const SegmentFilter& filter) {
    auto table = table_of("vintages", view, as_of);
    table.columns = {{"vintage", Text},       {"disbursed", Amount}, {"months_on_book", Count}, {"defaulted", Amount},
                     {"default_rate", Share}, {"recovered", Amount}, {"net_loss_rate", Share}};
    constexpr int quarter = 3;
    Money disbursed = Money::zero(view.history.currency()), defaulted = disbursed, back = disbursed;
    for (const auto& f : vintage_figures(portfolio, view, as_of, filter)) {
        const auto name = to_text(period_of(f.month));
        for (int month = quarter; month < f.month_on_book(); month += quarter)
            table.rows.push_back(
                {RowRole::Detail,
                 {name, Cell{}, std::int64_t{month}, f.vintage.cumulative_defaults[static_cast<std::size_t>(month)],
                  f.vintage.cumulative_rate(month), Cell{}, Cell{}}});
        table.rows.push_back({RowRole::Subtotal,
                              {name, f.vintage.disbursed, std::int64_t{f.month_on_book()}, f.defaulted(),
                               f.vintage.cumulative_rate(f.month_on_book()), f.recovered, f.net_loss_rate()}});
        disbursed += f.vintage.disbursed;
        defaulted += f.defaulted();
        back += f.recovered;
    }
    table.rows.push_back({RowRole::Total,
                          {Cell{}, disbursed, Cell{}, defaulted, share(defaulted, disbursed), back,
                           share(defaulted - back, disbursed)}});
    return table;
}

BySegment<CureFigures> cures(const ArrearsView& view, const SegmentFilter& filter) {
    const Money nothing = Money::zero(view.history.currency());
    BySegment<CureFigures> sums{CureFigures{nothing, nothing, nothing}};
    const auto& moves = view.history.moves();
    auto from = moves.begin();
    for (auto months = moves.size(); months > months_shown; --months) ++from;
    for (; from != moves.end(); ++from)
        for (const auto& [segment, move] : from->second)
            if (filter.admits(segment) && !move.cures.non_performing.is_zero()) sums.add(segment, move.cures);
    return sums;
}

Table cure_rate_table(const Portfolio& portfolio, const ArrearsView& view, Date as_of, const SegmentFilter& filter) {
    auto table = table_of("cure_rates", view, as_of);
    table.columns = segment_columns();
    table.columns.insert(table.columns.end(),
                         {{"non_performing", Amount}, {"cured", Amount}, {"gone", Amount}, {"cure_rate", Share}});
    append_segment_rows(table, portfolio, cures(view, filter), [](const CureFigures& f) {
        return std::vector<Cell>{f.non_performing, f.cured, f.gone, f.rate()};
    });
    return table;
}

std::vector<Standing> in_arrears(const ArrearsView& view, const SegmentFilter& filter) {
    std::vector<Standing> late;
    for (const auto& standing : view.history.latest().standings)
        if (filter.admits(standing.segment) && (standing.days_past_due > 0 || is_non_performing(standing)))
            late.push_back(standing);
    std::ranges::stable_sort(late, std::ranges::greater{}, &Standing::days_past_due);
    return late;
}

Table arrears_table(const Portfolio& portfolio, const ArrearsView& view, Date as_of, const SegmentFilter& filter) {
    auto table = table_of("arrears", view, as_of);
    table.columns = {{"contract", Text}, {"lessee", Text},           {"lessee_name", Text}, {"cluster", Text},
                     {"industry", Text}, {"days_past_due", Count},   {"bucket", Text},      {"stage", Text},
                     {"category", Text}, {"net_investment", Amount}, {"overdue", Amount}};
    Money balance = Money::zero(view.history.currency()), overdue = balance;
    for (const auto& s : in_arrears(view, filter)) {
        const auto& contract = portfolio.contracts[s.contract];
        const auto& lessee = portfolio.lessees[contract.lessee];
        table.rows.push_back(
            {RowRole::Detail,
             {contract.number.text, lessee.code.text, lessee.name, cluster_code(portfolio, s.segment.cluster),
              industry_code(portfolio, s.segment.industry), std::int64_t{s.days_past_due},
              to_text(aging_bucket(s.days_past_due)), to_text(s.stage), to_text(s.category), s.balance, s.overdue}});
        balance += s.balance;
        overdue += s.overdue;
    }
    std::vector<Cell> total(table.columns.size());
    total[9] = balance;
    total[10] = overdue;
    table.rows.push_back({RowRole::Total, std::move(total)});
    return table;
}

}  // namespace leasebook::reports
