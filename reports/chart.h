#pragma once
// Charts as SVG text: one drawing for page, print and PDF. Sizes, colours and fonts are attributes, so that no
// stylesheet is needed; texts are measured to fit; every text is escaped. Pure functions.
//
// Values are double because they become lengths on paper; the figures that people read are handed in as text.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace leasebook::reports {

struct Svg {
    std::string text;
};

// Size in units of the drawing (one CSS pixel at full width) and what it shows, for those who cannot see it.
struct Canvas {
    double width = 760, height = 372;
    std::string label;
};

// Ten colours, readable on white and told apart by the colour-blind; the index wraps around.
std::string_view colour_of(std::size_t index);
// "#ffffff" or "#101c2e": the one that is easier to read on the background ("#rrggbb").
std::string_view ink_on(std::string_view background);
// Width in units at 12 px of Inter or Noto Sans CJK: an estimate that is rather too wide than too narrow.
double text_width(std::string_view utf8, double font_size = 12);
// The text, or its beginning and "…", or nothing, whatever fits.
std::string fitted(std::string_view utf8, double room, double font_size = 12);

struct Box {
    double x = 0, y = 0, width = 0, height = 0;
};
// Boxes with areas in proportion to the values, as square as can be, filling the frame. Values that are not
// above zero get an empty box. Same order as the values.
std::vector<Box> squarified(const std::vector<double>& values, Box frame);

struct TreemapItem {
    std::string name, figure;  // "Machine tools", "412"
    double value = 0;
    std::string title, link;  // shown on hovering; where a click leads, may be empty
    std::size_t colour = 0;
};
struct TreemapGroup {
    std::string name, figure;  // "Suzhou precision", "23.4%"
    std::string link;
    std::vector<TreemapItem> items;
};
Svg treemap(const std::vector<TreemapGroup>& groups, const Canvas& canvas);

struct BarPart {
    double value = 0;
    std::string title, link;
    std::size_t colour = 0;
};
struct Bar {
    std::string name, figure;
    std::string link;
    std::vector<BarPart> parts;
};
// Horizontal bars, names left, figures right. The height follows from the number of bars; canvas.height is not used.
Svg stacked_bars(const std::vector<Bar>& bars, const Canvas& canvas);

struct Point {
    double x = 0, y = 0;
};
struct Tick {
    double at = 0;
    std::string text;
};
struct Line {
    std::vector<Point> points;
    std::size_t colour = 0;
    bool dashed = false;
};
struct Mark {
    Point at;
    std::string title;
};
struct LineChart {
    std::vector<Line> lines;
    std::vector<Mark> marks;                 // single observations, drawn as rings
    std::vector<Point> band_low, band_high;  // both empty: no band
    std::vector<Tick> x_ticks;
    std::function<std::string(double)> y_text;  // label of a value on the left axis
    bool from_zero = true;                      // the left axis begins at zero
};
Svg line_chart(const LineChart& chart, const Canvas& canvas);

struct CashFlow {
    std::string name;        // under the bar: "2026" or "Jan"
    double in = 0, out = 0;  // both positive; `out` is drawn downwards
    std::string title;
};
// One pair of bars a period, about a zero line.
Svg cash_flow_bars(const std::vector<CashFlow>& flows, const std::function<std::string(double)>& y_text,
                   const Canvas& canvas);

struct WaterfallStep {
    std::string name, figure;  // under and above the bar
    double value = 0;          // what it adds to what stands before it
    std::string title;
    std::size_t colour = 0;
};
// Each step begins where the one before it ended; the last bar, `total`, stands on zero and says what they come to.
Svg waterfall(const std::vector<WaterfallStep>& steps, const WaterfallStep& total,
              const std::function<std::string(double)>& y_text, const Canvas& canvas);

struct HeatCell {
    std::size_t row = 0, column = 0;
    double value = 0;
    std::string figure, title, link;  // in the cell where there is room; on hovering; where a click leads
};
struct HeatMap {
    std::vector<std::string> rows, columns;
    std::vector<HeatCell> cells;  // what is missing stays white
};
// The darker the more; the height follows from the number of rows.
Svg heat_map(const HeatMap& map, const Canvas& canvas);

// Round values that cover low to high, about `count` of them: 0, 20, 40 …
std::vector<double> round_steps(double low, double high, int count = 5);

}  // namespace leasebook::reports
