#pragma once
// All keys of one kind at once, for imports that check many rows against them.
#include <string>
#include <unordered_set>

#include "db/database.h"

namespace leasebook::db {

enum class KeyKind { Cluster, Industry, Lessee, Supplier, AssetClass, Asset, SerialNumber, Contract, Sale };

std::unordered_set<std::string> keys_in_use(Connection& connection, KeyKind kind);

}  // namespace leasebook::db
