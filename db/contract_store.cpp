#include "db/contract_store.h"

#include <algorithm>
#include <map>

#include "db/contract_rows.h"
#include "db/counters.h"
#include "db/hash_chain.h"
#include "db/number_formats.h"
#include "db/record_mapper.h"
#include "db/register_store.h"

namespace leasebook::db {

namespace {

constexpr std::string_view events_counter = "contract_events", contracts_counter = "contracts";

std::string chain_head(Connection& connection, std::int64_t sequence) {
    if (sequence == 0) return std::string(chain_start);
    // The locking read sees what others committed since our transaction began.
    auto& select = connection.prepare("SELECT `hash` FROM `contract_events` WHERE `sequence` = ?" +
                                      std::string(connection.for_update()));
    ensure(select.bind(1, sequence).step(), "the event before a new one is there to be built upon");
    auto hash = select.text(0);
    select.reset();
    return hash;
}

bool changes_the_course(const EventRow& event) {
    return event.event == ScheduleChanged::name || event.event == ResidualImpaired::name ||
           event.event == LesseeReplaced::name || event.event == ContractEnded::name;
}

void note_changed(Connection& connection, std::int64_t contract_id) {
    auto& known = connection.prepare("SELECT 1 FROM `changed_contracts` WHERE `contract_id` = ?");
    const bool noted = known.bind(1, contract_id).step();
    known.reset();
    if (noted) return;
    connection.prepare("INSERT INTO `changed_contracts` (`contract_id`) VALUES (?)").bind(1, contract_id).execute();
}

// Numbers and chains the rows, whose sequences are still 0, and writes them.
void write_events(Connection& connection, std::vector<EventRow> events) {
    const auto count = static_cast<std::int64_t>(events.size());
    auto sequence = count_up(connection, events_counter, count) - count;
    auto previous = chain_head(connection, sequence);
    std::vector<std::vector<Connection::Cell>> rows;
    rows.reserve(events.size());
    for (auto& event : events) {
        event.sequence = ++sequence;
        event.previous_hash = previous;
        event.hash = previous = hash_of(event, previous);
        rows.push_back(cells(event));
    }
    connection.insert_rows("contract_events", event_columns(), rows);
    for (const auto& event : events)
        if (changes_the_course(event)) note_changed(connection, event.contract_id);
}

std::vector<Connection::Cell> state_cells(std::int64_t id, const Contract& contract) {
    std::vector<Connection::Cell> row;
    CellWriter writer(row);
    row.emplace_back(id);
    writer("number", contract.number);
    writer("status", contract.status);
    writer("version", contract.version);
    writer("entered_by", contract.entered_by);
    writer("disbursed", contract.disbursed);
    writer("ended_on", contract.ended_on);
    visit_fields(contract.content, writer);
    return row;
}

std::vector<std::string> all_columns() {
    std::vector<std::string> columns{"id", "number"};
    columns.insert(columns.end(), state_columns().begin(), state_columns().end());
    return columns;
}

// The sentence for a reference to a lessee or supplier that is not there, or the exception as it came.
Errors refused_reference(Connection& connection, const Contract& contract, const DatabaseError& error) {
    auto missing = error.trouble == Trouble::Constraint ? missing_references(connection, contract.content) : Errors{};
    if (missing.empty()) throw DatabaseError(error);
    return missing;
}

std::string number_counter(int year) { return "contract_number." + std::to_string(year); }

// Numbers of our own kind that come from elsewhere are not to be given out again.
void skip_numbers(Connection& connection, std::span<const TakenOn> contracts) {
    std::map<int, std::int64_t> highest;
    const auto format = contract_number_format(connection);
    for (const auto& [number, event, later] : contracts) {
        const auto counted = format.counted(number.text);
        if (!counted) continue;
        auto& last = highest[counted->year];
        last = std::max(last, counted->serial);
    }
    for (const auto& [year, serial] : highest) {
        const auto given = counter(connection, number_counter(year));
        if (given < serial) count_up(connection, number_counter(year), serial - given);
    }
}

}  // namespace

std::optional<Contract> find_contract(Connection& connection, const ContractNumber& number, Lock lock) {
    const auto suffix = lock == Lock::ForUpdate ? connection.for_update() : std::string_view{};
    auto& select = connection.prepare(select_contracts() + " WHERE `number` = ?" + std::string(suffix));
    if (!select.bind(1, number.text).step()) return std::nullopt;
    return contract_at(select);
}

std::vector<RecordedEvent> events_of(Connection& connection, const ContractNumber& number) {
    auto& select = connection.prepare(select_events() + " WHERE c.`number` = ? ORDER BY e.`number`");
    select.bind(1, number.text);
    std::vector<RecordedEvent> events;
    while (select.step()) {
        const auto row = event_row_at(select);
        events.push_back({row.sequence, row.number, moment_of(row.recorded_at), event_in(row), row.hash});
    }
    return events;
}

Result<Contract> create_contract(Connection& connection, const ContractNumber& number, const ContractEvent& event,
                                 Moment recorded_at) {
    Contract contract;
    contract.number = number;
    contract = evolve(std::move(contract), event);
    const auto id = count_up(connection, contracts_counter);
    try {
        const std::vector<std::vector<Connection::Cell>> rows{state_cells(id, contract)};
        connection.insert_rows("contracts", all_columns(), rows);
    } catch (const DatabaseError& error) {
        if (error.trouble == Trouble::Duplicate) return conflict("There is a contract {0} already.", number.text);
        return refused_reference(connection, contract, error);
    }
    write_events(connection, {event_row(id, number, 0, contract.version, event, recorded_at)});
    return contract;
}

Result<Contract> append(Connection& connection, const Contract& before, const ContractEvent& event,
                        Moment recorded_at) {
    auto contract = evolve(before, event);
    auto& update = connection.prepare(update_state() + " WHERE `number` = ? AND `version` = ?");
    const int next = bind_state(update, 1, contract);
    update.bind(next, before.number.text).bind(next + 1, before.version);
    try {
        if (update.execute() == 0)
            return conflict("Contract {0} was changed meanwhile. Load it again.", before.number.text);
    } catch (const DatabaseError& error) {
        return refused_reference(connection, contract, error);
    }
    auto& select = connection.prepare("SELECT `id` FROM `contracts` WHERE `number` = ?");
    ensure(select.bind(1, before.number.text).step(), "a contract just updated is there");
    const auto id = select.integer(0);
    select.reset();
    write_events(connection, {event_row(id, before.number, 0, contract.version, event, recorded_at)});
    return contract;
}

void take_on_all(Connection& connection, std::span<const TakenOn> contracts, Moment recorded_at) {
    if (contracts.empty()) return;
    const auto count = static_cast<std::int64_t>(contracts.size());
    auto id = count_up(connection, contracts_counter, count) - count;
    std::vector<std::vector<Connection::Cell>> states;
    std::vector<EventRow> events;
    states.reserve(contracts.size());
    events.reserve(contracts.size());
    for (const auto& [number, event, later] : contracts) {
        Contract contract;
        contract.number = number;
        ++id;
        const auto happened = [&](const ContractEvent& next) {
            contract = evolve(std::move(contract), next);
            events.push_back(event_row(id, number, 0, contract.version, next, recorded_at));
        };
        happened(event);
        for (const auto& next : later) happened(next);
        states.push_back(state_cells(id, contract));
    }
    connection.insert_rows("contracts", all_columns(), states);
    write_events(connection, std::move(events));
    skip_numbers(connection, contracts);
}

std::int64_t count_contracts(Connection& connection, std::optional<ContractStatus> status) {
    auto& select = connection.prepare(status ? "SELECT COUNT(*) FROM `contracts` WHERE `status` = ?"
                                             : "SELECT COUNT(*) FROM `contracts`");
    if (status) select.bind(1, to_text(*status));
    return select.step() ? select.integer(0) : 0;
}

std::vector<ContractNumber> changed_after(Connection& connection, std::int64_t sequence) {
    auto& select = connection.prepare(
        "SELECT DISTINCT c.`number` FROM `contract_events` e JOIN `contracts` c ON c.`id` = e.`contract_id` "
        "WHERE e.`sequence` > ? ORDER BY c.`number`");
    select.bind(1, sequence);
    std::vector<ContractNumber> numbers;
    while (select.step()) numbers.push_back({select.text(0)});
    return numbers;
}

ContractNumber next_contract_number(Connection& connection, const NumberFormat& format, int year) {
    ContractNumber number;
    do {
        number.text = format.numbered(year, count_up(connection, number_counter(year)));
    } while (find_contract(connection, number));  // entered by hand, or given under a format of before
    return number;
}

ContractNumber next_contract_number(Connection& connection, int year) {
    return next_contract_number(connection, contract_number_format(connection), year);
}

}  // namespace leasebook::db
