// The audit log as evidence: whatever is done to its rows behind the program's back is found.
#include <random>

#include "db/access_store.h"
#include "db/counters.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {
namespace {

class AuditLog : public OnBothBooks {
protected:
    void append(const std::string& user, const std::string& action, Moment at = noon, const std::string& before = {}) {
        database->write([&](Connection& c) {
            append_audit(c, {.sequence = 0,
                             .at = at,
                             .user = user,
                             .peer = "10.0.0.1",
                             .request_id = "r1",
                             .action = action,
                             .subject = "L-1",
                             .detail = "{\"a\":1}",
                             .before = before});
        });
    }
    void fill(int entries) {
        for (int i = 0; i < entries; ++i)
            append("user" + std::to_string(i % 3), "contract.step" + std::to_string(i), noon + std::chrono::seconds(i),
                   i % 2 == 0 ? "{\"a\":0}" : "");
    }
    AuditHead head() const { return database->read(audit_head); }
    Errors findings(const std::vector<AuditHead>& kept = {}) const {
        return database->read([&](Connection& c) { return verify_audit_against(c, kept); });
    }
    std::vector<std::int64_t> found(const AuditQuery& query) const {
        std::vector<std::int64_t> numbers;
        for (const auto& entry : database->read([&](Connection& c) { return list_audit(c, query); }).rows)
            numbers.push_back(entry.sequence);
        return numbers;
    }
};
INSTANTIATE_TEST_SUITE_P(Both, AuditLog, both_databases, dialect_name);

TEST_P(AuditLog, KeepsWhatStoodBeforeAndAfter) {
    append("li", "user.change", noon, "{\"roles\":[\"clerk\"]}");
    const auto entry = database->read([](Connection& c) { return list_audit(c, {}); }).rows.at(0);
    EXPECT_EQ(entry.before, "{\"roles\":[\"clerk\"]}");
    EXPECT_EQ(entry.detail, "{\"a\":1}");
    EXPECT_EQ(findings(), Errors{});
    execute("UPDATE `audit_log` SET `before` = NULL");
    EXPECT_EQ(findings(), Errors{conflict("Audit entry {0} was altered.", "1")});
}

TEST_P(AuditLog, IsFilteredByWhoWhatAndWhen) {
    fill(6);
    EXPECT_EQ(found({.user = "user1"}), (std::vector<std::int64_t>{5, 2}));
    EXPECT_EQ(found({.user = "user"}), std::vector<std::int64_t>{});
    EXPECT_EQ(found({.action = "contract.step4"}), std::vector<std::int64_t>{5});
    EXPECT_EQ(found({.action = "contract."}).size(), 6U);
    EXPECT_EQ(found({.action = "step"}), std::vector<std::int64_t>{}) << "an action begins like this";
    EXPECT_EQ(found({.action = "%"}), std::vector<std::int64_t>{});
    EXPECT_EQ(found({.search = "0.0.1"}).size(), 6U);
    EXPECT_EQ(found({.since = noon + std::chrono::seconds(4)}), (std::vector<std::int64_t>{6, 5}));
    EXPECT_EQ(found({.until = noon + std::chrono::seconds(1)}), std::vector<std::int64_t>{1});
    EXPECT_EQ(found({.user = "user0", .since = noon + std::chrono::seconds(1)}), std::vector<std::int64_t>{4});
}

TEST_P(AuditLog, HasAHeadThatCanBeKeptElsewhere) {
    EXPECT_EQ(head().sequence, 0);
    fill(3);
    const auto kept = head();
    EXPECT_EQ(kept.sequence, 3);
    EXPECT_EQ(*parse_audit_head(head_text(kept)), kept);
    fill(2);
    EXPECT_EQ(findings({kept, head()}), Errors{});
    for (const char* text : {"", "3", "3:", "x:", ":abc", "3:abc", "-1:abc"})
        EXPECT_FALSE(parse_audit_head(text)) << text;
    EXPECT_FALSE(parse_audit_head(head_text(kept) + "0"));
}

TEST_P(AuditLog, AnEndCutOffWithItsCounterShowsAgainstTheKeptHeadAlone) {
    fill(5);
    const auto kept = head();
    execute("DELETE FROM `audit_log` WHERE `sequence` > 3");
    execute("UPDATE `counters` SET `value` = 3 WHERE `name` = 'audit_log'");
    EXPECT_EQ(findings(), Errors{}) << "the chain that is left is whole";
    EXPECT_EQ(findings({kept}), Errors{conflict("Audit entry {0}, whose hash was kept elsewhere, is missing.", "5")});
}

TEST_P(AuditLog, AWholeLogWrittenAnewShowsAgainstTheKeptHead) {
    fill(5);
    const auto kept = head();
    execute("DELETE FROM `audit_log`");
    execute("UPDATE `counters` SET `value` = 0 WHERE `name` = 'audit_log'");
    for (int i = 0; i < 5; ++i) append("somebody else", "contract.approve");
    EXPECT_EQ(findings(), Errors{});
    EXPECT_EQ(findings({kept}), Errors{conflict("Audit entry {0} is not the one whose hash was kept elsewhere.", "5")});
}

// Hundreds of random alterations, each on a whole log, each undone after it was looked for.
TEST_P(AuditLog, NoAlterationGoesUnseen) {
    constexpr int entries = 12, alterations = 300;
    fill(entries);
    const auto kept = head();
    execute("CREATE TABLE `kept_log` AS SELECT * FROM `audit_log`");
    std::mt19937 random(7);
    const auto any = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    const char* columns[] = {"at",      "user",   "peer",   "request_id",    "action",
                             "subject", "detail", "before", "previous_hash", "hash"};
    for (int i = 0; i < alterations; ++i) {
        const auto row = std::to_string(1 + any(entries)), other = std::to_string(1 + any(entries));
        std::string done;
        switch (any(5)) {
            case 0:
                done = std::string("UPDATE `audit_log` SET `") + columns[any(10)] + "` = 'x' WHERE `sequence` = " + row;
                break;
            case 1: done = "DELETE FROM `audit_log` WHERE `sequence` = " + row; break;
            case 2: done = "DELETE FROM `audit_log` WHERE `sequence` >= " + row; break;
            case 3: done = "UPDATE `audit_log` SET `sequence` = 99 WHERE `sequence` = " + row; break;
            default:
                if (row == other) continue;
                done =
                    "UPDATE `audit_log` SET `sequence` = CASE `sequence` WHEN " + row + " THEN -1 ELSE `sequence` END";
                execute(done);
                execute("UPDATE `audit_log` SET `sequence` = " + row + " WHERE `sequence` = " + other);
                done = "UPDATE `audit_log` SET `sequence` = " + other + " WHERE `sequence` = -1";
        }
        execute(done);
        EXPECT_NE(findings({kept}), Errors{}) << done;
        execute("DELETE FROM `audit_log`");
        execute("INSERT INTO `audit_log` SELECT * FROM `kept_log`");
    }
    EXPECT_EQ(findings({kept}), Errors{});
}

}  // namespace
}  // namespace leasebook::db
