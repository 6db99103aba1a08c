#pragma once
// How the rents of a lease run over its term: all the same, or by one of the other customs of the trade (B.2).
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
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
    std::vector<RentStep> steps;   // Step: ascending from_period, the first period has factor 1
    std::vector<int> skip_months;  // Seasonal: calendar months 1 to 12 without rent, their interest capitalised
    std::optional<int> interest_only_periods;  // InterestOnlyThenLevel: the first rents that pay interest alone
    std::vector<DatedAmount> rents;            // Custom: one a period, on their own dates; the last takes the rounding
    // Level in arrears: so many rents due together on commencement, and as many fewer at the end.
    std::optional<int> rents_up_front;
    bool operator==(const RentPlan&) const = default;
};
void visit_fields(auto& plan, auto& field) requires std::same_as<std::remove_cvref_t<decltype(plan)>, RentPlan> {
    field("structure", plan.structure);
    field("interest_only_periods", plan.interest_only_periods);
    field("rents_up_front", plan.rents_up_front);
    field("steps", plan.steps);
    field("skip_months", plan.skip_months);
    field("rents", plan.rents);
}

// The one text of each list: steps "13:0.8000;25:0.6000", months "1;2", rents "2026-02-15:10000.00;…". Nothing is
// an empty list. An error names the entry that is none.
Result<std::vector<RentStep>> parse_steps(std::string_view text, const std::string& field);
Result<std::vector<int>> parse_months(std::string_view text, const std::string& field);
Result<std::vector<DatedAmount>> parse_rents(std::string_view text, Currency currency, const std::string& field);
std::string to_text(const std::vector<RentStep>& steps);
std::string to_text(const std::vector<int>& months);
std::string to_text(const std::vector<DatedAmount>& rents);

// The due dates of the rents: as the terms and the plan say, not yet moved to business days.
std::vector<Date> rent_dates(const LeaseTerms& terms, const RentPlan& plan);

// The plan, or every field of it that does not fit the terms. Fields that the structure does not use must be empty.
Result<RentPlan> validated(RentPlan plan, const LeaseTerms& terms);

// When balloon and residuals fall due: as the terms say, but custom rents end on their own last date.
Date final_date(const LeaseTerms& terms, const RentPlan& plan);

}  // namespace leasebook
