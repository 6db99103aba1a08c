#include "domain/residual.h"

#include <algorithm>

#include "domain/accounting/share.h"

namespace leasebook {

Machine::Machine(const Asset& asset)
    : code(asset.code),
      asset_class(asset.asset_class),
      contract(asset.contract),
      currency(asset.currency),
      cost(asset.cost),
      acquired(asset.acquired),
      usage_date(asset.usage_date),
      insured_until(asset.insured_until),
      usage(asset.usage),
      usage_unit(asset.usage_unit),
      condition(asset.condition) {}

Rate ResidualCurve::at(int months) const {
    ensure(!share_by_month.empty() && months >= 0, "a residual curve starts at month 0");
    return share_by_month[std::min(static_cast<std::size_t>(months), share_by_month.size() - 1)];
}

int age_in_months(Date acquired, Date on) {
    const std::chrono::year_month_day from{acquired}, to{on};
    int months = (static_cast<int>(to.year()) - static_cast<int>(from.year())) * 12 +
                 static_cast<int>(static_cast<unsigned>(to.month())) -
                 static_cast<int>(static_cast<unsigned>(from.month()));
    if (add_months(acquired, months) > on) --months;
    return std::max(0, months);
}

Money estimate(const Machine& machine, const ResidualCurve& curve, const std::optional<Appraisal>& appraisal, Date on,
               Rate adjustment) {
    const Rate now = curve.at(age_in_months(machine.acquired, on));
    if (!appraisal) {
        const auto adjusted = int128{now.e10} * adjustment.e10;  // in 1e-20
        // Two roundings to 1e-10 of a share would show in large amounts: the share keeps 15 decimals.
        constexpr std::int64_t dropped = 100'000;
        const std::int64_t share_e15 = round_half_away(adjusted, dropped);
        return Money::minor(round_half_away(int128{machine.cost.minor_units()} * share_e15, rate_scale * dropped),
                            machine.currency);
    }
    const Rate then = curve.at(age_in_months(machine.acquired, appraisal->date));
    ensure(then.e10 > 0, "a residual curve never reaches zero");
    return Money::minor(round_half_away(int128{appraisal->value.minor_units()} * now.e10, then.e10), machine.currency);
}

Rate condition_factor(const AssetClass& asset_class, ConditionGrade grade) {
    constexpr std::int64_t percent = rate_scale / 100;
    switch (grade) {
        case ConditionGrade::A: return {rate_scale};
        case ConditionGrade::B: return asset_class.condition_b.value_or(Rate{95 * percent});
        case ConditionGrade::C: return asset_class.condition_c.value_or(Rate{85 * percent});
        case ConditionGrade::D: return asset_class.condition_d.value_or(Rate{70 * percent});
    }
    throw InvariantBroken("every condition has its factor");
}

Money prudent(const AssetClass& asset_class, Money estimate) {
    return share_of(estimate, asset_class.prudence.value_or(Rate{rate_scale}));
}

Money residual_at_risk(Money booked, Money forecast) {
    return std::max(Money::zero(booked.currency()), booked - forecast);
}

Money stressed(Money forecast, Rate shock) { return share_of(forecast, {rate_scale - shock.e10}); }

Money residual_reduction(Money unguaranteed, Money guaranteed, Money forecast) {
    return not_below_zero(unguaranteed - not_below_zero(forecast - guaranteed));
}

bool due_for_review(Date term_end, Date month_end) {
    const auto month = static_cast<unsigned>(std::chrono::year_month_day(month_end).month());
    return month % 3 == 0 || term_end <= add_months(month_end, 12);
}

}  // namespace leasebook
