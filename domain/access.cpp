#include "domain/access.h"

#include <algorithm>
#include <map>

namespace leasebook {

// Default deny: a role may do what its line names and nothing else. An administrator keeps users, register and
// market data and may enter contracts, but decides on no credit, approves nothing and moves no money unless given those
// roles as well.
bool allows(Role role, Permission permission) {
    using enum Permission;
    static const std::map<Role, std::set<Permission>> granted{
        {Role::Clerk, {Read, EditRegister, EditContracts, ServiceContracts, Import}},
        {Role::Approver, {Read, ApproveContracts}},
        {Role::Finance, {Read, ServiceContracts, PostPayments, ClosePeriods, EditMarket, Import}},
        {Role::Risk,
         {Read, EditRegister, DecideCredit, EditMarket, Appraise, EditLimits, OverrideLimits, ManageRisk, Import}},
        {Role::Auditor, {Read}},
        {Role::Administrator,
         {Read, EditRegister, EditContracts, EditMarket, Appraise, EditLimits, Import, Administer}},
    };
    return granted.at(role).contains(permission);
}

bool allows(const std::set<Role>& roles, Permission permission) {
    return std::ranges::any_of(roles, [&](Role role) { return allows(role, permission); });
}

}  // namespace leasebook
