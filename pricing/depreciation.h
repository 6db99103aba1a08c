#pragma once
// How a thing's book value falls by the methods that spreadsheets name. Amounts in the currency's own unit, the loss
// of one period; each is an error when cost, salvage, life or period make no sense.
#include "domain/result.h"

namespace leasebook::pricing {

struct Depreciation {
    double cost = 0, salvage = 0, life = 0;
};

Result<double> straight_line(const Depreciation& thing);
Result<double> sum_of_years(const Depreciation& thing, double period);
// Fixed rate, rounded to three decimals; the first year counts `first_year_months`.
Result<double> fixed_declining(const Depreciation& thing, double period, double first_year_months);
// `factor` / life of what is left, never below salvage.
Result<double> declining(const Depreciation& thing, double period, double factor);
// The same between two points in time, changing to straight line where that is more, unless `keep_declining`.
Result<double> variable_declining(const Depreciation& thing, double start, double end, double factor,
                                  bool keep_declining);

}  // namespace leasebook::pricing
