#include <algorithm>

#include "reports/svg.h"

namespace leasebook::reports {

namespace {

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
    const Type figure_type{12, ink_on(fill), "start", "400", ""}, small_type{11, ink_on(fill), "start", "400", ""};
    // The words stand beside the link, not in it: its name is the title, which says more.
    std::string content = linked(item.link, rectangle(box, fill, 1.5, item.title), item.title);
    if (box.height > 34 && box.width > std::max(text_width(item.name), text_width(item.figure)) + 10)
        content +=
            words(box.x + 6, box.y + 16, item.name, name_type) + words(box.x + 6, box.y + 31, item.figure, figure_type);
    else if (box.height > 17 && box.width > text_width(item.figure, 11) + 8)
        content += words(box.x + 5, box.y + 13.5, item.figure, small_type);
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
        a.with("class", "pane")
            .with("x", area.x)
            .with("y", area.y)
            .with("width", area.width)
            .with("height", area.height);
        return element("rect", a.with("fill", "#eef1f5").with("rx", "3"), title);
    };
    const std::string whole_name = group.name + " " + group.figure;
    std::string content =
        pane(box, {}) + linked(group.link, pane({box.x, box.y, box.width, head - 1}, whole_name), whole_name);
    content += words(box.x + 6, box.y + 14, fitted(group.name, room), {12, ink, "start", "600", "ink"});
    if (room_for_figure)
        content += words(box.x + box.width - 6, box.y + 14, group.figure, {11.5, muted, "end", "400", "ax"});
    std::vector<double> values;
    for (const TreemapItem& item : group.items) values.push_back(item.value);
    const auto boxes = squarified(values, {box.x + 2, box.y + head, box.width - 4, box.height - head - 2});
    for (std::size_t i = 0; i < boxes.size(); ++i)
        if (boxes[i].width > 0) content += item_drawing(group.items[i], boxes[i]);
    return "<g>" + content + "</g>";
}

}  // namespace

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

}  // namespace leasebook::reports
