#include "db/pending_change_store.h"

#include <nlohmann/json.hpp>

#include "db/counters.h"

namespace leasebook::db {

namespace {

constexpr const char* select_changes =
    "SELECT p.`id`, c.`number`, p.`kind`, p.`fields`, p.`version`, p.`hash`, p.`status`, p.`proposed_by`, "
    "p.`proposed_at`, p.`decided_by` FROM `pending_changes` p JOIN `contracts` c ON c.`id` = p.`contract_id` ";

PendingChange change_at(Statement& row) {
    PendingChange change;
    change.id = row.integer(0);
    change.contract.text = row.text(1);
    change.kind = *parse_named<ChangeKind>(row.text(2), "");
    const auto fields = nlohmann::json::parse(row.text(3));
    for (const auto& [name, text] : fields.items()) change.fields.emplace(name, text.get<std::string>());
    change.version = static_cast<int>(row.integer(4));
    change.hash = row.text(5);
    change.status = *parse_named<PendingStatus>(row.text(6), "");
    change.proposed_by = row.text(7);
    change.proposed_at = moment_of(row.text(8));
    if (!row.is_null(9)) change.decided_by = row.text(9);
    return change;
}

}  // namespace

std::int64_t add_pending_change(Connection& connection, std::int64_t contract_id, const PendingChange& change) {
    const auto id = count_up(connection, "pending_changes");
    auto fields = nlohmann::json::object();
    for (const auto& [name, text] : change.fields) fields[name] = text;
    connection
        .prepare(
            "INSERT INTO `pending_changes` (`id`, `contract_id`, `kind`, `fields`, `version`, `hash`, `status`, "
            "`proposed_by`, `proposed_at`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, id)
        .bind(2, contract_id)
        .bind(3, to_text(change.kind))
        .bind(4, fields.dump())
        .bind(5, change.version)
        .bind(6, change.hash)
        .bind(7, to_text(change.status))
        .bind(8, change.proposed_by)
        .bind(9, moment_text(change.proposed_at))
        .execute();
    return id;
}

std::optional<PendingChange> find_pending_change(Connection& connection, const ContractNumber& contract,
                                                 std::int64_t id) {
    auto& select = connection.prepare(std::string(select_changes) + "WHERE c.`number` = ? AND p.`id` = ?");
    if (!select.bind(1, contract.text).bind(2, id).step()) return {};
    return change_at(select);
}

std::vector<PendingChange> pending_changes_of(Connection& connection, const ContractNumber& contract) {
    std::vector<PendingChange> changes;
    auto& select = connection.prepare(std::string(select_changes) + "WHERE c.`number` = ? ORDER BY p.`id` DESC");
    select.bind(1, contract.text);
    while (select.step()) changes.push_back(change_at(select));
    return changes;
}

std::vector<PendingChange> waiting_changes(Connection& connection, const std::string& decider, int limit) {
    std::vector<PendingChange> changes;
    auto& select = connection.prepare(std::string(select_changes) +
                                      "WHERE p.`status` = ? AND p.`proposed_by` <> ? ORDER BY p.`id` LIMIT ?");
    select.bind(1, to_text(PendingStatus::Waiting)).bind(2, decider).bind(3, limit);
    while (select.step()) changes.push_back(change_at(select));
    return changes;
}

void decide_pending_change(Connection& connection, std::int64_t id, PendingStatus status, const std::string& by,
                           Moment at) {
    connection.prepare("UPDATE `pending_changes` SET `status` = ?, `decided_by` = ?, `decided_at` = ? WHERE `id` = ?")
        .bind(1, to_text(status))
        .bind(2, by)
        .bind(3, moment_text(at))
        .bind(4, id)
        .execute();
}

}  // namespace leasebook::db
