#pragma once
// The made-up leases of the demo, with their machines and some appraisals.
#include <vector>

#include "domain/contract.h"
#include "domain/credit/month_end.h"
#include "server/demo/firms.h"

namespace leasebook::server {

// A lease with its machines; contract numbers, asset codes and the rent come later.
struct MadeUpLease {
    ContractContent content;
    ContractStatus status;
    std::vector<Asset> assets;
    std::vector<Appraisal> appraisals;      // of the first machine
    std::vector<ContractEvent> payments;    // of its last month
    std::vector<MonthEnd> month_ends = {};  // before it
};

// In the order of their commencement, from January 2022 to June 2026.
std::vector<MadeUpLease> made_up_leases(Random& random, int count, const std::vector<Firm>& firms,
                                        const std::vector<Seller>& sellers);

// What the lessee has paid of the rents of June 2026: most of them on the day, some late, a few not at all.
std::vector<ContractEvent> made_up_payments(Random& random, const ContractContent& content);

}  // namespace leasebook::server
