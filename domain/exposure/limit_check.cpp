#include "domain/exposure/limit_check.h"

#include <algorithm>

#include "domain/concentration.h"

namespace leasebook {

namespace {

LimitStatus status_at(const Limit& limit, Money used, Money allowed, Rate of_limit) {
    const bool broken = limit.bound == LimitBound::AtMost ? used > allowed : used < allowed;
    if (broken) return LimitStatus::Breach;
    return of_limit >= limit.warning.value_or(default_warning) ? LimitStatus::Warning : LimitStatus::Within;
}

const std::vector<ExposureParts>& sums_on(Axis axis, const LimitSums& sums) {
    switch (axis) {
        case Axis::Lessee: return sums.lessees;
        case Axis::Group: return sums.groups;
        case Axis::Cluster: return sums.clusters;
        case Axis::Industry: return sums.industries;
        case Axis::Supplier: return sums.suppliers;
        default: return sums.asset_classes;
    }
}

const ExposureParts& together(const Limit& limit, const LimitSums& sums) {
    return limit.indicator == LimitIndicator::AllRelated ? sums.related : sums.all;
}

// A key of GB/T 4754 stands for everything below it: "C" for "C34" (R-G-02).
bool below(const std::string& code, const std::string& item) { return code.starts_with(item); }

bool holds_for(const Limit& limit, const Portfolio& portfolio, Axis axis, std::uint32_t place) {
    if (limit.indicator == LimitIndicator::RelatedParty && portfolio.lessees[place].related_party != RelatedParty::Yes)
        return false;
    return !limit.item || name_of_place(axis, portfolio, place).code == *limit.item;
}

// All industries below the item are one use.
ExposureParts sum_below(const Limit& limit, const Portfolio& portfolio, const LimitSums& sums) {
    auto sum = ExposureParts::none(sums.currency);
    for (std::size_t i = 0; i < portfolio.industries.size(); ++i)
        if (below(portfolio.industries[i].code.text, *limit.item)) sum += sums.industries[i];
    return sum;
}

bool is_industry_family(const Limit& limit) { return limit.indicator == LimitIndicator::Industry && limit.item; }

Date quarter_start(Date day) {
    const std::chrono::year_month_day ymd(day);
    return add_months(month_start(day), -static_cast<int>((static_cast<unsigned>(ymd.month()) - 1) % 3));
}

PlaceName quarter_name(Date start) {
    const std::chrono::year_month_day ymd(start);
    const auto quarter = (static_cast<unsigned>(ymd.month()) + 2) / 3;
    const auto name = to_text(start).substr(0, 4) + "-Q" + std::to_string(quarter);
    return {name, name};
}

bool of_quarters(const Limit& limit) { return limit.indicator == LimitIndicator::ResidualOfQuarter; }

bool holds_for(const Limit& limit, const PlaceName& quarter) { return !limit.item || *limit.item == quarter.code; }

bool counts_residuals(LimitIndicator indicator) {
    using enum LimitIndicator;
    return indicator == ResidualOfClass || indicator == ResidualOfVendor || indicator == ResidualOfQuarter ||
           indicator == AllResiduals;
}

PlaceName family_name(const Limit& limit, const Portfolio& portfolio) {
    for (const auto& industry : portfolio.industries)
        if (industry.code.text == *limit.item) return {industry.code.text, industry.name, industry.name_zh};
    return {*limit.item, *limit.item};
}

}  // namespace

Money counted(const Limit& limit, const ExposureParts& parts) {
    if (counts_residuals(limit.indicator)) return parts.booked_residual;
    switch (limit.measure) {
        case LimitMeasure::Financing: return parts.financing();
        case LimitMeasure::Exposure: return parts.exposure();
        case LimitMeasure::Credit: return parts.credit();
        case LimitMeasure::Residual: return parts.booked_residual;
        case LimitMeasure::TotalAssets:
        case LimitMeasure::RiskAssets:
        case LimitMeasure::LeaseAssets:
        case LimitMeasure::FixedIncome: break;
    }
    throw InvariantBroken("a checked limit of contracts counts contracts");
}

std::optional<Axis> axis_of(LimitIndicator indicator) {
    switch (indicator) {
        case LimitIndicator::SingleLessee:
        case LimitIndicator::RelatedParty: return Axis::Lessee;
        case LimitIndicator::SingleGroup: return Axis::Group;
        case LimitIndicator::Cluster: return Axis::Cluster;
        case LimitIndicator::Industry: return Axis::Industry;
        case LimitIndicator::AssetClass:
        case LimitIndicator::ResidualOfClass: return Axis::AssetClass;
        case LimitIndicator::ResidualOfVendor: return Axis::Supplier;
        case LimitIndicator::ResidualOfQuarter:
        case LimitIndicator::AllRelated:
        case LimitIndicator::AllResiduals:
        case LimitIndicator::Company: return {};
    }
    throw InvariantBroken("every indicator adds something up");
}

std::optional<Money> LimitUse::headroom(LimitBound bound) const {
    if (!allowed) return {};
    return bound == LimitBound::AtMost ? *allowed - used : used - *allowed;
}

LimitUse use_of(const Limit& limit, Money used, const std::vector<CompanyFigures>& figures, Date day) {
    LimitUse use;
    use.used = used;
    if (limit.base == LimitBase::Amount) {
        use.allowed = limit.amount;
    } else if ((use.base = base_on(figures, limit.base, limit.currency, day))) {
        use.allowed = portion(*use.base, *limit.share);
        use.share = share(used, *use.base);
    }
    if (!use.allowed) return use;
    use.of_limit = limit.bound == LimitBound::AtMost ? share(used, *use.allowed) : share(*use.allowed, used);
    use.status = status_at(limit, used, *use.allowed, *use.of_limit);
    return use;
}

LimitSums limit_sums(const Portfolio& portfolio, const std::vector<ExposureParts>& parts, Currency currency) {
    const auto none = ExposureParts::none(currency);
    const auto zeros = [&](std::size_t count) { return std::vector<ExposureParts>(count, none); };
    LimitSums sums{currency,
                   zeros(portfolio.lessees.size()),
                   zeros(portfolio.groups.size()),
                   zeros(portfolio.clusters.size()),
                   zeros(portfolio.industries.size()),
                   zeros(portfolio.asset_classes.size()),
                   zeros(portfolio.suppliers.size()),
                   {},
                   none,
                   none};
    const auto add = [](std::vector<ExposureParts>& at, std::uint32_t place, const ExposureParts& more) {
        if (place != unmapped) at[place] += more;
    };
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto& contract = portfolio.contracts[i];
        if (contract.terms.currency != currency || parts[i].is_zero()) continue;
        const auto& lessee = portfolio.lessees[contract.lessee];
        add(sums.lessees, contract.lessee, parts[i]);
        add(sums.groups, lessee.group, parts[i]);
        add(sums.clusters, lessee.cluster, parts[i]);
        add(sums.industries, lessee.industry, parts[i]);
        add(sums.asset_classes, contract.asset_class, parts[i]);
        add(sums.suppliers, contract.supplier, parts[i]);
        if (!parts[i].booked_residual.is_zero())
            sums.quarters.try_emplace(quarter_start(final_date(contract)), none).first->second += parts[i];
        if (lessee.related_party == RelatedParty::Yes) sums.related += parts[i];
        sums.all += parts[i];
    }
    return sums;
}

