#pragma once
// What expected losses are worked out with: scenarios of the economy, what is lost on a machine that must be sold,
// and what management adds by its own judgement (domain rules E.4).
#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/credit/staging.h"

namespace leasebook {

enum class EconomicScenario { Base, Up, Down };
template <>
struct NamesOf<EconomicScenario> {
    static constexpr Names<EconomicScenario, 3> names{
        {{EconomicScenario::Base, "base"}, {EconomicScenario::Up, "up"}, {EconomicScenario::Down, "down"}}};
};
inline constexpr std::size_t economic_scenarios = NamesOf<EconomicScenario>::names.size();

struct ScenarioWeight {
    Rate weight;               // of all scenarios: they add up to 1 exactly
    Rate default_multiplier;   // of the probability of default of a period, which is then at most 1
    Rate recovery_multiplier;  // of what the machine brings
    bool operator==(const ScenarioWeight&) const = default;
};

struct LossParameters {
    // In the order of the enumeration; the defaults are those of EX-E1.
    std::array<ScenarioWeight, economic_scenarios> scenarios{{{{6'000'000'000}, {10'000'000'000}, {10'000'000'000}},
                                                              {{2'000'000'000}, {7'000'000'000}, {10'500'000'000}},
                                                              {{2'000'000'000}, {18'000'000'000}, {8'500'000'000}}}};
    Rate loss_floor{1'000'000'000};           // 10 %: the least that is lost in a default, of the exposure
    Rate forced_sale_haircut{2'500'000'000};  // 25 % of the estimated value of the machine
    Rate selling_cost{500'000'000};           // 5 % of what it brings
    int months_to_sale = 6;                   // from default to the money for the machine
    Rate credit_conversion{rate_scale};       // of what is committed and not disbursed yet
    bool operator==(const LossParameters&) const = default;
};
// Everything wrong with them, above all weights that do not add up to 1.
Errors check(const LossParameters& parameters);

// The allowances of a portfolio by stage, in the order of the enumeration.
using ByStage = std::array<Money, NamesOf<Stage>::names.size()>;

// What management adds to the allowance of a stage, or takes off it, and why: an amount in the currency of the
// allowances, or a factor of the modelled allowance of the stage (0.1 adds 10 %).
struct ManagementOverlay {
    std::string reason;
    Stage stage = Stage::One;
    std::variant<Money, Rate> addition;
    bool operator==(const ManagementOverlay&) const = default;
};

// The modelled allowance stays as it was computed; the overlays are shown apart.
struct OverlaidAllowance {
    ByStage modelled, overlay;     // the sum of overlays by stage
    std::vector<Money> additions;  // of each overlay, in the order given; factors rounded once
    Money total;
    bool operator==(const OverlaidAllowance&) const = default;
};
// Each factor is taken of the modelled allowance alone, so the order does not matter. Errors, on the fields "reason"
// and "stage": no reason given; overlays that take off more than there is.
Result<OverlaidAllowance> apply_overlays(const ByStage& modelled, const std::vector<ManagementOverlay>& overlays);

}  // namespace leasebook
