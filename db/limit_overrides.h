#pragma once
// By whom and why a lease may break limits: bound to the version of the contract that the person saw.
#include <optional>
#include <string>

#include "db/database.h"
#include "db/moment.h"
#include "domain/identifiers.h"

namespace leasebook::db {

struct LimitOverride {
    ContractNumber contract;
    int version = 0;
    std::string granted_by;
    Moment granted_at;
    std::string limits;  // codes of those that it breaks: "FLC-LESSEE, FLC-GROUP"
    std::string reason;
};
std::optional<LimitOverride> find_limit_override(Connection& connection, const ContractNumber& contract);
// In the place of an earlier one.
void keep_limit_override(Connection& connection, const LimitOverride& granted);

}  // namespace leasebook::db
