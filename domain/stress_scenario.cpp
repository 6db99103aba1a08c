#include "domain/stress_scenario.h"

#include <algorithm>
#include <set>

namespace leasebook {

namespace {

std::vector<std::string> entries_of(const std::optional<std::string>& text) {
    std::vector<std::string> entries;
    if (!text) return entries;
    for (std::size_t from = 0; from <= text->size();) {
        const auto end = std::min(text->find(';', from), text->size());
        const auto first = text->find_first_not_of(' ', from);
        if (first < end) {
            const auto last = text->find_last_not_of(' ', end - 1);
            entries.push_back(text->substr(first, last - first + 1));
        }
        from = end + 1;
    }
    return entries;
}

struct Bounds {
    std::int64_t low = 0, high = 0;  // in units of Rate
    const char* sentence;
};
constexpr Bounds shift_bounds{-10'000 * rate_scale, 10'000 * rate_scale,
                              "\"{0}\": a shift is a number of basis points, at most 10,000."};
constexpr Bounds multiplier_bounds{0, 100 * rate_scale, "\"{0}\": a multiplier lies between 0 and 100."};
constexpr Bounds fall_bounds{0, rate_scale, "\"{0}\": a fall in value lies between 0 and 1."};

std::optional<Rate> figure_of(std::string_view text, const Bounds& bounds) {
    const auto figure = parse_decimal(text, 10);
    if (!figure || *figure < bounds.low || *figure > bounds.high) return {};
    return Rate{*figure};
}

std::vector<NamedShock> read_shocks(const std::optional<std::string>& text, const char* field, const Bounds& bounds,
                                    Errors& errors) {
    std::vector<NamedShock> shocks;
    std::set<std::string> seen;
    for (const auto& entry : entries_of(text)) {
        const auto colon = entry.rfind(':');
        if (colon == std::string::npos || colon == 0) {
            errors.push_back(invalid(field, "\"{0}\": write a name, a colon and a figure, like K1:2.0.", entry));
            continue;
        }
        const auto name = entry.substr(0, colon);
        const auto figure = figure_of(std::string_view(entry).substr(colon + 1), bounds);
        if (!figure) errors.push_back(invalid(field, bounds.sentence, entry));
        if (!seen.insert(name).second) errors.push_back(invalid(field, "\"{0}\" is named twice.", name));
        shocks.push_back({name, figure.value_or(Rate{})});
    }
    return shocks;
}

void check_tenors(const std::vector<NamedShock>& curve, Errors& errors) {
    for (const auto& shock : curve)
        if (shock.name != everywhere && std::ranges::find(key_tenors, shock.name) == key_tenors.end())
            errors.push_back(invalid("curve_shifts", "\"{0}\" is no key rate. Use one of: {1}.", shock.name,
                                     "all, 3M, 6M, 1Y, 2Y, 3Y, 5Y, 7Y, 10Y, 15Y, 20Y"));
}

void look_up(const std::vector<NamedShock>& shocks, const std::vector<std::string>& known, const char* field,
             const char* sentence, Errors& errors) {
    for (const auto& shock : shocks)
        if (shock.name != everywhere && std::ranges::find(known, shock.name) == known.end())
            errors.push_back(invalid(field, sentence, shock.name));
}

}  // namespace

Errors check(const StressScenario& scenario) {
    const auto shocks = shocks_of(scenario);
    auto errors = shocks ? Errors{} : shocks.errors();
    if (scenario.name == "new" || scenario.name.find('/') != std::string::npos)
        errors.push_back(invalid("name", "A scenario's name has no slash and is not \"new\"."));
    return errors;
}

Result<StressShocks> shocks_of(const StressScenario& scenario) {
    Errors errors;
    StressShocks shocks;
    shocks.curve = read_shocks(scenario.curve_shifts, "curve_shifts", shift_bounds, errors);
    check_tenors(shocks.curve, errors);
    for (auto& shock : shocks.curve) shock.size.e10 /= 100;  // basis points to percentage points
    shocks.clusters = read_shocks(scenario.cluster_multipliers, "cluster_multipliers", multiplier_bounds, errors);
    shocks.industries = read_shocks(scenario.industry_multipliers, "industry_multipliers", multiplier_bounds, errors);
    shocks.residuals = read_shocks(scenario.residual_falls, "residual_falls", fall_bounds, errors);
    shocks.anchors = entries_of(scenario.anchor_defaults);
    if (errors.empty() && shocks.curve.empty() && shocks.clusters.empty() && shocks.industries.empty() &&
        shocks.residuals.empty() && shocks.anchors.empty())
        errors.push_back(invalid("curve_shifts", "A scenario names at least one shock."));
    if (!errors.empty()) return errors;
    return shocks;
}

Errors unknown_names(const StressShocks& shocks, const StressNames& known) {
    Errors errors;
    look_up(shocks.clusters, known.clusters, "cluster_multipliers", "There is no cluster \"{0}\".", errors);
    look_up(shocks.industries, known.industries, "industry_multipliers", "There is no industry \"{0}\".", errors);
    look_up(shocks.residuals, known.asset_classes, "residual_falls", "There is no asset class \"{0}\".", errors);
    for (const auto& anchor : shocks.anchors)
        if (std::ranges::find(known.anchors, anchor) == known.anchors.end())
            errors.push_back(invalid("anchor_defaults", "No lessee depends on an anchor enterprise \"{0}\".", anchor));
    return errors;
}

}  // namespace leasebook
