#pragma once
// The made-up lessees and suppliers of the demo.
#include <vector>

#include "server/demo/places.h"

namespace leasebook::server {

struct Firm {
    Lessee lessee;
    const Place* place;
};
std::vector<Firm> made_up_lessees(Random& random, int count);

// A few sellers of each class of equipment.
struct Seller {
    Supplier supplier;
    AssetClassCode asset_class;
};
std::vector<Seller> made_up_suppliers(Random& random);

}  // namespace leasebook::server
