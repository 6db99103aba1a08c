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
        {Role::Auditor, {Read, ReadAudit}},
        {Role::Administrator,
         {Read, EditRegister, EditContracts, EditMarket, Appraise, EditLimits, Import, ReadAudit, Administer}},
    };
    return granted.at(role).contains(permission);
}

bool allows(const std::set<Role>& roles, Permission permission) {
    return std::ranges::any_of(roles, [&](Role role) { return allows(role, permission); });
}

bool calls_for_second_factor(const std::set<Role>& roles) {
    return roles.contains(Role::Approver) || roles.contains(Role::Finance) || roles.contains(Role::Administrator);
}

bool covers(const std::set<Scope>& scopes, Permission permission) {
    using enum Permission;
    static const std::map<Scope, std::set<Permission>> covered{
        {Scope::Read, {Read}},
        {Scope::Register, {EditRegister}},
        {Scope::Contracts, {EditContracts, ServiceContracts}},
        {Scope::Payments, {PostPayments}},
        {Scope::Market, {EditMarket, Appraise}},
        {Scope::Risk, {EditLimits, ManageRisk}},
        {Scope::Import, {Permission::Import}},
    };
    return std::ranges::any_of(scopes, [&](Scope scope) { return covered.at(scope).contains(permission); });
}

std::set<Scope> all_scopes() {
    std::set<Scope> all;
    for (const auto& [scope, name] : NamesOf<Scope>::names) all.insert(scope);
    return all;
}

std::string to_text(const std::set<Scope>& scopes) {
    std::string text;
    for (const auto scope : scopes) text += (text.empty() ? "" : ";") + to_text(scope);
    return text;
}

Result<std::set<Scope>> parse_scopes(std::string_view text) {
    if (text == "enter") return all_scopes();
    std::set<Scope> scopes;
    for (std::size_t from = 0; from <= text.size();) {
        const auto end = std::min(text.find(';', from), text.size());
        const auto scope = parse_named<Scope>(text.substr(from, end - from), "scopes");
        if (!scope) return scope.errors();
        scopes.insert(*scope);
        from = end + 1;
    }
    return scopes;
}

}  // namespace leasebook
