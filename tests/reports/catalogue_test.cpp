#include "reports/catalogue.h"

#include <gtest/gtest.h>

#include <set>

#include "reports/formats.h"
#include "reports/table_maker.h"
#include "tests/reports/book.h"

namespace leasebook::reports {
namespace {

TEST(TheCatalogue, HoldsEachReportOnceUnderItsOwnName) {
    std::set<std::string> names;
    const auto portfolio = tests::mixed_book();
    for (const auto& report : catalogue()) {
        EXPECT_TRUE(names.insert(report.name).second) << report.name;
        const auto table = report.make({portfolio, date(2026, 6, 30), CNY, nullptr});
        EXPECT_EQ(table.name, report.name);
        EXPECT_EQ(table.as_of, date(2026, 6, 30));
        EXPECT_EQ(table.rows.back().role, RowRole::Total) << report.name;
        EXPECT_EQ(find_report(report.name)->title, report.title);
    }
    EXPECT_TRUE(names.contains("exposure"));
    EXPECT_TRUE(names.contains("residuals"));
}

TEST(TheCatalogue, ListsWhatThereIsWhenAskedForWhatThereIsNot) {
    const auto missing = find_report("profit");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    for (const auto& report : catalogue()) EXPECT_NE(message(missing.error()).find(report.name), std::string::npos);
    EXPECT_NE(message(missing.error()).find("\"profit\""), std::string::npos);
}

TEST(TheCatalogue, RendersEveryReportInEveryFormatEvenOfAnEmptyBook) {
    const Portfolio nothing;
    for (const auto& report : catalogue()) {
        const auto table = report.make({nothing, date(2026, 6, 30), CNY, nullptr});
        for (const auto& format : formats())
            EXPECT_FALSE(format.render(table, plain_edition(report.title)).empty())
                << report.name << " " << format.name;
    }
}

TEST(TheCatalogue, SaysOfColumnsThatAddUpWhatTheirDetailsComeTo) {
    const auto portfolio = tests::mixed_book();
    for (const auto& report : catalogue()) {
        const auto table = report.make({portfolio, date(2026, 6, 30), CNY, nullptr});
        const auto sums = sums_of(table, 0, table.rows.size());
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            if (!table.columns[i].sums || std::holds_alternative<std::monostate>(table.rows.back().cells[i])) continue;
            EXPECT_EQ(table.rows.back().cells[i], sums[i]) << report.name << " " << table.columns[i].name;
        }
    }
}

}  // namespace
}  // namespace leasebook::reports
