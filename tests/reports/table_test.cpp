#include "reports/table.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/leases.h"

namespace leasebook::reports {
namespace {

using tests::cny;
using tests::rate;

Table one_row(std::vector<Cell> cells) {
    Table table{"test", date(2026, 6, 30), CNY, {}, {}, {"A note."}};
    for (std::size_t i = 0; i < cells.size(); ++i)
        table.columns.push_back({"c" + std::to_string(i + 1), ColumnType::Text});
    table.rows.push_back({RowRole::Detail, std::move(cells)});
    return table;
}

TEST(ATextCell, ThatASpreadsheetWouldTakeForAFormulaIsGuarded) {
    for (const char* text : {"=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "'=1"})
        EXPECT_EQ(csv_text(text), "'" + std::string(text));
    EXPECT_EQ(csv_text("\t=1"), "'\t=1");
    EXPECT_EQ(csv_text("\r=1"), "\"'\r=1\"");
    EXPECT_EQ(csv_text(std::string("\0=1", 3)), std::string("'\0=1", 4));
}

TEST(ATextCell, IsGuardedBehindBlanksAndQuotesToo) {
    EXPECT_EQ(csv_text(" =1+1"), "' =1+1");
    EXPECT_EQ(csv_text("  @x"), "'  @x");
    EXPECT_EQ(csv_text("=1,2"), "\"'=1,2\"");
    EXPECT_EQ(csv_text("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
}

TEST(ATextCell, ThatIsPlainStaysAsItIs) {
    for (const char* text : {"", "plain", "a=b", "3-4", "台州泵业", "a'b"}) EXPECT_EQ(csv_text(text), text);
    EXPECT_EQ(csv_text("a,b"), "\"a,b\"");
    EXPECT_EQ(csv_text("a\"b"), "\"a\"\"b\"");
    EXPECT_EQ(csv_text("a\nb"), "\"a\nb\"");
    EXPECT_EQ(csv_text("a "), "\"a \"");
}

TEST(Csv, KeepsANegativeAmountANumber) {
    EXPECT_EQ(to_csv(one_row({cny("-5.00"), std::int64_t{-3}, rate("-0.01"), std::string("-5")})),
              "\xEF\xBB\xBFrow,c1,c2,c3,c4\r\ndetail,-5.00,-3,-0.0100,'-5\r\n");
}

TEST(Csv, LeavesWhatDoesNotExistEmpty) {
    EXPECT_EQ(to_csv(one_row({Cell{}, Cell{}})), "\xEF\xBB\xBFrow,c1,c2\r\ndetail,,\r\n");
}

TEST(Csv, RefusesARowThatDoesNotFitItsColumns) {
    auto table = one_row({Cell{}, Cell{}});
    table.rows[0].cells.pop_back();
    EXPECT_THROW(to_csv(table), InvariantBroken);
    EXPECT_THROW(to_json(table), InvariantBroken);
}

TEST(Json, WritesMoneyAndSharesAsTextAndCountsAsNumbers) {
    const auto document = nlohmann::json::parse(
        to_json(one_row({cny("1234567.89"), std::int64_t{3}, rate("0.25"), std::string("=1"), Cell{}})));
    EXPECT_EQ(document["rows"][0],
              (nlohmann::json{{"c1", "1234567.89"}, {"c2", 3}, {"c3", "0.2500"}, {"c4", "=1"}, {"c5", nullptr}}));
    EXPECT_EQ(document["report"], "test");
    EXPECT_EQ(document["as_of"], "2026-06-30");
    EXPECT_EQ(document["notes"][0], "A note.");
    EXPECT_TRUE(document["total"].is_null());
}

TEST(Json, SurvivesTextThatIsNotUtf8) {
    EXPECT_NO_THROW(
        to_json(one_row({std::string("a\xff"
                                     "b")})));
}

}  // namespace
}  // namespace leasebook::reports
