#pragma once
// What documents are drawn on: pages of a PDF in memory. Fonts are embedded as far as they are used, and two runs write
// the same bytes. Lengths in points, from the upper left corner.
#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <memory>
#include <string>

#include "domain/date.h"
#include "reports/paper_layout.h"
#include "reports/svg.h"

namespace leasebook::reports {

struct Colour {
    double red, green, blue;
};
inline constexpr Colour black{0.06, 0.11, 0.18}, grey{0.34, 0.39, 0.46}, pale{0.93, 0.945, 0.96},
    warning_red{0.70, 0.15, 0.12}, ruled{0.87, 0.89, 0.92};

enum class Align { Left, Right };

// Fonts are looked up in a map of its own, so that several may be drawn at once in threads of their own. Throws
// std::runtime_error where the drawing libraries fail.
class Paper {
public:
    Paper();
    ~Paper();
    Paper(const Paper&) = delete;
    Paper& operator=(const Paper&) = delete;

    void describe(const std::string& title, const std::string& author, Date made);
    void begin_page(const Sheet& sheet);
    void end_page();

    void colour(Colour c);
    void type(double size, bool bold = false);
    // With its base line at y; what does not fit into `room` ends in "…".
    void text(double x, double y, const std::string& words, Align align = Align::Left, double room = -1);
    void line(double x, double y, double width, double thickness);
    void box(double x, double y, double width, double height);
    void drawing(const Svg& svg, double x, double y, double width, double height);
    void begin_link(std::size_t page);
    void end_link();
    void bookmark(const std::string& title, std::size_t page);

    // The PDF; nothing may be drawn afterwards.
    std::string finish();

private:
    struct Unref {
        void operator()(void* object) const { g_object_unref(object); }
    };
    void set(cairo_pdf_metadata_t what, const std::string& text);

    std::string bytes_;
    std::unique_ptr<PangoFontMap, Unref> fonts_;
    std::unique_ptr<PangoContext, Unref> context_;
    std::unique_ptr<PangoLayout, Unref> layout_;
    PangoFontDescription* font_ = nullptr;
    cairo_surface_t* surface_ = nullptr;
    cairo_t* cairo_ = nullptr;
};

}  // namespace leasebook::reports
