#include "reports/chart.h"

#include <algorithm>
#include <cmath>

#include "domain/result.h"
#include "reports/svg.h"

namespace leasebook::reports {

namespace {

constexpr Type axis_type{11.5, muted, "middle", "400", "ax"};

double total(const Bar& bar) {
    double sum = 0;
    for (const BarPart& part : bar.parts) sum += std::max(part.value, 0.0);
    return sum;
}

// Where values stand on the paper.
struct Plot {
    Box frame;
    double low = 0, high = 1, left = 0, right = 1;
    double x(double value) const { return frame.x + frame.width * (value - left) / (right - left); }
    double y(double value) const { return frame.y + frame.height * (high - value) / (high - low); }
    Point at(Point point) const { return {x(point.x), y(point.y)}; }
};

// The labels of the left axis have room, however they are worded.
Plot plot_between(double low, double high, const std::function<std::string(double)>& y_text, const Canvas& canvas,
                  std::vector<double>& steps) {
    steps = round_steps(low, high);
    double left = 58;
    for (const double step : steps) left = std::max(left, text_width(y_text(step), 11.5) + 9);
    return {{left, 10, canvas.width - left - 12, canvas.height - 42}, steps.front(), steps.back()};
}

std::string left_axis(const Plot& plot, const std::vector<double>& steps,
                      const std::function<std::string(double)>& y_text) {
    std::string content;
    Type type = axis_type;
    type.anchor = "end";
    for (const double step : steps) {
        content += rule({plot.frame.x, plot.y(step)}, {plot.frame.x + plot.frame.width, plot.y(step)}, step == 0);
        content += words(plot.frame.x - 7, plot.y(step) + 4, y_text(step), type);
    }
    return content;
}

std::vector<Point> all_points(const LineChart& chart) {
    std::vector<Point> points = chart.band_low;
    points.insert(points.end(), chart.band_high.begin(), chart.band_high.end());
    for (const Line& line : chart.lines) points.insert(points.end(), line.points.begin(), line.points.end());
    for (const Mark& mark : chart.marks) points.push_back(mark.at);
    return points;
}

std::string band_drawing(const LineChart& chart, const Plot& plot) {
    std::vector<Point> outline;
    for (const Point& point : chart.band_high) outline.push_back(plot.at(point));
    for (auto point = chart.band_low.rbegin(); point != chart.band_low.rend(); ++point)
        outline.push_back(plot.at(*point));
    if (outline.empty()) return {};
    return element(
        "polygon",
        Attributes().with("fill", colour_of(0)).with("opacity", "0.13").with("points", points_text(outline)));
}

std::string line_drawing(const Line& line, const Plot& plot) {
    std::vector<Point> points;
    for (const Point& point : line.points) points.push_back(plot.at(point));
    Attributes a;
    a.with("fill", "none")
        .with("stroke", colour_of(line.colour))
        .with("stroke-width", "2.2")
        .with("stroke-linejoin", "round");
    if (line.dashed) a.with("stroke-dasharray", "5 4");
    return element("polyline", a.with("points", points_text(points)));
}

}  // namespace

Svg stacked_bars(const std::vector<Bar>& bars, const Canvas& canvas) {
    constexpr double row = 30, thickness = 18;
    double names = 0, figures = 0, longest = 0;
    for (const Bar& bar : bars) {
        names = std::max(names, text_width(bar.name, 13));
        figures = std::max(figures, text_width(bar.figure, 13));
        longest = std::max(longest, total(bar));
    }
    names = std::min(names, canvas.width * 0.35);
    const double room = canvas.width - names - figures - 24;
    Type name_type{13};
    name_type.takes_pointer = true;
    std::string content;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const double y = static_cast<double>(i) * row;
        content += linked(bars[i].link, words(0, y + 20, fitted(bars[i].name, names, 13), name_type));
        double x = names + 12;
        for (const BarPart& part : bars[i].parts) {
            const double width = longest > 0 ? room * std::max(part.value, 0.0) / longest : 0;
            if (width > 0)
                content +=
                    linked(part.link, rectangle({x, y + 6, width, thickness}, colour_of(part.colour), 0, part.title),
                           part.title);
            x += width;
        }
        content += words(canvas.width, y + 20, bars[i].figure, {13, ink, "end", "580", "ink"});
    }
    return drawing(canvas, static_cast<double>(bars.size()) * row + 4, content);
}

