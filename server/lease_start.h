#pragma once
// What a lease is worth to its lessor on the day it commences (IFRS 16.67-74).
#include <optional>

#include "domain/contract_events.h"
#include "pricing/net_investment.h"

namespace leasebook::server {

struct LeaseStart {
    pricing::InitialMeasurement measurement;
    std::optional<Rate> implicit_rate;  // where the net investment does not run at the nominal one
    DealerSaleRecord sale;              // of a manufacturer or dealer lessor
};

// The fair value is what is financed; a dealer's sale is cut to the market rate (IFRS 16.73) and its direct costs are
// left out (IFRS 16.74). Errors, on "net_investment": the rents do not bring it back.
Result<LeaseStart> measured_at_start(const ContractContent& content);

}  // namespace leasebook::server
