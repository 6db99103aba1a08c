#include "reports/svg.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "domain/result.h"
#include "reports/markup.h"

namespace leasebook::reports {

namespace {

constexpr std::string_view font = "Inter Variable, Inter, Liberation Sans, Droid Sans Fallback, sans-serif";

// XML takes no control characters at all.
std::string escaped(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return c >= 0 && c < ' '; }, ' ');
    return markup_text(text);
}

// One decimal is a tenth of a pixel; the C locale's point, whatever the process runs under.
std::string number(double value) {
    const auto tenths = static_cast<long long>(std::llround(value * 10));
    const long long magnitude = std::llabs(tenths);
    return (tenths < 0 ? "-" : "") + std::to_string(magnitude / 10) +
           (magnitude % 10 ? "." + std::to_string(magnitude % 10) : "");
}

// The number of bytes of the UTF-8 character that begins with this byte.
std::size_t bytes_of(unsigned char lead) { return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4; }
double glyph_width(std::size_t bytes) { return bytes >= 3 ? 13.0 : 6.6; }

double channel(std::string_view hex) {
    const double value = std::stoi(std::string(hex), nullptr, 16) / 255.0;
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

}  // namespace

Attributes& Attributes::with(std::string_view name, std::string_view value) {
    text_ += " " + std::string(name) + "=\"" + escaped(std::string(value)) + "\"";
    return *this;
}
Attributes& Attributes::with(std::string_view name, double value) {
    return with(name, std::string_view(number(value)));
}

std::string element(std::string_view name, const Attributes& attributes, std::string_view title) {
    const std::string open = "<" + std::string(name) + attributes.text();
    return title.empty() ? open + "/>"
                         : open + "><title>" + escaped(std::string(title)) + "</title></" + std::string(name) + ">";
}

std::string rectangle(const Box& box, std::string_view fill, double radius, std::string_view title) {
    Attributes a;
    a.with("x", box.x)
        .with("y", box.y)
        .with("width", std::max(box.width, 0.0))
        .with("height", std::max(box.height, 0.0));
    a.with("fill", fill);
    if (radius > 0) a.with("rx", radius);
    return element("rect", a, title);
}

std::string words(double x, double y, std::string_view text, const Type& type) {
    Attributes a;
    a.with("x", x).with("y", y).with("font-size", type.size).with("fill", type.fill);
    if (!type.css_class.empty()) a.with("class", type.css_class);
    if (type.anchor != "start") a.with("text-anchor", type.anchor);
    if (type.weight != "400") a.with("font-weight", type.weight);
    if (!type.takes_pointer) a.with("pointer-events", "none");  // so that what lies under the words is pointed at
    return "<text" + a.text() + ">" + escaped(std::string(text)) + "</text>";
}

std::string rule(Point from, Point to, bool zero_line) {
    Attributes a;
    a.with("class", zero_line ? "bl" : "gl").with("x1", from.x).with("y1", from.y).with("x2", to.x).with("y2", to.y);
    return element("line", a.with("stroke", zero_line ? "#aab5c1" : "#e6eaef").with("stroke-width", "1"));
}

std::string linked(std::string_view link, const std::string& content, std::string_view label) {
    if (!link.starts_with('/') || link.starts_with("//")) return content;
    Attributes a = Attributes().with("href", link);
    if (!label.empty()) a.with("aria-label", label);
    return "<a" + a.text() + ">" + content + "</a>";
}

Svg drawing(const Canvas& canvas, double height, const std::string& content) {
    const bool has_links = content.find("<a href=") != std::string::npos;
    Attributes a;
    a.with("xmlns", "http://www.w3.org/2000/svg").with("viewBox", "0 0 " + number(canvas.width) + " " + number(height));
    a.with("width", "100%")
        .with("font-family", font)
        .with("role", has_links ? "group" : "img")
        .with("aria-label", canvas.label);
    return {"<svg" + a.text() + ">" + content + "</svg>"};
}

std::string points_text(const std::vector<Point>& points) {
    std::string text;
    for (const Point& point : points) text += (text.empty() ? "" : " ") + number(point.x) + "," + number(point.y);
    return text;
}

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

}  // namespace leasebook::reports
