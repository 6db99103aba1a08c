#include "db/access_store.h"

#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

class Access : public OnBothBooks {
protected:
    User entered(const std::string& name) {
        User user{
            .id = {}, .name = name, .display_name = "王 " + name, .password_hash = "$argon2id$", .created_at = noon};
        user.roles = {Role::Clerk, Role::Risk};
        return *database->write([&](Connection& c) { return add_user(c, user); });
    }
    void append(const std::string& action) {
        database->write([&](Connection& c) {
            append_audit(c, {.sequence = 0,
                             .at = noon,
                             .user = "wang",
                             .peer = "::1",
                             .request_id = "r1",
                             .action = action,
                             .subject = "L-1",
                             .detail = "{\"a\":1}"});
        });
    }
    static constexpr auto minute = std::chrono::minutes(1);
};
INSTANTIATE_TEST_SUITE_P(Both, Access, both_databases, dialect_name);

TEST_P(Access, KnowsItsUsersAndTheirRoles) {
    auto user = entered("wang");
    EXPECT_EQ(database->read([&](Connection& c) { return find_user(c, "wang"); }), user);
    user.roles = {Role::Auditor};
    user.disabled = true;
    EXPECT_TRUE(database->write([&](Connection& c) { return replace_user(c, user); }));
    EXPECT_EQ(database->read([&](Connection& c) { return find_user(c, user.id); }), user);
    EXPECT_EQ(database->read(all_users), std::vector{user});
    EXPECT_EQ(database->read(count_users), 1);
    EXPECT_FALSE(database->read([&](Connection& c) { return find_user(c, "Wang"); }));
}

TEST_P(Access, GivesAUserNameOnce) {
    entered("wang");
    const auto again = database->write([&](Connection& c) { return add_user(c, {.id = {}, .name = "wang"}); });
    ASSERT_FALSE(again);
    EXPECT_EQ(message(again.error()), "There is a user \"wang\" already.");
}

TEST_P(Access, EndsSessionsOneByOneByUserAndByAge) {
    const auto user = entered("wang");
    const Session old{.id_hash = "a",
                      .user = user.id,
                      .csrf_token = "t",
                      .created_at = noon,
                      .last_seen_at = noon,
                      .peer = "::1",
                      .agent = "test"};
    auto young = old;
    young.id_hash = "b";
    young.created_at = young.last_seen_at = noon + minute;
    const auto kept = [&](std::string_view id) {
        return database->read([&](Connection& c) { return find_session(c, id); });
    };
    database->write([&](Connection& c) {
        add_session(c, old);
        add_session(c, young);
        session_seen(c, "a", noon + minute);
    });
    EXPECT_EQ(kept("a")->last_seen_at, noon + minute);
    EXPECT_EQ(kept("b"), young);
    EXPECT_EQ(database->write([&](Connection& c) { return end_sessions_older_than(c, noon + minute, noon); }), 1);
    EXPECT_FALSE(kept("a"));
    database->write([&](Connection& c) {
        add_session(c, old);
        end_sessions(c, user.id, "b");
    });
    EXPECT_FALSE(kept("a"));
    EXPECT_TRUE(kept("b"));
    database->write([&](Connection& c) { end_session(c, "b"); });
    EXPECT_FALSE(kept("b"));
}

TEST_P(Access, ListsTheSessionsOfAUserAndEndsOneByItsBeginning) {
    const auto user = entered("wang"), other = entered("li");
    const std::string first(64, 'a'), second(64, 'b');
    database->write([&](Connection& c) {
        add_session(c, {first, user.id, "t", noon, noon, "::1", "one"});
        add_session(c, {second, user.id, "t", noon, noon + minute, "::1", "two", "pending"});
        session_entered_by(c, second, "code");
    });
    const auto sessions = database->read([&](Connection& c) { return sessions_of(c, user.id); });
    ASSERT_EQ(sessions.size(), 2U);
    EXPECT_EQ(sessions[0].id_hash, second);
    EXPECT_EQ(sessions[0].entered_by, "code");
    EXPECT_EQ(sessions[1].entered_by, "password");
    const auto end = [&](UserId owner, const std::string& beginning) {
        return database->write([&](Connection& c) { return end_session_of(c, owner, beginning); });
    };
    EXPECT_FALSE(end(other.id, first.substr(0, 16)));
    EXPECT_FALSE(end(user.id, first.substr(0, 15)));
    EXPECT_TRUE(end(user.id, first.substr(0, 16)));
    EXPECT_FALSE(end(user.id, first.substr(0, 16)));
}

