#include "db/form_drafts.h"

#include "db/access_store.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {
namespace {

class FormDrafts : public OnBothBooks {
protected:
    UserId entered(const std::string& name) {
        return database->write([&](Connection& c) { return add_user(c, {.id = {}, .name = name, .created_at = noon}); })
            ->id;
    }
    static FormDraft typed(UserId user, const std::string& id, const std::string& fields, Moment at = noon) {
        return {id, user, "/contracts/new", "New lease 新合同", fields, at};
    }
    bool keep(const FormDraft& draft, const std::string& taken_up_from = {}) {
        return database->write([&](Connection& c) { return keep_draft(c, draft, taken_up_from); });
    }
    void send(UserId user, const std::string& id, Moment at = noon) {
        database->write([&](Connection& c) { draft_was_sent(c, user, id, at); });
    }
    std::optional<FormDraft> find(UserId user, const std::string& id) {
        return database->read([&](Connection& c) { return find_draft(c, user, id); });
    }
    std::vector<std::string> ids(UserId user) {
        std::vector<std::string> found;
        const auto drafts = database->read([&](Connection& c) { return drafts_of(c, user); });
        for (const auto& draft : drafts) found.push_back(draft.id);
        return found;
    }
};
INSTANTIATE_TEST_SUITE_P(Both, FormDrafts, both_databases, dialect_name);

using std::chrono::minutes;
using Ids = std::vector<std::string>;

TEST_P(FormDrafts, TheLastTypingOfAFormIsKept) {
    const auto li = entered("li");
    EXPECT_TRUE(keep(typed(li, "a", "name=1")));
    const auto later = typed(li, "a", "name=%E6%9D%8E", noon + minutes(1));
    EXPECT_TRUE(keep(later));
    EXPECT_EQ(find(li, "a"), later);
    EXPECT_TRUE(keep(later)) << "the very same again";
    EXPECT_EQ(ids(li), Ids{"a"});
}

TEST_P(FormDrafts, BelongToOnePerson) {
    const auto li = entered("li"), wang = entered("wang");
    keep(typed(li, "a", "name=1"));
    EXPECT_FALSE(keep(typed(wang, "a", "name=2"))) << "an id of somebody else";
    EXPECT_FALSE(find(wang, "a"));
    EXPECT_EQ(ids(wang), Ids{});
    database->write([&](Connection& c) { discard_draft(c, wang, "a"); });
    EXPECT_EQ(find(li, "a")->fields, "name=1");
}

TEST_P(FormDrafts, WhatWasSentIsForgottenAndStaysSo) {
    const auto li = entered("li");
    keep(typed(li, "a", "name=1"));
    send(li, "a");
    EXPECT_FALSE(find(li, "a"));
    EXPECT_FALSE(keep(typed(li, "a", "name=1", noon + minutes(1)))) << "typing that comes late";
    send(li, "b");
    EXPECT_FALSE(keep(typed(li, "b", "name=1"))) << "the first that comes of it, after it was sent";
    EXPECT_EQ(ids(li), Ids{});
}

TEST_P(FormDrafts, OneTakenUpAgainStandsInThePlaceOfTheFirst) {
    const auto li = entered("li");
    keep(typed(li, "a", "name=1"));
    keep(typed(li, "b", "name=12", noon + minutes(1)), "a");
    EXPECT_EQ(ids(li), Ids{"b"});
}

TEST_P(FormDrafts, NobodyKeepsMoreThanThirty) {
    const auto li = entered("li");
    for (int i = 0; i < drafts_of_a_person + 2; ++i)
        keep(typed(li, "form " + std::to_string(i), "name=1", noon + minutes(i)));
    const auto kept = ids(li);
    ASSERT_EQ(kept.size(), static_cast<std::size_t>(drafts_of_a_person));
    EXPECT_EQ(kept.front(), "form 31");
    EXPECT_EQ(kept.back(), "form 2") << "the oldest have gone";
}

TEST_P(FormDrafts, AreForgottenWithTime) {
    const auto li = entered("li");
    keep(typed(li, "old", "name=1"));
    send(li, "sent");
    keep(typed(li, "new", "name=1", noon + minutes(2)));
    EXPECT_EQ(database->write([](Connection& c) { return forget_drafts_before(c, noon + minutes(1)); }), 2);
    EXPECT_EQ(ids(li), Ids{"new"});
}

}  // namespace
}  // namespace leasebook::db
