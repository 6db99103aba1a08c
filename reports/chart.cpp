#include "reports/chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "domain/result.h"

namespace leasebook::reports {

namespace {

constexpr std::string_view ink = "#101c2e";
constexpr std::string_view muted = "#566375";
constexpr std::string_view font = "Inter Variable, Inter, Noto Sans CJK SC, sans-serif";

std::string escaped(std::string_view text) {
    std::string xml;
    for (const char c : text) {
        switch (c) {
            case '&': xml += "&amp;"; break;
            case '<': xml += "&lt;"; break;
            case '>': xml += "&gt;"; break;
            case '"': xml += "&quot;"; break;
            case '\'': xml += "&#39;"; break;
            default: xml += c >= 0 && c < ' ' ? ' ' : c;
        }
    }
    return xml;
}

// One decimal is a tenth of a pixel; the C locale's point, whatever the process runs under.
std::string number(double value) {
    const auto tenths = static_cast<long long>(std::llround(value * 10));
    const std::string sign = tenths < 0 ? "-" : "";
    const long long magnitude = std::llabs(tenths);
    return sign + std::to_string(magnitude / 10) + (magnitude % 10 ? "." + std::to_string(magnitude % 10) : "");
}

// name="value" pairs of an element.
class Attributes {
public:
    Attributes& with(std::string_view name, std::string_view value) {
        text_ += " " + std::string(name) + "=\"" + escaped(value) + "\"";
        return *this;
    }
    Attributes& with(std::string_view name, double value) { return with(name, std::string_view(number(value))); }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

std::string element(std::string_view name, const Attributes& attributes, std::string_view title = {}) {
    const std::string open = "<" + std::string(name) + attributes.text();
    if (title.empty()) return open + "/>";
    return open + "><title>" + escaped(title) + "</title></" + std::string(name) + ">";
}

std::string rectangle(const Box& box, std::string_view fill, double radius = 0, std::string_view title = {}) {
    Attributes a;
    a.with("x", box.x).with("y", box.y).with("width", std::max(box.width, 0.0)).with("height", std::max(box.height, 0.0));
    a.with("fill", fill);
    if (radius > 0) a.with("rx", radius);
    return element("rect", a, title);
}

// How a text is set. The class lets a page recolour it in dark mode; the attributes serve paper.
struct Type {
    double size = 12;
    std::string_view fill = ink, anchor = "start", weight = "400", css_class = "ink";
    bool takes_pointer = false;
};
constexpr Type axis_type{11.5, muted, "middle", "400", "ax"};

std::string words(double x, double y, std::string_view text, const Type& type = {}) {
    Attributes a;
    a.with("x", x).with("y", y).with("font-size", type.size).with("fill", type.fill);
    if (!type.css_class.empty()) a.with("class", type.css_class);
    if (type.anchor != "start") a.with("text-anchor", type.anchor);
    if (type.weight != "400") a.with("font-weight", type.weight);
    if (!type.takes_pointer) a.with("pointer-events", "none");  // so that what lies under the words is pointed at
    return "<text" + a.text() + ">" + escaped(text) + "</text>";
}

std::string rule(double x1, double y1, double x2, double y2, bool zero_line) {
    Attributes a;
    a.with("class", zero_line ? "bl" : "gl").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2);
    return element("line", a.with("stroke", zero_line ? "#aab5c1" : "#e6eaef").with("stroke-width", "1"));
}

// Only links within the site: a chart is no place from which to leave it.
std::string linked(std::string_view link, const std::string& content, std::string_view label = {}) {
    if (!link.starts_with('/') || link.starts_with("//")) return content;
    Attributes a;
    a.with("href", link);
    if (!label.empty()) a.with("aria-label", label);
    return "<a" + a.text() + ">" + content + "</a>";
}

Svg drawing(const Canvas& canvas, double height, const std::string& content) {
    const bool has_links = content.find("<a href=") != std::string::npos;
    Attributes a;
    a.with("xmlns", "http://www.w3.org/2000/svg").with("viewBox", "0 0 " + number(canvas.width) + " " + number(height));
    a.with("width", "100%").with("font-family", font).with("role", has_links ? "group" : "img").with("aria-label", canvas.label);
    return {"<svg" + a.text() + ">" + content + "</svg>"};
}

std::string points_text(const std::vector<Point>& points) {
    std::string text;
    for (const Point& point : points) text += (text.empty() ? "" : " ") + number(point.x) + "," + number(point.y);
    return text;
}

// The number of bytes of the UTF-8 character that begins with this byte.
std::size_t bytes_of(unsigned char lead) { return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4; }
double glyph_width(std::size_t bytes) { return bytes >= 3 ? 13.0 : 6.6; }

double channel(std::string_view hex) {
    const double value = std::stoi(std::string(hex), nullptr, 16) / 255.0;
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

// Of a row of boxes along the shorter side: the worst ratio of length to breadth.
double worst_ratio(double least, double most, double sum, double side) {
    return std::max(side * side * most / (sum * sum), sum * sum / (side * side * least));
}

// Lays areas[first, last) along the shorter side of the frame and answers the frame that is left.
Box lay_row(const std::vector<std::pair<std::size_t, double>>& areas, std::size_t first, std::size_t last, Box frame,
            std::vector<Box>& boxes) {
    double sum = 0;
    for (std::size_t i = first; i < last; ++i) sum += areas[i].second;
    const bool upright = frame.width >= frame.height;
    const double side = upright ? frame.height : frame.width;
    const double breadth = sum / side;
    double along = upright ? frame.y : frame.x;
    for (std::size_t i = first; i < last; ++i) {
        const double length = areas[i].second / breadth;
        boxes[areas[i].first] = upright ? Box{frame.x, along, breadth, length} : Box{along, frame.y, length, breadth};
        along += length;
    }
    if (upright) return {frame.x + breadth, frame.y, std::max(frame.width - breadth, 0.0), frame.height};
    return {frame.x, frame.y + breadth, frame.width, std::max(frame.height - breadth, 0.0)};
}

std::string item_drawing(const TreemapItem& item, Box box) {
    box = {box.x + 0.5, box.y + 0.5, std::max(box.width - 1, 0.5), std::max(box.height - 1, 0.5)};
    const std::string_view fill = colour_of(item.colour);
    const Type name_type{12, ink_on(fill), "start", "540", ""};
    const Type figure_type{12, ink_on(fill), "start", "400", ""};
    // The words stand beside the link, not in it: its name is the title, which says more.
    std::string content = linked(item.link, rectangle(box, fill, 1.5, item.title), item.title);
    if (box.height > 34 && box.width > std::max(text_width(item.name), text_width(item.figure)) + 10)
        content += words(box.x + 6, box.y + 16, item.name, name_type) + words(box.x + 6, box.y + 31, item.figure, figure_type);
    else if (box.height > 17 && box.width > text_width(item.figure, 11) + 8)
        content += words(box.x + 5, box.y + 13.5, item.figure, {11, ink_on(fill), "start", "400", ""});
    return content;
}

std::string group_drawing(const TreemapGroup& group, Box box) {
    constexpr double head = 20;
    box = {box.x + 1.5, box.y + 1.5, box.width - 3, box.height - 3};
    if (box.width < 3 || box.height < head + 6) return {};
    const bool room_for_figure = box.width > 165;
    const double room = box.width - 12 - (room_for_figure ? text_width(group.figure, 11.5) + 8 : 0);
    const auto pane = [](const Box& area, std::string_view title) {
        Attributes a;
        a.with("class", "pane").with("x", area.x).with("y", area.y).with("width", area.width).with("height", area.height);
        return element("rect", a.with("fill", "#eef1f5").with("rx", "3"), title);
    };
    const std::string whole_name = group.name + " " + group.figure;
    std::string content = pane(box, {}) + linked(group.link, pane({box.x, box.y, box.width, head - 1}, whole_name), whole_name);
    content += words(box.x + 6, box.y + 14, fitted(group.name, room), {12, ink, "start", "600", "ink"});
    if (room_for_figure) content += words(box.x + box.width - 6, box.y + 14, group.figure, {11.5, muted, "end", "400", "ax"});
    std::vector<double> values;
    for (const TreemapItem& item : group.items) values.push_back(item.value);
    const auto boxes = squarified(values, {box.x + 2, box.y + head, box.width - 4, box.height - head - 2});
    for (std::size_t i = 0; i < boxes.size(); ++i)
        if (boxes[i].width > 0) content += item_drawing(group.items[i], boxes[i]);
    return "<g>" + content + "</g>";
}

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

Plot plot_between(double low, double high, const Canvas& canvas, std::vector<double>& steps) {
    steps = round_steps(low, high);
    return {{58, 10, canvas.width - 70, canvas.height - 42}, steps.front(), steps.back()};
}

std::string left_axis(const Plot& plot, const std::vector<double>& steps, const std::function<std::string(double)>& y_text) {
    std::string content;
    Type type = axis_type;
    type.anchor = "end";
    for (const double step : steps) {
        content += rule(plot.frame.x, plot.y(step), plot.frame.x + plot.frame.width, plot.y(step), step == 0);
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
    for (auto point = chart.band_low.rbegin(); point != chart.band_low.rend(); ++point) outline.push_back(plot.at(*point));
    if (outline.empty()) return {};
    Attributes a;
    return element("polygon", a.with("fill", colour_of(0)).with("opacity", "0.13").with("points", points_text(outline)));
}

std::string line_drawing(const Line& line, const Plot& plot) {
    std::vector<Point> points;
    for (const Point& point : line.points) points.push_back(plot.at(point));
    Attributes a;
    a.with("fill", "none").with("stroke", colour_of(line.colour)).with("stroke-width", "2.2").with("stroke-linejoin", "round");
    if (line.dashed) a.with("stroke-dasharray", "5 4");
    return element("polyline", a.with("points", points_text(points)));
}

}  // namespace

std::string_view colour_of(std::size_t index) {
    static constexpr std::array<std::string_view, 10> colours{"#2c66a6", "#1f7f74", "#a8691b", "#735b9e", "#a84b55",
                                                              "#5f6d80", "#4f7d2c", "#8a4f7d", "#2f8fb3", "#8f6a4a"};
    return colours[index % colours.size()];
}

std::string_view ink_on(std::string_view background) {
    ensure(background.size() == 7 && background.front() == '#', "a colour is #rrggbb");
    const double luminance = 0.2126 * channel(background.substr(1, 2)) + 0.7152 * channel(background.substr(3, 2)) +
                             0.0722 * channel(background.substr(5, 2));
    return (1.05 / (luminance + 0.05)) >= ((luminance + 0.05) / 0.0605) ? "#ffffff" : ink;
}

double text_width(std::string_view utf8, double font_size) {
    double width = 0;
    for (std::size_t i = 0; i < utf8.size();) {
        const std::size_t bytes = bytes_of(static_cast<unsigned char>(utf8[i]));
        width += glyph_width(bytes);
        i += bytes;
    }
    return width * font_size / 12;
}

std::string fitted(std::string_view utf8, double room, double font_size) {
    if (text_width(utf8, font_size) <= room) return std::string(utf8);
    const double available = room * 12 / font_size - glyph_width(3);  // the "…"
    double width = 0;
    std::size_t end = 0;
    while (end < utf8.size()) {
        const std::size_t bytes = bytes_of(static_cast<unsigned char>(utf8[end]));
        width += glyph_width(bytes);
        if (width > available) break;
        end += bytes;
    }
    while (end > 0 && utf8[end - 1] == ' ') --end;
    return end == 0 ? std::string() : std::string(utf8.substr(0, end)) + "…";
}

std::vector<Box> squarified(const std::vector<double>& values, Box frame) {
    std::vector<Box> boxes(values.size());
    std::vector<std::pair<std::size_t, double>> areas;
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i] > 0) areas.emplace_back(i, values[i]), sum += values[i];
    if (areas.empty() || frame.width <= 0 || frame.height <= 0) return boxes;
    std::ranges::stable_sort(areas, [](const auto& a, const auto& b) { return a.second > b.second; });
    const double scale = frame.width * frame.height / sum;
    for (auto& [index, area] : areas) area *= scale;
    for (std::size_t first = 0; first < areas.size();) {
        const double side = std::min(frame.width, frame.height);
        if (side <= 0) break;
        double row = areas[first].second;
        std::size_t last = first + 1;
        while (last < areas.size() &&
               worst_ratio(areas[last].second, areas[first].second, row + areas[last].second, side) <=
                   worst_ratio(areas[last - 1].second, areas[first].second, row, side))
            row += areas[last++].second;
        frame = lay_row(areas, first, last, frame, boxes);
        first = last;
    }
    return boxes;
}

Svg treemap(const std::vector<TreemapGroup>& groups, const Canvas& canvas) {
    std::vector<double> sums;
    for (const TreemapGroup& group : groups) {
        double sum = 0;
        for (const TreemapItem& item : group.items) sum += std::max(item.value, 0.0);
        sums.push_back(sum);
    }
    const auto boxes = squarified(sums, {0, 0, canvas.width, canvas.height});
    std::string content;
    for (std::size_t i = 0; i < groups.size(); ++i) content += group_drawing(groups[i], boxes[i]);
    return drawing(canvas, canvas.height, content);
}

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
            if (width > 0) content += linked(part.link, rectangle({x, y + 6, width, thickness}, colour_of(part.colour), 0, part.title), part.title);
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
    Plot plot = plot_between(chart.from_zero ? std::min(lowest.y, 0.0) : lowest.y, highest.y, canvas, steps);
    plot.left = leftmost.x;
    plot.right = rightmost.x > leftmost.x ? rightmost.x : leftmost.x + 1;
    std::string content = left_axis(plot, steps, chart.y_text) + band_drawing(chart, plot);
    for (const Tick& tick : chart.x_ticks) content += words(plot.x(tick.at), canvas.height - 12, tick.text, axis_type);
    for (const Line& line : chart.lines) content += line_drawing(line, plot);
    for (const Mark& mark : chart.marks) {
        Attributes a;
        a.with("cx", plot.x(mark.at.x)).with("cy", plot.y(mark.at.y)).with("r", "3.5").with("fill", "#ffffff");
        content += element("circle", a.with("stroke", colour_of(0)).with("stroke-width", "1.5"), mark.title);
    }
    return drawing(canvas, canvas.height, content);
}

Svg cash_flow_bars(const std::vector<CashFlow>& flows, const std::function<std::string(double)>& y_text, const Canvas& canvas) {
    if (flows.empty()) return drawing(canvas, canvas.height, {});
    double in = 0, out = 0;
    for (const CashFlow& flow : flows) in = std::max(in, flow.in), out = std::max(out, flow.out);
    std::vector<double> steps;
    const Plot plot = plot_between(-out, in, canvas, steps);
    std::string content = left_axis(plot, steps, y_text);
    const double column = plot.frame.width / static_cast<double>(flows.size());
    const double width = std::min(column * 0.62, 46.0);
    double label_end = -1;
    for (std::size_t i = 0; i < flows.size(); ++i) {
        const CashFlow& flow = flows[i];
        const double middle = plot.frame.x + column * (static_cast<double>(i) + 0.5);
        const auto bar = [&](double from, double to, std::string_view fill) {
            return from > to ? rectangle({middle - width / 2, plot.y(from), width, plot.y(to) - plot.y(from)}, fill, 0, flow.title) : "";
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