TEST_P(Access, KeepsTokensUntilTheyAreRevoked) {
    const auto user = entered("wang"), other = entered("li");
    ApiToken token{.token_hash = "h",
                   .prefix = "lp_1",
                   .user = user.id,
                   .label = "batch",
                   .scopes = "read",
                   .created_at = noon,
                   .expires_at = noon + minute,
                   .last_used_at = std::nullopt};
    database->write([&](Connection& c) { add_token(c, token); });
    EXPECT_EQ(database->read([&](Connection& c) { return find_token(c, "h"); }), token);
    token.last_used_at = noon + minute;
    database->write([&](Connection& c) { token_used(c, "h", noon + minute); });
    EXPECT_EQ(database->read([&](Connection& c) { return tokens_of(c, user.id); }), std::vector{token});
    EXPECT_FALSE(database->write([&](Connection& c) { return revoke_token(c, other.id, "lp_1"); }));
    EXPECT_TRUE(database->write([&](Connection& c) { return revoke_token(c, user.id, "lp_1"); }));
    EXPECT_FALSE(database->read([&](Connection& c) { return find_token(c, "h"); }));
}

TEST_P(Access, RemembersOneAnswerForEachKeyOfAUserAndRoute) {
    const auto user = entered("wang");
    const IdempotencyKey key{user.id, "POST /api/v1/contracts", std::string(255, 'k')};
    const RememberedAnswer answer{.body_hash = "h",
                                  .status = 201,
                                  .content_type = "application/json",
                                  .body = "{\"n\":\"合同\"}",
                                  .created_at = noon};
    database->write([&](Connection& c) { remember_answer(c, key, answer); });
    EXPECT_EQ(database->read([&](Connection& c) { return find_answer(c, key); }), answer);
    EXPECT_FALSE(database->read([&](Connection& c) { return find_answer(c, {user.id, "POST /other", key.key}); }));
    try {
        database->write([&](Connection& c) { remember_answer(c, key, answer); });
        FAIL() << "a key was taken twice";
    } catch (const DatabaseError& error) {
        EXPECT_EQ(error.trouble, Trouble::Duplicate);
    }
    EXPECT_EQ(database->write([&](Connection& c) { return forget_answers_before(c, noon + minute); }), 1);
}

TEST_P(Access, ListsTheAuditLogNewestFirst) {
    for (const auto* action : {"one", "two", "three"}) append(action);
    const auto listed = [&](const AuditQuery& query) {
        return database->read([&](Connection& c) { return list_audit(c, query); });
    };
    const auto page = listed({.search = {}, .after = {}, .limit = 2});
    ASSERT_EQ(page.rows.size(), 2U);
    EXPECT_EQ(page.rows[0].action, "three");
    EXPECT_EQ(listed({.search = {}, .after = page.next, .limit = 2}).rows.at(0).action, "one");
    EXPECT_EQ(listed({.search = "TWO", .after = {}, .limit = 2}).rows.at(0).sequence, 2);
}

TEST_P(Access, FindsAuditEntriesThatWereAlteredOrRemoved) {
    for (const auto* action : {"one", "two", "three", "four"}) append(action);
    EXPECT_EQ(database->read(verify_audit), Errors{});
    execute("UPDATE `audit_log` SET `user` = 'nobody' WHERE `sequence` = 1");
    EXPECT_EQ(database->read(verify_audit), Errors{conflict("Audit entry {0} was altered.", "1")});
    execute("DELETE FROM `audit_log` WHERE `sequence` = 2");
    EXPECT_EQ(database->read(verify_audit), (Errors{conflict("Audit entry {0} was altered.", "1"),
                                                    conflict("Before audit entry {0} entries are missing.", "3")}));
    execute("DELETE FROM `audit_log` WHERE `sequence` = 4");
    EXPECT_EQ(database->read(verify_audit).back(),
              conflict("The last audit entry is number {0}, but {1} were recorded.", "3", "4"));
}

}  // namespace

}  // namespace leasebook::db
