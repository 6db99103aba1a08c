#include "domain/exposure/axis.h"

namespace leasebook {

namespace {

// Vintages are counted in months since January 1900, the first year of the calendar that dates are kept in.
constexpr int first_year = 1900, last_year = 2200;

std::uint32_t month_number(Date day) {
    const std::chrono::year_month_day ymd(day);
    return static_cast<std::uint32_t>((static_cast<int>(ymd.year()) - first_year) * 12) +
           static_cast<unsigned>(ymd.month()) - 1;
}

template <class Named>
PlaceName named(const std::vector<Named>& list, std::uint32_t place) {
    PlaceName name{list[place].code.text, list[place].name};
    if constexpr (requires { list[place].name_zh; }) name.name_zh = list[place].name_zh;
    return name;
}

PlaceName month_name(std::uint32_t place) {
    const auto year = first_year + static_cast<int>(place / 12);
    const auto text = to_text(date(year, place % 12 + 1, 1)).substr(0, 7);
    return {text, text};
}

PlaceName same(const std::string& text) { return {text, text}; }

}  // namespace

std::uint32_t place_on(Axis axis, const Portfolio& portfolio, const PortfolioContract& contract) {
    const auto& lessee = portfolio.lessees[contract.lessee];
    switch (axis) {
        case Axis::Cluster: return lessee.cluster;
        case Axis::Industry: return lessee.industry;
        case Axis::AssetClass: return contract.asset_class;
        case Axis::Lessee: return contract.lessee;
        case Axis::Group: return lessee.group;
        case Axis::AnchorEnterprise: return lessee.anchor;
        case Axis::Supplier: return contract.supplier;
        case Axis::Province: return lessee.province;
        case Axis::Grade: return static_cast<std::uint32_t>(lessee.grade);
        case Axis::Vintage: return month_number(contract.terms.commencement);
        case Axis::Branch: return contract.branch;
    }
    throw InvariantBroken("every axis has its places");
}

std::uint32_t places_on(Axis axis, const Portfolio& portfolio) {
    const auto count = [&]() -> std::size_t {
        switch (axis) {
            case Axis::Cluster: return portfolio.clusters.size();
            case Axis::Industry: return portfolio.industries.size();
            case Axis::AssetClass: return portfolio.asset_classes.size();
            case Axis::Lessee: return portfolio.lessees.size();
            case Axis::Group: return portfolio.groups.size();
            case Axis::AnchorEnterprise: return portfolio.anchors.size();
            case Axis::Supplier: return portfolio.suppliers.size();
            case Axis::Province: return portfolio.provinces.size();
            case Axis::Grade: return NamesOf<RatingGrade>::names.size();
            case Axis::Vintage: return static_cast<std::size_t>(last_year - first_year) * 12;
            case Axis::Branch: return portfolio.branches.size();
        }
        throw InvariantBroken("every axis has its places");
    };
    return static_cast<std::uint32_t>(count());
}

PlaceName name_of_place(Axis axis, const Portfolio& portfolio, std::uint32_t place) {
    if (place == unmapped) return same(std::string(unmapped_name));
    switch (axis) {
        case Axis::Cluster: return named(portfolio.clusters, place);
        case Axis::Industry: return named(portfolio.industries, place);
        case Axis::AssetClass: return named(portfolio.asset_classes, place);
        case Axis::Lessee: return named(portfolio.lessees, place);
        case Axis::Group: return same(portfolio.groups[place]);
        case Axis::AnchorEnterprise: return same(portfolio.anchors[place]);
        case Axis::Supplier: return named(portfolio.suppliers, place);
        case Axis::Province: return same(portfolio.provinces[place]);
        case Axis::Grade: return same(to_text(NamesOf<RatingGrade>::names[place].first));
        case Axis::Vintage: return month_name(place);
        case Axis::Branch: return same(portfolio.branches[place]);
    }
    throw InvariantBroken("every axis names its places");
}

}  // namespace leasebook
