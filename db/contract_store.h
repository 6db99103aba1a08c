#pragma once
// Contracts in the database: their events, append-only and hash-chained in one global sequence, and beside them
// the state they fold to, which is a cache that rebuild_contracts can make anew.
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "db/page.h"
#include "domain/contract.h"
#include "domain/number_format.h"
#include "domain/register.h"

namespace leasebook::db {

enum class Lock { None, ForUpdate };  // ForUpdate: nobody else changes the row until this transaction ends

std::optional<Contract> find_contract(Connection& connection, const ContractNumber& number, Lock lock = Lock::None);

struct RecordedEvent {
    std::int64_t sequence = 0;  // place among all events of all contracts
    int number = 0;             // place among the events of its contract, from 1
    Moment recorded_at;
    ContractEvent event;
    std::string hash;  // SHA-256 in hexadecimal, over the hash before it and everything in this event
};
// In the order they were recorded.
std::vector<RecordedEvent> events_of(Connection& connection, const ContractNumber& number);

// The first event of a new contract (drafted or taken_on). A taken number is a conflict; a lessee or supplier that
// is not in the register is not_found on its field.
Result<Contract> create_contract(Connection& connection, const ContractNumber& number, const ContractEvent& event,
                                 Moment recorded_at);
// The next event of a contract as it was read; a conflict when somebody changed it since.
Result<Contract> append(Connection& connection, const Contract& before, const ContractEvent& event, Moment recorded_at);

struct TakenOn {
    ContractNumber number;
    ContractTakenOn event;
    std::vector<ContractEvent> later = {};  // what has happened to it since
};
// Many running contracts at once, for imports: check numbers and references first, a bad one throws DatabaseError.
void take_on_all(Connection& connection, std::span<const TakenOn> contracts, Moment recorded_at);

struct ContractQuery {
    std::string search;  // part of the number or of the lessee's name, upper and lower case alike
    std::optional<ContractStatus> status;
    std::optional<LesseeCode> lessee;
    std::optional<ClusterCode> cluster;
    std::optional<IndustryCode> industry;
    std::string entered_by, not_entered_by;  // a user's name; empty: anybody
    bool returned = false;                   // only those that a credit decision sent back
    std::string after;                       // Page::next of the page before
    int limit = 50;
};
struct ContractRow {
    ContractNumber number;
    ContractStatus status = ContractStatus::Draft;
    LesseeCode lessee;
    std::string lessee_name;
    Money financed_amount, rent;
    Rate annual_rate;
    Date commencement;
    int periods = 0, version = 0;
};
// Newest number first.
Page<ContractRow> list_contracts(Connection& connection, const ContractQuery& query);
std::int64_t count_contracts(Connection& connection, std::optional<ContractStatus> status);

// The contracts of which something was recorded after that event, by number.
std::vector<ContractNumber> changed_after(Connection& connection, std::int64_t sequence);

// The next free number of the year, in the format of the house ("L-2026-000123").
ContractNumber next_contract_number(Connection& connection, int year);
// The same for many, for which the format is read once (contract_number_format).
ContractNumber next_contract_number(Connection& connection, const NumberFormat& format, int year);

// Makes all state rows anew from the events; answers how many contracts there are.
std::int64_t rebuild_contracts(Connection& connection);

// Checks the chain of hashes, that no event is missing, and that every state row equals the fold of its events.
// Empty when all is well.
Errors verify_events(Connection& connection);

}  // namespace leasebook::db
