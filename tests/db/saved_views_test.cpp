#include "db/saved_views.h"

#include "db/access_store.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

class SavedViews : public OnBothBooks {
protected:
    void enter_first(Connection& c) override {
        wang = user(c, "wang");
        li = user(c, "li");
    }
    static UserId user(Connection& c, const std::string& name) {
        return add_user(c, {{}, name, name, "$argon2id$", false, false, noon, {Role::Clerk}}).value().id;
    }
    Result<Done> save(UserId who, const SavedView& view) {
        return database->write([&](Connection& c) { return save_view(c, who, view); });
    }
    Result<Done> rename(const std::string& name, const std::string& new_name) {
        return database->write([&](Connection& c) { return rename_view(c, wang, "/contracts", name, new_name); });
    }
    std::vector<SavedView> kept(UserId who, const std::string& list = "/contracts") {
        return database->read([&](Connection& c) { return saved_views(c, who, list); });
    }
    UserId wang, li;
    const SavedView large{"/contracts", "大额", "amount_from=1000000"}, mine{"/contracts", "mine", "entered_by=wang"};
};
INSTANTIATE_TEST_SUITE_P(Both, SavedViews, both_databases, dialect_name);

TEST_P(SavedViews, BelongToOnePersonAndOneList) {
    EXPECT_TRUE(save(wang, mine));
    EXPECT_TRUE(save(wang, large));
    EXPECT_EQ(kept(wang), (std::vector{mine, large}));
    EXPECT_EQ(kept(wang, "/lessees"), std::vector<SavedView>{});
    EXPECT_EQ(kept(li), std::vector<SavedView>{});
}

TEST_P(SavedViews, ASecondOfTheSameNameTakesThePlaceOfTheFirst) {
    EXPECT_TRUE(save(wang, mine));
    const SavedView changed{"/contracts", "mine", "entered_by=wang&status=draft"};
    EXPECT_TRUE(save(wang, changed));
    EXPECT_TRUE(save(wang, changed));
    EXPECT_EQ(kept(wang), std::vector{changed});
}

TEST_P(SavedViews, AreRenamedUnlessTheNameIsTaken) {
    EXPECT_TRUE(save(wang, mine));
    EXPECT_TRUE(save(wang, large));
    EXPECT_EQ(rename("mine", "大额").error().field, "name");
    EXPECT_EQ(rename("theirs", "new").error().code, ErrorCode::NotFound);
    EXPECT_TRUE(rename("mine", "mine"));
    EXPECT_TRUE(rename("mine", "a"));
    EXPECT_EQ(kept(wang).front().name, "a");
}

TEST_P(SavedViews, AreGoneOnceDeleted) {
    EXPECT_TRUE(save(wang, mine));
    EXPECT_TRUE(save(li, mine));
    for (int twice = 0; twice < 2; ++twice)
        database->write([&](Connection& c) { delete_view(c, wang, "/contracts", "mine"); });
    EXPECT_EQ(kept(wang), std::vector<SavedView>{});
    EXPECT_EQ(kept(li), std::vector{mine});
}

TEST_P(SavedViews, AreNotKeptWithoutEnd) {
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(save(wang, {"/contracts", std::to_string(i), ""}));
    EXPECT_FALSE(save(wang, mine));
    EXPECT_TRUE(save(wang, {"/contracts", "7", "sort=rent"}));
}

}  // namespace

}  // namespace leasebook::db
