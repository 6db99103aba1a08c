#pragma once
// What a machine is worth: by the curve of its class, or by its last appraisal carried along that curve.
#include <optional>
#include <vector>

#include "domain/register.h"

namespace leasebook {

// Share of the new price by age in whole months, 0 to the last month given; beyond it the last share holds.
// Index 0 is the new machine (100 %).
struct ResidualCurve {
    std::vector<Rate> share_by_month;
    Rate at(int months) const;
};

// Whole months from acquisition to `on`, never negative.
int age_in_months(Date acquired, Date on);

// Estimated value on a day: cost × curve(age), rounded once; an appraisal replaces the
// cost as the starting point (value × curve(age) / curve(age at the appraisal)).
Money estimate(const Asset& asset, const ResidualCurve& curve, const std::optional<Appraisal>& appraisal, Date on);

// What is booked above what is expected: max(0, booked − forecast), never netted across assets (R-F-03).
Money residual_at_risk(Money booked, Money forecast);

}  // namespace leasebook
