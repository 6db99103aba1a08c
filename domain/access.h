#pragma once
// Who may do what. The table of permissions per role is the only place where rights are decided.
#include <set>
#include <string>

#include "domain/named.h"

namespace leasebook {

enum class Role { Clerk, Approver, Finance, Risk, Auditor, Administrator };
template <>
struct NamesOf<Role> {
    static constexpr Names<Role, 6> names{{{Role::Clerk, "clerk"},
                                           {Role::Approver, "approver"},
                                           {Role::Finance, "finance"},
                                           {Role::Risk, "risk"},
                                           {Role::Auditor, "auditor"},
                                           {Role::Administrator, "administrator"}}};
};

enum class Permission {
    Read,
    EditRegister,
    EditContracts,
    DecideCredit,
    ApproveContracts,
    ServiceContracts,  // changes mid-term and ends
    PostPayments,      // money in and out, the chart of accounts, the order in which payments settle
    ClosePeriods,
    EditMarket,
    Appraise,
    EditLimits,      // limits and the company's figures they are measured by
    OverrideLimits,  // let a lease pass that breaks a limit
    ManageRisk,      // parameters and runs of the loss distribution, stress scenarios
    Import,
    Administer
};

bool allows(Role role, Permission permission);
bool allows(const std::set<Role>& roles, Permission permission);

}  // namespace leasebook
