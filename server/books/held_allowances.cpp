#include "server/books/held_allowances.h"

#include <algorithm>

#include "db/journal_store.h"
#include "db/ledger_lines.h"

namespace leasebook::server {

void HeldAllowances::follow(db::Connection& connection) {
    const std::lock_guard lock(mutex_);
    read_on(connection);
}

std::map<std::int64_t, std::int64_t> HeldAllowances::between(db::Connection& connection, std::int64_t first_id,
                                                             std::int64_t last_id) {
    const std::lock_guard lock(mutex_);
    if (first_id < first_id_) {
        units_.clear();
        last_entry_ = 0;
    }
    first_id_ = first_id;
    read_on(connection);
    std::map<std::int64_t, std::int64_t> held;
    const auto end = std::min(last_id, std::ssize(units_) - 1);
    for (auto id = first_id; id <= end; ++id)
        if (const auto units = units_[static_cast<std::size_t>(id)]; units != 0)
            held.emplace_hint(held.end(), id, units);
    return held;
}

// Entries are committed in the order of their ids, so all up to the last one are there.
void HeldAllowances::read_on(db::Connection& connection) {
    const auto last = db::last_entry(connection);
    db::each_allowance_line(connection, last_entry_, last, first_id_,
                            [&](std::int64_t contract_id, std::int64_t credit) {
                                const auto id = static_cast<std::size_t>(contract_id);
                                if (id >= units_.size()) units_.resize(id + 1, 0);
                                units_[id] += credit;
                            });
    last_entry_ = last;
}

}  // namespace leasebook::server
