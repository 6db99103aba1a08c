#pragma once
// Days past due, class, stage and expected loss of every contract at a month's end (domain rules E).
#include <deque>
#include <map>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "db/close_store.h"
#include "db/contract_file.h"
#include "db/watch_store.h"
#include "domain/credit/loss_parameters.h"
#include "domain/credit/month_end.h"
#include "domain/life/life.h"
#include "domain/portfolio.h"
#include "domain/pricing_parameters.h"
#include "domain/residual.h"
#include "reports/early_warnings.h"

namespace leasebook::server {

// What is the same for all contracts.
struct RiskView {
    Date as_of;
    std::shared_ptr<const Portfolio> portfolio;
    PricingParameters parameters;
    std::vector<db::Overlay> overlays;
    LossParameters losses;

    std::unordered_map<std::string_view, std::uint32_t> lessees;  // position by code
    std::vector<std::uint32_t> machines;  // positions of the assets that are on a contract, by its position
    std::vector<ResidualCurve> curves;    // by position of the asset class

    reports::WatchView watch;                                         // what people have entered
    std::map<std::string, std::vector<WatchStay>> stays;              // by lessee
    std::map<std::pair<std::string, std::string>, Date> last_alerts;  // see db/watch_store.h
};
RiskView risk_view(db::Connection& connection, Period period, std::shared_ptr<const Portfolio> portfolio);

// A contract as the rules of credit see it, before the other contracts of its lessee are looked at.
struct RatedContract {
    db::Provision provision;                            // without the contract's number
    std::uint32_t place = unmapped, lessee = unmapped;  // of the contract and its lessee in the portfolio
    Reasoned<Stage> stage;
    bool leaseback = false;
    Rate annual_rate;
    Money twelve_month, lifetime, stage_3;
    Money machines;                          // what they are worth at the month's end
    Stage stage_before = Stage::One;         // at the month's end before, alerts and other contracts counted
    std::optional<GoodConduct> since_alert;  // since its cluster or anchor was last at RED
};
using RatedContracts = std::deque<RatedContract>;  // a million of them need no new place while they grow
// `before` is the provision of the month before, if there was one.
RatedContract rated(const RiskView& view, const db::ContractFile& file, const Life& life, const db::Provision* before);

// Clusters and anchor enterprises at RED take leases to stage 2 (R-G-05): a cluster those whose machines are worth less
// than the net investment, an anchor those of the lessees that live by it. Then stages by obligor, the allowance each
// stage calls for, and overlays on top. Answers the alerts.
std::vector<db::MonthEndAlert> finish(const RiskView& view, reports::ArrearsView months_before,
                                      RatedContracts& contracts);
inline constexpr int months_before_alerts = 3;  // that `finish` looks back upon: alerts average as many rolls

}  // namespace leasebook::server
