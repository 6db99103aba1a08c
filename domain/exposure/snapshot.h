#pragma once
// What a place of an axis came to when a month was closed.
#include "domain/exposure/axis.h"
#include "domain/exposure/parts.h"

namespace leasebook {

struct ExposureSnapshot {
    Axis axis = Axis::Cluster;
    std::string place;  // its key, "unmapped" where it has none
    std::int64_t contracts = 0;
    ExposureParts parts;
};

}  // namespace leasebook
