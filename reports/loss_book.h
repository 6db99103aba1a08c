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

namespace leasebook::reports {

// What of a contract is on the books on a day; nothing where it does not run, or in another currency.
struct RunningLease {
    std::uint32_t contract = unmapped;
    Money exposure;
    std::vector<ScheduleRow> rows;  // of the net investment
    Date end;
    Money residual;  // booked at the end, guaranteed or not
};
std::vector<RunningLease> running_leases(const Portfolio& portfolio, Date as_of, Currency currency);

// Positions of machines by position of their contract.
std::vector<std::vector<std::uint32_t>> machines_by_contract(const Portfolio& portfolio);

struct LossSources {
    const Portfolio& portfolio;
    std::span<const Lessee> lessees;  // with grade and anchor
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

// The names of all anchor enterprises that a lessee names, once each, in order.
std::vector<std::string> anchor_names(std::span<const Lessee> lessees);

// What is lost of a contract, with machines worth this much.
Money loss_on_default(Money exposure, Money machines, const PricingParameters& pricing);

// Within a year, of this grade.
double default_probability(RatingGrade grade, const PricingParameters& pricing);

}  // namespace leasebook::reports
