#pragma once
// Every change of an asset in the register: which field, from what to what, who and when.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "domain/register.h"

namespace leasebook::db {

struct AssetChange {
    int number = 0;  // counts the asset's changes from 1
    std::string field;
    std::optional<std::string> before, after;  // as in its JSON; none: empty
    std::string changed_by;
    Moment changed_at;
    bool operator==(const AssetChange&) const = default;
};

// Notes each field in which the two differ; of an asset that is new every field that it has. In the transaction that
// stores `after`, behind it.
void note_asset_change(Connection& connection, const std::optional<Asset>& before, const Asset& after,
                       const std::string& by, Moment at);

// Of machines that are taken on many at once, behind storing them: one entry each, that it is known from then on. What
// it was then, each later change says.
void note_assets_opened(Connection& connection, std::span<const Asset> assets, const std::string& by, Moment at);

// Newest first.
std::vector<AssetChange> changes_of(Connection& connection, const AssetCode& asset);

}  // namespace leasebook::db
