#pragma once
// Curve snapshots: what a curve was made of when something was first valued on it. A quote that changes later makes
// another snapshot; those there are never change.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "domain/market.h"

namespace leasebook::db {

struct CurveSnapshot {
    std::string id;  // see snapshot_id
    std::string curve;
    Date day;
    std::string interpolation;
    std::vector<MarketQuote> quotes;
    Moment created_at;
    bool operator==(const CurveSnapshot&) const = default;
};

// The first 16 hexadecimal digits of a SHA-256 over everything but id and created_at, whatever the order of the
// quotes: the same curve has the same name in every installation.
std::string snapshot_id(const CurveSnapshot& snapshot);

std::optional<CurveSnapshot> find_snapshot(Connection& connection, std::string_view id);
// Adds it unless one of that id is there, which then stays as it is.
void keep_snapshot(Connection& connection, const CurveSnapshot& snapshot);

}  // namespace leasebook::db
