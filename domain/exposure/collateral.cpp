#include "domain/exposure/collateral.h"

#include <algorithm>

namespace leasebook {

Errors check(const Collateral& collateral) {
    Errors errors;
    if (collateral.value <= Money::zero(collateral.currency))
        errors.push_back(invalid("value", "The value must be above zero."));
    if (collateral.haircut.e10 < 0 || collateral.haircut.e10 > rate_scale)
        errors.push_back(invalid("haircut", "The haircut is between 0 and 100 %."));
    if (collateral.until && *collateral.until < collateral.since)
        errors.push_back(
            invalid("until", "The last day cannot come before the first, {0}.", to_text(collateral.since)));
    return errors;
}

Money eligible(const Collateral& collateral, Date as_of) {
    const bool counts = collateral.since <= as_of && (!collateral.until || as_of <= *collateral.until);
    if (!counts) return Money::zero(collateral.currency);
    const int128 kept = rate_scale - collateral.haircut.e10;
    return Money::minor(round_half_away(int128{collateral.value.minor_units()} * kept, rate_scale),
                        collateral.currency);
}

namespace {

void cover(ExposureParts& parts, Money amount) { parts.collateral += std::min(amount, parts.credit()); }

void spread(const std::vector<ExposureParts*>& open, Money amount) {
    std::vector<std::int64_t> weights;
    Money uncovered = Money::zero(amount.currency());
    for (const auto* parts : open) {
        weights.push_back(parts->credit().minor_units());
        uncovered += parts->credit();
    }
    if (uncovered.is_zero()) return;
    const auto shares = split(std::min(amount, uncovered), weights);
    for (std::size_t i = 0; i < open.size(); ++i) cover(*open[i], shares[i]);
}

}  // namespace

void deduct_collateral(const std::vector<SecuredContract>& contracts, const std::vector<const Collateral*>& collateral,
                       Date as_of) {
    for (const auto* one : collateral) {
        if (!one->contract) continue;
        for (const auto& [number, parts] : contracts)
            if (*number == *one->contract && parts->deposit.currency() == one->currency)
                cover(*parts, eligible(*one, as_of));
    }
    for (const auto* all : collateral) {
        if (all->contract) continue;
        std::vector<ExposureParts*> open;
        for (const auto& [number, parts] : contracts)
            if (parts->deposit.currency() == all->currency) open.push_back(parts);
        spread(open, eligible(*all, as_of));
    }
}

}  // namespace leasebook
