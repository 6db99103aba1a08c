#pragma once
// The risk-based price of a quote: beside the quote on its page, and through the API.
#include "domain/pricing_parameters.h"
#include "pricing/risk_price.h"
#include "server/quote_page.h"

namespace leasebook::server {

// What the price of the risk needs beside the quote.
struct RiskFields {
    RatingGrade grade = RatingGrade::Unrated;
    AssetClassCode asset_class;
    std::optional<Money> asset_cost;       // the financed amount, when left out
    std::optional<int> sales_million_eur;  // of the lessee, a year
};
void visit_fields(auto& risk, auto& field) requires std::same_as<std::remove_cvref_t<decltype(risk)>, RiskFields> {
    field("grade", risk.grade);
    field("asset_class", risk.asset_class);
    field("asset_cost", risk.asset_cost);
    field("sales_million_eur", risk.sales_million_eur);
}
Errors check(const RiskFields& risk);

// The controls for it; nothing is worked out while no class is chosen.
FormGroup risk_group(const Call& call);
std::vector<FormField> risk_fields(const std::vector<Choice>& classes, Language language);

Result<pricing::RiskPrice> price_risk(const Call& call, const PricingRequest& request, const RiskFields& risk);

// RISK within a quote's RESULT: the price with its parts, or why there is none.
void fill_risk_price(Data& result, const Call& call, const Fields& form, const PricingRequest& request,
                     const pricing::Quote& quote);

}  // namespace leasebook::server
