#pragma once
// How the rents of a lease run over its term: all the same, or by one of the other customs of the trade (B.2).
#include <vector>

#include "domain/schedule.h"

namespace leasebook {

enum class Structure { Level, Linear, Step, Seasonal, InterestOnlyThenLevel, Bullet, Custom };
template <>
struct NamesOf<Structure> {
    static constexpr Names<Structure, 7> names{{{Structure::Level, "level"},
                                                {Structure::Linear, "linear"},
                                                {Structure::Step, "step"},
                                                {Structure::Seasonal, "seasonal"},
                                                {Structure::InterestOnlyThenLevel, "interest_only_then_level"},
                                                {Structure::Bullet, "bullet"},
                                                {Structure::Custom, "custom"}}};
};

// From this rent on, rents are `factor` times the first one, until the next step.
struct RentStep {
    int from_period = 0;
    Rate factor;
    bool operator==(const RentStep&) const = default;
};

struct RentPlan {
    Structure structure = Structure::Level;
    std::vector<RentStep> steps;     // Step: ascending from_period, the first period has factor 1
    std::vector<int> skip_months;    // Seasonal: calendar months 1 to 12 without rent, their interest capitalised
    int interest_only_periods = 0;   // InterestOnlyThenLevel: the first rents that pay interest alone
    std::vector<DatedAmount> rents;  // Custom: one a period, on their own dates; the last takes the rounding
    bool operator==(const RentPlan&) const = default;
};

// The plan, or every field of it that does not fit the terms. Fields that the structure does not use must be empty.
Result<RentPlan> validated(RentPlan plan, const LeaseTerms& terms);

// When balloon and residuals fall due: as the terms say, but custom rents end on their own last date.
Date final_date(const LeaseTerms& terms, const RentPlan& plan);

}  // namespace leasebook
