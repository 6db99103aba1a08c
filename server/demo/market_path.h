#pragma once
// Made-up market quotes in yuan: a plausible path from January 2022 to June 2026, one set at the end of every month.
#include <vector>

#include "domain/market.h"
#include "server/demo/random.h"

namespace leasebook::server {

std::vector<MarketQuote> market_path(Random& random);

}  // namespace leasebook::server
