#include "reports/chart.h"

#include <gtest/gtest.h>

#include <numeric>
#include <regex>

namespace leasebook::reports {
namespace {

std::vector<double> numbers(const std::string& svg, const std::string& pattern) {
    std::vector<double> found;
    const std::regex expression(pattern);
    for (std::sregex_iterator at(svg.begin(), svg.end(), expression), end; at != end; ++at)
        found.push_back(std::stod((*at)[1]));
    return found;
}

TEST(SquarifiedBoxes, HaveAreasInProportionAndFillTheFrame) {
    const std::vector<double> values{412, 96, 188, 74, 41, 12};
    const auto boxes = squarified(values, {10, 20, 300, 200});
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        EXPECT_NEAR(boxes[i].width * boxes[i].height, 60'000 * values[i] / sum, 1e-6);
        EXPECT_GE(boxes[i].x, 10 - 1e-9);
        EXPECT_LE(boxes[i].x + boxes[i].width, 310 + 1e-9);
        EXPECT_GE(boxes[i].y, 20 - 1e-9);
        EXPECT_LE(boxes[i].y + boxes[i].height, 220 + 1e-9);
    }
}

TEST(SquarifiedBoxes, DoNotOverlap) {
    const auto boxes = squarified({5, 4, 3, 2, 1, 1, 1, 7}, {0, 0, 100, 60});
    for (std::size_t i = 0; i < boxes.size(); ++i)
        for (std::size_t k = i + 1; k < boxes.size(); ++k) {
            const double across =
                std::min(boxes[i].x + boxes[i].width, boxes[k].x + boxes[k].width) - std::max(boxes[i].x, boxes[k].x);
            const double down =
                std::min(boxes[i].y + boxes[i].height, boxes[k].y + boxes[k].height) - std::max(boxes[i].y, boxes[k].y);
            EXPECT_TRUE(across < 1e-9 || down < 1e-9) << i << " and " << k;
        }
}

TEST(SquarifiedBoxes, AreEmptyForValuesThatAreNotAboveZero) {
    const auto boxes = squarified({0, 5, -1}, {0, 0, 10, 10});
    EXPECT_EQ(boxes[0].width, 0);
    EXPECT_NEAR(boxes[1].width * boxes[1].height, 100, 1e-9);
    EXPECT_EQ(boxes[2].width, 0);
    EXPECT_EQ(squarified({}, {0, 0, 10, 10}).size(), 0U);
}

TEST(ATreemap, EscapesEveryTextAndLinksOnlyWithinTheSite) {
    const auto svg =
        treemap({{"A & <b>",
                  "10%",
                  "https://elsewhere",
                  {{"\"x\"", "1", 1, "</title><script>", "/ok?a=1&b=2", 0}, {"y", "1", 1, "", "//evil", 1}}}},
                {400, 200, "By 'cluster'"});
    EXPECT_EQ(svg.text.find("<script>"), std::string::npos);
    EXPECT_EQ(svg.text.find("<b>"), std::string::npos);
    EXPECT_EQ(svg.text.find("elsewhere"), std::string::npos);
    EXPECT_EQ(svg.text.find("evil"), std::string::npos);
    EXPECT_NE(svg.text.find("href=\"/ok?a=1&amp;b=2\""), std::string::npos);
    EXPECT_NE(svg.text.find("&lt;/title&gt;&lt;script&gt;"), std::string::npos);
}

TEST(ADrawing, IsAGroupWithLinksAndAnImageWithout) {
    const Canvas canvas{400, 200, "Chart"};
    EXPECT_NE(treemap({{"A", "", "", {{"x", "1", 1, "x", "/x", 0}}}}, canvas).text.find("role=\"group\""),
              std::string::npos);
    EXPECT_NE(treemap({{"A", "", "", {{"x", "1", 1, "x", "", 0}}}}, canvas).text.find("role=\"img\""),
              std::string::npos);
    EXPECT_EQ(treemap({}, canvas).text.find("style="), std::string::npos);
}

TEST(StackedBars, HaveLengthsInProportionToTheirValues) {
    const auto svg = stacked_bars(
        {{"A", "30", "", {{10, "", "", 0}, {20, "", "", 1}}}, {"B", "15", "", {{15, "", "", 0}}}}, {600, 0, "Bars"});
    const auto widths = numbers(svg.text, "<rect [^>]*width=\"([0-9.]+)\"");
    ASSERT_EQ(widths.size(), 3U);
    EXPECT_NEAR(widths[1], widths[0] * 2, 0.2);
    EXPECT_NEAR(widths[0] + widths[1], widths[2] * 2, 0.3);
}

TEST(ALineChart, CoversItsValuesAndDrawsMarks) {
    LineChart chart;
    chart.lines = {{{{0, 1.5}, {10, 2.5}}, 0, false}};
    chart.marks = {{{5, 2.0}, "five <years>"}};
    chart.from_zero = false;
    chart.y_text = [](double value) { return std::to_string(value).substr(0, 3); };
    const auto svg = line_chart(chart, {760, 260, "Rates"});
    EXPECT_NE(svg.text.find("<title>five &lt;years&gt;</title>"), std::string::npos);
    EXPECT_NE(svg.text.find("points=\"58,209.8 748,28.2\""), std::string::npos) << svg.text;
}

TEST(ALineChart, MakesRoomForWideLabels) {
    LineChart chart;
    chart.lines = {{{{0, 0}, {10, 1}}, 0, false}};
    chart.y_text = [](double) { return std::string("¥100,000,000.00"); };
    const auto left = numbers(line_chart(chart, {760, 260, "Rates"}).text, "points=\"([0-9.]+),");
    ASSERT_EQ(left.size(), 1U);
    EXPECT_GE(left[0], text_width("¥100,000,000.00", 11.5) + 7);
}

TEST(CashFlowBars, StandOnTheZeroLine) {
    const auto svg =
        cash_flow_bars({{"2025", 100, 400, ""}, {"2026", 300, 0, ""}}, [](double) { return "x"; }, {500, 242, "Flows"});
    const auto heights = numbers(svg.text, "<rect [^>]*height=\"([0-9.]+)\"");
    ASSERT_EQ(heights.size(), 3U);
    EXPECT_NEAR(heights[1], heights[0] * 4, 0.3);
    EXPECT_NEAR(heights[2], heights[0] * 3, 0.3);
}

TEST(CashFlowBars, LeaveOutLabelsThatWouldTouch) {
    std::vector<CashFlow> flows(60, {"2025-01", 1, 0, ""});
    const auto svg = cash_flow_bars(flows, [](double) { return "x"; }, {760, 240, "Flows"});
    const auto labels = numbers(svg.text, ">(2025)-01<").size();
    EXPECT_GT(labels, 5U);
    EXPECT_LT(labels, 20U);
}

TEST(Texts, AreMeasuredByTheWidthOfTheirCharacters) {
    EXPECT_DOUBLE_EQ(text_width("abc"), 19.8);
    EXPECT_DOUBLE_EQ(text_width("苏州"), 26);
    EXPECT_EQ(fitted("Suzhou precision", 200), "Suzhou precision");
    EXPECT_EQ(fitted("苏州精密制造", 40), "苏州…");
    EXPECT_EQ(fitted("Suzhou precision", 10), "");
}

TEST(LabelColours, ContrastWithWhatTheyStandOn) {
    EXPECT_EQ(ink_on("#101c2e"), "#ffffff");
    EXPECT_EQ(ink_on("#f5f6f8"), "#101c2e");
    for (std::size_t i = 0; i < 10; ++i) EXPECT_FALSE(ink_on(colour_of(i)).empty());
}

TEST(Steps, AreRoundAndCoverTheRange) {
    EXPECT_EQ(round_steps(0, 100), (std::vector<double>{0, 20, 40, 60, 80, 100}));
    EXPECT_EQ(round_steps(-400, 300), (std::vector<double>{-400, -200, 0, 200, 400}));
    EXPECT_EQ(round_steps(0, 0).size(), 6U);
}

TEST(AWaterfall, BeginsEachBarWhereTheOneBeforeEndedAndEndsAtTheTotal) {
    const std::vector<WaterfallStep> steps{
        {"Funding", "250", 250, "", 0}, {"Loss", "60", 60, "", 1}, {"Discount", "-30", -30, "", 2}};
    const auto svg = waterfall(steps, {"Rate", "280", 280, "", 5}, [](double v) { return std::to_string(int(v)); },
                               {720, 260, "Parts"})
                         .text;
    const auto tops = numbers(svg, "<rect x=\"[^\"]+\" y=\"([^\"]+)\"");
    const auto heights = numbers(svg, "<rect [^>]*height=\"([^\"]+)\"");
    ASSERT_EQ(tops.size(), 4U);
    EXPECT_NEAR(tops[1] + heights[1], tops[0], 0.1);
    EXPECT_NEAR(tops[2], tops[1], 0.1) << "a step down hangs from the level before";
    EXPECT_NEAR(tops[2] + heights[2], tops[3], 0.1);
    EXPECT_NEAR(heights[1] / heights[3], 60.0 / 280, 0.01);
    EXPECT_NE(svg.find("aria-label=\"Parts\""), std::string::npos);
}

}  // namespace
}  // namespace leasebook::reports
