#pragma once
// What the loss distribution of the book is made from, beside the rates of default of the pricing parameters.
#include <string>
#include <vector>

#include "domain/fields.h"

namespace leasebook {

struct RiskParameters {
    // Of what moves a lessee's credit: rg, rc and ri of the factor model (R-G-04).
    Rate economy_share{1'000'000'000}, cluster_share{1'000'000'000}, industry_share{500'000'000};
    Rate industry_correlation{3'000'000'000};  // of two industries, where no other is given
    Rate contagion{3'500'000'000};             // lambda of G.5
    Rate anchor_dependence{6'000'000'000};     // share of a supplier's sales that its anchor enterprise takes
    Rate anchor_default_rate{100'000'000};     // a year, of anchor enterprises that are no lessees themselves
    int scenarios = 100'000;
    int seed = 1;
    bool operator==(const RiskParameters&) const = default;
};
void visit_fields(auto& p, auto& field) requires std::same_as<std::remove_cvref_t<decltype(p)>, RiskParameters> {
    field("economy_share", p.economy_share);
    field("cluster_share", p.cluster_share);
    field("industry_share", p.industry_share);
    field("industry_correlation", p.industry_correlation);
    field("contagion", p.contagion);
    field("anchor_dependence", p.anchor_dependence);
    field("anchor_default_rate", p.anchor_default_rate);
    field("scenarios", p.scenarios);
    field("seed", p.seed);
}
Errors check(const RiskParameters& parameters);

// Of the factors of two industries, in place of the one that holds for all.
struct IndustryCorrelation {
    IndustryCode first, second;
    Rate correlation;
    bool operator==(const IndustryCorrelation&) const = default;
};
void visit_fields(auto& c, auto& field) requires std::same_as<std::remove_cvref_t<decltype(c)>, IndustryCorrelation> {
    field("first", c.first);
    field("second", c.second);
    field("correlation", c.correlation);
}
Errors check(const IndustryCorrelation& correlation);

}  // namespace leasebook
