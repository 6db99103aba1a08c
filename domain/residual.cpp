#include "domain/residual.h"

#include <algorithm>

namespace leasebook {

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

Money estimate(const Asset& asset, const ResidualCurve& curve, const std::optional<Appraisal>& appraisal, Date on) {
    const Rate now = curve.at(age_in_months(asset.acquired, on));
    if (!appraisal)
        return Money::minor(round_half_away(int128{asset.cost.minor_units()} * now.e10, rate_scale), asset.currency);
    const Rate then = curve.at(age_in_months(asset.acquired, appraisal->date));
    ensure(then.e10 > 0, "a residual curve never reaches zero");
    return Money::minor(round_half_away(int128{appraisal->value.minor_units()} * now.e10, then.e10), asset.currency);
}

Money residual_at_risk(Money booked, Money forecast) {
    return std::max(Money::zero(booked.currency()), booked - forecast);
}

}  // namespace leasebook
