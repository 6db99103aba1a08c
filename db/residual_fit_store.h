#pragma once
// Curves in force, the sales they rest on, and the last fit of each class.
#include <optional>
#include <vector>

#include "db/database.h"
#include "domain/residual_curve.h"

namespace leasebook::db {

// The points in force on the day, by class and age.
std::vector<CurvePoint> curves_in_force(Connection& connection, Date on);
// All points of a class, the latest curve first.
std::vector<CurvePoint> curve_points_of(Connection& connection, const AssetClassCode& asset_class);

// In the order of their codes.
std::vector<UsedSale> sales_of(Connection& connection, const AssetClassCode& asset_class);
// The classes that have sales, by code.
std::vector<AssetClassCode> classes_with_sales(Connection& connection);

std::optional<FittedCurve> find_fit(Connection& connection, const AssetClassCode& asset_class);
// In the place of the one before.
void keep_fit(Connection& connection, const FittedCurve& fit);

}  // namespace leasebook::db
