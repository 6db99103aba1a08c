#include "reports/catalogue.h"

#include <gtest/gtest.h>

#include <set>

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
    for (const auto& report : catalogue())
        for (const char* format : {"csv", "json"})
            EXPECT_TRUE(render(report.make({nothing, date(2026, 6, 30), CNY, nullptr}), format));
}

TEST(TheCatalogue, ListsTheFormatsWhenAskedForAnother) {
    const auto rendered = render({}, "docx");
    ASSERT_FALSE(rendered);
    EXPECT_EQ(rendered.error().field, "format");
    EXPECT_NE(message(rendered.error()).find("csv"), std::string::npos);
}

}  // namespace
}  // namespace leasebook::reports
