#pragma once
// Machines by what people type of their code or serial number.
#include <string>
#include <vector>

#include "db/database.h"
#include "db/page.h"
#include "domain/register.h"

namespace leasebook::db {

// Those whose code or serial number begins with the text, as it is or in capital letters; where there are none and the
// text has a digit, those whose serial number has it anywhere.
std::vector<Asset> assets_like(Connection& connection, const std::string& text, int limit);
// The same as a list in the order of their codes; of more than a thousand the first thousand found.
Page<Asset> list_assets_like(Connection& connection, const ListQuery& query);

}  // namespace leasebook::db
