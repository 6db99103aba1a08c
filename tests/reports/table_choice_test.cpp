#include "reports/table_choice.h"

#include <gtest/gtest.h>

#include "reports/table_maker.h"
#include "tests/leases.h"

namespace leasebook::reports {
namespace {

using tests::cny;
using tests::rate;

// Vendors Beta 30.00 and alpha 10.00, and one operating lease 5.00; with subtotals.
Table by_product() {
    using enum ColumnType;
    Table table{"test", date(2026, 6, 30), CNY, {}, {}, {}};
    table.columns = {
        {"product", Word}, {"name", Text}, {"amount", Amount, true}, {"leases", Count, true}, {"share", Share}};
    const auto add = [&](const char* product, const char* name, const char* amount) {
        table.rows.push_back(
            {RowRole::Detail, {std::string(product), std::string(name), cny(amount), std::int64_t{1}, rate("0.1")}});
    };
    add("vendor", "Beta", "30.00");
    add("vendor", "alpha", "10.00");
    add("operating", "Gamma", "5.00");
    add_subtotals_and_total(table);
    return table;
}

std::vector<std::string> names(const Table& table) {
    std::vector<std::string> names;
    for (const auto& row : table.rows) names.push_back(plain_text(row.cells[1]));
    return names;
}

TEST(Subtotals, FollowEachRunOfEqualFirstColumnsAndTheTotalIsOfTheDetails) {
    const auto table = by_product();
    ASSERT_EQ(table.rows.size(), 6U);
    EXPECT_EQ(table.rows[2].role, RowRole::Subtotal);
    EXPECT_EQ(table.rows[2].cells,
              (std::vector<Cell>{std::string("vendor"), Cell{}, cny("40.00"), std::int64_t{2}, Cell{}}));
    EXPECT_EQ(table.rows[5].role, RowRole::Total);
    EXPECT_EQ(table.rows[5].cells, (std::vector<Cell>{Cell{}, Cell{}, cny("45.00"), std::int64_t{3}, Cell{}}));
}

TEST(AChoice, OfNothingLeavesTheTableAsItWas) { EXPECT_EQ(chosen(by_product(), {})->rows.size(), 6U); }

TEST(AChoice, OfAColumnThereIsNotListsThoseThereAre) {
    for (const auto& choice : {TableChoice{{"profit"}, {}, "", ""}, TableChoice{{}, {{"profit", "1"}}, "", ""},
                               TableChoice{{}, {}, "", "-profit"}}) {
        const auto refused = chosen(by_product(), choice);
        ASSERT_FALSE(refused);
        EXPECT_EQ(message(refused.error()),
                  "The report has no column \"profit\". There are: product, name, amount, leases, share.");
    }
}

TEST(AChoice, OfRowsHasTheTotalOfThoseRowsAndNoSubtotals) {
    const auto table = chosen(by_product(), {{}, {{"product", "vendor"}}, "", ""});
    EXPECT_EQ(names(*table), (std::vector<std::string>{"Beta", "alpha", ""}));
    EXPECT_EQ(table->rows.back().cells[2], Cell{cny("40.00")});
    EXPECT_EQ(table->rows.back().cells[4], Cell{});
}

TEST(AChoice, SearchesTextsWhateverTheirCase) {
    EXPECT_EQ(names(*chosen(by_product(), {{}, {}, "ALPH", ""})), (std::vector<std::string>{"alpha", ""}));
    EXPECT_EQ(chosen(by_product(), {{}, {}, "nothing like it", ""})->rows.size(), 1U);
}

TEST(AChoice, SortsFiguresAndKeepsTheTotalLast) {
    EXPECT_EQ(names(*chosen(by_product(), {{}, {}, "", "amount"})),
              (std::vector<std::string>{"Gamma", "alpha", "Beta", ""}));
    const auto table = chosen(by_product(), {{}, {}, "", "-amount"});
    EXPECT_EQ(names(*table), (std::vector<std::string>{"Beta", "alpha", "Gamma", ""}));
    EXPECT_EQ(table->rows.back().cells[2], Cell{cny("45.00")});
}

TEST(AChoice, OfColumnsKeepsTheirOrder) {
    const auto table = chosen(by_product(), {{"amount", "product"}, {}, "", ""});
    ASSERT_EQ(table->columns.size(), 2U);
    EXPECT_EQ(table->columns[0].name, "amount");
    EXPECT_EQ(table->rows[0].cells, (std::vector<Cell>{cny("30.00"), std::string("vendor")}));
}

TEST(AComparison, SaysWhatEachFigureWasAndWhatItChangedBy) {
    auto now = by_product();
    Table before{"test", date(2026, 5, 31), CNY, now.columns, {}, {}};
    before.rows.push_back(
        {RowRole::Detail, {std::string("vendor"), std::string("Beta"), cny("20.00"), std::int64_t{1}, rate("0.25")}});
    before.rows.push_back(
        {RowRole::Detail, {std::string("vendor"), std::string("Gone"), cny("7.00"), std::int64_t{1}, rate("0.1")}});
    add_total(before);
    const auto table = compared(now, before);
    EXPECT_EQ(table.columns[3].name, "amount_before");
    EXPECT_EQ(table.columns[4].name, "amount_change");
    EXPECT_EQ(table.rows[0].cells[2], Cell{cny("30.00")});
    EXPECT_EQ(table.rows[0].cells[3], Cell{cny("20.00")});
    EXPECT_EQ(table.rows[0].cells[4], Cell{cny("10.00")});
    EXPECT_EQ(table.rows[0].cells[10], Cell{rate("-0.15")});
    EXPECT_EQ(table.rows[1].cells[3], Cell{});
    EXPECT_EQ(table.rows[1].cells[4], Cell{cny("10.00")});
    const auto& gone = table.rows[table.rows.size() - 2];
    EXPECT_EQ(gone.cells[1], Cell{std::string("Gone")});
    EXPECT_EQ(gone.cells[2], Cell{});
    EXPECT_EQ(gone.cells[4], Cell{cny("-7.00")});
    EXPECT_EQ(table.rows.back().cells[2], Cell{cny("45.00")});
    EXPECT_EQ(table.rows.back().cells[3], Cell{cny("27.00")});
    EXPECT_EQ(table.rows.back().cells[4], Cell{cny("18.00")});
}

}  // namespace
}  // namespace leasebook::reports
