// Firms by the initials of their pinyin: in the search, and in the lessee's field of a lease.
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class Pinyin : public HouseCase {
protected:
    Pinyin() {
        for (const char* lessee : {R"({"code":"91320500MA1","name":"苏州精密机械有限公司"})",
                                   R"({"code":"91320500MA2","name":"苏州精密模具有限公司"})"})
            EXPECT_EQ(post_json("/api/v1/lessees", lessee, as(Role::Clerk)).status, 201);
    }
    std::vector<std::string> links(const std::string& typed) {
        std::vector<std::string> found;
        const auto answer = json_of(get("/search/links?q=" + percent_encoded(typed), as(Role::Auditor)));
        for (const auto& item : answer["items"]) found.push_back(item["href"]);
        return found;
    }
    Fields lease_form(const std::string& lessee) {
        return {{"lessee", lessee},
                {"asset_class", asset_class()},
                {"serial_number", "SN-PINYIN"},
                {"currency", "CNY"},
                {"financed_amount", "1,000,000.00"},
                {"commencement", "2026-01-15"},
                {"periods", "36"},
                {"period_months", "1"},
                {"annual_rate", "6"},
                {"timing", "arrears"},
                {"day_count", "MONTHS/12"},
                {"structure", "level"}};
    }
};

TEST_F(Pinyin, InitialsNameAndKeyFindTheFirm) {
    using Links = std::vector<std::string>;
    EXPECT_EQ(links("szjmjx"), Links{"/lessees/91320500MA1"});
    EXPECT_EQ(links("精密模具"), Links{"/lessees/91320500MA2"});
    EXPECT_EQ(links("91320500ma2"), Links{"/lessees/91320500MA2"});
    EXPECT_NE(get("/search?q=szjmmj", as(Role::Auditor)).body.find("苏州精密模具有限公司"), std::string::npos);
    EXPECT_NE(get("/lessees?q=szjmmj", as(Role::Auditor)).body.find("苏州精密模具有限公司"), std::string::npos);
}

TEST_F(Pinyin, TheSearchFindsLeasesMachinesAndInvoicesByTheirNumbers) {
    const auto number = lease("SN-FIND-ME", "disburse");
    EXPECT_EQ(links("sn-find-me"), std::vector<std::string>{"/assets/" + number + "-1"});
    EXPECT_EQ(links(number).front(), "/contracts/" + number);
    database_->write([&](db::Connection& c) {
        c.execute(
            "INSERT INTO `invoices` (`number`, `contract_id`, `due`, `kind`, `due_date`, `issued`, `currency`, "
            "`net`, `vat`, `recorded_at`) SELECT 'I-2026-0000123', `id`, 1, 'due', '2026-02-15', '2026-02-15', "
            "'CNY', 100, 13, '2026-02-15T00:00:00.000Z' FROM `contracts` WHERE `number` = '" +
            number + "'");
    });
    EXPECT_EQ(links("I-2026-0000123"), std::vector<std::string>{"/invoices/I-2026-0000123"});
}

TEST_F(Pinyin, TheLesseesFieldIsGivenWhatFitsTheLettersTyped) {
    const auto answer = json_of(get("/lessees/suggestions?q=szjm", as(Role::Clerk)));
    ASSERT_EQ(answer["items"].size(), 2U);
    EXPECT_EQ(answer["items"][0]["key"], "91320500MA1");
    EXPECT_EQ(answer["items"][0]["name"], "苏州精密机械有限公司 · szjmjxyxgs");
    EXPECT_NE(get("/contracts/new", as(Role::Clerk)).body.find("data-suggest=\"/lessees/suggestions\""),
              std::string::npos);
}

TEST_F(Pinyin, ALeaseTakesItsLesseeByInitialsOrName) {
    for (const char* typed : {"szjmmjyxgs", "苏州精密模具有限公司", "模具有限"}) {
        auto form = lease_form(typed);
        form["serial_number"] = std::string("SN-") + typed;
        const auto drafted = post_form("/contracts", form, as(Role::Clerk));
        ASSERT_EQ(drafted.status, 303) << drafted.body;
        const auto location = header_of(drafted, "Location");
        const auto path = "/api/v1" + location.substr(0, location.find('?'));
        EXPECT_EQ(json_of(get(path, as(Role::Clerk)))["lessee"], "91320500MA2") << typed;
    }
}

TEST_F(Pinyin, ALesseeThatCouldBeSeveralIsAskedForByName) {
    const auto unclear = post_form("/contracts", lease_form("szjm"), as(Role::Clerk));
    EXPECT_EQ(unclear.status, 422);
    EXPECT_NE(unclear.body.find("苏州精密机械有限公司 (91320500MA1); 苏州精密模具有限公司 (91320500MA2)"),
              std::string::npos);
    EXPECT_NE(unclear.body.find("value=\"szjm\""), std::string::npos);
    EXPECT_EQ(post_form("/contracts", lease_form("nobody at all"), as(Role::Clerk)).status, 422);
}

TEST_F(Pinyin, ANewLesseeIsEnteredOnTheWayAndNothingOfTheLeaseIsLost) {
    const auto begun = post_form("/contracts/new/lessee", lease_form("杭州新泵厂"), as(Role::Clerk));
    EXPECT_EQ(begun.status, 200);
    EXPECT_NE(begun.body.find("name=\"lease.serial_number\" value=\"SN-PINYIN\""), std::string::npos);
    EXPECT_NE(begun.body.find("name=\"name\" type=\"text\" value=\"杭州新泵厂\""), std::string::npos) << begun.body;
    Fields lessee{{"name", "杭州新泵厂"}, {"size_class", "small"}, {"grade", "unrated"}, {"related_party", "no"}};
    for (const auto& [name, value] : lease_form("杭州新泵厂")) lessee["lease." + name] = value;
    const auto refused = post_form("/contracts/new/lessee/save", lessee, as(Role::Clerk));
    EXPECT_EQ(refused.status, 422);
    EXPECT_NE(refused.body.find("name=\"lease.serial_number\" value=\"SN-PINYIN\""), std::string::npos);
    lessee["code"] = "91330100MA9";
    const auto saved = post_form("/contracts/new/lessee/save", lessee, as(Role::Clerk));
    EXPECT_EQ(saved.status, 200) << saved.body;
    EXPECT_NE(saved.body.find("value=\"91330100MA9\""), std::string::npos);
    EXPECT_NE(saved.body.find("value=\"SN-PINYIN\""), std::string::npos);
    EXPECT_NE(get("/lessees/91330100MA9", as(Role::Clerk)).body.find("杭州新泵厂"), std::string::npos);
    const auto back = post_form("/contracts/new", lessee, as(Role::Clerk));
    EXPECT_NE(back.body.find("value=\"SN-PINYIN\""), std::string::npos);
}

}  // namespace
}  // namespace leasebook::server
