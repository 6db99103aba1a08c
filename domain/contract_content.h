#pragma once
// What is written into a lease: who uses the machine, who sold it, the terms, the plan of rents, and the conditions.
#include "domain/fields.h"
#include "domain/lease_conditions.h"
#include "domain/rent_plan.h"
#include "domain/terms.h"

namespace leasebook {

struct ContractContent {
    LesseeCode lessee;
    std::optional<SupplierCode> supplier;
    LeaseTerms terms;
    RentPlan plan;
    Money rent;  // the level rent that the terms give; of other plans the first that repays principal
    LeaseConditions conditions = {};
    std::optional<std::string> branch = {};         // of the leasing company that wrote it
    std::optional<ContractNumber> renewal_of = {};  // the lease before it, of the same machines
    bool operator==(const ContractContent&) const = default;
};
void visit_fields(auto& terms, auto& field) requires std::same_as<std::remove_cvref_t<decltype(terms)>, LeaseTerms> {
    field("currency", terms.currency);
    field("financed_amount", terms.financed_amount);
    field("annual_rate", terms.annual_rate);
    field("commencement", terms.commencement);
    field("first_rent_date", terms.first_rent_date);
    field("periods", terms.periods);
    field("period_months", terms.period_months);
    field("timing", terms.timing);
    field("day_count", terms.day_count);
    field("balloon", terms.balloon);
    field("guaranteed_residual", terms.guaranteed_residual);
    field("unguaranteed_residual", terms.unguaranteed_residual);
}
void visit_fields(auto& content,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(content)>, ContractContent> {
    field("lessee", content.lessee);
    field("supplier", content.supplier);
    visit_fields(content.terms, field);
    visit_fields(content.plan, field);
    field("rent", content.rent);
    visit_fields(content.conditions, field);
    field("branch", content.branch);
    field("renewal_of", content.renewal_of);
}
// Nobody is paid for the machine: it is the lessor's own already.
inline bool needs_no_supplier(const ContractContent& content) {
    return sells_own_goods(content.conditions) || content.renewal_of.has_value();
}

}  // namespace leasebook
