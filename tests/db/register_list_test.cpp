#include "db/register_list.h"

#include <algorithm>
#include <functional>

#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

constexpr int count_of_each = 60;

std::string numbered(const std::string& beginning, int i) {
    const auto digits = std::to_string(i);
    return beginning + std::string(4 - digits.size(), '0') + digits;
}

// With few values in each column, so that many records are equal in what they are sorted by.
Lessee lessee(int i) {
    static const char* const names[] = {"台州泵业", "安徽泵业", "杭州泵业"};
    Lessee made{{numbered("FIRM", i)}, names[i % 3], std::nullopt, std::nullopt};
    if (i % 3 != 0) made.cluster = ClusterCode{i % 3 == 1 ? "TZ" : "WZ"};
    if (i % 2 == 0) made.industry = IndustryCode{"C34"};
    return made;
}
Asset machine(int i) {
    auto made = lathe(numbered("M", i), numbered("SN-", 9'999 - i));
    made.cost = Money::minor(900 + 50 * (i % 5), CNY);  // of three and four digits
    made.acquired = add_months(date(2026, 1, 15), i % 4);
    if (i % 2 == 0) made.supplier.reset();
    return made;
}
Cluster cluster(int i) {
    constexpr DevelopmentStage stages[] = {DevelopmentStage::Mature, DevelopmentStage::Declining};
    Cluster made{{numbered("K", i)}, "A ~ b", std::nullopt, std::nullopt, std::nullopt, stages[i % 2], std::nullopt};
    if (i % 3 != 0) made.city = i % 3 == 1 ? "杭州" : "Zhejiang";
    return made;
}
CompanyFigures figures(int i) {
    CompanyFigures made{{numbered("Q", i)}, date(2026, 3, 31), CNY, Money::minor(1, CNY), Money::minor(1, CNY)};
    if (i % 3 != 0) made.total_assets = Money::minor(i % 3 == 1 ? -20 : 3, CNY);
    return made;
}

class RegisterList : public OnBothBooks {
protected:
    void enter_first(Connection& c) override {
        enter_register(c);
        EXPECT_TRUE(add(c, Cluster{{"WZ"}, "Wenzhou", {}, {}, {}, DevelopmentStage::Mature, {}}));
    }
    template <class R>
    void enter(R (*make)(int), int count = count_of_each) {
        std::vector<R> records;
        for (int i = 0; i < count; ++i) records.push_back(make(i));
        database->write([&](Connection& c) { add_all<R>(c, records); });
    }
    // The codes that begin so, page by page.
    template <class R>
    std::vector<std::string> listed(const std::string& beginning, ListQuery query, const ListOrder& order) {
        std::vector<std::string> codes;
        do {
            const auto page = database->read([&](Connection& c) { return list_in_order<R>(c, query, order); });
            EXPECT_LE(page.rows.size(), static_cast<std::size_t>(query.limit));
            for (const auto& row : page.rows)
                if (row.code.text.starts_with(beginning)) codes.push_back(row.code.text);
            query.after = page.next;
        } while (!query.after.empty());
        return codes;
    }
    // What the list must be, worked out record by record.
    static std::vector<std::string> expected(const std::string& beginning, const std::function<int(int)>& key,
                                             bool descending, int count = count_of_each) {
        std::vector<int> order;
        for (int i = 0; i < count; ++i) order.push_back(i);
        std::ranges::stable_sort(order, {}, key);
        if (descending) std::ranges::reverse(order);
        std::vector<std::string> codes;
        for (const int i : order) codes.push_back(numbered(beginning, i));
        return codes;
    }
    template <class R>
    void expect_order(const std::string& beginning, const std::string& column, const std::function<int(int)>& key) {
        for (const bool descending : {false, true})
            EXPECT_EQ(listed<R>(beginning, {.search = {}, .after = {}, .limit = 7}, {column, descending}),
                      expected(beginning, key, descending))
                << column << descending;
    }
    // The order of SQLite's plan that reads the first page.
    std::string plan(const std::string& table, const std::string& column) {
        return database->read([&](Connection& c) {
            std::string text;
            auto& rows = c.prepare("EXPLAIN QUERY PLAN SELECT * FROM `" + table + "` ORDER BY `" + column +
                                   "`, `code` LIMIT 51");
            while (rows.step()) text += rows.text(3) + "\n";
            return text;
        });
    }
};
INSTANTIATE_TEST_SUITE_P(Both, RegisterList, both_databases, dialect_name);

int itself(int i) { return i; }
int all_equal(int) { return 0; }

TEST_P(RegisterList, EveryOrderOfLesseesPagesThroughAllOnceInBothDirections) {
    enter(lessee);
    expect_order<Lessee>("FIRM", "code", itself);
    expect_order<Lessee>("FIRM", "name", [](int i) { return (i + 2) % 3; });  // ahby, hzby, tzby
    expect_order<Lessee>("FIRM", "cluster", [](int i) { return i % 3; });     // none, TZ, WZ
    expect_order<Lessee>("FIRM", "industry", [](int i) { return i % 2 == 0 ? 1 : 0; });
}

TEST_P(RegisterList, EveryOrderOfMachinesPagesThroughAllOnceInBothDirections) {
    enter(machine);
    expect_order<Asset>("M", "code", itself);
    expect_order<Asset>("M", "serial_number", [](int i) { return -i; });
    expect_order<Asset>("M", "asset_class", all_equal);
    expect_order<Asset>("M", "contract", all_equal);
    expect_order<Asset>("M", "supplier", [](int i) { return i % 2; });
    expect_order<Asset>("M", "cost", [](int i) { return i % 5; });
    expect_order<Asset>("M", "acquired", [](int i) { return i % 4; });
}

TEST_P(RegisterList, SmallRegistersAreSortedByAnyColumn) {
    enter(cluster);
    enter(figures);
    EXPECT_EQ(columns_sorted_by<Cluster>().size(), 7U);
    expect_order<Cluster>("K", "name", all_equal);
    expect_order<Cluster>("K", "stage", [](int i) { return i % 2 == 0 ? 1 : 0; });
    expect_order<Cluster>("K", "city", [](int i) { return (3 - i % 3) % 3; });  // none, Zhejiang, 杭州
    expect_order<CompanyFigures>("Q", "total_assets", [](int i) { return i % 3; });
}

TEST_P(RegisterList, ASearchIsGatheredOrWalkedThroughWithOneResult) {
    enter(lessee, 3'300);  // 1,100 of each name
    const auto cut = [](std::vector<std::string> codes, int remainder) {
        std::erase_if(codes, [&](const auto& code) { return std::stoi(code.substr(4)) % 3 != remainder; });
        return codes;
    };
    const auto by_industry = expected(
        "FIRM", [](int i) { return i % 2 == 0 ? 1 : 0; }, true, 3'300);
    const ListOrder order{"industry", true};
    EXPECT_EQ(listed<Lessee>("FIRM", {.search = "TZBY", .after = {}, .limit = 300}, order), cut(by_industry, 0));
    const auto found = listed<Lessee>("FIRM", {.search = "FIRM0", .after = {}, .limit = 300}, order);
    EXPECT_EQ(found.size(), 1'000U) << "as many as are gathered";
    auto first_thousand = expected(
        "FIRM", [](int i) { return i % 2 == 0 ? 1 : 0; }, true, 1'000);
    EXPECT_EQ(found, first_thousand);
    EXPECT_EQ(listed<Lessee>("FIRM", {.search = "nobody", .after = {}, .limit = 300}, order).size(), 0U);
}

TEST_P(RegisterList, MachinesFoundAreSortedToo) {
    enter(machine);
    for (const bool descending : {false, true})
        EXPECT_EQ(listed<Asset>("M", {.search = "sn-", .after = {}, .limit = 7}, {"cost", descending}),
                  expected(
                      "M", [](int i) { return i % 5; }, descending));
}

TEST_P(RegisterList, ACursorThatIsNoneOfOursBeginsAtTheBeginning) {
    enter(machine);
    for (const auto* cursor : {"nonsense", "M0001\x1Fi12x"})
        EXPECT_EQ(listed<Asset>("M", {.search = {}, .after = cursor, .limit = 7}, {"cost"}).size(), 60U) << cursor;
}

TEST_P(RegisterList, WhatThereMayBeAMillionOfIsSortedByAnIndex) {
    if (GetParam() != Dialect::Sqlite) GTEST_SKIP() << "SQLite's plans";
    EXPECT_NE(plan("lessees", "city").find("TEMP B-TREE"), std::string::npos);
    for (auto column : columns_sorted_by<Lessee>()) {
        if (column == "name") column = "search_text";
        EXPECT_EQ(plan("lessees", column).find("TEMP B-TREE"), std::string::npos) << column;
    }
    for (const auto& column : columns_sorted_by<Asset>())
        EXPECT_EQ(plan("assets", column).find("TEMP B-TREE"), std::string::npos) << column;
    for (const auto& column : columns_sorted_by<Collateral>())
        EXPECT_EQ(plan("collaterals", column).find("TEMP B-TREE"), std::string::npos) << column;
}

}  // namespace

}  // namespace leasebook::db
