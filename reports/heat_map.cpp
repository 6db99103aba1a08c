#include <algorithm>
#include <cmath>
#include <cstdio>

#include "reports/chart.h"
#include "reports/svg.h"

namespace leasebook::reports {

namespace {

constexpr double row_height = 26, head = 96, gap = 1;

// From white to a deep blue; the square root lets small values be seen beside large ones.
std::string shade(double part) {
    const double depth = part <= 0 ? 0 : 0.06 + 0.94 * part;
    const auto between = [&](int light, int dark) { return light + static_cast<int>((dark - light) * depth); };
    char text[8];
    std::snprintf(text, sizeof text, "#%02x%02x%02x", between(255, 0x12), between(255, 0x4a), between(255, 0x86));
    return text;
}

double largest(const HeatMap& map) {
    double most = 0;
    for (const auto& cell : map.cells) most = std::max(most, cell.value);
    return most;
}

}  // namespace

Svg heat_map(const HeatMap& map, const Canvas& canvas) {
    double left = 60;
    for (const auto& row : map.rows) left = std::max(left, std::min(190.0, text_width(row) + 12));
    constexpr double right = 56;  // for the name of the last column, which leans over it
    const double width =
        (canvas.width - left - right) / static_cast<double>(std::max<std::size_t>(map.columns.size(), 1));
    const double most = largest(map);
    std::string content;
    for (std::size_t i = 0; i < map.columns.size(); ++i) {
        // Written upwards, so that a narrow column still has room for its name.
        const double x = left + width * (static_cast<double>(i) + 0.5) + 4;
        content += "<g transform=\"rotate(-52 " + std::to_string(x) + " " + std::to_string(head - 8) + ")\">" +
                   words(x, head - 8, fitted(map.columns[i], head + 12, 11.5), {11.5, muted, "start", "400", "ax"}) +
                   "</g>";
    }
    for (std::size_t i = 0; i < map.rows.size(); ++i)
        content += words(left - 8, head + row_height * (static_cast<double>(i) + 0.5) + 4,
                         fitted(map.rows[i], left - 10), {12, ink, "end", "400", "ink"});
    for (const auto& cell : map.cells) {
        const Box box{left + width * static_cast<double>(cell.column) + gap,
                      head + row_height * static_cast<double>(cell.row) + gap, width - 2 * gap, row_height - 2 * gap};
        const auto colour = shade(most > 0 ? std::sqrt(std::max(cell.value, 0.0) / most) : 0);
        std::string square = rectangle(box, colour, 2, cell.title);
        if (text_width(cell.figure, 11) + 4 < box.width)
            square += words(box.x + box.width / 2, box.y + box.height / 2 + 4, cell.figure,
                            {11, ink_on(colour), "middle", "400", ""});
        // Called by what it shows: the title of the square and its figure (WCAG 2.5.3).
        content += linked(cell.link, square, "");
    }
    return drawing(canvas, head + row_height * static_cast<double>(map.rows.size()) + 4, content);
}

}  // namespace leasebook::reports
