#include "server/import/csv.h"

#include <gtest/gtest.h>

#include "domain/result.h"

namespace leasebook::server {
namespace {

// The cells of a sound file, rows by '/', cells by '|'; or the faults as "line 2, column: text".
std::string read(std::string_view bytes) {
    RowErrors faults;
    const auto table = read_csv(bytes, faults);
    std::string text;
    for (const auto& fault : faults.kept())
        text += "line " + std::to_string(fault.line) + (fault.column.empty() ? "" : ", " + fault.column) + ": " +
                message(fault.error) + "\n";
    if (!faults.empty()) return text;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (row > 0) text += "/";
        for (const auto cell : table.row(row)) text += std::string(cell) + "|";
    }
    return text;
}

TEST(Csv, ReadsPlainCells) { EXPECT_EQ(read("a,b\n1,2\n3,4\n"), "1|2|/3|4|"); }
TEST(Csv, NeedsNoLineEndAfterTheLastRow) { EXPECT_EQ(read("a,b\n1,2"), "1|2|"); }
TEST(Csv, ReadsLinesThatEndWithCarriageReturnAndLineFeed) { EXPECT_EQ(read("a,b\r\n1,2\r\n"), "1|2|"); }
TEST(Csv, SkipsAByteOrderMark) {
    EXPECT_EQ(read("\xEF\xBB\xBF"
                   "a\nx\n"),
              "x|");
}
TEST(Csv, ReadsChinese) { EXPECT_EQ(read("名称,市\n苏州恒业,苏州\n"), "苏州恒业|苏州|"); }
TEST(Csv, KeepsEmptyCells) { EXPECT_EQ(read("a,b,c\n,,\n\"\",x,\n"), "|||/|x||"); }
TEST(Csv, ReadsQuotedCellsWithCommasLineBreaksAndDoubledQuotes) {
    EXPECT_EQ(read("a,b\n\"x, y\",\"one\ntwo \"\"three\"\"\"\n"), "x, y|one\ntwo \"three\"|");
}
TEST(Csv, IgnoresBlankLinesAtTheEnd) { EXPECT_EQ(read("a,b\n1,2\n\n\r\n"), "1|2|"); }
TEST(Csv, TakesOffTheFormulaGuardOfOurOwnExports) {
    EXPECT_EQ(read("a,b,c\n'=1+1,'-5.00,'plain\n"), "=1+1|-5.00|'plain|");
}

TEST(Csv, CountsLinesThroughQuotedLineBreaks) {
    EXPECT_EQ(read("a,b\n\"x\ny\",2\n3\n"), "line 4: This line has 1 cells, but the header has 2.\n");
}
TEST(Csv, NamesEveryRaggedRow) {
    EXPECT_EQ(
        read("a,b\n1\n1,2\n1,2,3\n"),
        "line 2: This line has 1 cells, but the header has 2.\nline 4: This line has 3 cells, but the header has 2.\n");
}
TEST(Csv, NamesAnEmptyFile) {
    EXPECT_EQ(read(""), "line 1: This file is empty.\n");
    EXPECT_EQ(read("\xEF\xBB\xBF\r\n"), "line 1: This file is empty.\n");
}
TEST(Csv, NamesAFileWithoutRows) { EXPECT_EQ(read("a,b\n"), "line 1: This file holds a header and no rows.\n"); }
TEST(Csv, NamesRepeatedColumns) {
    EXPECT_EQ(read("a,b,a\n1,2,3\n"), "line 1, a: The column \"a\" stands in the header twice.\n");
}
TEST(Csv, NamesColumnsWithoutAName) {
    EXPECT_EQ(read("a,,c\n1,2,3\n"), "line 1, 2: Column 2 of the header has no name.\n");
}
TEST(Csv, IgnoresColumnsWithoutANameWhereAMappingPicksTheOthers) {
    RowErrors faults;
    const auto table = read_csv("a,,c,\n1,2,3,4\n", faults, NamelessColumns::Ignored);
    EXPECT_TRUE(faults.empty());
    EXPECT_EQ(table.row(0)[2], "3");
}
TEST(Csv, NamesAQuoteThatIsNeverClosed) {
    EXPECT_EQ(read("a,b\n1,2\n3,\"x\ny\n"), "line 3, b: This cell opens with a quotation mark that is never closed.\n");
}
TEST(Csv, NamesTextAfterAClosingQuote) {
    EXPECT_EQ(read("a,b\n\"x\"y,2\n3,4\n"), "line 2, a: Text follows the closing quotation mark of this cell.\n");
}
TEST(Csv, NamesAQuoteInsideAPlainCell) {
    EXPECT_EQ(read("a,b\nx,6\" pipe\n"),
              "line 2, b: A quotation mark stands inside a cell that does not begin with one.\n");
}
TEST(Csv, NamesALoneCarriageReturn) {
    EXPECT_EQ(read("a,b\n1,2\rx\n3,4\n"),
              "line 2, b: A carriage return stands alone here. End every line with LF or CRLF.\n");
}

TEST(Csv, NamesUtf16) {
    const std::string_view marked(
        "\xFF\xFE"
        "a\0\n\0",
        6),
        unmarked("a\0,\0b\0", 6);
    const std::string sentence = "line 1: This file is UTF-16, not UTF-8. Save it as CSV UTF-8 and import it again.\n";
    EXPECT_EQ(read(marked), sentence);
    EXPECT_EQ(read(unmarked), sentence);
}
TEST(Csv, NamesGbk) {  // 苏州 in GBK
    EXPECT_EQ(read("name\nabcdefghij\n\xCB\xD5\xD6\xDD\n"),
              "line 3: This file looks like GBK, not UTF-8. Save it as CSV UTF-8 and import it again.\n");
}
TEST(Csv, NamesOtherBrokenBytes) {
    EXPECT_EQ(read("name\ncaf\xE9\n"),
              "line 2: This file is not valid UTF-8. Save it as CSV UTF-8 and import it again.\n");
}

TEST(Csv, KeepsTheFirstFaultsAndCountsTheRest) {
    std::string bytes = "a,b\n";
    for (int i = 0; i < 1'500; ++i) bytes += "1\n";
    RowErrors faults;
    read_csv(bytes, faults);
    EXPECT_EQ(faults.kept().size(), 1'000U);
    EXPECT_EQ(faults.count(), 1'500U);
}

TEST(Columns, ThatAreMissingOrUnknownAreNamed) {
    RowErrors faults;
    const std::string_view bytes = "code,colour\nx,red\n";
    const auto table = read_csv(bytes, faults);
    check_columns(table, {{"code", "name", "city"}, {"code", "name"}}, faults);
    ASSERT_EQ(faults.count(), 2U);
    EXPECT_EQ(message(faults.kept()[0].error), "The column \"name\" is missing.");
    EXPECT_EQ(message(faults.kept()[1].error), "The column \"colour\" is not known here. Known are: code, name, city.");
    EXPECT_EQ(faults.kept()[1].line, 1U);
}

}  // namespace
}  // namespace leasebook::server
