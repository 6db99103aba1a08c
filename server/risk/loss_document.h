#pragma once
// The figures of a loss run as the one JSON document that is stored, answered by the API and drawn on the page.
#include <string>

#include "pricing/portfolio_risk/loss_figures.h"
#include "server/risk/loss_runs.h"

namespace leasebook::server {

std::string loss_document(const RiskInputs& inputs, const reports::NamedLossBook& named, const pricing::LossRun& run);

}  // namespace leasebook::server
