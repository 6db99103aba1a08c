// The audit log: append-only, each entry chained to the one before it.
#include <algorithm>

#include "db/access_store.h"
#include "db/counters.h"
#include "db/hash_chain.h"
#include "domain/decimal_text.h"

namespace leasebook::db {

namespace {

constexpr std::string_view audit_counter = "audit_log";
const std::string columns = "`sequence`, `at`, `user`, `peer`, `request_id`, `action`, `subject`, `detail`";

AuditEntry entry_at(Statement& row) {
    return {.sequence = row.integer(0),
            .at = moment_of(row.text(1)),
            .user = row.text(2),
            .peer = row.text(3),
            .request_id = row.text(4),
            .action = row.text(5),
            .subject = row.text(6),
            .detail = row.text(7)};
}

std::string hash_of(const AuditEntry& entry, std::string_view previous) {
    const std::string fields[] = {std::to_string(entry.sequence),
                                  moment_text(entry.at),
                                  entry.user,
                                  entry.peer,
                                  entry.request_id,
                                  entry.action,
                                  entry.subject,
                                  entry.detail};
    return chained_hash(previous, fields);
}

std::string head(Connection& connection, std::int64_t sequence) {
    if (sequence == 0) return std::string(chain_start);
    auto& select = connection.prepare("SELECT `hash` FROM `audit_log` WHERE `sequence` = ?" +
                                      std::string(connection.for_update()));
    ensure(select.bind(1, sequence).step(), "the audit entry before a new one is there to be built upon");
    auto hash = select.text(0);
    select.reset();
    return hash;
}

}  // namespace

void append_audit(Connection& connection, const AuditEntry& entry) {
    auto numbered = entry;
    numbered.sequence = count_up(connection, audit_counter);
    const auto previous = head(connection, numbered.sequence - 1);
    connection
        .prepare("INSERT INTO `audit_log` (" + columns +
                 ", `previous_hash`, `hash`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, numbered.sequence)
        .bind(2, moment_text(entry.at))
        .bind(3, entry.user)
        .bind(4, entry.peer)
        .bind(5, entry.request_id)
        .bind(6, entry.action)
        .bind(7, entry.subject)
        .bind(8, entry.detail)
        .bind(9, previous)
        .bind(10, hash_of(numbered, previous))
        .execute();
}

Page<AuditEntry> list_audit(Connection& connection, const ListQuery& query) {
    const int limit = std::clamp(query.limit, 1, 1000);
    const auto after = parse_integer(query.after, 1, 999'999'999'999'999'999);
    std::string conditions = " WHERE `sequence` < ?";
    if (!query.search.empty())
        conditions +=
            " AND (LOWER(`user`) LIKE LOWER(?) ESCAPE '!' OR LOWER(`action`) LIKE LOWER(?) ESCAPE '!' "
            "OR LOWER(`subject`) LIKE LOWER(?) ESCAPE '!')";
    auto& select = connection.prepare("SELECT " + columns + " FROM `audit_log`" + conditions +
                                      " ORDER BY `sequence` DESC LIMIT ?");
    int parameter = 1;
    select.bind(parameter++, after.value_or(999'999'999'999'999'999));
    if (!query.search.empty())
        for (int i = 0; i < 3; ++i) select.bind(parameter++, contains_pattern(query.search));
    select.bind(parameter, limit + 1);
    Page<AuditEntry> page;
    while (select.step()) page.rows.push_back(entry_at(select));
    if (page.rows.size() > static_cast<std::size_t>(limit)) {
        page.rows.pop_back();
        page.next = std::to_string(page.rows.back().sequence);
    }
    return page;
}

Errors verify_audit(Connection& connection) {
    Errors findings;
    std::int64_t last = 0;
    std::string last_hash{chain_start};
    const auto recorded = counter(connection, audit_counter);
    const auto row =
        connection.stream("SELECT " + columns + ", `previous_hash`, `hash` FROM `audit_log` ORDER BY `sequence`");
    while (row->step()) {
        const auto entry = entry_at(*row);
        const auto number = std::to_string(entry.sequence), previous = row->text(8);
        if (entry.sequence != last + 1)
            findings.push_back(conflict("Before audit entry {0} entries are missing.", number));
        else if (previous != last_hash)
            findings.push_back(conflict("Audit entry {0} does not follow the entry before it.", number));
        last = entry.sequence;
        last_hash = row->text(9);
        if (last_hash != hash_of(entry, previous)) findings.push_back(conflict("Audit entry {0} was altered.", number));
    }
    if (last != recorded)
        findings.push_back(conflict("The last audit entry is number {0}, but {1} were recorded.", std::to_string(last),
                                    std::to_string(recorded)));
    return findings;
}

}  // namespace leasebook::db
