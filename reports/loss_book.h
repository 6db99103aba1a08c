#pragma once
// The book as its loss distribution needs it: each lessee with its probability of default within a year, what is
// exposed and what would be lost, and the anchor enterprises that lessees depend on.
//
// Exposure is the principal outstanding on the day. What is lost of a contract is what a forced sale of its machines
// leaves uncovered (value today less haircut and cost of the sale), at least the floor (E.4 of the domain rules;
// pricing parameters). A lessee in grade D has defaulted: PD 1. An anchor is the lessee that the name or code is of, or
// an enterprise outside the book with the rate of default of the risk parameters, which stands where most of those who
// depend on it stand.
#include <span>

#include "domain/portfolio.h"
#include "domain/pricing_parameters.h"
#include "domain/risk_parameters.h"
#include "pricing/portfolio_risk/loss_model.h"
#include "reports/running_lease.h"

namespace leasebook::reports {

// Those of one currency, with their positions in the portfolio.
struct PlacedLease {
    std::uint32_t contract = unmapped;
    RunningLease lease;
};
std::vector<PlacedLease> running_leases(const Portfolio& portfolio, Date as_of, Currency currency);

// Positions of machines by position of their contract.
std::vector<std::vector<std::uint32_t>> machines_by_contract(const Portfolio& portfolio);

struct LossSources {
    const Portfolio& portfolio;
    const PricingParameters& pricing;
    const RiskParameters& risk;
    std::span<const IndustryCorrelation> correlations;
    Date as_of;
    Currency currency;
};

struct NamedLossBook {
    pricing::LossBook book;
    pricing::LossModel model;
    // Of each obligor: the lessee, or for an anchor outside the book its name alone.
    struct Name {
        LesseeCode code;
        std::string name;
        Money exposure;
    };
    std::vector<Name> names;
    std::int64_t other_currencies = 0;  // running contracts left out
};
NamedLossBook loss_book(const LossSources& sources);

// Correlations of all these industries: the same for any two but those given.
pricing::CorrelationMatrix correlations_of(const std::vector<Industry>& industries, Rate of_all,
                                           std::span<const IndustryCorrelation> given);

// What machines are worth on the day, in one currency; those in another are left out.
class MachineValues {
public:
    MachineValues(const Portfolio& portfolio, Currency currency);
    // `kept_of_class`: what is left of the value of each class; all of it when left out.
    Money of(const std::vector<std::uint32_t>& positions, Date on, std::span<const double> kept_of_class = {}) const;

private:
    const Portfolio& portfolio_;
    Currency currency_;
    std::vector<ResidualCurve> curves_;  // in force, by class
};

// What is lost of a contract, with machines worth this much.
Money loss_on_default(Money exposure, Money machines, const PricingParameters& pricing);

double real(Rate rate);
// Rounded to the cent, half away from zero.
Money scaled(Money amount, double factor);

// Within a year, of this grade.
double default_probability(RatingGrade grade, const PricingParameters& pricing);

}  // namespace leasebook::reports
