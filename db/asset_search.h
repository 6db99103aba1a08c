#pragma once
// Machines by what people type of their code or serial number.
#include <string>
#include <vector>

#include "db/database.h"
#include "domain/register.h"

namespace leasebook::db {

// Those whose code or serial number begins with the text, as it is or in capital letters; where there are none, those
// whose serial number has it anywhere.
std::vector<Asset> assets_like(Connection& connection, const std::string& text, int limit);

}  // namespace leasebook::db
