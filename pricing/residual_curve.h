#pragma once
// The curve by which a class of equipment loses value (domain rules F.1).
#include "domain/residual.h"
#include "domain/residual_curve.h"

namespace leasebook::pricing {

// Shares of the new price for every month from 0 to the end of the life: in the first year a straight line from 1 to
// 1 − d1, after it (1 − d1)(1 − d)^(t − 1), t in years, d1 and d the losses of the class. Each is rounded to 1e-10,
// half away from zero, and never below 1e-10: a machine is never worth exactly nothing.
ResidualCurve curve_of(const AssetClass& asset_class);

// The curve through points in force (domain/residual_curve.h), monthly to the last of them or the end of the life,
// whichever is later: from 100 % for a new machine, between two points at a constant yearly loss (geometric), beyond
// the last at the loss of the last stretch. Rounded as above. Without points, that of the class.
ResidualCurve curve_of(const AssetClass& asset_class, const std::vector<CurvePoint>& points);
// Of each class in its place; the points are those in force, of any classes.
std::vector<ResidualCurve> curves_of(const std::vector<AssetClass>& classes, const std::vector<CurvePoint>& points);

// What use and condition make of the value: (use / standard use)^−exponent × condition factor (F.1, EX-F1), to 1e-10.
// The standard is that of the machine's age when its meter was read; the ratio counts between a half and four, as a
// meter that was changed says little. 1 where nothing is known.
Rate value_adjustment(const AssetClass& asset_class, const Machine& machine);

// estimate() of domain/residual.h with this adjustment.
Money estimated_value(const Machine& machine, const AssetClass& asset_class, const ResidualCurve& curve,
                      const std::optional<Appraisal>& appraisal, Date on);

}  // namespace leasebook::pricing
