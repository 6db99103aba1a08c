#pragma once
// What happened to machines between their return and their sale.
#include <vector>

#include "db/database.h"
#include "domain/remarketing.h"

namespace leasebook::db {

void add_step(Connection& connection, const RemarketingStep& step);
// In the order in which they were taken.
std::vector<RemarketingStep> steps_of(Connection& connection, const AssetCode& asset);
std::vector<RemarketingStep> all_steps(Connection& connection);

// The machines of a contract that came back by that day, with what happened to them since.
std::vector<OffLeaseMachine> off_lease_of(Connection& connection, const ContractNumber& number,
                                          std::span<const NumberedEvent> events, const std::vector<VatRate>& vat_rates,
                                          Date on);

}  // namespace leasebook::db
