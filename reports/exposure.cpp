#include "reports/exposure.h"

#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "domain/concentration.h"
#include "pricing/rent.h"

namespace leasebook::reports {

namespace {

struct Position {
    std::uint32_t cluster = unmapped, industry = unmapped, lessee = unmapped;
    Money outstanding, present_value, residual;
    bool counted = false, other_currency = false;
};

// Empty where the lease no longer runs by it.
Schedule as_agreed(const PortfolioContract& contract) {
    if (contract.changed) return {};
    auto schedule = pricing::agreed_schedule(contract.terms, contract.plan, contract.rent);
    ensure(schedule.has_value(), "the rent of a stored contract repays it");
    return *std::move(schedule);
}

Position position(const Portfolio& portfolio, const PortfolioContract& contract, Date as_of, Currency currency,
                  const pricing::DiscountCurve* curve) {
    Position p;
    const auto& terms = contract.terms;
    if (contract.status != ContractStatus::Active || terms.commencement > as_of || final_date(contract) <= as_of)
        return p;
    p.other_currency = terms.currency != currency;
    if (p.other_currency) return p;
    const auto agreed = as_agreed(contract);
    p.outstanding = contract.changed ? contract.changed->account.balance_after(as_of, terms.financed_amount)
                                     : outstanding_principal(terms, agreed, as_of);
    if (p.outstanding.is_zero()) return p;
    p.counted = true;
    p.residual = terms.guaranteed_residual + unguaranteed_residual(contract);
    // The rows of the net investment expect what an impaired residual still brings.
    const auto& rows = contract.changed ? contract.changed->net_investment.rows : agreed.rows;
    p.present_value = curve != nullptr ? pricing::present_value(*curve, rows) : Money::zero(currency);
    p.lessee = contract.lessee;
    const auto& lessee = portfolio.lessees[contract.lessee];
    p.cluster = lessee.cluster;
    p.industry = lessee.industry;
    return p;
}

// The contracts are independent of each other: each half of the book on a thread of its own, results by position, so
// the outcome does not depend on the threads.
std::vector<Position> positions(const Portfolio& portfolio, Date as_of, Currency currency,
                                const pricing::DiscountCurve* curve) {
    std::vector<Position> all(portfolio.contracts.size());
    const auto fill = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i)
            all[i] = position(portfolio, portfolio.contracts[i], as_of, currency, curve);
    };
    const std::size_t half = all.size() / 2;
    if (half < 1'000) {
        fill(0, all.size());
        return all;
    }
    std::exception_ptr failure;
    std::thread other([&] {
        try {
            fill(0, half);
        } catch (...) {
            failure = std::current_exception();
        }
    });
    try {
        fill(half, all.size());
    } catch (...) {
        other.join();
        throw;
    }
    other.join();
    if (failure) std::rethrow_exception(failure);
    return all;
}

// Adds contracts up, lessee by lessee.
class Sum {
public:
    explicit Sum(Currency currency) : currency_(currency) {}

    void add(const Position& p) {
        ++contracts_;
        outstanding_ = outstanding_ + p.outstanding;
        present_value_ = present_value_ + p.present_value;
        residual_ = residual_ + p.residual;
        auto [found, added] = by_lessee_.try_emplace(p.lessee, Money::zero(currency_));
        found->second += p.outstanding;
    }
    ExposureFigures figures(bool has_curve) const {
        ExposureFigures f{contracts_, static_cast<std::int64_t>(by_lessee_.size()), outstanding_, {}, residual_, {}};
        if (has_curve) f.present_value = present_value_;
        return f;
    }
    Rate herfindahl_lessees() const {
        std::vector<Money> amounts;
        amounts.reserve(by_lessee_.size());
        for (const auto& [lessee, amount] : by_lessee_) amounts.push_back(amount);
        return herfindahl(amounts);
    }

private:
    Currency currency_;
    std::int64_t contracts_ = 0;
    Money outstanding_ = Money::zero(currency_), present_value_ = Money::zero(currency_),
          residual_ = Money::zero(currency_);
    std::map<std::uint32_t, Money> by_lessee_;
};

// Largest first; what belongs to no cluster or industry last; equal amounts in the order of the register.
template <class Part, class Key>
void order(std::vector<Part>& parts, Key key) {
    std::ranges::sort(parts, [&](const Part& a, const Part& b) {
        const bool a_unmapped = key(a) == unmapped, b_unmapped = key(b) == unmapped;
        if (a_unmapped != b_unmapped) return b_unmapped;
        const auto& x = a.figures.outstanding_principal;
        const auto& y = b.figures.outstanding_principal;
        return x != y ? x > y : key(a) < key(b);
    });
}

