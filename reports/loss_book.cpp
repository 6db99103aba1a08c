#include "reports/loss_book.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "pricing/residual_curve.h"
#include "pricing/risk_price.h"

namespace leasebook::reports {

namespace {

// Obligors in the order of the portfolio's lessees, then anchors outside the book.
class LossBookMaker {
public:
    explicit LossBookMaker(const LossSources& sources) : from_(sources) {
        made_.book.currency = sources.currency;
        for (const auto& cluster : sources.portfolio.clusters) made_.book.clusters.push_back(cluster.code.text);
        for (const auto& industry : sources.portfolio.industries) made_.book.industries.push_back(industry.code.text);
        add_lessees();
        add_losses();
        add_anchors();
        set_model();
    }
    NamedLossBook made() && { return std::move(made_); }

private:
    void add_lessees() {
        const auto zero = Money::zero(from_.currency);
        for (const auto& lessee : from_.portfolio.lessees) {
            made_.book.obligors.push_back(
                {default_probability(lessee.grade, from_.pricing), zero, lessee.cluster, lessee.industry});
            made_.names.push_back({lessee.code, lessee.name, zero});
        }
    }

    void add_losses() {
        const auto machines = machines_by_contract(from_.portfolio);
        const MachineValues values(from_.portfolio, from_.currency);
        for (const auto& [contract, lease] : running_leases(from_.portfolio, from_.as_of, from_.currency)) {
            const Money value = values.of(machines[contract], from_.as_of);
            const auto lessee = from_.portfolio.contracts[contract].lessee;
            made_.names[lessee].exposure += lease.outstanding;
            made_.book.obligors[lessee].loss += loss_on_default(lease.outstanding, value, from_.pricing);
        }
        for (const auto& contract : from_.portfolio.contracts)
            if (contract.terms.currency != from_.currency && runs_on(contract, from_.as_of)) ++made_.other_currencies;
    }

    void add_anchors() {
        std::map<std::string, std::uint32_t> known;  // lessees by name and code
        for (std::uint32_t i = 0; i < made_.names.size(); ++i) {
            known.emplace(made_.names[i].name, i);
            known.insert_or_assign(made_.names[i].code.text, i);
        }
        const auto& portfolio = from_.portfolio;
        std::vector<std::vector<std::uint32_t>> dependants(portfolio.anchors.size());
        for (std::uint32_t i = 0; i < portfolio.lessees.size(); ++i)
            if (portfolio.lessees[i].anchor != unmapped) dependants[portfolio.lessees[i].anchor].push_back(i);
        for (std::size_t i = 0; i < dependants.size(); ++i) {
            const auto& name = portfolio.anchors[i];
            const auto& suppliers = dependants[i];
            if (suppliers.empty()) continue;
            const auto lessee = known.find(name);
            const auto anchor = lessee != known.end() ? lessee->second : outside_anchor(name, suppliers);
            for (const auto supplier : suppliers)
                if (supplier != anchor)
                    made_.book.dependencies.push_back({anchor, supplier, real(from_.risk.anchor_dependence)});
        }
    }

    std::uint32_t outside_anchor(const std::string& name, const std::vector<std::uint32_t>& suppliers) {
        const auto commonest = [&](auto place_of) {
            std::map<std::uint32_t, int> counts;
            for (const auto supplier : suppliers) ++counts[made_.book.obligors[supplier].*place_of];
            return std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; })->first;
        };
        const auto zero = Money::zero(from_.currency);
        made_.book.obligors.push_back({real(from_.risk.anchor_default_rate), zero,
                                       commonest(&pricing::Obligor::cluster), commonest(&pricing::Obligor::industry)});
        made_.names.push_back({{}, name, zero});
        return static_cast<std::uint32_t>(made_.names.size() - 1);
    }

    void set_model() {
        const auto& risk = from_.risk;
        made_.model = {real(risk.economy_share), real(risk.cluster_share), real(risk.industry_share),
                       correlations_of(from_.portfolio.industries, risk.industry_correlation, from_.correlations),
                       real(risk.contagion)};
    }

    const LossSources& from_;
    NamedLossBook made_;
};

}  // namespace

double real(Rate rate) { return static_cast<double>(rate.e10) / static_cast<double>(rate_scale); }

Money scaled(Money amount, double factor) {
    return Money::minor(std::llround(static_cast<double>(amount.minor_units()) * factor), amount.currency());
}

std::vector<PlacedLease> running_leases(const Portfolio& portfolio, Date as_of, Currency currency) {
    std::vector<PlacedLease> leases;
    for (std::uint32_t i = 0; i < portfolio.contracts.size(); ++i) {
        if (portfolio.contracts[i].terms.currency != currency) continue;
        if (auto lease = running_lease(portfolio.contracts[i], as_of)) leases.push_back({i, *std::move(lease)});
    }
    return leases;
}

std::vector<std::vector<std::uint32_t>> machines_by_contract(const Portfolio& portfolio) {
    std::vector<std::vector<std::uint32_t>> machines(portfolio.contracts.size());
    for (std::uint32_t i = 0; i < portfolio.assets.size(); ++i)
        if (portfolio.assets[i].contract != unmapped) machines[portfolio.assets[i].contract].push_back(i);
    return machines;
}

NamedLossBook loss_book(const LossSources& sources) { return LossBookMaker(sources).made(); }

pricing::CorrelationMatrix correlations_of(const std::vector<Industry>& industries, Rate of_all,
                                           std::span<const IndustryCorrelation> given) {
    std::vector<std::string> names;
    std::map<std::string, std::size_t> places;
    for (const auto& industry : industries) {
        places.emplace(industry.code.text, names.size());
        names.push_back(industry.code.text);
    }
    auto matrix = pricing::equal_correlations(std::move(names), real(of_all));
    for (const auto& pair : given) {
        const auto first = places.find(pair.first.text), second = places.find(pair.second.text);
        if (first == places.end() || second == places.end()) continue;
        matrix.at(first->second, second->second) = matrix.at(second->second, first->second) = real(pair.correlation);
    }
    return matrix;
}

MachineValues::MachineValues(const Portfolio& portfolio, Currency currency)
    : portfolio_(portfolio),
      currency_(currency),
      curves_(pricing::curves_of(portfolio.asset_classes, portfolio.residual_curves)) {}

Money MachineValues::of(const std::vector<std::uint32_t>& positions, Date on,
                        std::span<const double> kept_of_class) const {
    Money sum = Money::zero(currency_);
    for (const auto position : positions) {
        const auto& [machine, contract, place, appraisal] = portfolio_.assets[position];
        if (place == unmapped || machine.currency != currency_) continue;
        const Money value =
            pricing::estimated_value(machine, portfolio_.asset_classes[place], curves_[place], appraisal, on);
        sum += kept_of_class.empty() ? value : scaled(value, kept_of_class[place]);
    }
    return sum;
}

Money loss_on_default(Money exposure, Money machines, const PricingParameters& pricing) {
    const double sale = (1 - real(pricing.forced_sale_haircut)) * (1 - real(pricing.selling_cost));
    const auto exposed = static_cast<double>(exposure.minor_units());
    const double share = pricing::loss_given_default(exposed, static_cast<double>(machines.minor_units()) * sale,
                                                     real(pricing.lgd_floor));
    return Money::minor(std::llround(exposed * share), exposure.currency());
}

double default_probability(RatingGrade grade, const PricingParameters& pricing) {
    return grade == RatingGrade::D ? 1 : real(pricing.default_rate(grade));
}

}  // namespace leasebook::reports
