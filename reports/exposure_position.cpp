// What one contract brings to the exposure of the book.
#include <algorithm>
#include <map>

#include "domain/two_halves.h"
#include "reports/exposure.h"
#include "reports/running_lease.h"

namespace leasebook::reports {

namespace {

using CollateralOf = std::map<std::string_view, std::vector<const Collateral*>>;

CollateralOf by_lessee(const Portfolio& portfolio, Currency currency) {
    CollateralOf collateral;
    for (const auto& one : portfolio.collaterals)
        if (one.currency == currency) collateral[one.lessee.text].push_back(&one);
    return collateral;
}

}  // namespace

ExposurePosition exposure_position(const PortfolioContract& contract, const ExposureParts& parts, Date as_of,
                                   Currency currency, const pricing::DiscountCurve* curve) {
    ExposurePosition p;
    p.outstanding = p.present_value = p.residual = Money::zero(currency);
    p.parts = ExposureParts::none(currency);
    const bool runs = runs_on(contract, as_of);
    if (contract.terms.currency != currency) {
        p.other_currency = runs || !parts.is_zero();
        return p;
    }
    p.parts = parts;
    if (const auto lease = running_lease(contract, as_of)) {
        p.outstanding = lease->outstanding;
        p.residual = lease->residual;
        if (curve != nullptr) p.present_value = pricing::present_value(*curve, lease->rows);
    }
    p.counted = !p.outstanding.is_zero() || !parts.is_zero();
    return p;
}

std::vector<ExposurePosition> exposure_positions(const Portfolio& portfolio, std::span<const ExposureParts> parts,
                                                 Date as_of, Currency currency, const pricing::DiscountCurve* curve) {
    ensure(curve == nullptr || curve->reference == as_of, "the book is valued on the day of the curve");
    ensure(parts.empty() || parts.size() == portfolio.contracts.size(), "parts stand beside their contracts");
    std::vector<ExposurePosition> positions(portfolio.contracts.size());
    const auto none = ExposureParts::none(currency);
    in_two_halves(positions.size(), [&](std::size_t i) {
        positions[i] =
            exposure_position(portfolio.contracts[i], parts.empty() ? none : parts[i], as_of, currency, curve);
    });
    return positions;
}

SecuredParts::SecuredParts(const Portfolio& portfolio, std::span<const ExposurePosition> positions, Date as_of,
                           Currency currency)
    : positions_(positions) {
    const auto collateral = by_lessee(portfolio, currency);
    if (collateral.empty()) return;
    std::map<std::uint32_t, std::vector<SecuredContract>> secured;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        const auto& contract = portfolio.contracts[i];
        if (!positions[i].counted || !collateral.contains(portfolio.lessees[contract.lessee].code.text)) continue;
        auto& parts = deducted_.emplace(i, positions[i].parts).first->second;
        secured[contract.lessee].push_back({&contract.number, &parts});
    }
    for (const auto& [lessee, contracts] : secured)
        deduct_collateral(contracts, collateral.at(portfolio.lessees[lessee].code.text), as_of);
}

std::vector<ExposureParts> secured_parts(const Portfolio& portfolio, std::span<const ExposurePosition> positions,
                                         Date as_of, Currency currency) {
    const SecuredParts secured(portfolio, positions, as_of, currency);
    std::vector<ExposureParts> parts;
    parts.reserve(positions.size());
    for (std::size_t i = 0; i < positions.size(); ++i) parts.push_back(secured[i]);
    return parts;
}

}  // namespace leasebook::reports
