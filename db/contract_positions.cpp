#include "db/contract_positions.h"

#include "db/portfolio_store.h"

namespace leasebook::db {

ContractPositions::ContractPositions(Connection& connection, const Portfolio& portfolio) {
    const auto rows = connection.stream("SELECT `id`, `number` FROM `contracts` ORDER BY `id`");
    while (rows->step()) {
        positions_.resize(static_cast<std::size_t>(rows->integer(0)) + 1, unmapped);
        positions_.back() = position_of(portfolio, ContractNumber{rows->text(1)});
    }
}

}  // namespace leasebook::db
