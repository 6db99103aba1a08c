#include "reports/residual_position.h"

#include <algorithm>
#include <memory>

#include "domain/accounting/share.h"
#include "domain/concentration.h"
#include "pricing/residual_curve.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

bool has_position(const PortfolioContract& contract, Date as_of) {
    const auto& terms = contract.terms;
    return contract.status == ContractStatus::Active && terms.commencement <= as_of && final_date(contract) > as_of &&
           !(terms.guaranteed_residual + unguaranteed_residual(contract)).is_zero();
}

ResidualPosition position_of(const PortfolioContract& contract, std::uint32_t at) {
    const auto zero = Money::zero(contract.terms.currency);
    ResidualPosition position;
    position.contract = at;
    position.term_end = final_date(contract);
    position.guaranteed = contract.terms.guaranteed_residual;
    position.unguaranteed = unguaranteed_residual(contract);
    position.booked = position.guaranteed + position.unguaranteed;
    position.cost = position.current_estimate = position.forecast = zero;
    return position;
}

// A position per contract that has one, its estimates still at zero; and where each contract's is.
std::vector<std::uint32_t> open_positions(const Portfolio& portfolio, ResidualBook& book) {
    std::vector<std::uint32_t> place(portfolio.contracts.size(), unmapped);
    for (std::uint32_t i = 0; i < portfolio.contracts.size(); ++i) {
        const auto& contract = portfolio.contracts[i];
        if (!has_position(contract, book.as_of)) continue;
        if (contract.terms.currency != book.currency) {
            ++book.other_currencies;
            continue;
        }
        place[i] = static_cast<std::uint32_t>(book.positions.size());
        book.positions.push_back(position_of(contract, i));
    }
    return place;
}

ClassPart& part_of(ResidualPosition& position, std::uint32_t asset_class) {
    const auto found = std::ranges::find(position.parts, asset_class, &ClassPart::asset_class);
    if (found != position.parts.end()) return *found;
    const auto zero = Money::zero(position.booked.currency());
    return position.parts.emplace_back(ClassPart{asset_class, zero, zero});
}

void add_asset(const Portfolio& portfolio, const PortfolioAsset& asset, const ResidualCurve& curve, Date as_of,
               ResidualPosition& position) {
    // A machine priced in another currency cannot be set against this residual.
    if (asset.asset.currency != position.cost.currency()) return;
    const auto& asset_class = portfolio.asset_classes[asset.asset_class];
    const Money then = pricing::estimated_value(asset.asset, asset_class, curve, asset.appraisal, position.term_end);
    position.cost += asset.asset.cost;
    position.current_estimate += pricing::estimated_value(asset.asset, asset_class, curve, asset.appraisal, as_of);
    position.forecast += then;
    position.appraised = position.appraised || asset.appraisal.has_value();
    auto& part = part_of(position, asset.asset_class);
    part.cost += asset.asset.cost;
    part.forecast += then;
}

void conclude(ResidualPosition& position, Rate stress) {
    position.stressed = stressed(position.forecast, stress);
    position.at_risk = residual_at_risk(position.booked, position.forecast);
    position.at_risk_stressed = residual_at_risk(position.booked, position.stressed);
    position.upside = not_below_zero(position.forecast - position.booked);
    position.reduction = residual_reduction(position.unguaranteed, position.guaranteed, position.forecast);
}

void add_up(ResidualBook& book) {
    std::vector<Money> booked;
    for (const auto& position : book.positions) {
        book.booked += position.booked;
        book.guaranteed += position.guaranteed;
        book.unguaranteed += position.unguaranteed;
        book.forecast += position.forecast;
        book.at_risk += position.at_risk;
        book.at_risk_stressed += position.at_risk_stressed;
        book.upside += position.upside;
        booked.push_back(position.booked);
    }
    book.coverage = share(book.forecast, book.booked);
    book.concentration = herfindahl(booked);
}

}  // namespace

ResidualBook residual_book(const Portfolio& portfolio, Date as_of, Currency currency, Rate stress) {
    const auto zero = Money::zero(currency);
    ResidualBook book{as_of, currency, stress, {}, zero, zero, zero, zero, zero, zero, zero, {}, {}, 0};
    const auto place = open_positions(portfolio, book);
    const auto curves = pricing::curves_of(portfolio.asset_classes, portfolio.residual_curves);
    for (const auto& asset : portfolio.assets)
        if (asset.contract != unmapped && place[asset.contract] != unmapped)
            add_asset(portfolio, asset, curves[asset.asset_class], as_of, book.positions[place[asset.contract]]);
    for (auto& position : book.positions) conclude(position, stress);
    add_up(book);
    std::ranges::sort(book.positions, [&](const ResidualPosition& a, const ResidualPosition& b) {
        return a.at_risk != b.at_risk ? a.at_risk > b.at_risk
                                      : portfolio.contracts[a.contract].number < portfolio.contracts[b.contract].number;
    });
    return book;
}

namespace {

Row row_of(const Portfolio& portfolio, const ResidualPosition& p) {
    const auto& contract = portfolio.contracts[p.contract];
    return {RowRole::Detail,
            {contract.number.text, portfolio.lessees[contract.lessee].name, to_text(p.term_end), p.cost,
             p.current_estimate, p.forecast, p.stressed, p.booked, p.guaranteed, p.unguaranteed, p.at_risk,
             p.at_risk_stressed, p.upside, std::string(p.appraised ? "appraisal" : "class curve")},
            contract_link(contract.number.text)};
}

}  // namespace

LongList residual_list(const Portfolio& portfolio, ResidualBook book) {
    Table table{"residuals", book.as_of, book.currency, {}, {}, {}};
    using enum ColumnType;
    table.columns = {{"contract", Text},
                     {"lessee", Text},
                     {"term_end", Text},
                     {"cost", Amount, true},
                     {"current_estimate", Amount, true},
                     {"forecast", Amount, true},
                     {"stressed", Amount, true},
                     {"booked", Amount, true},
                     {"guaranteed", Amount, true},
                     {"unguaranteed", Amount, true},
                     {"at_risk", Amount, true},
                     {"at_risk_stressed", Amount, true},
                     {"upside", Amount, true},
                     {"basis", Text}};
    if (book.other_currencies > 0)
        table.notes.push_back({"{0} running contracts with a residual in other currencies are left out.",
                               {std::to_string(book.other_currencies)}});
    const auto positions = std::make_shared<const std::vector<ResidualPosition>>(std::move(book.positions));
    return {std::move(table), positions->size(),
            [&portfolio, positions](std::size_t i) { return std::optional(row_of(portfolio, (*positions)[i])); }};
}

}  // namespace leasebook::reports
