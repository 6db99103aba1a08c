#pragma once
// Who may do what. The table of permissions per role is the only place where rights are decided.
#include <set>
#include <string>
#include <string_view>

#include "domain/named.h"
#include "domain/result.h"

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
    ReadAudit,  // who did what, from where
    Administer
};

bool allows(Role role, Permission permission);
bool allows(const std::set<Role>& roles, Permission permission);

// Who decides on credit, moves money or hands out rights shows a second factor, where the installation asks for one.
bool calls_for_second_factor(const std::set<Role>& roles);

// What an API token is good for, within what its owner may do. What takes a second pair of eyes (approving, deciding,
// overriding, closing) and handing out rights is in no scope: a token may enter, and never approve.
enum class Scope { Read, Register, Contracts, Payments, Market, Risk, Import };
template <>
struct NamesOf<Scope> {
    static constexpr Names<Scope, 7> names{{{Scope::Read, "read"},
                                            {Scope::Register, "register"},
                                            {Scope::Contracts, "contracts"},
                                            {Scope::Payments, "payments"},
                                            {Scope::Market, "market"},
                                            {Scope::Risk, "risk"},
                                            {Scope::Import, "import"}}};
};
bool covers(const std::set<Scope>& scopes, Permission permission);
std::set<Scope> all_scopes();
std::string to_text(const std::set<Scope>& scopes);  // "read;payments"
// Names divided by ';', each once or more; the text "enter" of tokens made before there were scopes is all of them.
Result<std::set<Scope>> parse_scopes(std::string_view text);

}  // namespace leasebook
