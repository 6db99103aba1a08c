#include "reports/stress.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "pricing/portfolio_risk/contagion.h"
#include "pricing/residual_curve.h"
#include "reports/exposure.h"

namespace leasebook::reports {

namespace {

double size_of(const std::vector<NamedShock>& shocks, std::string_view name, double otherwise) {
    const auto found = std::ranges::find(shocks, name, &NamedShock::name);
    return found == shocks.end() ? otherwise : real(found->size);
}

// What a scenario makes of the book's parts; without one they are as they are.
class ShockedBook {
public:
    ShockedBook(const LossSources& sources, const StressShocks& shocks)
        : from_(sources), shocks_(shocks), values_(sources.portfolio, sources.currency) {
        const auto named = loss_book(sources);
        for (const auto& obligor : named.book.obligors)
            probabilities_.push_back(std::min(1.0, obligor.default_probability * multiplier(obligor)));
        infect(named);
        for (const auto& asset_class : sources.portfolio.asset_classes)
            kept_.push_back(1 -
                            size_of(shocks.residuals, asset_class.code.text, size_of(shocks.residuals, everywhere, 0)));
    }

    double probability(std::uint32_t lessee) const { return probabilities_[lessee]; }
    double kept(std::uint32_t asset_class) const { return kept_[asset_class]; }
    Money machines(const std::vector<std::uint32_t>& positions, Date on) const {
        return values_.of(positions, on, kept_);
    }

private:
    double multiplier(const pricing::Obligor& obligor) const {
        const auto of = [&](const std::vector<NamedShock>& shocks, std::uint32_t place, const auto& records) {
            return size_of(shocks, everywhere, 1) *
                   (place == unmapped ? 1 : size_of(shocks, records[place].code.text, 1));
        };
        return of(shocks_.clusters, obligor.cluster, from_.portfolio.clusters) *
               of(shocks_.industries, obligor.industry, from_.portfolio.industries);
    }

    void infect(const NamedLossBook& named) {
        std::vector<std::uint32_t> defaulted;
        for (std::uint32_t i = 0; i < named.names.size(); ++i)
            if (std::ranges::any_of(shocks_.anchors, [&](const std::string& anchor) {
                    return anchor == named.names[i].name || anchor == named.names[i].code.text;
                }))
                defaulted.push_back(i);
        if (defaulted.empty()) return;
        const auto distress = pricing::debt_rank(named.names.size(), named.book.dependencies, defaulted);
        for (std::size_t i = 0; i < distress.size(); ++i)
            probabilities_[i] =
                pricing::infected_default_probability(probabilities_[i], named.model.contagion, distress[i]);
        for (const auto anchor : defaulted) probabilities_[anchor] = 1;
    }