ExposureParts parts_of_deal(const LeaseTerms& terms) {
    auto parts = ExposureParts::none(terms.currency);
    parts.undrawn = terms.financed_amount;
    parts.booked_residual = terms.unguaranteed_residual;
    return parts;
}

std::vector<LimitLine> limit_lines(const std::vector<Limit>& limits, const Portfolio& portfolio, const LimitSums& sums,
                                   const std::vector<CompanyFigures>& figures, Date day) {
    std::vector<LimitLine> lines;
    for (const auto& limit : limits) {
        if (limit.currency != sums.currency || !holds_on(limit, day)) continue;
        const auto add = [&](PlaceName item, Money used) {
            lines.push_back({&limit, std::move(item), use_of(limit, used, figures, day)});
        };
        const auto axis = axis_of(limit.indicator);
        const auto first = static_cast<std::ptrdiff_t>(lines.size());
        if (limit.indicator == LimitIndicator::Company) {
            if (const auto total = company_total(figures, limit.measure, limit.currency, day)) add({}, *total);
        } else if (is_industry_family(limit)) {
            add(family_name(limit, portfolio), counted(limit, sum_below(limit, portfolio, sums)));
        } else if (of_quarters(limit)) {
            for (const auto& [start, parts] : sums.quarters)
                if (const auto name = quarter_name(start); holds_for(limit, name)) add(name, counted(limit, parts));
        } else if (!axis) {
            add({}, counted(limit, together(limit, sums)));
        } else {
            const auto& places = sums_on(*axis, sums);
            for (std::uint32_t place = 0; place < places.size(); ++place)
                if (!places[place].is_zero() && holds_for(limit, portfolio, *axis, place))
                    add(name_of_place(*axis, portfolio, place), counted(limit, places[place]));
        }
        std::stable_sort(lines.begin() + first, lines.end(),
                         [](const LimitLine& a, const LimitLine& b) { return a.use.used > b.use.used; });
    }
    return lines;
}

