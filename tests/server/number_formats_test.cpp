// How the house numbers its documents and writes figures, as it is set on the page and through the API.
#include "server/number_formats.h"

#include "server/web/formats.h"
#include "server/web/thousands.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

constexpr const char* api = "/api/v1/number-formats";

class NumberFormatsSet : public HouseCase {
protected:
    ~NumberFormatsSet() override { separate_thousands(ThousandsSeparator::Comma); }

    static json formats(const std::string& contracts, const std::string& invoices,
                        const std::string& separator = "comma") {
        return {{"contract_numbers", contracts}, {"invoice_numbers", invoices}, {"thousands_separator", separator}};
    }
    Response put(const json& body, Role role = Role::Finance) { return send_json("PUT", api, body.dump(), as(role)); }
    json kept() { return json_of(get(api, as(Role::Auditor))); }
    db::AuditEntry last_audit() {
        return database_->read([](db::Connection& c) { return db::list_audit(c, {}); }).rows.front();
    }
    std::string drafted(const std::string& serial) {
        const auto answer = post_json("/api/v1/contracts", lease_json(serial), as(Role::Clerk));
        EXPECT_EQ(answer.status, 201) << answer.body;
        return json_of(answer)["number"];
    }
};

const json of_the_house{{"contract_numbers", "L-{year}-{number:6}"},
                        {"invoice_numbers", "I-{year}-{number:7}"},
                        {"thousands_separator", "comma"}};

TEST_F(NumberFormatsSet, HoldForTheContractsDraftedFromThenOn) {
    EXPECT_EQ(kept(), of_the_house);
    const auto before = drafted("SN-BEFORE");
    ASSERT_TRUE(before.starts_with("L-2026-")) << before;
    const auto next = std::stoi(before.substr(7)) + 1;
    const auto changed = formats("HX.{year}.{number}", "FP-{year}-{number:7}");
    ASSERT_EQ(put(changed).status, 200);
    EXPECT_EQ(kept(), changed);
    EXPECT_EQ(drafted("SN-AFTER"), "HX.2026." + std::to_string(next));
    EXPECT_EQ(get("/api/v1/contracts/" + before, as(Role::Auditor)).status, 200) << "a number once given stays";
    EXPECT_EQ(get("/contracts/HX.2026." + std::to_string(next), as(Role::Auditor)).status, 200);
    ASSERT_EQ(put(of_the_house).status, 200);
    EXPECT_EQ(std::stoi(drafted("SN-BACK").substr(7)), next + 1);
}

TEST_F(NumberFormatsSet, HoldForTheInvoicesOfTheNextClose) {
    ASSERT_EQ(put(formats("L-{year}-{number:6}", "FP-{year}-{number:7}")).status, 200);
    const auto before = rows("invoices");
    ASSERT_EQ(post_json("/api/v1/periods/2026-06/close", "{}", as(Role::Finance)).status, 202);
    wait_for_close();
    const auto made = rows("invoices") - before;
    EXPECT_GT(made, 0);
    EXPECT_EQ(rows("invoices WHERE `number` LIKE 'FP-2026-%'"), made);
    const auto number = database_->read([](db::Connection& c) {
        auto& least = c.prepare("SELECT MIN(`number`) FROM `invoices` WHERE `number` LIKE 'FP-%'");
        least.step();
        return least.text(0);
    });
    EXPECT_EQ(get("/invoices/" + number, as(Role::Auditor)).status, 200);
    EXPECT_EQ(json_of(get("/api/v1/invoices/" + number, as(Role::Auditor)))["number"], number);
}

TEST_F(NumberFormatsSet, MayHoldChineseLetters) {
    ASSERT_EQ(put(formats("租{year}-{number:6}", "账{year}-{number:6}")).status, 200);
    const auto number = drafted("SN-CHINESE");
    EXPECT_TRUE(number.starts_with("租2026-")) << number;
    EXPECT_EQ(get("/contracts/" + number, as(Role::Clerk)).status, 200);
    const auto paper = get("/api/v1/contracts/" + number + "/documents/agreement", as(Role::Clerk));
    EXPECT_EQ(paper.status, 200);
    EXPECT_NE(header_of(paper, "Content-Disposition").find("filename*=UTF-8''%E7%A7%9F2026-"), std::string::npos);
}

