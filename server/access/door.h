#pragma once
// What the installation asks of whoever comes in, and what it needs to check it. One for the whole server.
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "server/access/single_sign_on.h"
#include "server/access/speed_limit.h"
#include "server/access/vault.h"

namespace leasebook::server {

struct Door {
    Vault vault;
    bool second_factor_required = false;                // of approver, finance and administrator
    std::set<std::string, std::less<>> blocklist = {};  // of passwords, the operator's own
    std::unique_ptr<SingleSignOn> single_sign_on = {};  // none: people sign in here only
    SpeedLimit changes{2'000, 30'000};                  // of one person or token
    SpeedLimit costly{60, 60};                          // imports, reports and simulations of one person or token
};

}  // namespace leasebook::server
