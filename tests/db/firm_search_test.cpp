#include "db/firm_search.h"

#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

class FirmSearch : public OnBothBooks {
protected:
    void enter_first(Connection& c) override {
        const std::vector<Lessee> lessees{{{"91320500MA1"}, "苏州精密机械有限公司"},
                                          {{"91320500MA2"}, "苏州精密模具有限公司"},
                                          {{"91320500MA3"}, "Pumps SZ Ltd"},
                                          {{"K-4"}, "重庆精密铸造厂"}};
        add_all<Lessee>(c, lessees);
    }
    std::string like(const std::string& typed, int limit = 10) {
        return database->read([&](Connection& c) {
            std::string codes;
            for (const auto& firm : firms_like<Lessee>(c, typed, limit)) codes += firm.code.text + " ";
            return codes;
        });
    }
    Result<LesseeCode> meant(const std::string& typed) {
        return database->read([&](Connection& c) { return lessee_meant(c, typed, "lessee"); });
    }
};
INSTANTIATE_TEST_SUITE_P(Both, FirmSearch, both_databases, dialect_name);

TEST_P(FirmSearch, PutsThoseWhoseInitialsBeginSoFirst) {
    EXPECT_EQ(like("sz"), "91320500MA1 91320500MA2 91320500MA3 ");
    EXPECT_EQ(like("SZJMM"), "91320500MA2 ");
    EXPECT_EQ(like("精密"), "K-4 91320500MA1 91320500MA2 ");
    EXPECT_EQ(like("500ma3"), "91320500MA3 ");
    EXPECT_EQ(like("sz", 2), "91320500MA1 91320500MA2 ");
    EXPECT_EQ(like("100%"), "");
}

TEST_P(FirmSearch, FollowsANameThatChanges) {
    database->write([](Connection& c) {
        EXPECT_TRUE(replace(c, Lessee{{"K-4"}, "厦门铸造厂"}));
        EXPECT_TRUE(add(c, Lessee{{"K-5"}, "杭州泵厂"}));
    });
    EXPECT_EQ(like("cqjm"), "");
    EXPECT_EQ(like("xmzz"), "K-4 ");
    EXPECT_EQ(like("hzbc"), "K-5 ");
}

TEST_P(FirmSearch, TheLesseeMeantIsFoundByKeyNameOrInitialsAlone) {
    EXPECT_EQ(meant("K-4")->text, "K-4");
    EXPECT_EQ(meant("苏州精密模具有限公司")->text, "91320500MA2");
    EXPECT_EQ(meant("szjmmjyxgs")->text, "91320500MA2");
    EXPECT_EQ(meant("铸造")->text, "K-4");
}

TEST_P(FirmSearch, WhatCouldBeSeveralIsAnErrorThatNamesThem) {
    const auto several = meant("苏州精密");
    ASSERT_FALSE(several);
    EXPECT_EQ(several.error().field, "lessee");
    const auto sentence = filled(several.error().text, several.error().arguments);
    EXPECT_NE(sentence.find("苏州精密机械有限公司 (91320500MA1); 苏州精密模具有限公司 (91320500MA2)"),
              std::string::npos)
        << sentence;
    const auto none = meant("Nobody");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::NotFound);
}

TEST_P(FirmSearch, FillsInWhatWasThereBefore) {
    execute("UPDATE `lessees` SET `search_text` = ''");
    EXPECT_EQ(like("cqjm"), "");
    database->write(fill_search_texts);
    EXPECT_EQ(like("cqjm"), "K-4 ");
}

}  // namespace

}  // namespace leasebook::db
