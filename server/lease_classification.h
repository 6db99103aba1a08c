#pragma once
// Finance or operating lease (domain rules D.1): what the tests say of a lease that is to be activated, held against
// the product it was written as.
#include <optional>
#include <string>
#include <vector>

#include "domain/contract_events.h"
#include "domain/residual.h"
#include "pricing/net_investment.h"

namespace leasebook::server {

struct LeasedMachine {
    Asset asset;
    AssetClass asset_class;
    ResidualCurve curve;  // in force at commencement
};

// The record for the event. A sale-and-leaseback is a financing without any test (IFRS 16.103). Errors, on
// "classification_override": product and tests disagree and no reason is given why the product stands; a reason is
// given where they agree.
Result<ClassificationRecord> classify_lease(const ContractContent& content,
                                            const pricing::InitialMeasurement& measurement,
                                            const std::vector<LeasedMachine>& machines,
                                            const std::optional<std::string>& override_reason);

}  // namespace leasebook::server
