#include "db/contract_rows.h"

#include "db/event_codec.h"
#include "db/hash_chain.h"
#include "db/record_mapper.h"

namespace leasebook::db {

const std::vector<std::string>& state_columns() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> list{"status", "version", "entered_by", "disbursed", "ended_on"};
        const auto& content = columns_of<ContractContent>();
        list.insert(list.end(), content.begin(), content.end());
        return list;
    }();
    return names;
}

int bind_state(Statement& statement, int first, const Contract& contract) {
    Binder binder(statement, first);
    binder.bind(contract.status);
    binder.bind(contract.version);
    binder.bind(contract.entered_by);
    binder.bind(contract.disbursed);
    binder.bind(contract.ended_on);
    visit_fields(contract.content, binder);
    return binder.next();
}

std::string update_state() {
    std::string sql;
    for (const auto& column : state_columns())
        sql += (sql.empty() ? "UPDATE `contracts` SET `" : ", `") + column + "` = ?";
    return sql;
}

std::string select_contracts() { return "SELECT `id`, `number`, " + quoted(state_columns()) + " FROM `contracts`"; }

Contract contract_at(Statement& row) {
    Contract contract;
    RowReader reader(row, 1);
    reader("number", contract.number);
    reader("status", contract.status);
    reader("version", contract.version);
    reader("entered_by", contract.entered_by);
    const auto disbursed = row.integer(reader.next());
    reader("disbursed", contract.disbursed);
    reader("ended_on", contract.ended_on);
    visit_fields(contract.content, reader);
    contract.disbursed = Money::minor(disbursed, contract.content.terms.currency);
    return contract;
}

const std::vector<std::string>& event_columns() {
    static const std::vector<std::string> names{"contract_id", "sequence", "number",  "event",         "effective_date",
                                                "recorded_at", "actor",    "payload", "previous_hash", "hash"};
    return names;
}

std::string select_events() {
    std::string columns;
    for (const auto& column : event_columns()) columns += "e.`" + column + "`, ";
    return "SELECT " + columns + "c.`number` FROM `contract_events` e JOIN `contracts` c ON c.`id` = e.`contract_id`";
}

EventRow event_row_at(Statement& row) {
    return {.contract_id = row.integer(0),
            .sequence = row.integer(1),
            .number = static_cast<int>(row.integer(2)),
            .contract_number = row.text(10),
            .event = row.text(3),
            .effective_date = row.text(4),
            .recorded_at = row.text(5),
            .actor = row.text(6),
            .payload = row.text(7),
            .previous_hash = row.text(8),
            .hash = row.text(9)};
}

EventRow event_row(std::int64_t contract_id, const ContractNumber& contract, std::int64_t sequence, int number,
                   const ContractEvent& event, Moment recorded_at) {
    const auto& act = act_of(event);
    return {.contract_id = contract_id,
            .sequence = sequence,
            .number = number,
            .contract_number = contract.text,
            .event = event_name(event),
            .effective_date = to_text(act.on),
            .recorded_at = moment_text(recorded_at),
            .actor = act.by,
            .payload = event_payload(event),
            .previous_hash = {},
            .hash = {}};
}

std::vector<Connection::Cell> cells(const EventRow& row) {
    return {row.contract_id, row.sequence, std::int64_t{row.number}, row.event, row.effective_date, row.recorded_at,
            row.actor,       row.payload,  row.previous_hash,        row.hash};
}

std::string hash_of(const EventRow& row, std::string_view previous_hash) {
    const std::string fields[] = {std::to_string(row.sequence),
                                  row.contract_number,
                                  std::to_string(row.number),
                                  row.event,
                                  row.effective_date,
                                  row.recorded_at,
                                  row.actor,
                                  row.payload};
    return chained_hash(previous_hash, fields);
}

ContractEvent event_in(const EventRow& row) {
    return event_of(row.event, Act{row.actor, *parse_date(row.effective_date, "effective_date")}, row.payload);
}

}  // namespace leasebook::db
