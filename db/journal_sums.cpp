#include "db/journal_sums.h"

#include "db/hash_chain.h"

namespace leasebook::db {

namespace {

unsigned value_of(char hex) { return static_cast<unsigned>(hex <= '9' ? hex - '0' : hex - 'a' + 10); }

std::string head_text(const std::string& contract, const std::string& business_date, const std::string& rule,
                      std::int64_t event, std::int64_t instalment, bool reversal) {
    return contract + "\t" + business_date + "\t" + rule + "\t" + std::to_string(event) + "\t" +
           std::to_string(instalment) + "\t" + (reversal ? "1" : "0");
}

void append_line(std::string& text, std::int64_t period, const std::string& account, const std::string& currency,
                 std::int64_t amount) {
    text += "\n" + std::to_string(period) + "\t" + account + "\t" + currency + "\t" + std::to_string(amount);
}

struct ReadEntry {
    std::int64_t id = 0;
    Period posted_to;
    std::string text;
};

std::vector<ReadEntry> entry_heads(Connection& connection, const std::string& between) {
    const auto rows = connection.stream(
        "SELECT e.`id`, COALESCE(c.`number`, ''), e.`business_date`, e.`rule`, e.`event`, e.`instalment`, "
        "e.`reversal`, "
        "e.`posting_date` FROM `journal_entries` e LEFT JOIN `contracts` c ON c.`id` = e.`contract_id` WHERE e.`id`" +
        between + " ORDER BY e.`id`");
    std::vector<ReadEntry> entries;
    while (rows->step())
        entries.push_back({rows->integer(0), period_of(*parse_date(rows->text(7), "")),
                           head_text(rows->text(1), rows->text(2), rows->text(3), rows->integer(4), rows->integer(5),
                                     rows->integer(6) != 0)});
    return entries;
}

void read_lines(Connection& connection, const std::string& between, std::vector<ReadEntry>& entries) {
    const auto rows = connection.stream(
        "SELECT `entry`, `period`, `account`, `currency`, `amount` FROM `journal_lines` WHERE `entry`" + between +
        " ORDER BY `entry`, `line`");
    auto entry = entries.begin();
    while (rows->step()) {
        while (entry != entries.end() && entry->id < rows->integer(0)) ++entry;
        if (entry == entries.end() || entry->id != rows->integer(0)) continue;  // its entry is gone: the sum tells
        append_line(entry->text, rows->integer(1), rows->text(2), rows->text(3), rows->integer(4));
    }
}

// The sum kept so far; nothing where it is still to be worked out. `locking` ends the query: for_update() or nothing.
std::optional<HashSum> kept_sum(Connection& connection, Period period, std::string_view locking) {
    auto& select = connection.prepare("SELECT `sum` FROM `journal_sums` WHERE `period` = ?" + std::string(locking));
    if (!select.bind(1, period.number()).step()) return HashSum();
    if (select.is_null(0)) return {};
    return HashSum(select.text(0));
}

std::string worked_out(Connection& connection, Period period) {
    const auto all = journal_hashes(connection);
    const auto found = all.find(period);
    return found == all.end() ? HashSum().text() : found->second;
}

}  // namespace

HashSum::HashSum(const std::string& hex) {
    ensure(hex.size() == 2 * bytes_.size(), "a kept sum has 64 digits");
    for (std::size_t i = 0; i < bytes_.size(); ++i)
        bytes_[i] = static_cast<unsigned char>(value_of(hex[2 * i]) * 16 + value_of(hex[2 * i + 1]));
}

void HashSum::add(const std::string& text) {
    HashSum one;
    one.bytes_ = sha256(text);
    *this += one;
}

HashSum& HashSum::operator+=(const HashSum& more) {
    unsigned carry = 0;
    for (std::size_t i = bytes_.size(); i-- > 0;) {
        const unsigned sum = bytes_[i] + more.bytes_[i] + carry;
        bytes_[i] = static_cast<unsigned char>(sum);
        carry = sum >> 8;
    }
    return *this;
}

std::string HashSum::text() const { return hex(bytes_); }

std::string hashed_text(const std::string& contract, const JournalEntry& entry, bool reversal, Period posted_to) {
    auto text =
        head_text(contract, to_text(entry.business_date), to_text(entry.rule), entry.event, entry.instalment, reversal);
    for (const auto& line : entry.lines)
        append_line(text, posted_to.number(), to_text(line.account), line.amount.currency().text(),
                    line.amount.minor_units());
    return text;
}

void grow_sums(Connection& connection, const std::map<Period, HashSum>& growth) {
    static const std::vector<std::string> keys{"period"}, columns{"period", "sum"};
    for (const auto& [period, added] : growth) {
        const auto kept = kept_sum(connection, period, connection.for_update());
        auto sum = kept ? *kept : HashSum(worked_out(connection, period));
        sum += added;
        connection.prepare(connection.upsert("journal_sums", keys, columns))
            .bind(1, period.number())
            .bind(2, sum.text())
            .execute();
    }
}

std::string journal_sum(Connection& connection, Period period) {
    const auto kept = kept_sum(connection, period, "");
    return kept ? kept->text() : worked_out(connection, period);
}

std::map<Period, std::string> journal_sums(Connection& connection) {
    auto& select = connection.prepare("SELECT `period`, `sum` FROM `journal_sums` WHERE `sum` IS NOT NULL");
    std::map<Period, std::string> sums;
    while (select.step()) {
        const auto number = static_cast<int>(select.integer(0));
        const std::chrono::year_month month{std::chrono::year(number / 100),
                                            std::chrono::month(static_cast<unsigned>(number % 100))};
        sums.emplace(Period{month}, select.text(1));
    }
    return sums;
}

std::map<Period, std::string> journal_hashes(Connection& connection) {
    // Heads and lines are read apart, a range of ids at a time: for the database a walk along two keys instead of a
    // join of millions.
    constexpr std::int64_t range = 20'000;
    auto& last = connection.prepare("SELECT COALESCE(MAX(`id`), 0) FROM `journal_entries`");
    last.step();
    const auto last_id = last.integer(0);
    last.reset();
    std::map<Period, HashSum> sums;
    for (std::int64_t from = 1; from <= last_id; from += range) {
        const auto between = " BETWEEN " + std::to_string(from) + " AND " + std::to_string(from + range - 1);
        auto entries = entry_heads(connection, between);
        read_lines(connection, between, entries);
        for (const auto& entry : entries) sums[entry.posted_to].add(entry.text);
    }
    std::map<Period, std::string> hashes;
    for (const auto& [period, sum] : sums) hashes.emplace(period, sum.text());
    return hashes;
}

}  // namespace leasebook::db
