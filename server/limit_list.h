#pragma once
#include "server/routes.h"

namespace leasebook::server {

// Limits with their use, as a list: its page and its file.
void add_limit_list_routes(std::vector<Route>& routes);

}  // namespace leasebook::server
