#pragma once
// Ratings for the provisions of a close, kept from the pass that posted.
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "db/contract_file.h"
#include "db/database.h"
#include "db/watch_store.h"
#include "domain/life/life.h"
#include "server/books/provisioning.h"
#include "server/books/running_book.h"

namespace leasebook::server {

using ProvisionsById = std::map<std::int64_t, db::Provision>;

// Of the month before, for contracts with ids from the first to the last.
ProvisionsById provisions_before(db::Connection& connection, Period period, std::int64_t first, std::int64_t last);

// The same, and of contracts that stood elsewhere at the month's end before as far as stages and classes go on from
// there.
ProvisionsById ratings_before(db::Connection& connection, Period period, std::int64_t first, std::int64_t last);

// The pass that posts has each contract's life at hand, so it is rated there. One that was changed since, or posted by
// somebody else, is rated when its turn comes.
class Ratings {
public:
    Ratings(db::Database& database, Period period, KeptPortfolio& portfolio);

    // `before` holds how this contract was rated the month before, if it was.
    std::optional<RatedContract> rate(const db::ContractFile& file, const Life& life,
                                      const ProvisionsById& before) const;
    // One that comes out of the order of ids is not kept, and so rated when its turn comes.
    void keep(const db::ContractFile& file, std::optional<RatedContract> contract);
    // Of all contracts in the book, which are of these versions, by ascending id, ready to be booked.
    RatedContracts all(const std::vector<db::ContractVersion>& versions, reports::ArrearsView months_before);
    const std::vector<db::MonthEndAlert>& alerts() const { return alerts_; }  // once all() was asked

private:
    void take_batch(std::span<const db::ContractVersion> batch, RatedContracts& contracts);
    void rate_between(std::int64_t first, std::int64_t last, RatedContracts& contracts);

    db::Database& database_;
    const RiskView view_;
    std::vector<int> versions_;  // by id, of the contracts that were rated
    RatedContracts kept_;        // by ascending id
    std::vector<db::MonthEndAlert> alerts_;
};

}  // namespace leasebook::server