std::vector<LimitEffect> limit_effects(const std::vector<Limit>& limits, const Portfolio& portfolio,
                                       const LimitSums& sums, const std::vector<CompanyFigures>& figures, Date day,
                                       const Deal& deal) {
    PortfolioContract contract;
    contract.lessee = deal.lessee;
    contract.asset_class = deal.asset_class;
    contract.supplier = deal.supplier;
    const bool related = portfolio.lessees[deal.lessee].related_party == RelatedParty::Yes;
    std::vector<LimitEffect> effects;
    for (const auto& limit : limits) {
        if (limit.currency != sums.currency || !holds_on(limit, day)) continue;
        const auto add = [&](PlaceName item, ExposureParts standing) {
            const Money before = counted(limit, standing);
            standing += deal.parts;
            const Money after = counted(limit, standing);
            if (before != after)
                effects.push_back(
                    {&limit, std::move(item), use_of(limit, before, figures, day), use_of(limit, after, figures, day)});
        };
        if (limit.indicator == LimitIndicator::Company) continue;
        if (limit.indicator == LimitIndicator::AllRelated && !related) continue;
        if (of_quarters(limit)) {
            const Date start = quarter_start(deal.ends);
            const auto standing = sums.quarters.find(start);
            if (const auto name = quarter_name(start); holds_for(limit, name))
                add(name, standing == sums.quarters.end() ? ExposureParts::none(sums.currency) : standing->second);
            continue;
        }
        const auto axis = axis_of(limit.indicator);
        if (!axis) {
            add({}, together(limit, sums));
            continue;
        }
        const auto place = place_on(*axis, portfolio, contract);
        if (place == unmapped) continue;
        if (is_industry_family(limit)) {
            if (below(portfolio.industries[place].code.text, *limit.item))
                add(family_name(limit, portfolio), sum_below(limit, portfolio, sums));
        } else if (holds_for(limit, portfolio, *axis, place)) {
            add(name_of_place(*axis, portfolio, place), sums_on(*axis, sums)[place]);
        }
    }
    return effects;
}

bool any_breach(const std::vector<LimitEffect>& effects) {
    return std::ranges::any_of(effects,
                               [](const LimitEffect& effect) { return effect.after.status == LimitStatus::Breach; });
}

}  // namespace leasebook
