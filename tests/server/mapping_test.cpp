#include "server/import/mapping.h"

#include <gtest/gtest.h>

namespace leasebook::server {
namespace {

Result<std::string> no_files(const std::string&) { return not_found({}, "There is no such file."); }
Result<std::string> sector_file(const std::string&) { return std::string("NAICS,Cluster\n33,Metal\n31,Food\n"); }

// One cell of a foreign file through one rule; an error as its message.
std::string mapped(const std::string& rule, const std::string& cell) {
    const auto mapping = parse_mapping("[columns.x]\n" + rule + "\n", sector_file);
    if (!mapping) return "mapping: " + mapping.error().field + ": " + message(mapping.error());
    RowErrors faults;
    const std::string bytes = "A,B\n\"" + cell + "\",b\n";
    const auto table = read_csv(bytes, faults);
    const MappedRows rows(*mapping, table, faults);
    const auto fields = faults.empty() ? rows.fields(0, faults) : Fields{};
    if (!faults.empty()) {
        const auto& fault = faults.kept().front();
        return "line " + std::to_string(fault.line) + ", " + fault.column + ": " + message(fault.error);
    }
    return fields.contains("x") ? fields.at("x") : "(none)";
}

TEST(Mapping, TakesAColumn) { EXPECT_EQ(mapped("from = 'A'", " text "), "text"); }
TEST(Mapping, TakesTheFirstColumnThatIsNotBlank) { EXPECT_EQ(mapped("from = ['A', 'B']", ""), "b"); }
TEST(Mapping, TakesAConstant) { EXPECT_EQ(mapped("constant = 'USD'", ""), "USD"); }
TEST(Mapping, FillsATemplate) { EXPECT_EQ(mapped("template = 'SBA-{A}-{B}.'", "7"), "SBA-7-b."); }
TEST(Mapping, LooksUpAValue) {
    EXPECT_EQ(mapped("lookup = {file = 'f.csv', key = 'NAICS', value = 'Cluster', from = 'A'}", "33"), "Metal");
}
TEST(Mapping, NamesAValueThatIsNotInTheLookUpFile) {
    EXPECT_EQ(mapped("lookup = {file = 'f.csv', key = 'NAICS', value = 'Cluster', from = 'A'}", "99"),
              "line 2, A: \"99\" is not in the look-up file f.csv.");
}
TEST(Mapping, TakesAMissingLookUpAsTold) {
    EXPECT_EQ(mapped("lookup = {file = 'f.csv', key = 'NAICS', value = 'Cluster', from = 'A', missing = ''}", "99"),
              "(none)");
}
TEST(Mapping, StripsTexts) { EXPECT_EQ(mapped("from = 'A'\nstrip = ['$', ',']", "$1,234,567.00 "), "1234567.00"); }
TEST(Mapping, KeepsTheFirstCharacters) { EXPECT_EQ(mapped("from = 'A'\nfirst = 2", "苏州市"), "苏州"); }
TEST(Mapping, FillsABlank) { EXPECT_EQ(mapped("from = 'A'\nmissing = '1'", "  "), "1"); }
TEST(Mapping, LeavesABlankOut) { EXPECT_EQ(mapped("from = 'A'", ""), "(none)"); }
TEST(Mapping, TranslatesValues) {
    EXPECT_EQ(mapped("from = 'A'\nvalues = {Y = 'active'}", "Y"), "active");
    EXPECT_EQ(mapped("from = 'A'\nvalues = {Y = 'active'}", "N"), "N");
    EXPECT_EQ(mapped("from = 'A'\nvalues = {Y = 'active'}\notherwise = 'draft'", "N"), "draft");
}
TEST(Mapping, ReadsDatesInOtherForms) {
    EXPECT_EQ(mapped("from = 'A'\ndate_format = 'M/D/YYYY'", "2/28/1999"), "1999-02-28");
    EXPECT_EQ(mapped("from = 'A'\ndate_format = 'DD.MM.YYYY'", "05.11.2024"), "2024-11-05");
    EXPECT_EQ(mapped("from = 'A'\ndate_format = 'D-MMM-YY'\npivot_year = 1960", "7-Mar-06"), "2006-03-07");
    EXPECT_EQ(mapped("from = 'A'\ndate_format = 'D-MMM-YY'\npivot_year = 1960", "7-MAR-60"), "1960-03-07");
    EXPECT_EQ(mapped("from = 'A'\ndate_format = 'YYYY年M月D日'", "2024年3月7日"), "2024-03-07");
}
TEST(Mapping, NamesADateInTheWrongForm) {
    EXPECT_EQ(mapped("from = 'A'\ndate_format = 'M/D/YYYY'", "1999-02-28"),
              "line 2, A: \"1999-02-28\" is not a date written as M/D/YYYY.");
    EXPECT_EQ(mapped("from = 'A'\ndate_format = 'M/D/YYYY'", "2/28/1999x"),
              "line 2, A: \"2/28/1999x\" is not a date written as M/D/YYYY.");
}
TEST(Mapping, TurnsPercentIntoARate) {
    EXPECT_EQ(mapped("from = 'A'\npercent = true", "6.5"), "0.0650000000");
    EXPECT_EQ(mapped("from = 'A'\npercent = true", "6.5 %"), "0.0650000000");
    EXPECT_EQ(mapped("from = 'A'\npercent = true", "six"), "line 2, A: \"six\" is not a percentage.");
}
TEST(Mapping, TurnsMonthsIntoPeriods) {
    EXPECT_EQ(mapped("from = 'A'\ndivide_by = 3", "36"), "12");
    EXPECT_EQ(mapped("from = 'A'\ndivide_by = 3", "37"), "line 2, A: 37 cannot be divided by 3.");
    EXPECT_EQ(mapped("from = 'A'\nmultiply_by = 12", "5"), "60");
    EXPECT_EQ(mapped("from = 'A'\nminimum = 1", "0"), "1");
}
TEST(Mapping, MakesAKeyOfAText) {
    EXPECT_EQ(mapped("from = 'A'\nas_code = true", "Oil & Gas (on-shore)"), "Oil-Gas-on-shore");
}

TEST(Mapping, RefusesKeysItDoesNotKnow) {
    EXPECT_EQ(mapped("from = 'A'\ncolour = 'red'", ""),
              "mapping: columns.x.colour: A mapping has no key \"colour\" here.");
}
TEST(Mapping, RefusesTwoSources) {
    EXPECT_EQ(mapped("from = 'A'\nconstant = 'x'", ""),
              "mapping: columns.x.from: Give exactly one of from, constant, template and lookup.");
}
TEST(Mapping, RefusesTwoConversions) {
    EXPECT_EQ(mapped("from = 'A'\npercent = true\nas_code = true", ""),
              "mapping: columns.x.date_format: A column takes one conversion: a date format, percent, as_code, or "
              "whole numbers.");
}
TEST(Mapping, RefusesATwoDigitYearWithoutItsPivot) {
    EXPECT_EQ(mapped("from = 'A'\ndate_format = 'D-M-YY'", ""),
              "mapping: columns.x.pivot_year: A two-digit year needs a pivot_year: the first year it can mean.");
}
TEST(Mapping, NamesColumnsThatTheFileLacks) {
    EXPECT_EQ(mapped("from = 'C'", ""),
              "line 1, C: The mapping reads the column \"C\", which this file does not have.");
}
TEST(Mapping, NamesTheLineThatIsNotToml) {
    const auto mapping = parse_mapping("[columns.x]\nfrom = \n", no_files);
    ASSERT_FALSE(mapping);
    EXPECT_EQ(message(mapping.error()), "Line 2 of the mapping is not TOML.");
}
TEST(Mapping, NamesALookUpFileThatCannotBeRead) {
    const auto mapping =
        parse_mapping("[columns.x]\nlookup = {file = 'f', key = 'a', value = 'b', from = 'c'}\n", no_files);
    ASSERT_FALSE(mapping);
    EXPECT_EQ(mapping.error().field, "columns.x.lookup.file");
    EXPECT_EQ(message(mapping.error()), "There is no such file.");
}

}  // namespace
}  // namespace leasebook::server