    const LossSources& from_;
    const StressShocks& shocks_;
    const MachineValues values_;
    std::vector<double> probabilities_, kept_;
};

StressFigures figures_of(const LossSources& sources, const PlacedLease& placed,
                         const std::vector<std::uint32_t>& machines, const ShockedBook& book,
                         const pricing::DiscountCurve& curve) {
    const auto& [contract, lease] = placed;
    const double probability = book.probability(sources.portfolio.contracts[contract].lessee);
    const Money zero = Money::zero(sources.currency);
    StressFigures figures{lease.outstanding, pricing::present_value(curve, lease.rows), zero, zero, zero};
    const auto lost = loss_on_default(lease.outstanding, book.machines(machines, sources.as_of), sources.pricing);
    figures.expected_loss = scaled(lost, probability);
    if (probability >= real(sources.pricing.pd_ccc)) figures.exposure_at_risk = lease.outstanding;
    if (!lease.residual.is_zero())
        figures.residual_gap = residual_at_risk(lease.residual, book.machines(machines, lease.end));
    return figures;
}

void add(StressFigures& sum, const StressFigures& part) {
    sum.exposure += part.exposure;
    sum.present_value += part.present_value;
    sum.expected_loss += part.expected_loss;
    sum.exposure_at_risk += part.exposure_at_risk;
    sum.residual_gap += part.residual_gap;
}

StressFigures nothing(Currency currency) {
    const auto zero = Money::zero(currency);
    return {zero, zero, zero, zero, zero};
}

// Lines by position of cluster or industry.
using Lines = std::map<std::uint32_t, StressLine>;
void add_line(Lines& lines, std::uint32_t place, const StressFigures& before, const StressFigures& after) {
    const auto currency = before.exposure.currency();
    auto& line = lines.try_emplace(place, StressLine{"", nothing(currency), nothing(currency)}).first->second;
    add(line.before, before);
    add(line.after, after);
}

template <class Record>
std::vector<StressLine> by_code(Lines lines, const std::vector<Record>& records) {
    std::vector<StressLine> sorted;
    for (auto& [place, line] : lines) {
        line.code = place == unmapped ? std::string(unmapped_name) : records[place].code.text;
        sorted.push_back(std::move(line));
    }
    // `unmapped` is the highest position: it stays last.
    const auto end = lines.contains(unmapped) ? sorted.end() - 1 : sorted.end();
    std::sort(sorted.begin(), end, [](const StressLine& a, const StressLine& b) { return a.code < b.code; });
    return sorted;
}

template <class Record>
std::vector<std::string> codes_of(const std::vector<Record>& records) {
    std::vector<std::string> codes;
    for (const auto& record : records) codes.push_back(record.code.text);
    return codes;
}

Result<StressShocks> known_shocks(const Portfolio& portfolio, const StressScenario& scenario) {
    auto shocks = shocks_of(scenario);
    if (!shocks) return shocks;
    auto unknown = unknown_names(*shocks, {codes_of(portfolio.clusters), codes_of(portfolio.industries),
                                           codes_of(portfolio.asset_classes), portfolio.anchors});
    if (!unknown.empty()) return unknown;
    return shocks;
}

// The mildest one of at least that probability.
RatingGrade grade_of(double probability, const PricingParameters& pricing) {
    using enum RatingGrade;
    if (probability >= 1) return D;
    for (const auto grade : {AAA, AA, A, BBB, BB, B})
        if (default_probability(grade, pricing) >= probability) return grade;
    return CCC;
}

}  // namespace

Result<Portfolio> stressed_portfolio(const LossSources& sources, const StressScenario& scenario) {
    const auto shocks = known_shocks(sources.portfolio, scenario);
    if (!shocks) return shocks.errors();
    const ShockedBook shocked(sources, *shocks);
    auto portfolio = sources.portfolio;
    for (std::uint32_t i = 0; i < portfolio.lessees.size(); ++i) {
        auto& grade = portfolio.lessees[i].grade;
        const double before = default_probability(grade, sources.pricing), after = shocked.probability(i);
        if (after != before) grade = grade_of(after, sources.pricing);
    }
    const auto curves = pricing::curves_of(portfolio.asset_classes, portfolio.residual_curves);
    for (auto& [machine, contract, place, appraisal] : portfolio.assets) {
        if (place == unmapped || shocked.kept(place) == 1) continue;
        const auto value =
            pricing::estimated_value(machine, portfolio.asset_classes[place], curves[place], appraisal, sources.as_of);
        appraisal = Appraisal{machine.code, sources.as_of, machine.currency, scaled(value, shocked.kept(place)), {}};
    }
    return portfolio;
}

Result<StressResult> stress(const LossSources& sources, const pricing::DiscountCurve& curve,
                            const StressScenario& scenario) {
    const auto shocks = known_shocks(sources.portfolio, scenario);
    if (!shocks) return shocks.errors();
    const auto& portfolio = sources.portfolio;
    const StressShocks none;
    const ShockedBook as_is(sources, none), shocked(sources, *shocks);
    const auto after_curve = reports::shifted(curve, shocks->curve);
    const auto machines = machines_by_contract(portfolio);
    StressResult result{sources.as_of, sources.currency, nothing(sources.currency), nothing(sources.currency), {}, {}};
    Lines clusters, industries;
    for (const auto& placed : running_leases(portfolio, sources.as_of, sources.currency)) {
        const auto& with = machines[placed.contract];
        const auto before = figures_of(sources, placed, with, as_is, curve);
        const auto after = figures_of(sources, placed, with, shocked, after_curve);
        const auto& lessee = portfolio.lessees[portfolio.contracts[placed.contract].lessee];
        add(result.before, before);
        add(result.after, after);
        add_line(clusters, lessee.cluster, before, after);
        add_line(industries, lessee.industry, before, after);
    }
    result.clusters = by_code(std::move(clusters), portfolio.clusters);
    result.industries = by_code(std::move(industries), portfolio.industries);
    return result;
}

pricing::DiscountCurve shifted(const pricing::DiscountCurve& curve, const std::vector<NamedShock>& shifts) {
    if (shifts.empty()) return curve;
    constexpr std::array<double, key_tenors.size()> years{0.25, 0.5, 1, 2, 3, 5, 7, 10, 15, 20};
    std::array<double, key_tenors.size()> sizes{};  // as rates
    for (std::size_t i = 0; i < sizes.size(); ++i)
        sizes[i] = (size_of(shifts, everywhere, 0) + size_of(shifts, key_tenors[i], 0)) / 100;
    const auto shift_at = [&](double time) {
        const auto above = static_cast<std::size_t>(std::ranges::upper_bound(years, time) - years.begin());
        if (above == 0) return sizes.front();
        if (above == years.size()) return sizes.back();
        const double part = (time - years[above - 1]) / (years[above] - years[above - 1]);
        return sizes[above - 1] + part * (sizes[above] - sizes[above - 1]);
    };
    auto moved = curve;
    moved.snapshot.clear();
    for (std::size_t day = 0; day < moved.daily.size(); ++day) {
        const double time = static_cast<double>(day) / 365;
        moved.daily[day] *= std::exp(-shift_at(time) * time);
    }
    for (auto& node : moved.nodes) {
        const double time = days_between(curve.reference, node.date) / 365.0;
        node.discount *= std::exp(-shift_at(time) * time);
    }
    return moved;
}

}  // namespace leasebook::reports
