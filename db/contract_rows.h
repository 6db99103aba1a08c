#pragma once
// How contracts and their events lie in their tables: shared by the store that writes them and the checks that
// read them all. For use within db only.
#include <string>
#include <string_view>
#include <vector>

#include "db/contract_store.h"

namespace leasebook::db {

// Fills the parameters of: status, version, entered_by and the fields of the content, from `first` on; answers the
// next free parameter.
int bind_state(Statement& statement, int first, const Contract& contract);
const std::vector<std::string>& state_columns();

// "UPDATE `contracts` SET …" of all state columns, without its WHERE.
std::string update_state();
// "SELECT `id`, `number`, <state columns> FROM `contracts`"
std::string select_contracts();
// From the columns of select_contracts, the first of the row.
Contract contract_at(Statement& row);

struct EventRow {
    std::int64_t contract_id = 0;
    std::int64_t sequence = 0;
    int number = 0;
    std::string contract_number, event, effective_date, recorded_at, actor, payload, previous_hash, hash;
};
// The columns of an EventRow in its order but contract_number, which select_events joins in.
const std::vector<std::string>& event_columns();
std::string select_events();
EventRow event_row_at(Statement& row);
EventRow event_row(std::int64_t contract_id, const ContractNumber& contract, std::int64_t sequence, int number,
                   const ContractEvent& event, Moment recorded_at);
std::vector<Connection::Cell> cells(const EventRow& row);

std::string hash_of(const EventRow& row, std::string_view previous_hash);
ContractEvent event_in(const EventRow& row);

}  // namespace leasebook::db
