#include "reports/kept_table.h"

#include <gtest/gtest.h>

#include "reports/long_list.h"
#include "tests/leases.h"

namespace leasebook::reports {
namespace {

using tests::cny;
using tests::rate;

Table every_kind_of_cell() {
    using enum ColumnType;
    Table table{"test", date(2026, 6, 30), CNY, {}, {}, {{"{0} left out.", {"3"}}, "Plain."}};
    table.columns = {{"text", Text},         {"word", Word},           {"day", Day},
                     {"count", Count, true}, {"amount", Amount, true}, {"share", Share}};
    table.rows.push_back({RowRole::Detail,
                          {std::string("a\tb\nc\\d \xE5\x8F\xB0"), std::string("vendor"), date(2024, 2, 29),
                           std::int64_t{-3}, cny("-1234567.89"), rate("0.0123456789")},
                          "/contracts/L-1?x=\t"});
    table.rows.push_back(
        {RowRole::Subtotal,
         {std::string(), Cell{}, Cell{}, Cell{}, Money::minor(5, *parse_currency("JPY", "")), Cell{}}});
    table.rows.push_back({RowRole::Total, std::vector<Cell>(6)});
    table.chart = TableChart{1, {4, 3}, true};
    return table;
}

TEST(AKeptTable, IsReadAsTheTableThatWasKept) {
    const auto table = every_kind_of_cell();
    const auto read = from_kept(to_kept(table));
    ASSERT_EQ(read.rows.size(), table.rows.size());
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        EXPECT_EQ(read.rows[r].role, table.rows[r].role);
        EXPECT_EQ(read.rows[r].opens, table.rows[r].opens);
        EXPECT_EQ(read.rows[r].cells, table.rows[r].cells);
    }
    EXPECT_EQ(read.name, table.name);
    EXPECT_EQ(read.as_of, table.as_of);
    EXPECT_EQ(read.currency, table.currency);
    EXPECT_EQ(read.notes, table.notes);
    EXPECT_TRUE(read.columns[4].sums);
    EXPECT_EQ(read.columns[2].type, ColumnType::Day);
    ASSERT_TRUE(read.chart);
    EXPECT_EQ(read.chart->values, (std::vector<std::size_t>{4, 3}));
    EXPECT_TRUE(read.chart->over_time);
    EXPECT_EQ(to_kept(read), to_kept(table));
}

TEST(AKeptTable, ThatSomebodyHasCutIsNotReadAsAShorterOne) {
    auto text = to_kept(every_kind_of_cell());
    text.resize(text.size() - 4);
    EXPECT_THROW(from_kept(text), InvariantBroken);
}

TEST(ALongList, IsKeptLineByLineAsItsWholeTableWouldBe) {
    using enum ColumnType;
    Table head{"test", date(2026, 6, 30), CNY, {}, {}, {"Plain."}};
    head.columns = {{"text", Text}, {"count", Count, true}, {"amount", Amount, true}, {"share", Share}};
    const LongList list{head, 4, [](std::size_t i) -> std::optional<Row> {
                            if (i == 2) return {};
                            return Row{RowRole::Detail,
                                       {std::to_string(i), static_cast<std::int64_t>(i), cny("10.01"), rate("0.5")},
                                       "/contracts/" + std::to_string(i)};
                        }};
    const auto table = whole(list);
    ASSERT_EQ(table.rows.size(), 4U) << "one is left out, the total comes behind";
    EXPECT_EQ(table.rows.back().cells, (std::vector<Cell>{{}, std::int64_t{4}, cny("30.03"), {}}));
    std::string text;
    each_kept_line(list, [&](std::string_view line) { text += line; });
    EXPECT_EQ(text, to_kept(table));
}

TEST(AKeptTable, HoldsNoCellOfAnUnknownKind) {
    auto text = to_kept(every_kind_of_cell());
    text.replace(text.find("tvendor"), 1, "z");
    EXPECT_THROW(from_kept(text), InvariantBroken);
}

}  // namespace
}  // namespace leasebook::reports
