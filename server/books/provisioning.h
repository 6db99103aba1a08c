#pragma once
// Days past due, class, stage and expected loss of every contract at a month's end (domain rules E).
#include <map>
#include <memory>
#include <vector>

#include "db/close_store.h"
#include "db/contract_file.h"
#include "domain/credit/loss_parameters.h"
#include "domain/life/life.h"
#include "domain/portfolio.h"
#include "domain/pricing_parameters.h"
#include "domain/residual.h"

namespace leasebook::server {

// What is the same for all contracts.
struct RiskView {
    Date as_of;
    std::shared_ptr<const Portfolio> portfolio;
    PricingParameters parameters;
    std::vector<db::Overlay> overlays;
    LossParameters losses;

    std::map<std::string, std::uint32_t> lessees;                // position by code
    std::map<std::string, std::vector<std::uint32_t>> machines;  // positions of assets by contract
    std::vector<ResidualCurve> curves;                           // by position of the asset class
};
RiskView risk_view(db::Connection& connection, Period period, std::shared_ptr<const Portfolio> portfolio);

// A contract as the rules of credit see it, before the other contracts of its lessee are looked at.
struct RatedContract {
    db::Provision provision;
    std::string lessee, cluster;
    Reasoned<Stage> stage;
    bool leaseback = false;
    Rate annual_rate;
    Money twelve_month, lifetime, stage_3;
};
// `before` is the provision of the month before, if there was one.
RatedContract rated(const RiskView& view, const db::ContractFile& file, const Life& life, const db::Provision* before);

// Stages by obligor, then the allowance each stage calls for, overlays on top.
void finish(const RiskView& view, std::vector<RatedContract>& contracts);

}  // namespace leasebook::server