Svg line_chart(const LineChart& chart, const Canvas& canvas) {
    const auto points = all_points(chart);
    if (points.empty()) return drawing(canvas, canvas.height, {});
    const auto [lowest, highest] = std::ranges::minmax(points, {}, &Point::y);
    const auto [leftmost, rightmost] = std::ranges::minmax(points, {}, &Point::x);
    std::vector<double> steps;
    Plot plot =
        plot_between(chart.from_zero ? std::min(lowest.y, 0.0) : lowest.y, highest.y, chart.y_text, canvas, steps);
    plot.left = leftmost.x;
    plot.right = rightmost.x > leftmost.x ? rightmost.x : leftmost.x + 1;
    std::string content = left_axis(plot, steps, chart.y_text) + band_drawing(chart, plot);
    for (const Tick& tick : chart.x_ticks) {
        // The last label stays inside the drawing, even where it is wider than the margin.
        const double middle = std::min(plot.x(tick.at), canvas.width - text_width(tick.text, 11.5) / 2 - 1);
        content += words(middle, canvas.height - 12, tick.text, axis_type);
    }
    for (const Line& line : chart.lines) content += line_drawing(line, plot);
    for (const Mark& mark : chart.marks) {
        Attributes a;
        a.with("cx", plot.x(mark.at.x)).with("cy", plot.y(mark.at.y)).with("r", "3.5").with("fill", "#ffffff");
        content += element("circle", a.with("stroke", colour_of(0)).with("stroke-width", "1.5"), mark.title);
    }
    return drawing(canvas, canvas.height, content);
}

Svg cash_flow_bars(const std::vector<CashFlow>& flows, const std::function<std::string(double)>& y_text,
                   const Canvas& canvas) {
    if (flows.empty()) return drawing(canvas, canvas.height, {});
    double in = 0, out = 0;
    for (const CashFlow& flow : flows) in = std::max(in, flow.in), out = std::max(out, flow.out);
    std::vector<double> steps;
    const Plot plot = plot_between(-out, in, y_text, canvas, steps);
    std::string content = left_axis(plot, steps, y_text);
    const double column = plot.frame.width / static_cast<double>(flows.size());
    const double width = std::min(column * 0.62, 46.0);
    double label_end = -1;
    for (std::size_t i = 0; i < flows.size(); ++i) {
        const CashFlow& flow = flows[i];
        const double middle = plot.frame.x + column * (static_cast<double>(i) + 0.5);
        const auto bar = [&](double from, double to, std::string_view fill) {
            return from > to ? rectangle({middle - width / 2, plot.y(from), width, plot.y(to) - plot.y(from)}, fill, 0,
                                         flow.title)
                             : "";
        };
        content += bar(flow.in, 0, colour_of(0)) + bar(0, -flow.out, "#b9c4d0");
        const double half = text_width(flow.name, 11.5) / 2;
        if (middle - half < label_end) continue;  // labels that would touch are left out
        content += words(middle, canvas.height - 12, flow.name, axis_type);
        label_end = middle + half + 6;
    }
    return drawing(canvas, canvas.height, content);
}

std::vector<double> round_steps(double low, double high, int count) {
    ensure(count > 0 && std::isfinite(low) && std::isfinite(high) && low <= high, "an axis goes from low to high");
    if (low == high) low = std::min(low, 0.0), high = low == high ? low + 1 : high;
    const double rough = (high - low) / count;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    const double step = power * (rough / power <= 1 ? 1 : rough / power <= 2 ? 2 : rough / power <= 5 ? 5 : 10);
    std::vector<double> steps;
    const auto first = std::llround(std::floor(low / step + 1e-9)), last = std::llround(std::ceil(high / step - 1e-9));
    for (auto i = first; i <= last; ++i) steps.push_back(static_cast<double>(i) * step);
    return steps;
}

}  // namespace leasebook::reports
