#include "db/attachment_store.h"

#include "db/counters.h"

namespace leasebook::db {

namespace {

const std::string select_attachments =
    "SELECT a.`id`, c.`number`, a.`name`, a.`media_type`, a.`size`, a.`sha256`, a.`added_by`, a.`added_at` FROM "
    "`attachments` a JOIN `contracts` c ON c.`id` = a.`contract_id` WHERE ";

std::vector<Attachment> read_attachments(Statement& rows) {
    std::vector<Attachment> list;
    while (rows.step())
        list.push_back({rows.integer(0),
                        {rows.text(1)},
                        rows.text(2),
                        rows.text(3),
                        rows.integer(4),
                        rows.text(5),
                        rows.text(6),
                        moment_of(rows.text(7))});
    return list;
}

}  // namespace

Result<Attachment> add_attachment(Connection& connection, Attachment attachment) {
    const auto& number = attachment.contract;
    auto& contract = connection.prepare("SELECT `id` FROM `contracts` WHERE `number` = ?");
    if (!contract.bind(1, number.text).step()) return not_found("", "There is no lease {0}.", number.text);
    const auto contract_id = contract.integer(0);
    contract.reset();
    for (const auto& other : attachments_of(connection, number))
        if (other.sha256 == attachment.sha256)
            return conflict("Lease {0} has this file already: {1}.", number.text, other.name);
    attachment.id = count_up(connection, "attachments");
    connection
        .prepare(
            "INSERT INTO `attachments` (`id`, `contract_id`, `name`, `media_type`, `size`, `sha256`, `added_by`, "
            "`added_at`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, attachment.id)
        .bind(2, contract_id)
        .bind(3, attachment.name)
        .bind(4, attachment.media_type)
        .bind(5, attachment.size)
        .bind(6, attachment.sha256)
        .bind(7, attachment.added_by)
        .bind(8, moment_text(attachment.added_at))
        .execute();
    return attachment;
}

std::vector<Attachment> attachments_of(Connection& connection, const ContractNumber& contract) {
    auto& select = connection.prepare(select_attachments + "c.`number` = ? ORDER BY a.`id`");
    return read_attachments(select.bind(1, contract.text));
}

std::optional<Attachment> find_attachment(Connection& connection, const ContractNumber& contract, std::int64_t id) {
    auto& select = connection.prepare(select_attachments + "c.`number` = ? AND a.`id` = ?");
    auto found = read_attachments(select.bind(1, contract.text).bind(2, id));
    if (found.empty()) return {};
    return std::move(found.front());
}

std::vector<Attachment> attachments_after(Connection& connection, std::int64_t after, int limit) {
    auto& select = connection.prepare(select_attachments + "a.`id` > ? ORDER BY a.`id` LIMIT ?");
    return read_attachments(select.bind(1, after).bind(2, limit));
}

}  // namespace leasebook::db
