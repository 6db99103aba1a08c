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

std::vector<ExposureParts> secured_parts(const Portfolio& portfolio, std::span<const ExposurePosition> positions,
                                         Date as_of, Currency currency) {
    std::vector<ExposureParts> parts(positions.size());
    std::ranges::transform(positions, parts.begin(), &ExposurePosition::parts);
    const auto collateral = by_lessee(portfolio, currency);
    if (collateral.empty()) return parts;
    std::map<std::uint32_t, std::vector<SecuredContract>> secured;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto& contract = portfolio.contracts[i];
        if (positions[i].counted && collateral.contains(portfolio.lessees[contract.lessee].code.text))
            secured[contract.lessee].push_back({&contract.number, &parts[i]});
    }
    for (const auto& [lessee, contracts] : secured)
        deduct_collateral(contracts, collateral.at(portfolio.lessees[lessee].code.text), as_of);
    return parts;
}

}  // namespace leasebook::reports
