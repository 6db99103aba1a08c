// Documents of a lease as PDF: what stands in them, in both languages, and when there are none.
#include "server/web/formats.h"
#include "tests/reports/outside.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class Documents : public HouseCase {
protected:
    Response document(const std::string& number, const std::string& kind, const std::string& more = "language=en") {
        return get("/api/v1/contracts/" + number + "/documents/" + kind + "?" + more, as(Role::Clerk));
    }
    static std::string text_of(const Response& response) {
        EXPECT_EQ(response.status, 200) << response.body;
        EXPECT_EQ(response.content_type, "application/pdf");
        const tests::WrittenFile file(response.body, ".pdf");
        return tests::output_of("pdftotext -layout '" + file.path + "' -");
    }
    static void expect_holds(const std::string& text, std::initializer_list<const char*> parts) {
        for (const char* part : parts) EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
    }
};

TEST_F(Documents, TheAgreementNamesPartiesMachinesAmountsAndEveryRent) {
    const auto number = lease("SN-DOC-1", "approve");
    const auto draft = text_of(document(number, "agreement"));
    expect_holds(draft, {"Lease agreement", "DRAFT", "SN-DOC-1", "¥1,000,000.00", "Schedule of rents",
                         "Title to the machines", "The lessor:", "Page 1 of 2", "Page 2 of 2"});
    EXPECT_EQ(draft.find("人民币"), std::string::npos);
    ASSERT_EQ(take_step(number, "sign").status, 200);
    const auto signed_text = text_of(document(number, "agreement"));
    EXPECT_EQ(signed_text.find("DRAFT"), std::string::npos);
    const auto schedule = json_of(get("/api/v1/contracts/" + number + "/schedule", as(Role::Auditor)));
    const auto& rows = schedule["schedule"];
    ASSERT_EQ(rows.size(), 36U) << schedule.dump().substr(0, 2000);
    for (const auto& row : rows) {
        const auto closing = *parse_money(row["closing"].get<std::string>(), CNY, "");
        EXPECT_NE(signed_text.find(money_text(closing)), std::string::npos) << row.dump();
    }
}

TEST_F(Documents, SpeakChineseAndWriteAmountsOut) {
    const auto number = lease("SN-DOC-2", "sign");
    expect_holds(text_of(document(number, "agreement", "language=zh")),
                 {"融资租赁合同", "人民币壹佰万元整", "租金支付表", "出租人"});
    expect_holds(text_of(document(number, "schedule", "language=zh")), {"租金支付表", "合计"});
}

TEST_F(Documents, TheSettlementStatementIsThePreviewOfTheChange) {
    const auto number = lease("SN-DOC-3");
    const auto text = text_of(document(number, "settlement", "language=en&effective_date=2026-06-30"));
    expect_holds(text, {"Statement of early settlement", "30 Jun 2026", "To be paid"});
    const auto preview = json_of(post_json(
        "/api/v1/contracts/" + number + "/changes/preview",
        R"({"kind":"early_settlement","effective_date":"2026-06-30","reason":"statement"})", as(Role::Clerk)));
    const auto total = *parse_money(preview["total"].get<std::string>(), CNY, "");
    EXPECT_NE(text.find(money_text(total)), std::string::npos) << preview.dump() << text;
    EXPECT_EQ(document(number, "settlement", "effective_date=2020-01-01").status / 100, 4) << "before it began";
}

TEST_F(Documents, ALetterIsWrittenOnlyWhenSomethingIsOverdue) {
    const auto number = lease("SN-DOC-4", "disburse");
    const auto none = document(number, "dunning");
    EXPECT_EQ(none.status, 409);
    EXPECT_NE(none.body.find("Nothing of contract"), std::string::npos) << none.body;
    ASSERT_EQ(take_step(number, "activate").status, 200);  // as of January: its rents are months late
    expect_holds(text_of(document(number, "dunning")), {"Last notice", "article 752", "Please pay", "Late interest"});
    const auto page = get("/contracts/" + number, as(Role::Clerk)).body;
    EXPECT_NE(page.find("/documents/dunning?language=zh"), std::string::npos) << "the page leads to it";
}

TEST_F(Documents, AreRefusedByTheirNameAndOfContractsThatAreNotThere) {
    const auto number = lease("SN-DOC-5", "sign");
    const auto unknown = document(number, "poem");
    EXPECT_EQ(unknown.status, 404);
    EXPECT_NE(unknown.body.find("agreement"), std::string::npos) << "those there are";
    EXPECT_EQ(document("L-0000", "agreement").status, 404);
    EXPECT_EQ(get("/api/v1/invoices/I-0/document", as(Role::Clerk)).status, 404);
}

TEST_F(Documents, AreTheSameBytesEachTime) {
    const auto number = lease("SN-DOC-6", "sign");
    EXPECT_EQ(document(number, "agreement").body, document(number, "agreement").body);
}

TEST_F(Documents, AnInvoiceShowsNetVatAndGross) {
    ASSERT_EQ(post_json("/api/v1/periods/2026-06/close", "{}", as(Role::Finance)).status, 202);
    wait_for_close();
    const auto billed = json_of(get("/api/v1/invoices", as(Role::Auditor)));
    ASSERT_FALSE(billed["items"].empty());
    const auto number = billed["items"][0]["number"].get<std::string>();
    const auto text = text_of(get("/api/v1/invoices/" + number + "/document?language=en", as(Role::Finance)));
    expect_holds(text, {number.c_str(), "VAT", "Gross", "fapiao"});
    EXPECT_NE(get("/invoices/" + number, as(Role::Finance)).body.find("/document?language=zh"), std::string::npos);
}

}  // namespace
}  // namespace leasebook::server
