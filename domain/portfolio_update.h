#pragma once
// Contracts that were read again, or for the first time, taken into a book that was made before.
#include <optional>
#include <vector>

#include "domain/portfolio.h"

namespace leasebook {

struct ContractUpdate {
    PortfolioContract contract;
    // Its machines by code, whose contract is still to be filled in; nothing where they are those the book has.
    std::optional<std::vector<PortfolioAsset>> machines;
};

// Each in the place of what the book has of it, new ones in the order of their numbers, machines in that of their
// codes. The last appraisal of a machine stays. Answers where each contract that the book had stands now.
std::vector<std::uint32_t> take_in(Portfolio& book, std::vector<ContractUpdate> updates);

}  // namespace leasebook
