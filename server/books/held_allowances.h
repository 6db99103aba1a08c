#pragma once
// What the ledger holds against each contract for expected losses, followed entry by entry. Who asks by ascending ids
// has no use for what is posted to contracts behind him, least of all by himself: it is not read.
#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

#include "db/database.h"

namespace leasebook::server {

class HeldAllowances {
public:
    // Reads the entries since the last look, or all.
    void follow(db::Connection& connection);
    // As the connection sees them now: minor units of the contract's currency, by id, of those between the ids that
    // hold anything.
    std::map<std::int64_t, std::int64_t> between(db::Connection& connection, std::int64_t first_id,
                                                 std::int64_t last_id);

private:
    void read_on(db::Connection& connection);

    std::mutex mutex_;
    std::vector<std::int64_t> units_;  // by id of the contract
    std::int64_t last_entry_ = 0;      // up to which contracts from `first_id_` on are followed
    std::int64_t first_id_ = 0;
};

}  // namespace leasebook::server