// Shares in millionths that add up to exactly 1, by largest remainder; a cluster's is the sum of its cells'.
void set_shares(Exposure& book) {
    std::vector<std::int64_t> weights;
    for (const auto& cluster : book.clusters)
        for (const auto& cell : cluster.cells) weights.push_back(cell.figures.outstanding_principal.minor_units());
    if (weights.empty()) return;
    const auto parts = split(Money::minor(1'000'000, book.currency), weights);
    std::size_t next = 0;
    for (auto& cluster : book.clusters)
        for (auto& cell : cluster.cells) {
            cell.figures.share.e10 = parts[next++].minor_units() * (rate_scale / 1'000'000);
            cluster.figures.share.e10 += cell.figures.share.e10;
        }
    book.total.share.e10 = rate_scale;
}

template <class Part>
Rate herfindahl_of(const std::vector<Part>& parts) {
    std::vector<Money> amounts;
    for (const auto& part : parts) amounts.push_back(part.figures.outstanding_principal);
    return herfindahl(amounts);
}

std::vector<Cell> figure_cells(const ExposureFigures& f) {
    std::vector<Cell> cells{f.contracts, f.lessees, f.outstanding_principal, Cell{}, f.residual_value, f.share};
    if (f.present_value) cells[3] = *f.present_value;
    return cells;
}

template <class Named>
std::pair<std::string, std::string> code_and_name(const std::vector<Named>& named, std::uint32_t at) {
    if (at == unmapped) return {std::string(unmapped_name), std::string(unmapped_name)};
    return {named[at].code.text, named[at].name};
}

void append_row(Table& table, RowRole role, std::vector<Cell> head, const ExposureFigures& figures,
                std::vector<Cell> tail) {
    auto middle = figure_cells(figures);
    head.insert(head.end(), middle.begin(), middle.end());
    head.insert(head.end(), tail.begin(), tail.end());
    table.rows.push_back({role, std::move(head)});
}

}  // namespace

Exposure exposure(const Portfolio& portfolio, Date as_of, Currency currency, const pricing::DiscountCurve* curve) {
    ensure(curve == nullptr || curve->reference == as_of, "the book is valued on the day of the curve");
    std::map<std::uint32_t, std::map<std::uint32_t, Sum>> cells;
    std::map<std::uint32_t, Sum> clusters;
    Sum all(currency);
    Exposure book{as_of, currency, {}, {}, {}, {}, 0, curve != nullptr};
    for (const auto& p : positions(portfolio, as_of, currency, curve)) {
        book.other_currencies += p.other_currency ? 1 : 0;
        if (!p.counted) continue;
        cells[p.cluster].try_emplace(p.industry, currency).first->second.add(p);
        clusters.try_emplace(p.cluster, currency).first->second.add(p);
        all.add(p);
    }
    for (const auto& [cluster, sum] : clusters) {
        ClusterExposure part{cluster, sum.figures(book.has_curve), {}, sum.herfindahl_lessees(), {}};
        for (const auto& [industry, cell] : cells[cluster])
            part.cells.push_back({industry, cell.figures(book.has_curve)});
        order(part.cells, [](const ExposureCell& c) { return c.industry; });
        part.herfindahl_industries = herfindahl_of(part.cells);
        book.clusters.push_back(std::move(part));
    }
    order(book.clusters, [](const ClusterExposure& c) { return c.cluster; });
    book.total = all.figures(book.has_curve);
    book.herfindahl_clusters = herfindahl_of(book.clusters);
    book.herfindahl_lessees = all.herfindahl_lessees();
    set_shares(book);
    return book;
}

Table exposure_table(const Portfolio& portfolio, const Exposure& book) {
    Table table{"exposure", book.as_of, book.currency, {}, {}, {}};
    using enum ColumnType;
    table.columns = {{"cluster", Text},
                     {"cluster_name", Text},
                     {"industry", Text},
                     {"industry_name", Text},
                     {"contracts", Count},
                     {"lessees", Count},
                     {"outstanding_principal", Amount},
                     {"present_value", Amount},
                     {"residual_value", Amount},
                     {"share", Share},
                     {"herfindahl", Share},
                     {"herfindahl_lessees", Share}};
    for (const auto& cluster : book.clusters) {
        const auto [code, name] = code_and_name(portfolio.clusters, cluster.cluster);
        for (const auto& cell : cluster.cells) {
            const auto [industry, industry_name] = code_and_name(portfolio.industries, cell.industry);
            append_row(table, RowRole::Detail, {code, name, industry, industry_name}, cell.figures, {Cell{}, Cell{}});
        }
        append_row(table, RowRole::Subtotal, {code, name, Cell{}, Cell{}}, cluster.figures,
                   {cluster.herfindahl_industries, cluster.herfindahl_lessees});
    }
    append_row(table, RowRole::Total, {Cell{}, Cell{}, Cell{}, Cell{}}, book.total,
               {book.herfindahl_clusters, book.herfindahl_lessees});
    if (!book.has_curve)
        table.notes.push_back("No market quotes on or shortly before this day: present values are left out.");
    if (book.other_currencies > 0)
        table.notes.push_back(std::to_string(book.other_currencies) +
                              " running contracts in other currencies are left out.");
    return table;
}

}  // namespace leasebook::reports
