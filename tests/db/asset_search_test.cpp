#include "db/asset_search.h"

#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

class AssetSearch : public OnBothBooks {
protected:
    void enter_first(Connection& c) override {
        enter_register(c);
        for (const auto& [code, serial] : {std::pair{"M-1", "CNC-77-A"}, std::pair{"M-2", "CNC-77-B"},
                                           std::pair{"X-3", "M-9%"}, std::pair{"x-4", "press 77"}})
            EXPECT_TRUE(add(c, lathe(code, serial)));
    }
    std::string page(const ListQuery& query) {
        return database->read([&](Connection& c) {
            std::string codes;
            const auto listed = list<Asset>(c, query);
            for (const auto& asset : listed.rows) codes += asset.code.text + " ";
            return codes + listed.next;
        });
    }
    std::string found(const std::string& text) { return page({.search = text, .after = {}, .limit = 10}); }
};
INSTANTIATE_TEST_SUITE_P(Both, AssetSearch, both_databases, dialect_name);

TEST_P(AssetSearch, FindsWhatBeginsSoInCodeOrSerialNumber) {
    EXPECT_EQ(found("M-"), "M-1 M-2 X-3 ");
    EXPECT_EQ(found("m-1"), "M-1 ");
    EXPECT_EQ(found("cnc-77"), "M-1 M-2 ");
    EXPECT_EQ(found("x"), "X-3 x-4 ");
}

TEST_P(AssetSearch, ElseWhatHasItAnywhereInItsSerialNumber) {
    EXPECT_EQ(found("77"), "M-1 M-2 x-4 ");
    EXPECT_EQ(found("7-b"), "M-2 ");
    EXPECT_EQ(found("9%"), "X-3 ");
    EXPECT_EQ(found("ress"), "");
    EXPECT_EQ(found("nothing"), "");
}

TEST_P(AssetSearch, PagesThroughThemInTheOrderOfTheirCodes) {
    EXPECT_EQ(page({.search = "M-", .after = {}, .limit = 2}), "M-1 M-2 M-2");
    EXPECT_EQ(page({.search = "M-", .after = "M-2", .limit = 2}), "X-3 ");
}

}  // namespace

}  // namespace leasebook::db
