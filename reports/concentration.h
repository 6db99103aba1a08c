#pragma once
// How concentrated exposure is on each axis (RP-17), and what the largest obligors add to the capital of the book.
#include <span>

#include "domain/concentration.h"
#include "domain/pricing_parameters.h"
#include "reports/exposure.h"

namespace leasebook::reports {

struct ConcentrationItem {
    std::uint32_t place = unmapped;
    Money exposure;
    Rate share;
};
struct AxisConcentration {
    Axis axis = Axis::Cluster;
    Concentration indices;                 // over places; what is unmapped counts as one more
    std::vector<ConcentrationItem> items;  // largest first
};
struct BookConcentration {
    std::vector<AxisConcentration> axes;
    // Of obligors, where their rates of default are known: by grade, with one loss given default for all.
    std::optional<Rate> capital, granularity;
};

// Of a default, where nothing better is known: senior claims on corporates without collateral (Basel, foundation IRB).
inline constexpr Rate assumed_loss{4'500'000'000};

// Of exposure as the positions make it, on every axis or on those named. `parameters` may be null: then nothing is said
// of capital; nor is it where obligors are not asked for.
BookConcentration book_concentration(const Portfolio& portfolio, std::span<const ExposurePosition> positions,
                                     Date as_of, Currency currency, const PricingParameters* parameters,
                                     std::span<const Axis> axes = all_axes);

// The ten largest of each axis, and a subtotal with its indices. In the total: exposure, K and GA.
Table concentration_table(const Portfolio& portfolio, const BookConcentration& book, Date as_of, Currency currency);

}  // namespace leasebook::reports
