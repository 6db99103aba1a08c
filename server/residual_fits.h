#pragma once
// Fits of the classes' curves to the sales in the database.
#include "db/database.h"
#include "domain/residual_curve.h"

namespace leasebook::server {

// Fits each class that has sales anew and keeps the results; classes with too few usable sales keep what they had. On
// two processors, class by class.
std::vector<FittedCurve> fit_all_classes(db::Database& database);

// Accepts the last fit of a class as its curve from a day on. Errors: there is no fit; a curve begins that day already.
Result<std::vector<CurvePoint>> accept_fit(db::Connection& connection, const AssetClassCode& asset_class,
                                           Date valid_from);

// A curve as somebody enters it: "12 80" a line in a form, age in months and percent of the cost; "12:0.80;24:0.70" as
// text. Errors: on "points".
struct CurveEntry {
    AssetClassCode asset_class;
    Date valid_from;
    std::string points;
    std::optional<std::string> source;
};
void visit_fields(auto& entry, auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, CurveEntry> {
    field("asset_class", entry.asset_class);
    field("valid_from", entry.valid_from);
    field("points", entry.points);
    field("source", entry.source);
}
Errors check(const CurveEntry& entry);
Result<std::vector<CurvePoint>> enter_curve(db::Connection& connection, const CurveEntry& entry);

}  // namespace leasebook::server
