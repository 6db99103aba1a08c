#pragma once
// The loss distribution of the book, run and kept: its figures in the database, its draws in a file under the data
// folder, for the question what one more lease would do.
#include <functional>
#include <memory>
#include <string>

#include "db/risk_store.h"
#include "pricing/portfolio_risk/incremental_loss.h"
#include "reports/loss_book.h"

namespace leasebook::server {

struct LossRunOrder {
    Date as_of;
    Currency currency;
    std::string by;
    std::function<db::Moment()> now;
    std::function<void(std::int64_t done, std::int64_t of)> progress = {};
};

// What a loss distribution is made from, read at one time.
struct RiskInputs {
    Portfolio portfolio;
    PricingParameters pricing;
    RiskParameters risk;
    std::vector<IndustryCorrelation> correlations;

    reports::LossSources sources(Date as_of, Currency currency) const {
        return {portfolio, pricing, risk, correlations, as_of, currency};
    }
};
RiskInputs risk_inputs(db::Connection& connection, Date as_of);

// Errors: parameters or correlations that cannot be, or a book without anything to lose. Throws when the file cannot be
// written.
Result<db::RiskRun> run_losses(db::Database& database, const std::string& data_folder, const LossRunOrder& order);

// SHA-256 of everything the figures follow from: the same hash, the same figures.
std::string inputs_hash(const reports::NamedLossBook& named, const RiskParameters& parameters, Date as_of);

// The draws of a run, if their file is there and is the one that was written.
std::shared_ptr<const pricing::KeptRun> load_draws(const std::string& data_folder, const db::RiskRun& run);

}  // namespace leasebook::server
