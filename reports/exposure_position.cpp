// What one contract brings to the exposure of the book.
#include <algorithm>
#include <map>

#include "domain/two_halves.h"
#include "pricing/rent.h"
#include "reports/exposure.h"

namespace leasebook::reports {

namespace {

// Empty where the lease no longer runs by it.
Schedule as_agreed(const PortfolioContract& contract) {
    if (contract.changed) return {};
    auto schedule = pricing::agreed_schedule(contract.terms, contract.plan, contract.rent);
    ensure(schedule.has_value(), "the rent of a stored contract repays it");
    return *std::move(schedule);
}

bool runs_on(const PortfolioContract& contract, Date as_of) {
    return contract.status == ContractStatus::Active && contract.terms.commencement <= as_of &&
           final_date(contract) > as_of;
}

void value_running(ExposurePosition& p, const PortfolioContract& contract, Date as_of,
                   const pricing::DiscountCurve* curve) {
    const auto& terms = contract.terms;
    const auto agreed = as_agreed(contract);
    p.outstanding = contract.changed ? contract.changed->account.balance_after(as_of, terms.financed_amount)
                                     : outstanding_principal(terms, agreed, as_of);
    if (p.outstanding.is_zero()) return;
    p.residual = terms.guaranteed_residual + unguaranteed_residual(contract);
    // The rows of the net investment expect what an impaired residual still brings.
    const auto& rows = contract.changed ? contract.changed->net_investment.rows : agreed.rows;
    if (curve != nullptr) p.present_value = pricing::present_value(*curve, rows);
}

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
    if (runs) value_running(p, contract, as_of, curve);
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
