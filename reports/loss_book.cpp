#include "reports/loss_book.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "pricing/rent.h"
#include "pricing/residual_curve.h"
#include "pricing/risk_price.h"

namespace leasebook::reports {

namespace {

double real(Rate rate) { return static_cast<double>(rate.e10) / static_cast<double>(rate_scale); }

// Obligors in the order of the portfolio's lessees, then anchors outside the book.
class LossBookMaker {
public:
    explicit LossBookMaker(const LossSources& sources) : from_(sources) {
        made_.book.currency = sources.currency;
        for (const auto& cluster : sources.portfolio.clusters) made_.book.clusters.push_back(cluster.code.text);
        for (const auto& industry : sources.portfolio.industries) made_.book.industries.push_back(industry.code.text);
        for (const auto& lessee : sources.lessees) registered_.emplace(lessee.code.text, &lessee);
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
            const auto found = registered_.find(lessee.code.text);
            const auto grade = found == registered_.end() ? RatingGrade::Unrated : found->second->grade;
            made_.book.obligors.push_back(
                {default_probability(grade, from_.pricing), zero, lessee.cluster, lessee.industry});
            made_.names.push_back({lessee.code, lessee.name, zero});
        }
    }

    void add_losses() {
        const auto machines = machines_by_contract(from_.portfolio);
        std::vector<ResidualCurve> curves;
        for (const auto& asset_class : from_.portfolio.asset_classes) curves.push_back(pricing::curve_of(asset_class));
        for (const auto& lease : running_leases(from_.portfolio, from_.as_of, from_.currency)) {
            Money value = Money::zero(from_.currency);
            for (const auto position : machines[lease.contract]) {
                const auto& asset = from_.portfolio.assets[position];
                if (asset.asset_class != unmapped && asset.asset.currency == from_.currency)
                    value += estimate(asset.asset, curves[asset.asset_class], asset.appraisal, from_.as_of);
            }
            const auto lessee = from_.portfolio.contracts[lease.contract].lessee;
            made_.names[lessee].exposure += lease.exposure;
            made_.book.obligors[lessee].loss += loss_on_default(lease.exposure, value, from_.pricing);
        }
        for (const auto& contract : from_.portfolio.contracts)
            if (contract.status == ContractStatus::Active && contract.terms.currency != from_.currency &&
                contract.terms.commencement <= from_.as_of && final_date(contract) > from_.as_of)
                ++made_.other_currencies;
    }

    void add_anchors() {
        std::map<std::string, std::uint32_t> known;  // lessees by name and code
        for (std::uint32_t i = 0; i < made_.names.size(); ++i) {
            known.emplace(made_.names[i].name, i);
            known.insert_or_assign(made_.names[i].code.text, i);
        }
        std::map<std::string, std::vector<std::uint32_t>> dependants;
        for (std::uint32_t i = 0; i < from_.portfolio.lessees.size(); ++i) {
            const auto found = registered_.find(from_.portfolio.lessees[i].code.text);
            if (found != registered_.end() && found->second->anchor_enterprise)
                dependants[*found->second->anchor_enterprise].push_back(i);
        }
        for (const auto& [name, suppliers] : dependants) {
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
    std::map<std::string, const Lessee*> registered_;
    NamedLossBook made_;
};

}  // namespace

std::vector<RunningLease> running_leases(const Portfolio& portfolio, Date as_of, Currency currency) {
    std::vector<RunningLease> leases;
    for (std::uint32_t i = 0; i < portfolio.contracts.size(); ++i) {
        const auto& contract = portfolio.contracts[i];
        const auto& terms = contract.terms;
        const auto end = final_date(contract);
        if (contract.status != ContractStatus::Active || terms.commencement > as_of || end <= as_of ||
            terms.currency != currency)
            continue;
        RunningLease lease{i, {}, {}, end, terms.guaranteed_residual + unguaranteed_residual(contract)};
        if (contract.changed) {
            lease.exposure = contract.changed->account.balance_after(as_of, terms.financed_amount);
            lease.rows = contract.changed->net_investment.rows;
        } else {
            auto agreed = pricing::agreed_schedule(terms, contract.plan, contract.rent);
            ensure(agreed.has_value(), "the rent of a stored contract repays it");
            lease.exposure = outstanding_principal(terms, *agreed, as_of);
            lease.rows = std::move(*std::move(agreed)).rows;
        }
        if (!lease.exposure.is_zero()) leases.push_back(std::move(lease));
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

std::vector<std::string> anchor_names(std::span<const Lessee> lessees) {
    std::set<std::string> names;
    for (const auto& lessee : lessees)
        if (lessee.anchor_enterprise) names.insert(*lessee.anchor_enterprise);
    return {names.begin(), names.end()};
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
