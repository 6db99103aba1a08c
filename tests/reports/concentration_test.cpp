#include "reports/concentration.h"

#include <gtest/gtest.h>

#include <map>

#include "reports/exposure_snapshot.h"
#include "reports/limits.h"
#include "tests/reports/book.h"

namespace leasebook::reports {
namespace {

using tests::BookMaker;
using tests::cny;
using tests::in_tenths;
using tests::rate;

constexpr Date today = date(2026, 1, 15);

// EX-G1: five clusters of 300, 250, 200, 150 and 100, each with one lessee.
struct FiveClusters {
    FiveClusters() {
        BookMaker maker;
        const auto industry = maker.industry("C34", "C34");
        for (const char* amount : {"300.00", "250.00", "200.00", "150.00", "100.00"}) {
            maker.contract(maker.lessee(amount, maker.cluster(amount, amount), industry), in_tenths(amount));
            auto all = ExposureParts::none(CNY);
            all.net_investment = all.principal = cny(amount);
            parts.push_back(all);
        }
        portfolio = std::move(maker.portfolio);
    }
    std::vector<ExposurePosition> positions() const {
        return exposure_positions(portfolio, parts, today, CNY, nullptr);
    }
    Portfolio portfolio;
    std::vector<ExposureParts> parts;
};

TEST(ConcentrationReport, OfClustersIsThatOfExG1) {
    const FiveClusters book;
    const auto found = book_concentration(book.portfolio, book.positions(), today, CNY, nullptr);
    ASSERT_EQ(found.axes.size(), all_axes.size());
    const auto& clusters = found.axes.front();
    EXPECT_EQ(clusters.axis, Axis::Cluster);
    EXPECT_EQ(clusters.indices.herfindahl, rate("0.2250"));
    EXPECT_EQ(clusters.items.front().share, rate("0.3"));
    EXPECT_EQ(found.axes[1].indices.names, 1) << "one industry";
    EXPECT_FALSE(found.capital);
}

TEST(ConcentrationReport, TakesALesseeWithoutAGroupForANameOfItsOwn) {
    FiveClusters book;
    const auto groups = [&] {
        const auto found = book_concentration(book.portfolio, book.positions(), today, CNY, nullptr);
        return *std::ranges::find(found.axes, Axis::Group, &AxisConcentration::axis);
    };
    EXPECT_EQ(groups().indices.names, 5);
    EXPECT_EQ(groups().indices.herfindahl, rate("0.2250"));
    EXPECT_EQ(groups().items.size(), 1U) << "the list names those without a group in one line";
    book.portfolio.groups = {"Twins"};
    book.portfolio.lessees[3].group = book.portfolio.lessees[4].group = 0;
    EXPECT_EQ(groups().indices.names, 4);
    EXPECT_EQ(groups().indices.herfindahl, rate("0.2550")) << "150 and 100 are one name of 250";
}

TEST(ConcentrationReport, SaysWhatLargeLesseesAddToCapital) {
    const FiveClusters book;
    PricingParameters parameters;
    parameters.pd_unrated = rate("0.02");
    const auto found = book_concentration(book.portfolio, book.positions(), today, CNY, &parameters);
    ASSERT_TRUE(found.capital);
    EXPECT_GT(*found.capital, rate("0.05"));
    EXPECT_GT(*found.granularity, *found.capital) << "five names are few";
    const auto table = concentration_table(book.portfolio, found, today, CNY);
    EXPECT_EQ(plain_text(table.rows.back().cells[3]), "1000.00");
    EXPECT_EQ(table.rows.back().role, RowRole::Total);
    for (const auto& row : table.rows) EXPECT_EQ(row.cells.size(), table.columns.size());
}

TEST(ExposureByOneAxis, HasItsPlacesAsDetailsAndNoSubtotals) {
    const FiveClusters book;
    const auto found = exposure(book.portfolio, book.positions(), today, CNY, {Axis::Lessee, {}}, false);
    const auto table = exposure_table(book.portfolio, found);
    EXPECT_EQ(table.columns[0].name, "lessee");
    EXPECT_EQ(table.columns[1].name, "lessee_name");
    EXPECT_EQ(table.columns[2].name, "contracts");
    ASSERT_EQ(table.rows.size(), 6U);
    EXPECT_EQ(table.rows[0].role, RowRole::Detail);
    EXPECT_EQ(plain_text(table.rows[0].cells[0]), "300.00");
    EXPECT_EQ(plain_text(table.rows[0].cells.back()), "0.3000");
}

TEST(ExposureByOneAxis, CountsWhatIsUndrawnWithoutPrincipal) {
    FiveClusters book;
    book.portfolio.contracts[0].status = ContractStatus::Approved;
    book.parts[0] = ExposureParts::none(CNY);
    book.parts[0].undrawn = cny("300.00");
    const auto found = exposure(book.portfolio, book.positions(), today, CNY, {Axis::Cluster, {}}, false);
    EXPECT_EQ(found.total.contracts, 5);
    EXPECT_EQ(found.total.outstanding_principal, cny("700.00"));
    EXPECT_EQ(found.total.parts.exposure(), cny("1000.00"));
    EXPECT_EQ(found.groups[0].figures.share, Rate{});
    EXPECT_EQ(found.groups[0].figures.exposure_share, rate("0.3"));
}

TEST(ExposureAxes, AreReadFromTheirNames) {
    EXPECT_EQ(parse_axes("")->columns, Axis::Industry);
    EXPECT_EQ(parse_axes("grade")->rows, Axis::Grade);
    EXPECT_FALSE(parse_axes("grade")->columns);
    EXPECT_EQ(parse_axes("grade,branch")->columns, Axis::Branch);
    EXPECT_EQ(parse_axes("grade,grade").error().field, "axes");
    EXPECT_EQ(parse_axes("colour").error().field, "axes");
}

TEST(AnExposureSnapshot, HoldsEveryAxisAndEachAddsUpToTheBook) {
    const FiveClusters book;
    std::map<Axis, Money> sums;
    for (const auto& frozen : exposure_snapshot(book.portfolio, book.parts, today))
        sums.try_emplace(frozen.axis, cny("0.00")).first->second += frozen.parts.exposure();
    EXPECT_EQ(sums.size(), all_axes.size());
    for (const auto& [axis, sum] : sums) EXPECT_EQ(sum, cny("1000.00")) << to_text(axis);
}

TEST(LimitReport, ShowsUseHeadroomAndWhatTheMonthBeforeHad) {
    FiveClusters book;
    Limit limit;
    limit.code = {"CLUSTER"};
    limit.indicator = LimitIndicator::Cluster;
    limit.base = LimitBase::Amount;
    limit.amount = cny("275.00");
    limit.valid_from = today;
    book.portfolio.limits = {limit};
    const auto month_end = exposure_snapshot(book.portfolio, book.parts, today);
    const auto found = limit_book(book.portfolio, book.positions(), today, CNY);
    ASSERT_EQ(found.lines.size(), 5U);
    EXPECT_EQ(found.lines[0].use.status, LimitStatus::Breach);
    EXPECT_EQ(found.lines[1].use.status, LimitStatus::Warning);
    EXPECT_EQ(*used_before(found.lines[0], month_end), cny("300.00"));
    EXPECT_FALSE(used_before(found.lines[0], {}));
    const auto table = limit_table(found, month_end, today, CNY);
    EXPECT_EQ(table.rows.size(), 6U);
    EXPECT_EQ(plain_text(table.rows[0].cells[11]), "-25.00");
    EXPECT_EQ(plain_text(table.rows[0].cells[14]), "breach");
}

}  // namespace
}  // namespace leasebook::reports
