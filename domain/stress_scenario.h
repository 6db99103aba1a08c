#pragma once
// A stress scenario: what is supposed to happen to curve, defaults, machines and anchors. Its lists have one text each,
// in forms, JSON and the database: name and figure by a colon, entries by semicolons ("K1:2.0;K2:1.5").
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "domain/fields.h"
#include "domain/market.h"

namespace leasebook {

struct StressScenario {
    std::string name;
    std::optional<std::string> description;
    std::optional<std::string> curve_shifts;  // basis points by key rate: "1Y:100;5Y:150"; "all:100" is parallel
    std::optional<std::string>
        cluster_multipliers;  // of the probability of default: "K1:2.5"; "all:1.5" is of everybody
    std::optional<std::string> industry_multipliers;  // the same by industry
    std::optional<std::string> residual_falls;        // part of the value lost by asset class: "CNC:0.20"
    std::optional<std::string> anchor_defaults;       // anchor enterprises by name: "Dongfang Motor;Hualian"
    bool operator==(const StressScenario&) const = default;
};
void visit_fields(auto& s, auto& field) requires std::same_as<std::remove_cvref_t<decltype(s)>, StressScenario> {
    field("name", s.name);
    field("description", s.description);
    field("curve_shifts", s.curve_shifts);
    field("cluster_multipliers", s.cluster_multipliers);
    field("industry_multipliers", s.industry_multipliers);
    field("residual_falls", s.residual_falls);
    field("anchor_defaults", s.anchor_defaults);
}
Errors check(const StressScenario& scenario);

struct NamedShock {
    std::string name;
    Rate size;
    bool operator==(const NamedShock&) const = default;
};

// The same as values.
struct StressShocks {
    std::vector<NamedShock> curve;  // by tenor, 1 = 100 basis points: in percentage points
    std::vector<NamedShock> clusters, industries, residuals;
    std::vector<std::string> anchors;
};
inline constexpr std::string_view everywhere = "all";
// The tenors at which a curve may be shifted; between two of them a shift fades from one to the other.
inline constexpr std::array<std::string_view, 10> key_tenors{"3M", "6M", "1Y",  "2Y",  "3Y",
                                                             "5Y", "7Y", "10Y", "15Y", "20Y"};

// Errors name field and entry: a text without a figure, a name given twice, a tenor that is no key rate, a multiplier
// that is not between 0 and 100, a fall that is not between 0 and 1, no shock at all.
Result<StressShocks> shocks_of(const StressScenario& scenario);

// Names that a scenario may use.
struct StressNames {
    std::vector<std::string> clusters, industries, asset_classes, anchors;
};
// An error for every name that is none of these.
Errors unknown_names(const StressShocks& shocks, const StressNames& known);

}  // namespace leasebook
