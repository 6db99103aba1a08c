// Every renderer with the same table: hostile texts, Chinese, a negative amount, an empty cell, and a month that is not
// closed; read back by other people's programs.
#include "reports/formats.h"

#include <nlohmann/json.hpp>
#include <sstream>

#include "reports/pdf.h"
#include "reports/table_maker.h"
#include "tests/leases.h"
#include "tests/reports/outside.h"

namespace leasebook::reports {
namespace {

using tests::cny;
using tests::rate;

Table hostile() {
    using enum ColumnType;
    Table table{"test", date(2026, 6, 30), CNY, {}, {}, {{"{0} left out.", {"3"}}}};
    table.columns = {{"lessee", Text},        {"product", Word},        {"since", Day},
                     {"leases", Count, true}, {"amount", Amount, true}, {"share", Share}};
    const auto add = [&](const char* name, const char* amount) {
        table.rows.push_back({RowRole::Detail,
                              {std::string(name), std::string("vendor"), date(2024, 2, 29), std::int64_t{2},
                               cny(amount), rate("0.0625")}});
    };
    add("=HYPERLINK(\"http://x\",\"y\")", "-1234567.89");
    add("<script>alert(1)</script>", "0.10");
    add("台州精密机械有限公司 & Co", "99999999999.99");
    table.rows.push_back({RowRole::Detail, {std::string("plain"), Cell{}, Cell{}, Cell{}, Cell{}, Cell{}}});
    add_total(table);
    table.chart = TableChart{0, {4}};
    return table;
}

Edition huaxin(const char* title = "Test of renderers") {
    auto edition = plain_edition(title);
    edition.entity = "Huaxin 华信租赁";
    edition.run = "abc123abc123";
    return edition;
}

std::string rendered(const std::string& format, const Table& table) {
    return find_format(format)->render(table, huaxin());
}

TEST(EveryFormat, WritesTheSameBytesEachTime) {
    for (const auto& format : formats())
        EXPECT_EQ(format.render(hostile(), huaxin()), format.render(hostile(), huaxin())) << format.name;
}

TEST(EveryFormat, IsNamedWhenAnUnknownOneIsAskedFor) {
    const auto unknown = find_format("docx");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().field, "format");
    EXPECT_EQ(message(unknown.error()), "There is no format \"docx\". There are: csv, json, xlsx, pdf, html.");
}

TEST(Xlsx, HoldsTypedCellsAFrozenHeadTotalsAsFormulasAndAChart) {
    const tests::WrittenFile file(rendered("xlsx", hostile()), ".xlsx");
    const auto read = tests::read_xlsx(file.path);
    const auto holds = [&](const std::string& line) {
        EXPECT_NE(read.find(line + "\n"), std::string::npos) << line << "\n" << read;
    };
    holds("title Test of renderers created 2026-06-30T00:00:00");
    holds("sheet Test of renderers frozen B5 filter A4:F9 charts 0 repeats $4:$4");
    holds("A1\ts\tGeneral\t'Test of renderers'\t");
    holds("A2\ts\tGeneral\t'Huaxin 华信租赁 · 2026-06-30 · CNY · Run abc123abc123'\t");
    holds("A5\ts\tGeneral\t'=HYPERLINK(\"http://x\",\"y\")'\t");
    holds("A6\ts\tGeneral\t'<script>alert(1)</script>'\t");
    holds("A7\ts\tGeneral\t'台州精密机械有限公司 & Co'\t");
    holds("C5\td\tyyyy-mm-dd\tdatetime.datetime(2024, 2, 29, 0, 0)\t");
    holds("D5\tn\t#,##0\t2\t");
    holds("E5\tn\t#,##0.00;[Red]-#,##0.00\t-1234567.89\t");
    holds("E7\tn\t#,##0.00;[Red]-#,##0.00\t99999999999.99\t");
    holds("F5\tn\t0.00%\t0.0625\t");
    holds("D9\tf\t#,##0\t6\t=SUBTOTAL(9,D5:D8)");
    holds("E9\tf\t#,##0.00;[Red]-#,##0.00\t99998765432.2\t=SUBTOTAL(9,E5:E8)");
    holds("A11\ts\tGeneral\t'3 left out.'\t");
    EXPECT_EQ(read.find("E8\t"), std::string::npos) << "what does not exist is not zero";
    holds("sheet Chart frozen None filter None charts 1 repeats None");
    holds("B2\tf\t#,##0.00;[Red]-#,##0.00\t-1234567.89\t='Test of renderers'!E5");
}

TEST(Xlsx, ASubtotalIsAFormulaOverItsOwnDetailsAndAFalseOneANumber) {
    using enum ColumnType;
    Table table{"test", date(2026, 6, 30), CNY, {{"kind", Text}, {"amount", Amount, true}}, {}, {}};
    const auto add = [&](RowRole role, const char* kind, const char* amount) {
        table.rows.push_back({role, {std::string(kind), cny(amount)}});
    };
    add(RowRole::Detail, "a", "1.00");
    add(RowRole::Detail, "a", "2.00");
    add(RowRole::Subtotal, "a", "3.00");
    add(RowRole::Detail, "b", "4.00");
    add(RowRole::Subtotal, "b", "4.00");
    add(RowRole::Total, "", "7.00");
    const auto cells = [&] { return tests::read_xlsx(tests::WrittenFile(rendered("xlsx", table), ".xlsx").path); };
    const auto read = cells();
    EXPECT_NE(read.find("=SUBTOTAL(9,B5:B6)"), std::string::npos) << read;
    EXPECT_NE(read.find("=SUBTOTAL(9,B8:B8)"), std::string::npos) << read;
    EXPECT_NE(read.find("=SUBTOTAL(9,B5:B9)"), std::string::npos) << read;
    table.rows[2].cells[1] = cny("3.01");
    const auto off = cells();
    EXPECT_NE(off.find("B7\tn\t#,##0.00;[Red]-#,##0.00\t3.01\t"), std::string::npos) << off;
    EXPECT_EQ(off.find("=SUBTOTAL(9,B5:B9)"), std::string::npos) << "the total would count the false subtotal";
}

// LibreOffice reckons the totals itself: a formula that it cannot read would not come to the sum.
TEST(Xlsx, IsReadByLibreOfficeCellByCell) {
    const tests::WrittenFile file(rendered("xlsx", hostile()), ".xlsx");
    EXPECT_EQ(tests::by_libreoffice(file.path),
              "\"Test of renderers\",,,,,\n"
              "\"Huaxin 华信租赁 · 2026-06-30 · CNY · Run abc123abc123\",,,,,\n"
              ",,,,,\n"
              "\"lessee\",\"product\",\"since\",\"leases\",\"amount\",\"share\"\n"
              "\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",\"vendor\",2024-02-29,2,\"-1,234,567.89\",6.25%\n"
              "\"<script>alert(1)</script>\",\"vendor\",2024-02-29,2,0.10,6.25%\n"
              "\"台州精密机械有限公司 & Co\",\"vendor\",2024-02-29,2,\"99,999,999,999.99\",6.25%\n"
              "\"plain\",,,,,\n"
              "\"Total\",,,6,\"99,998,765,432.20\",\n"
              ",,,,,\n"
              "\"3 left out.\",,,,,\n");
}

TEST(Csv, IsReadBySqliteAsItWasWritten) {
    const tests::WrittenFile file(rendered("csv", hostile()), ".csv");
    auto read = tests::output_of("sqlite3 :memory: '.mode csv' '.import " + file.path +
                                 " t' \"SELECT lessee, amount FROM t WHERE rowid < 4\" "
                                 "\"SELECT printf('%.2f', SUM(amount)) FROM t WHERE amount <> '' AND rowid < 4\"");
    std::erase(read, '\r');  // versions of sqlite3 differ in it
    EXPECT_EQ(read,
              "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",-1234567.89\n"
              "<script>alert(1)</script>,0.10\n"
              "\"台州精密机械有限公司 & Co\",99999999999.99\n"
              "99998765432.20\n");
}

TEST(Html, ShowsTextsAsTexts) {
    const auto page = rendered("html", hostile());
    EXPECT_EQ(page.find("<script>"), std::string::npos);
    EXPECT_NE(page.find("&lt;script&gt;alert(1)&lt;/script&gt;"), std::string::npos);
    EXPECT_NE(page.find("<td class=\"n\">-1,234,567.89</td>"), std::string::npos);
    EXPECT_NE(page.find("<td class=\"n\">6.25%</td>"), std::string::npos);
    EXPECT_NE(page.find("<svg"), std::string::npos);
}

TEST(Json, HoldsTextsAsTexts) {
    const auto rows = nlohmann::json::parse(rendered("json", hostile()))["rows"];
    EXPECT_EQ(rows[0]["lessee"], "=HYPERLINK(\"http://x\",\"y\")");
    EXPECT_EQ(rows[1]["lessee"], "<script>alert(1)</script>");
}

TEST(Json, KeepsToItsSchema) {
    const auto document = nlohmann::json::parse(rendered("json", hostile()));
    const auto schema = nlohmann::json::parse(json_schema(hostile()));
    for (const auto& name : schema["required"]) EXPECT_TRUE(document.contains(name.get<std::string>())) << name;
    const auto& row = schema["$defs"]["row"];
    const auto fits = [&](const nlohmann::json& values) {
        ASSERT_EQ(values.size(), row["properties"].size());
        for (const auto& [name, value] : values.items()) {
            const auto type = value.is_null() ? "null" : value.is_number_integer() ? "integer" : "string";
            const auto& types = row["properties"][name]["type"];
            EXPECT_NE(std::ranges::find(types, type), types.end()) << name << " is " << value;
        }
    };
    for (const auto& values : document["rows"]) fits(values);
    fits(document["total"]);
}

// --- on paper -------------------------------------------------------------------------------------------------------

std::string text_of(const std::string& pdf) {
    const tests::WrittenFile file(pdf, ".pdf");
    return tests::output_of("pdftotext -layout '" + file.path + "' -");
}

Table long_table(int rows) {
    auto table = hostile();
    const auto row = table.rows.front();
    table.rows.clear();
    for (int i = 0; i < rows; ++i) {
        table.rows.push_back(row);
        table.rows.back().cells[0] = "row " + std::to_string(i + 1);
    }
    add_total(table);
    return table;
}

TEST(Pdf, HasCoverContentsRunningHeadPageNumbersAndTheTextsAsTexts) {
    const auto text = text_of(rendered("pdf", hostile()));
    EXPECT_NE(text.find("Test of renderers"), std::string::npos) << text;
    EXPECT_NE(text.find("Contents"), std::string::npos);
    EXPECT_NE(text.find("=HYPERLINK(\"http://x\",\"y\")"), std::string::npos) << text;
    EXPECT_NE(text.find("<script>alert(1)</script>"), std::string::npos);
    EXPECT_NE(text.find("台州精密机械有限公司 & Co"), std::string::npos);
    EXPECT_NE(text.find("99,999,999,999.99"), std::string::npos);
    EXPECT_NE(text.find("Huaxin 华信租赁"), std::string::npos);
    for (const char* page : {"Page 1 of 3", "Page 2 of 3", "Page 3 of 3"})
        EXPECT_NE(text.find(page), std::string::npos) << page;
}

TEST(Pdf, RepeatsTheHeadingsOfATableOnEachPageAndLosesNoRow) {
    const tests::WrittenFile file(to_pdf({"Pack", "June", {}}, {{long_table(150), huaxin()}}, huaxin()), ".pdf");
    const auto text = tests::output_of("pdftotext -layout '" + file.path + "' -");
    for (int i = 1; i <= 150; ++i) EXPECT_NE(text.find("row " + std::to_string(i) + " "), std::string::npos) << i;
    std::size_t pages = 0, headings = 0;
    for (std::size_t at = 0; (at = text.find("Page ", at)) != std::string::npos; ++at) ++pages;
    for (std::size_t at = 0; (at = text.find("lessee", at)) != std::string::npos; ++at) ++headings;
    EXPECT_GT(pages, 5U);
    EXPECT_EQ(headings, pages - 2) << "cover and contents have no table";
}

TEST(Pdf, EmbedsSubsetsOfItsFontsAndHasBookmarks) {
    const auto pdf = rendered("pdf", hostile());
    const tests::WrittenFile file(pdf, ".pdf");
    const auto fonts = tests::output_of("pdffonts '" + file.path + "' | tail -n +3");
    EXPECT_NE(fonts.find("LiberationSans"), std::string::npos) << fonts;
    EXPECT_NE(fonts.find("DroidSansFallback"), std::string::npos) << fonts;
    std::istringstream lines(fonts);
    for (std::string line; std::getline(lines, line);)
        EXPECT_NE(line.find("yes yes"), std::string::npos) << "embedded and a subset: " << line;
    EXPECT_NE(pdf.find("/Outlines"), std::string::npos);
    EXPECT_LT(pdf.size(), 200'000U);
}

TEST(Pdf, OfALongListHasItsFirstLinesAndSaysSo) {
    const auto part = paper_part(long_table(1'200));
    EXPECT_EQ(part.rows.size(), rows_on_paper + 1);
    EXPECT_EQ(part.rows.back().cells[4], long_table(1'200).rows.back().cells[4]) << "the total is that of all";
    EXPECT_EQ(sentence(part.notes.back()),
              "The first 1000 of 1200 lines are shown; the spreadsheet and the CSV have them all.");
}

TEST(APreliminaryReport, SaysSoOnEveryPageAndInEveryFormatForPeople) {
    auto table = long_table(150);
    table.preliminary = true;
    const auto text = text_of(to_pdf({"Pack", "June", {}}, {{table, huaxin()}}, huaxin()));
    std::size_t pages = 0, marks = 0;
    for (std::size_t at = 0; (at = text.find("Page ", at)) != std::string::npos; ++at) ++pages;
    for (std::size_t from = 0; from < text.size();) {
        const auto to = std::min(text.find('\f', from), text.size());
        marks += text.substr(from, to - from).find("PRELIMINARY") != std::string::npos ? 1 : 0;
        from = to + 1;
    }
    EXPECT_EQ(marks, pages);
    EXPECT_NE(rendered("html", table).find("PRELIMINARY"), std::string::npos);
    const auto read = tests::read_xlsx(tests::WrittenFile(rendered("xlsx", table), ".xlsx").path);
    EXPECT_NE(read.find("header Test of renderers | PRELIMINARY"), std::string::npos) << read.substr(0, 400);
    EXPECT_TRUE(nlohmann::json::parse(rendered("json", table))["preliminary"].get<bool>());
}

}  // namespace
}  // namespace leasebook::reports
