#pragma once
// The pieces that charts are made of: SVG elements as text, escaped, with every property as an attribute.
#include <string>
#include <string_view>
#include <vector>

#include "reports/chart.h"

namespace leasebook::reports {

inline constexpr std::string_view ink = "#101c2e";
inline constexpr std::string_view muted = "#566375";

// name="value" pairs of an element.
class Attributes {
public:
    Attributes& with(std::string_view name, std::string_view value);
    Attributes& with(std::string_view name, double value);
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

std::string element(std::string_view name, const Attributes& attributes, std::string_view title = {});
std::string rectangle(const Box& box, std::string_view fill, double radius = 0, std::string_view title = {});
std::string points_text(const std::vector<Point>& points);
// A line of the grid, or the line of zero.
std::string rule(Point from, Point to, bool zero_line);

// How a text is set. The class lets a page recolour it in dark mode; the attributes serve paper.
struct Type {
    double size = 12;
    std::string_view fill = ink, anchor = "start", weight = "400", css_class = "ink";
    bool takes_pointer = false;
};

std::string words(double x, double y, std::string_view text, const Type& type = {});

// Only links within the site: a chart is no place from which to leave it.
std::string linked(std::string_view link, const std::string& content, std::string_view label = {});

// The whole picture; canvas.height is not used.
Svg drawing(const Canvas& canvas, double height, const std::string& content);

}  // namespace leasebook::reports
