#pragma once
// How a class of equipment loses value, as somebody holds it to be from a day on: entered, imported, or accepted from
// a fit to sales. And what the market's sales say (domain rules F.1).
#include <optional>
#include <string>
#include <vector>

#include "domain/fields.h"
#include "domain/register.h"

namespace leasebook {

// One point of a curve: the share of the cost when new (without VAT) that a machine of standard use in condition A is
// worth at that age. A curve is the points of one class with one valid_from; the last one valid on a day is in force.
struct CurvePoint {
    AssetClassCode asset_class;
    Date valid_from;
    int age_months = 0;
    Rate share;
    std::optional<Rate> low = {}, high = {};  // its confidence band, where it was fitted
    std::optional<std::string> source = {};
    bool operator==(const CurvePoint&) const = default;
};
void visit_fields(auto& point, auto& field) requires std::same_as<std::remove_cvref_t<decltype(point)>, CurvePoint> {
    field("asset_class", point.asset_class);
    field("valid_from", point.valid_from);
    field("age_months", point.age_months);
    field("share", point.share);
    field("low", point.low);
    field("high", point.high);
    field("source", point.source);
}
// A share lies above 0 and at most at 3 (prices of used machines do pass the price of new ones), the age between 0 and
// 600 months.
Errors check(const CurvePoint& point);

// The points in force on the day, by age: those of the latest valid_from on or before it. Points of one class.
std::vector<CurvePoint> points_in_force(const std::vector<CurvePoint>& points, Date on);

// A machine that somebody sold on the market: at auction, to a dealer, to another user.
struct UsedSale {
    SaleCode code;  // of the source: an auction's lot
    AssetClassCode asset_class;
    std::optional<std::string> maker = {}, model = {};
    Currency currency = CNY;
    Money price;  // without VAT
    Date sold;
    std::optional<int> age_months = {};  // or one of the next two, in this order; none: unknown
    std::optional<Date> acquired = {};   // new
    std::optional<int> year_made = {};
    std::optional<Money> cost = {};  // of the model when new, without VAT
    std::optional<int> usage = {};
    std::optional<UsageUnit> usage_unit = {};
    std::optional<ConditionGrade> condition = {};
    std::optional<std::string> source = {};
    bool operator==(const UsedSale&) const = default;
};
void visit_fields(auto& sale, auto& field) requires std::same_as<std::remove_cvref_t<decltype(sale)>, UsedSale> {
    field("code", sale.code);
    field("asset_class", sale.asset_class);
    field("maker", sale.maker);
    field("model", sale.model);
    field("currency", sale.currency);
    field("price", sale.price);
    field("sold", sale.sold);
    field("age_months", sale.age_months);
    field("acquired", sale.acquired);
    field("year_made", sale.year_made);
    field("cost", sale.cost);
    field("usage", sale.usage);
    field("usage_unit", sale.usage_unit);
    field("condition", sale.condition);
    field("source", sale.source);
}
Errors check(const UsedSale& sale);

// Whole months when it was sold, never negative; a machine of which only the year is known was made on 1 July.
std::optional<int> age_when_sold(const UsedSale& sale);

// What a fit to sales says of a class (pricing/residual_fit.h).
struct FittedPoint {
    int age_months = 0;
    Rate share, low, high;  // the band holds the curve with 95 % confidence
    bool operator==(const FittedPoint&) const = default;
};
struct ObservedShare {
    int age_months = 0;
    Rate share;  // of a sale, brought to standard use and condition A
    bool operator==(const ObservedShare&) const = default;
};
struct FittedCurve {
    AssetClassCode asset_class;
    Date through;         // the day of the last sale
    int sales = 0;        // that were used
    int left_out = 0;     // of unknown age, in other currencies, without a model to tell their price when new
    int models = 0;       // whose price when new was estimated
    int with_cost = 0;    // sales that named it
    Rate usage_exponent;  // estimated where the sales say enough, else that of the class
    Rate spread;          // of the logarithm of single prices about the curve, robust (1.4826 × MAD)
    std::vector<FittedPoint> points;      // by age
    std::vector<ObservedShare> observed;  // some of the sales, to be drawn
    bool operator==(const FittedCurve&) const = default;
};

}  // namespace leasebook
