// The audit log: append-only, each entry chained to the one before it.
#include <algorithm>
#include <map>
#include <vector>

#include "db/access_store.h"
#include "db/counters.h"
#include "db/hash_chain.h"
#include "domain/decimal_text.h"

namespace leasebook::db {

namespace {

constexpr std::string_view audit_counter = "audit_log";
const std::string columns = "`sequence`, `at`, `user`, `peer`, `request_id`, `action`, `subject`, `detail`, `before`";

AuditEntry entry_at(Statement& row) {
    return {.sequence = row.integer(0),
            .at = moment_of(row.text(1)),
            .user = row.text(2),
            .peer = row.text(3),
            .request_id = row.text(4),
            .action = row.text(5),
            .subject = row.text(6),
            .detail = row.text(7),
            .before = row.is_null(8) ? std::string{} : row.text(8)};
}

// The columns as they stand in a row, so that a text which is no moment is still a text that was altered.
std::string hash_of(std::vector<std::string> fields, std::string_view previous) {
    // Entries of before there was a column `before` keep the hash they have.
    if (fields.back().empty()) fields.pop_back();
    return chained_hash(previous, fields);
}

std::string hash_of(const AuditEntry& entry, std::string_view previous) {
    return hash_of({std::to_string(entry.sequence), moment_text(entry.at), entry.user, entry.peer, entry.request_id,
                    entry.action, entry.subject, entry.detail, entry.before},
                   previous);
}

std::string hash_of_row(Statement& row, std::string_view previous) {
    std::vector<std::string> fields{std::to_string(row.integer(0))};
    for (int column = 1; column < 8; ++column) fields.push_back(row.text(column));
    fields.push_back(row.is_null(8) ? std::string{} : row.text(8));
    return hash_of(std::move(fields), previous);
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
    auto& insert = connection.prepare("INSERT INTO `audit_log` (" + columns +
                                      ", `previous_hash`, `hash`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, numbered.sequence)
        .bind(2, moment_text(entry.at))
        .bind(3, entry.user)
        .bind(4, entry.peer)
        .bind(5, entry.request_id)
        .bind(6, entry.action)
        .bind(7, entry.subject)
        .bind(8, entry.detail)
        .bind(10, previous)
        .bind(11, hash_of(numbered, previous));
    if (entry.before.empty())
        insert.bind_null(9);
    else
        insert.bind(9, entry.before);
    insert.execute();
}

Page<AuditEntry> list_audit(Connection& connection, const AuditQuery& query) {
    const int limit = std::clamp(query.limit, 1, 1000);
    const auto after = parse_integer(query.after, 1, 999'999'999'999'999'999);
    std::string conditions = " WHERE `sequence` < ?";
    std::vector<std::string> texts;
    const auto demand = [&](const char* condition, std::string text) {
        conditions += condition;
        texts.push_back(std::move(text));
    };
    if (!query.search.empty()) {
        conditions += " AND (LOWER(`peer`) LIKE LOWER(?) ESCAPE '!'";
        for (const char* column : {"user", "action", "subject"})
            conditions += std::string(" OR LOWER(`") + column + "`) LIKE LOWER(?) ESCAPE '!'";
        conditions += ")";
        texts.insert(texts.end(), 4, contains_pattern(query.search));
    }
    if (!query.user.empty()) demand(" AND `user` = ?", query.user);
    if (!query.action.empty()) demand(" AND `action` LIKE ? ESCAPE '!'", contains_pattern(query.action).substr(1));
    if (query.since) demand(" AND `at` >= ?", moment_text(*query.since));
    if (query.until) demand(" AND `at` < ?", moment_text(*query.until));
    auto& select = connection.prepare("SELECT " + columns + " FROM `audit_log`" + conditions +
                                      " ORDER BY `sequence` DESC LIMIT ?");
    int parameter = 1;
    select.bind(parameter++, after.value_or(999'999'999'999'999'999));
    for (const auto& text : texts) select.bind(parameter++, text);
    select.bind(parameter, limit + 1);
    Page<AuditEntry> page;
    while (select.step()) page.rows.push_back(entry_at(select));
    if (page.rows.size() > static_cast<std::size_t>(limit)) {
        page.rows.pop_back();
        page.next = std::to_string(page.rows.back().sequence);
    }
    return page;
}

AuditHead audit_head(Connection& connection) {
    auto& select = connection.prepare("SELECT `sequence`, `hash` FROM `audit_log` ORDER BY `sequence` DESC LIMIT 1");
    if (!select.step()) return {0, std::string(chain_start)};
    AuditHead last{select.integer(0), select.text(1)};
    select.reset();
    return last;
}

std::string head_text(const AuditHead& head) { return std::to_string(head.sequence) + ":" + head.hash; }

Result<AuditHead> parse_audit_head(std::string_view text) {
    const auto colon = text.find(':');
    const auto sequence = parse_integer(text.substr(0, colon), 0, 999'999'999'999'999'999);
    const auto hash = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    const bool is_hash =
        hash.size() == chain_start.size() && hash.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    if (!sequence || !is_hash)
        return invalid("audit-head", "An audit head is a number, a colon and 64 hexadecimal digits.");
    return AuditHead{*sequence, std::string(hash)};
}

Errors verify_audit(Connection& connection) { return verify_audit_against(connection, {}); }

Errors verify_audit_against(Connection& connection, const std::vector<AuditHead>& kept) {
    Errors findings;
    std::multimap<std::int64_t, std::string> heads;
    for (const auto& known : kept) heads.emplace(known.sequence, known.hash);
    const auto compare = [&](std::int64_t sequence, std::string_view hash) {
        const auto [first, end] = heads.equal_range(sequence);
        for (auto known = first; known != end; ++known)
            if (known->second != hash)
                findings.push_back(conflict("Audit entry {0} is not the one whose hash was kept elsewhere.",
                                            std::to_string(sequence)));
        heads.erase(first, end);
    };
    compare(0, chain_start);
    std::int64_t last = 0;
    std::string last_hash{chain_start};
    const auto recorded = counter(connection, audit_counter);
    const auto row =
        connection.stream("SELECT " + columns + ", `previous_hash`, `hash` FROM `audit_log` ORDER BY `sequence`");
    while (row->step()) {
        const auto sequence = row->integer(0);
        const auto number = std::to_string(sequence), previous = row->text(9);
        if (sequence != last + 1)
            findings.push_back(conflict("Before audit entry {0} entries are missing.", number));
        else if (previous != last_hash)
            findings.push_back(conflict("Audit entry {0} does not follow the entry before it.", number));
        last = sequence;
        last_hash = row->text(10);
        if (last_hash != hash_of_row(*row, previous))
            findings.push_back(conflict("Audit entry {0} was altered.", number));
        compare(sequence, last_hash);
    }
    if (last != recorded)
        findings.push_back(conflict("The last audit entry is number {0}, but {1} were recorded.", std::to_string(last),
                                    std::to_string(recorded)));
    for (const auto& [sequence, hash] : heads)
        findings.push_back(
            conflict("Audit entry {0}, whose hash was kept elsewhere, is missing.", std::to_string(sequence)));
    return findings;
}

}  // namespace leasebook::db
