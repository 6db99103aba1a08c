#pragma once
// By what exposure is asked for (R-G-01). Every contract stands at exactly one place of each axis, or at none: what
// is unmapped there is shown as such, so that each axis adds up to the whole book.
#include "domain/portfolio.h"

namespace leasebook {

enum class Axis {
    Cluster,
    Industry,
    AssetClass,
    Lessee,
    Group,
    AnchorEnterprise,
    Supplier,
    Province,
    Grade,
    Vintage,
    Branch
};
template <>
struct NamesOf<Axis> {
    static constexpr Names<Axis, 11> names{{{Axis::Cluster, "cluster"},
                                            {Axis::Industry, "industry"},
                                            {Axis::AssetClass, "asset_class"},
                                            {Axis::Lessee, "lessee"},
                                            {Axis::Group, "group"},
                                            {Axis::AnchorEnterprise, "anchor_enterprise"},
                                            {Axis::Supplier, "supplier"},
                                            {Axis::Province, "province"},
                                            {Axis::Grade, "grade"},
                                            {Axis::Vintage, "vintage"},
                                            {Axis::Branch, "branch"}}};
};

inline constexpr auto all_axes =
    std::to_array({Axis::Cluster, Axis::Industry, Axis::AssetClass, Axis::Lessee, Axis::Group, Axis::AnchorEnterprise,
                   Axis::Supplier, Axis::Province, Axis::Grade, Axis::Vintage, Axis::Branch});

// Where the contract stands: a small number, the same for all contracts of one place, or `unmapped`.
std::uint32_t place_on(Axis axis, const Portfolio& portfolio, const PortfolioContract& contract);
// All places are below this.
std::uint32_t places_on(Axis axis, const Portfolio& portfolio);

// How a place is called: the key by which it is linked to and asked for, and what people read. Both "unmapped" where
// it is that.
struct PlaceName {
    std::string code, name;
    std::optional<std::string> name_zh = {};
};
PlaceName name_of_place(Axis axis, const Portfolio& portfolio, std::uint32_t place);

inline constexpr std::string_view unmapped_name = "unmapped";

}  // namespace leasebook