TEST_F(NumberFormatsSet, NameWhatIsWrongAndKeepNothingOfIt) {
    EXPECT_EQ(fields_of(put(formats("L-{number}", "I/{year}/{number}", "dot"))),
              (std::set<std::string>{"contract_numbers", "invoice_numbers", "thousands_separator"}));
    EXPECT_EQ(fields_of(put(formats("{year}-{number}", "{year}-{number}"))), std::set<std::string>{"invoice_numbers"});
    EXPECT_EQ(fields_of(put(json::object())), (std::set<std::string>{"contract_numbers", "invoice_numbers"}));
    EXPECT_EQ(put(formats("L-{year}-{number}", "I-{year}-{number}"), Role::Administrator).status, 403);
    EXPECT_EQ(kept(), of_the_house);
}

TEST_F(NumberFormatsSet, AreChangedOnTheirPageByThoseWhoMayAndTheAuditLogSaysSo) {
    const auto looked_at = get("/number-formats", as(Role::Auditor));
    EXPECT_EQ(looked_at.status, 200);
    EXPECT_NE(looked_at.body.find("L-{year}-{number:6}"), std::string::npos);
    EXPECT_NE(looked_at.body.find("href=\"/number-formats\" aria-current=\"page\""), std::string::npos);
    EXPECT_EQ(looked_at.body.find(">Save<"), std::string::npos) << "an auditor looks on";
    EXPECT_NE(get("/number-formats", as(Role::Finance)).body.find(">Save<"), std::string::npos);
    const Fields typed{{"contract_numbers", "HX-{year}-{number:5}"},
                       {"invoice_numbers", "FP-{year}-{number:7}"},
                       {"thousands_separator", "none"}};
    EXPECT_EQ(post_form("/number-formats", typed, as(Role::Clerk)).status, 403);
    EXPECT_EQ(kept(), of_the_house);
    EXPECT_EQ(post_form("/number-formats", typed, as(Role::Finance)).status, 303);
    EXPECT_EQ(kept(), formats("HX-{year}-{number:5}", "FP-{year}-{number:7}", "none"));
    const auto entry = last_audit();
    EXPECT_EQ(entry.action, "number_formats.edit");
    EXPECT_EQ(json::parse(entry.before), of_the_house);
    EXPECT_EQ(json::parse(entry.detail), kept());
}

TEST_F(NumberFormatsSet, StandOnThePageWithWhatIsWrongWithThem) {
    const auto refused = post_form("/number-formats",
                                   {{"contract_numbers", "HX/{year}/{number}"},
                                    {"invoice_numbers", "FP-{year}"},
                                    {"thousands_separator", "comma"}},
                                   as(Role::Finance));
    EXPECT_EQ(refused.status, 422);
    for (const char* text :
         {"HX/{year}/{number}", "part of an address", "A format holds {year} and {number} once each"})
        EXPECT_NE(refused.body.find(text), std::string::npos) << text;
    EXPECT_EQ(kept(), of_the_house);
}

TEST_F(NumberFormatsSet, AreSeenInTheNextPageAndAgainAfterAStart) {
    const auto with_commas = get("/contracts", as(Role::Clerk));
    ASSERT_EQ(with_commas.body.find("\u2009"), std::string::npos);
    auto spaced = of_the_house;
    spaced["thousands_separator"] = "thin_space";
    ASSERT_EQ(put(spaced).status, 200);
    EXPECT_NE(get("/contracts", as(Role::Clerk)).body.find("\u2009"), std::string::npos) << "though it was kept";
    EXPECT_NE(get("/reports/exposure?as_of=2026-06-30", as(Role::Auditor)).body.find("\u2009"), std::string::npos);
    separate_thousands(ThousandsSeparator::Comma);
    write_figures_as_set(*database_);
    EXPECT_EQ(count_text(1'234), "1\u2009234");
    EXPECT_EQ(put(of_the_house).status, 200);
    EXPECT_EQ(count_text(1'234), "1,234");
}

}  // namespace
}  // namespace leasebook::server
