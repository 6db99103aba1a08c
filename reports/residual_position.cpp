#include "reports/residual_position.h"

#include <algorithm>

#include "pricing/residual_curve.h"

namespace leasebook::reports {

namespace {

bool has_position(const PortfolioContract& contract, Date as_of) {
    const auto& terms = contract.terms;
    return contract.status == ContractStatus::Active && terms.commencement <= as_of && final_date(contract) > as_of &&
           !(terms.guaranteed_residual + unguaranteed_residual(contract)).is_zero();
}

// A position per contract that has one, its figures still at zero; and where each contract's is.
std::vector<std::uint32_t> open_positions(const Portfolio& portfolio, ResidualBook& book) {
    std::vector<std::uint32_t> place(portfolio.contracts.size(), unmapped);
    const auto zero = Money::zero(book.currency);
    for (std::uint32_t i = 0; i < portfolio.contracts.size(); ++i) {
        const auto& contract = portfolio.contracts[i];
        const auto& terms = contract.terms;
        if (!has_position(contract, book.as_of)) continue;
        if (terms.currency != book.currency) {
            ++book.other_currencies;
            continue;
        }
        place[i] = static_cast<std::uint32_t>(book.positions.size());
        const Money unguaranteed = unguaranteed_residual(contract);
        book.positions.push_back({i, final_date(contract), zero, zero, zero, terms.guaranteed_residual + unguaranteed,
                                  unguaranteed, zero, false});
    }
    return place;
}

void add_asset(const PortfolioAsset& asset, const ResidualCurve& curve, Date as_of, ResidualPosition& position) {
    // A machine priced in another currency cannot be set against this residual.
    if (asset.asset.currency != position.cost.currency()) return;
    position.cost += asset.asset.cost;
    position.current_estimate += estimate(asset.asset, curve, asset.appraisal, as_of);
    position.forecast += estimate(asset.asset, curve, asset.appraisal, position.term_end);
    position.appraised = position.appraised || asset.appraisal.has_value();
}

}  // namespace

ResidualBook residual_book(const Portfolio& portfolio, Date as_of, Currency currency) {
    const auto zero = Money::zero(currency);
    ResidualBook book{as_of, currency, {}, zero, zero, zero, zero, 0};
    const auto place = open_positions(portfolio, book);
    std::vector<ResidualCurve> curves;
    for (const auto& asset_class : portfolio.asset_classes) curves.push_back(pricing::curve_of(asset_class));
    for (const auto& asset : portfolio.assets)
        if (asset.contract != unmapped && place[asset.contract] != unmapped)
            add_asset(asset, curves[asset.asset_class], as_of, book.positions[place[asset.contract]]);
    for (auto& position : book.positions) {
        position.at_risk = residual_at_risk(position.booked, position.forecast);
        book.booked += position.booked;
        book.unguaranteed += position.unguaranteed;
        book.forecast += position.forecast;
        book.at_risk += position.at_risk;
    }
    std::ranges::sort(book.positions, [&](const ResidualPosition& a, const ResidualPosition& b) {
        return a.at_risk != b.at_risk ? a.at_risk > b.at_risk
                                      : portfolio.contracts[a.contract].number < portfolio.contracts[b.contract].number;
    });
    return book;
}

Table residual_table(const Portfolio& portfolio, const ResidualBook& book) {
    Table table{"residuals", book.as_of, book.currency, {}, {}, {}};
    using enum ColumnType;
    table.columns = {{"contract", Text},           {"lessee", Text},     {"term_end", Text}, {"cost", Amount},
                     {"current_estimate", Amount}, {"forecast", Amount}, {"booked", Amount}, {"unguaranteed", Amount},
                     {"at_risk", Amount},          {"basis", Text}};
    Money cost = Money::zero(book.currency), current = cost;
    for (const auto& p : book.positions) {
        const auto& contract = portfolio.contracts[p.contract];
        table.rows.push_back({RowRole::Detail,
                              {contract.number.text, portfolio.lessees[contract.lessee].name, to_text(p.term_end),
                               p.cost, p.current_estimate, p.forecast, p.booked, p.unguaranteed, p.at_risk,
                               std::string(p.appraised ? "appraisal" : "class curve")}});
        cost += p.cost;
        current += p.current_estimate;
    }
    table.rows.push_back(
        {RowRole::Total,
         {Cell{}, Cell{}, Cell{}, cost, current, book.forecast, book.booked, book.unguaranteed, book.at_risk, Cell{}}});
    if (book.other_currencies > 0)
        table.notes.push_back(std::to_string(book.other_currencies) +
                              " running contracts with a residual in other currencies are left out.");
    return table;
}

}  // namespace leasebook::reports
