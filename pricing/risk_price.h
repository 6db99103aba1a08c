#pragma once
// What a lease must cost for its risk: the rent that pays for the money, the losses to be expected, the work and the
// capital (H.3), part by part. Losses and capital are those of the exposure after the machine is sold (E.4, G.3).
#include <optional>
#include <vector>

#include "domain/pricing_parameters.h"
#include "domain/residual.h"
#include "pricing/quote.h"

namespace leasebook::pricing {

enum class PricePart { Funding, ExpectedLoss, OperatingCost, CapitalCharge };

}  // namespace leasebook::pricing

namespace leasebook {

template <>
struct NamesOf<pricing::PricePart> {
    static constexpr Names<pricing::PricePart, 4> names{{{pricing::PricePart::Funding, "funding"},
                                                         {pricing::PricePart::ExpectedLoss, "expected_loss"},
                                                         {pricing::PricePart::OperatingCost, "operating_cost"},
                                                         {pricing::PricePart::CapitalCharge, "capital_charge"}}};
};

}  // namespace leasebook

namespace leasebook::pricing {

// Asset correlation of a lessee by its yearly rate of default; firms with sales (EUR million) up to 50 get the
// discount of small and medium ones. Basel's formula, as G.3 states it.
double asset_correlation(double default_rate, std::optional<double> sales = {});
// Capital per unit of exposure at 99.9 %, expected loss taken off, maturity factor 1 (K of G.3).
double capital_share(double default_rate, double loss_given_default, double correlation);
// The part of the exposure that is lost once the collateral is sold, at least the floor and at most all (E.4).
double loss_given_default(double exposure, double collateral, double floor);

struct RiskPriceRequest {
    QuoteRequest quote;  // its rate and rent do not matter: the price is what they ought to be
    RatingGrade grade = RatingGrade::Unrated;
    std::optional<int> sales;  // of the lessee, EUR million a year; without them no discount on capital
    Money asset_cost;          // what the machine cost new, on commencement
    ResidualCurve resale;      // of its class
};

struct PriceLine {
    PricePart part;
    Money amount;  // a rent
    Rate rate;     // what it adds to the annual rate of the schedule
};

// The lines add up to the rent to the cent (largest remainder) and to the rate exactly.
struct RiskPrice {
    Money rent;  // first full rent; of stepped plans the others follow from it
    Rate rate;   // nominal, annual, of the schedule with that rent
    std::vector<PriceLine> lines;
    Rate default_rate, loss_given_default,
        capital;  // a year; at the first rent; share of the exposure at the first rent
    Money expected_loss, operating_cost, capital_cost;  // over the whole term, worth on commencement
};

// Money costs what the curve says; its reference day is not after commencement. Errors: whatever is wrong with the
// quote; rents given one by one or a floating rate, which have no rent to be worked out; a lessee in default; a curve
// that begins later; fees that pay for everything, or risk beyond a rate of 100 % a year.
Result<RiskPrice> risk_price(const RiskPriceRequest& request, const PricingParameters& parameters,
                             const DiscountCurve& curve);

}  // namespace leasebook::pricing
