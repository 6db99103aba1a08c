#pragma once
// What the price of a lease's risk is made from: set by the company, and replaced as it learns.
#include "domain/fields.h"
#include "domain/register.h"

namespace leasebook {

struct PricingParameters {
    // Share of lessees of a rating that fall into default in a year.
    Rate pd_aaa, pd_aa, pd_a, pd_bbb, pd_bb, pd_b, pd_ccc, pd_unrated;
    Rate hurdle_rate;              // a year, what the capital behind a lease is to earn
    Money operating_cost_upfront;  // of a contract, in the currency of the lease
    Rate operating_cost_yearly;    // of the outstanding principal
    Rate lgd_floor;                // the least that is lost in a default, of the exposure
    Rate forced_sale_haircut;      // of the estimated value of the machine
    Rate selling_cost;             // of what the machine brings
    int months_to_sale = 0;        // from default to the money for the machine

    // Of a rating from AAA to CCC, or of the unrated; a lessee in default (D) has none.
    Rate default_rate(RatingGrade grade) const;
    bool operator==(const PricingParameters&) const = default;
};
void visit_fields(auto& p, auto& field) requires std::same_as<std::remove_cvref_t<decltype(p)>, PricingParameters> {
    field("pd_aaa", p.pd_aaa);
    field("pd_aa", p.pd_aa);
    field("pd_a", p.pd_a);
    field("pd_bbb", p.pd_bbb);
    field("pd_bb", p.pd_bb);
    field("pd_b", p.pd_b);
    field("pd_ccc", p.pd_ccc);
    field("pd_unrated", p.pd_unrated);
    field("hurdle_rate", p.hurdle_rate);
    field("operating_cost_upfront", p.operating_cost_upfront);
    field("operating_cost_yearly", p.operating_cost_yearly);
    field("lgd_floor", p.lgd_floor);
    field("forced_sale_haircut", p.forced_sale_haircut);
    field("selling_cost", p.selling_cost);
    field("months_to_sale", p.months_to_sale);
}
Errors check(const PricingParameters& parameters);

}  // namespace leasebook
