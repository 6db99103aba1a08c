#include "server/risk/credit_risk_file.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "pricing/portfolio_risk/credit_risk_plus.h"
#include "server/risk/credit_risk_input.h"

namespace leasebook::server {

namespace {

using nlohmann::ordered_json;
using pricing::BandedLosses;
using pricing::CreditSector;

constexpr std::size_t deepest = 16;

// "99.5" of 0.995.
std::string percent_text(double level) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", level * 100);
    return text;
}

// So far the distribution must be known to answer.
double farthest(const std::vector<double>& levels) {
    const double highest = levels.empty() ? 0.999 : std::ranges::max(levels);
    return std::max(highest, 0.999) + (1 - std::max(highest, 0.999)) / 1e6;
}

// To the hundredth of the file's unit of money.
double rounded(double amount) { return std::round(amount * 100) / 100; }

void add_figures(ordered_json& out, const BandedLosses& losses, double expected, const std::vector<double>& levels) {
    out["expected_loss"] = out["EL"] = rounded(expected);
    out["unexpected_loss"] = out["UL"] = rounded(losses.deviation);
    out["loss_unit"] = losses.unit;
    for (const double level : levels) {
        const double loss = rounded(pricing::quantile(losses, level));
        char key[32];
        std::snprintf(key, sizeof key, "%.6g", level);
        out["quantiles"][key] = loss;
        out["VaR" + percent_text(level)] = loss;
        out["economic_capital" + percent_text(level)] = rounded(loss - expected);
        out["expected_shortfall"][key] = rounded(pricing::expected_shortfall(losses, level));
    }
}

Result<ordered_json> solved(const FileCase& portfolio, const ObligorFile& file) {
    double largest = 0, exposure = 0, expected = 0;
    for (const auto& part : portfolio.exposures) {
        largest = std::max(largest, part.exposure);
        exposure += part.exposure;
        expected += part.exposure * part.default_probability;
    }
    if (largest <= 0) return invalid("obligors", "Nothing is exposed: at least one exposure is above zero.");
    const double unit = file.unit.value_or(std::ceil(largest / 100));
    // Each obligor's own part is a sector of its own.
    std::map<std::pair<std::string, std::string>, CreditSector> sectors;
    for (const auto& part : portfolio.exposures)
        for (const auto& [sector, weight] : part.weights)
            sectors[{sector, sector == "Specific" ? part.obligor : ""}].add(
                part.exposure, weight * part.default_probability, weight * part.sd, unit);
    std::vector<CreditSector> list;
    for (auto& [name, sector] : sectors) list.push_back(std::move(sector));
    const auto losses = pricing::banded_losses(list, unit, farthest(file.levels));
    if (!losses) return losses.errors();
    ordered_json out;
    out["obligors"] = portfolio.exposures.size();
    out["aggregate_exposure"] = rounded(exposure);
    add_figures(out, *losses, expected, file.levels);
    return out;
}

Result<std::string> answer(const ObligorFile& file) {
    ordered_json out, cases;
    for (const auto& portfolio : file.cases) {
        auto figures = solved(portfolio, file);
        if (!figures) return figures.errors();
        if (out.empty()) {
            out["case"] = portfolio.name;
            out.update(*figures);
        }
        cases[portfolio.name] = *std::move(figures);
    }
    out["cases"] = std::move(cases);
    return out.dump(2) + "\n";
}

// Groups whose rates of default are correlated become one sector with the same variance of the loss (Bürgisser, Kurth,
// Wagner and Wolf 1999).
Result<std::string> answer(const GroupFile& file) {
    ordered_json out;
    double exposure = 0, expected = 0, own_variance = 0, common = 0;
    std::vector<double> losses_expected;
    for (std::size_t i = 0; i < file.groups.size(); ++i) {
        const auto& group = file.groups[i];
        const double loss = group.count * group.exposure * group.default_probability;
        const double own = group.count * group.exposure * group.exposure * group.default_probability;
        out["sectorExposure"].push_back(group.count * group.exposure);
        out["sectorEL"].push_back(rounded(loss));
        out["sectorUL"].push_back(std::sqrt(own + file.relative_variances[i] * loss * loss));
        losses_expected.push_back(loss);
        exposure += group.count * group.exposure;
        expected += loss;
        own_variance += own;
    }
    if (expected <= 0) return invalid("sectors", "Nothing is exposed: at least one exposure is above zero.");
    for (std::size_t i = 0; i < file.groups.size(); ++i)
        for (std::size_t j = 0; j < file.groups.size(); ++j)
            common += file.correlations[i][j] * losses_expected[i] * losses_expected[j] *
                      std::sqrt(file.relative_variances[i] * file.relative_variances[j]);
    const double relative = std::max(0.0, common) / (expected * expected);
    double largest = 0;
    for (const auto& group : file.groups) largest = std::max(largest, group.exposure);
    const double unit = file.unit.value_or(largest / 100);
    CreditSector sector;
    double defaults = 0;
    for (const auto& group : file.groups) sector.add(group.exposure, group.count * group.default_probability, 0, unit);
    for (const auto& part : sector.parts) defaults += part.mean;
    sector.deviation = std::sqrt(relative) * defaults;
    const auto losses = pricing::banded_losses({sector}, unit, farthest(file.levels));
    if (!losses) return losses.errors();
    out["exposure"] = out["aggregate_exposure"] = rounded(exposure);
    out["relativeDefaultVariance"] = relative;
    add_figures(out, *losses, expected, file.levels);
    out["UL"] = out["unexpected_loss"] = std::sqrt(own_variance + common);
    for (const double level : file.levels)
        out["quantile" + percent_text(level)] = rounded(pricing::quantile(*losses, level));
    return out.dump(2) + "\n";
}

}  // namespace

Result<std::string> credit_risk_plus_json(const std::string& text) {
    std::size_t depth = 0;
    const auto shallow = [&](int at, nlohmann::json::parse_event_t, nlohmann::json&) {
        depth = std::max(depth, static_cast<std::size_t>(at));
        return depth <= deepest;
    };
    const auto file = nlohmann::json::parse(text, shallow, false);
    if (depth > deepest || !file.is_object()) return invalid("file", "This is not a JSON object.");
    const auto& inputs = file.contains("inputs") ? file["inputs"] : file;
    if (!inputs.is_object()) return invalid("inputs", "This is not a JSON object.");
    if (has_groups(inputs)) {
        const auto groups = read_groups(inputs);
        return groups ? answer(*groups) : groups.errors();
    }
    const auto obligors = read_obligors(inputs);
    return obligors ? answer(*obligors) : obligors.errors();
}

}  // namespace leasebook::server
