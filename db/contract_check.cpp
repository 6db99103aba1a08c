// The contracts against their events: made anew from them, or compared with them.
#include <map>

#include "db/contract_rows.h"
#include "db/counters.h"
#include "db/hash_chain.h"

namespace leasebook::db {

namespace {

// Walks all events in their sequence, folds them, and notes what does not fit.
class Audit {
public:
    void take(const EventRow& row) {
        check_chain(row);
        auto& contract = contracts_[row.contract_id];
        contract.number.text = row.contract_number;
        if (row.number != contract.version + 1)
            findings_.push_back(conflict("Contract {0}: event {1} is missing.", row.contract_number,
                                         std::to_string(contract.version + 1)));
        try {
            contract = evolve(std::move(contract), event_in(row));
            contract.version = row.number;
        } catch (const InvariantBroken&) {
            findings_.push_back(
                conflict("Contract {0}: event {1} cannot be read.", row.contract_number, std::to_string(row.number)));
        }
    }
    void expect_last(std::int64_t sequence) {
        if (last_sequence_ != sequence)
            findings_.push_back(conflict("The last event is number {0}, but {1} were recorded.",
                                         std::to_string(last_sequence_), std::to_string(sequence)));
    }
    void compare(std::int64_t id, const Contract& stored) {
        const auto folded = contracts_.find(id);
        if (folded == contracts_.end() || folded->second != stored)
            findings_.push_back(conflict("Contract {0} does not agree with its events.", stored.number.text));
    }
    const std::map<std::int64_t, Contract>& contracts() const { return contracts_; }
    Errors findings() && { return std::move(findings_); }

private:
    void check_chain(const EventRow& row) {
        if (row.sequence != last_sequence_ + 1)
            findings_.push_back(conflict("Before event {0} events are missing.", std::to_string(row.sequence)));
        else if (row.previous_hash != last_hash_)
            findings_.push_back(
                conflict("Event {0} does not follow the event before it.", std::to_string(row.sequence)));
        if (row.hash != hash_of(row, row.previous_hash))
            findings_.push_back(
                conflict("Event {0} of contract {1} was altered.", std::to_string(row.sequence), row.contract_number));
        last_sequence_ = row.sequence;
        last_hash_ = row.hash;
    }

    std::map<std::int64_t, Contract> contracts_;
    std::int64_t last_sequence_ = 0;
    std::string last_hash_{chain_start};
    Errors findings_;
};

Audit folded_events(Connection& connection) {
    Audit audit;
    const auto rows = connection.stream(select_events() + " ORDER BY e.`sequence`");
    while (rows->step()) audit.take(event_row_at(*rows));
    return audit;
}

}  // namespace

std::int64_t rebuild_contracts(Connection& connection) {
    const auto audit = folded_events(connection);
    for (const auto& [id, contract] : audit.contracts()) {
        auto& update = connection.prepare(update_state() + " WHERE `id` = ?");
        update.bind(bind_state(update, 1, contract), id).execute();
    }
    return static_cast<std::int64_t>(audit.contracts().size());
}

Errors verify_events(Connection& connection) {
    auto audit = folded_events(connection);
    audit.expect_last(counter(connection, "contract_events"));
    const auto rows = connection.stream(select_contracts() + " ORDER BY `id`");
    while (rows->step()) audit.compare(rows->integer(0), contract_at(*rows));
    return std::move(audit).findings();
}

}  // namespace leasebook::db
