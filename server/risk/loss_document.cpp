#include "server/risk/loss_document.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

#include "pricing/portfolio_risk/credit_risk_plus.h"
#include "reports/exposure.h"
#include "server/record_json.h"

namespace leasebook::server {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t lessees_named = 50;
constexpr int histogram_bins = 60;

ordered_json estimate_json(const pricing::Estimate& estimate) {
    return {{"value", to_text(estimate.value)}, {"standard_error", to_text(estimate.standard_error)}};
}

std::string level_text(int thousandths) {
    return thousandths % 10 == 0 ? std::to_string(thousandths / 10)
                                 : std::to_string(thousandths / 10) + "." + std::to_string(thousandths % 10);
}

ordered_json tails_json(const pricing::LossFigures& figures) {
    auto tails = ordered_json::array();
    for (const auto& tail : figures.tails)
        tails.push_back({{"level", level_text(tail.level)},
                         {"value_at_risk", estimate_json(tail.value_at_risk)},
                         {"expected_shortfall", estimate_json(tail.expected_shortfall)}});
    return tails;
}

// What a cluster, an industry or a lessee adds to exposure, expected loss and the two expected shortfalls.
struct Part {
    std::string code, name;
    Money exposure;
    Money expected_loss;  // before contagion; rounded for each lessee, so that every way to add up gives the same
    std::array<Money, pricing::tail_levels.size()> shortfalls;
};

ordered_json part_json(const Part& part) {
    ordered_json out{{"code", part.code}, {"name", part.name}, {"exposure", to_text(part.exposure)}};
    out["expected_loss"] = to_text(part.expected_loss);
    for (std::size_t i = 0; i < part.shortfalls.size(); ++i)
        out["expected_shortfall_" + level_text(pricing::tail_levels[i])] = to_text(part.shortfalls[i]);
    return out;
}

// Largest part of the shortfall at 99 % first.
ordered_json parts_json(std::vector<Part> parts) {
    std::ranges::stable_sort(parts, [](const Part& a, const Part& b) { return a.shortfalls[0] > b.shortfalls[0]; });
    auto list = ordered_json::array();
    for (const auto& part : parts) list.push_back(part_json(part));
    return list;
}

class Contributions {
public:
    Contributions(const reports::NamedLossBook& named, const pricing::LossFigures& figures)
        : named_(named), figures_(figures) {}

    template <class Record>
    ordered_json of(const std::vector<Record>& records, std::uint32_t pricing::Obligor::*place) const {
        std::map<std::uint32_t, Part> parts;
        for (std::size_t i = 0; i < named_.names.size(); ++i) {
            const auto at = named_.book.obligors[i].*place;
            const bool mapped = at != unmapped;
            auto& part = parts
                             .try_emplace(at, empty(mapped ? records[at].code.text : std::string(unmapped_name),
                                                    mapped ? records[at].name : std::string()))
                             .first->second;
            add(part, i);
        }
        std::vector<Part> list;
        for (auto& [at, part] : parts)
            if (!part.exposure.is_zero()) list.push_back(std::move(part));
        return parts_json(std::move(list));
    }

    // The largest by name, all others as one line, so that the list adds up too.
    ordered_json of_lessees() const {
        std::vector<Part> parts;
        for (std::size_t i = 0; i < named_.names.size(); ++i) {
            if (named_.names[i].exposure.is_zero()) continue;
            parts.push_back(empty(named_.names[i].code.text, named_.names[i].name));
            add(parts.back(), i);
        }
        std::ranges::stable_sort(parts, [](const Part& a, const Part& b) { return a.shortfalls[0] > b.shortfalls[0]; });
        auto others = empty("others", "");
        for (std::size_t i = lessees_named; i < parts.size(); ++i) {
            others.exposure += parts[i].exposure;
            others.expected_loss += parts[i].expected_loss;
            for (std::size_t k = 0; k < others.shortfalls.size(); ++k) others.shortfalls[k] += parts[i].shortfalls[k];
        }
        const bool more = parts.size() > lessees_named;
        parts.resize(std::min(parts.size(), lessees_named));
        auto list = parts_json(std::move(parts));
        if (more) list.push_back(part_json(others));
        return list;
    }

private:
    Part empty(std::string code, std::string name) const {
        const auto zero = Money::zero(named_.book.currency);
        return {std::move(code), std::move(name), zero, zero, {zero, zero}};
    }
    void add(Part& part, std::size_t i) const {
        const auto& obligor = named_.book.obligors[i];
        part.exposure += named_.names[i].exposure;
        part.expected_loss += reports::scaled(obligor.loss, obligor.default_probability);
        for (std::size_t k = 0; k < part.shortfalls.size(); ++k) part.shortfalls[k] += figures_.tails[k].by_obligor[i];
    }

    const reports::NamedLossBook& named_;
    const pricing::LossFigures& figures_;
};

ordered_json second_opinion(const reports::NamedLossBook& named) {
    const auto losses = pricing::credit_risk_plus(named.book, named.model, 0.9995);
    if (!losses) return nullptr;
    const auto money = [&](double amount) { return to_text(Money::minor(std::llround(amount), named.book.currency)); };
    auto tails = ordered_json::array();
    for (const int level : pricing::tail_levels)
        tails.push_back({{"level", level_text(level)},
                         {"value_at_risk", money(pricing::quantile(*losses, level / 1000.0))},
                         {"expected_shortfall", money(pricing::expected_shortfall(*losses, level / 1000.0))}});
    return {{"model", "CreditRisk+"},
            {"expected_loss", money(losses->mean)},
            {"unexpected_loss", money(losses->deviation)},
            {"tails", tails}};
}

ordered_json histogram_json(const pricing::LossRun& run) {
    auto bins = ordered_json::array();
    for (const auto& bin : pricing::histogram(run, histogram_bins))
        bins.push_back({{"from", to_text(bin.from)}, {"until", to_text(bin.until)}, {"scenarios", bin.scenarios}});
    return bins;
}

}  // namespace

std::string loss_document(const RiskInputs& inputs, const reports::NamedLossBook& named, const pricing::LossRun& run) {
    const auto figures = pricing::figures_of(named.book, run);
    const Contributions contributions(named, figures);
    ordered_json out;
    Money exposure = Money::zero(named.book.currency);
    std::int64_t lessees = 0;
    for (const auto& name : named.names) {
        exposure += name.exposure;
        lessees += name.exposure.is_zero() ? 0 : 1;
    }
    out["lessees"] = lessees;
    out["exposure"] = to_text(exposure);
    out["other_currencies"] = named.other_currencies;
    out["parameters"] = ordered_json::parse(record_json(inputs.risk));
    out["sum_of_expected_losses"] = to_text(figures.exact_expected_loss);
    out["expected_loss"] = estimate_json(figures.expected_loss);
    out["unexpected_loss"] = estimate_json(figures.unexpected_loss);
    out["tails"] = tails_json(figures);
    out["second_opinion"] = second_opinion(named);
    out["clusters"] = contributions.of(inputs.portfolio.clusters, &pricing::Obligor::cluster);
    out["industries"] = contributions.of(inputs.portfolio.industries, &pricing::Obligor::industry);
    out["largest_lessees"] = contributions.of_lessees();
    out["histogram"] = histogram_json(run);
    return out.dump();
}

}  // namespace leasebook::server
