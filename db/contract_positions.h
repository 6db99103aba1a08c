#pragma once
// From the ids of contracts in the database to their places in a portfolio.
#include <cstdint>
#include <vector>

#include "db/database.h"
#include "domain/portfolio.h"

namespace leasebook::db {

class ContractPositions {
public:
    // The same transaction read the portfolio.
    ContractPositions(Connection& connection, const Portfolio& portfolio);
    // `unmapped` where the portfolio does not have it.
    std::uint32_t of(std::int64_t id) const {
        return id < std::ssize(positions_) ? positions_[static_cast<std::size_t>(id)] : unmapped;
    }
    std::size_t size() const { return positions_.size(); }  // about as many as there are contracts

private:
    std::vector<std::uint32_t> positions_;  // by id
};

}  // namespace leasebook::db
