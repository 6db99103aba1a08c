#pragma once
// The curve by which a class of equipment loses value (domain rules F.1).
#include "domain/residual.h"

namespace leasebook::pricing {

// Shares of the new price for every month from 0 to the end of the life: in the first year a straight line from 1 to
// 1 − d1, after it (1 − d1)(1 − d)^(t − 1), t in years, d1 and d the losses of the class. Each is rounded to 1e-10,
// half away from zero, and never below 1e-10: a machine is never worth exactly nothing.
ResidualCurve curve_of(const AssetClass& asset_class);

}  // namespace leasebook::pricing
