#include "db/keys_in_use.h"

#include "domain/result.h"

namespace leasebook::db {

namespace {

std::string query(KeyKind kind) {
    switch (kind) {
        case KeyKind::Cluster: return "SELECT code FROM clusters";
        case KeyKind::Industry: return "SELECT code FROM industries";
        case KeyKind::Lessee: return "SELECT code FROM lessees";
        case KeyKind::Supplier: return "SELECT code FROM suppliers";
        case KeyKind::AssetClass: return "SELECT code FROM asset_classes";
        case KeyKind::Asset: return "SELECT code FROM assets";
        case KeyKind::SerialNumber: return "SELECT serial_number FROM assets";
        case KeyKind::Sale: return "SELECT code FROM used_sales";
        case KeyKind::Contract: return "SELECT number FROM contracts";
    }
    throw InvariantBroken("every kind of key has a table");
}

}  // namespace

std::unordered_set<std::string> keys_in_use(Connection& connection, KeyKind kind) {
    std::unordered_set<std::string> keys;
    const auto rows = connection.stream(query(kind));
    while (rows->step()) keys.insert(rows->text(0));
    return keys;
}

}  // namespace leasebook::db
