#include "reports/paper.h"

#include <librsvg/rsvg.h>

#include <stdexcept>
#include <utility>

namespace leasebook::reports {

namespace {

// TrueType both: of Noto Sans CJK, cairo embeds 1.7 MB for a single quotation mark.
constexpr const char* family = "Liberation Sans, Droid Sans Fallback";

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

std::string place_of(std::size_t page) { return "page=" + std::to_string(page) + " pos=[0 0]"; }

}  // namespace

Paper::Paper() : fonts_(pango_cairo_font_map_new()), context_(pango_font_map_create_context(fonts_.get())) {
    surface_ = cairo_pdf_surface_create_for_stream(append, &bytes_, a4.width, a4.height);
    cairo_ = cairo_create(surface_);
    layout_.reset(pango_layout_new(context_.get()));
    font_ = pango_font_description_from_string(family);
}

Paper::~Paper() {
    pango_font_description_free(font_);
    cairo_destroy(cairo_);
    cairo_surface_destroy(surface_);
}

void Paper::describe(const std::string& title, const std::string& author, Date made) {
    const auto moment = to_text(made) + "T00:00:00Z";
    set(CAIRO_PDF_METADATA_TITLE, title);
    set(CAIRO_PDF_METADATA_AUTHOR, author);
    set(CAIRO_PDF_METADATA_CREATOR, "Leasebook");
    set(CAIRO_PDF_METADATA_CREATE_DATE, moment);
    set(CAIRO_PDF_METADATA_MOD_DATE, moment);
}

void Paper::begin_page(const Sheet& sheet) { cairo_pdf_surface_set_size(surface_, sheet.width, sheet.height); }
void Paper::end_page() { cairo_show_page(cairo_); }

void Paper::colour(Colour c) { cairo_set_source_rgb(cairo_, c.red, c.green, c.blue); }

void Paper::type(double size, bool bold) {
    pango_font_description_set_absolute_size(font_, size * PANGO_SCALE);
    pango_font_description_set_weight(font_, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout_.get(), font_);
}

void Paper::text(double x, double y, const std::string& words, Align align, double room) {
    if (words.empty()) return;
    auto* layout = layout_.get();
    pango_layout_set_text(layout, words.c_str(), static_cast<int>(words.size()));
    pango_layout_set_ellipsize(layout, room > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
    pango_layout_set_width(layout, room > 0 ? static_cast<int>(room * PANGO_SCALE) : -1);
    pango_layout_set_alignment(layout, align == Align::Right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    double from = x;
    if (align == Align::Right && room <= 0) {
        int width = 0;
        pango_layout_get_size(layout, &width, nullptr);
        from -= static_cast<double>(width) / PANGO_SCALE;
    }
    cairo_move_to(cairo_, from, y - static_cast<double>(pango_layout_get_baseline(layout)) / PANGO_SCALE);
    pango_cairo_show_layout(cairo_, layout);
}

void Paper::line(double x, double y, double width, double thickness) {
    cairo_set_line_width(cairo_, thickness);
    cairo_move_to(cairo_, x, y);
    cairo_line_to(cairo_, x + width, y);
    cairo_stroke(cairo_);
}

void Paper::box(double x, double y, double width, double height) {
    cairo_rectangle(cairo_, x, y, width, height);
    cairo_fill(cairo_);
}

void Paper::drawing(const Svg& svg, double x, double y, double width, double height) {
    GError* error = nullptr;
    const std::unique_ptr<RsvgHandle, Unref> handle(
        rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.text.data()), svg.text.size(), &error));
    const RsvgRectangle frame{x, y, width, height};
    if (!handle || rsvg_handle_render_document(handle.get(), cairo_, &frame, &error) == FALSE) {
        const std::string why = error != nullptr ? error->message : "unknown";
        g_clear_error(&error);
        throw std::runtime_error("A chart cannot be drawn: " + why);
    }
}

void Paper::begin_link(std::size_t page) { cairo_tag_begin(cairo_, CAIRO_TAG_LINK, place_of(page).c_str()); }
void Paper::end_link() { cairo_tag_end(cairo_, CAIRO_TAG_LINK); }

void Paper::bookmark(const std::string& title, std::size_t page) {
    cairo_pdf_surface_add_outline(surface_, CAIRO_PDF_OUTLINE_ROOT, title.c_str(), place_of(page).c_str(),
                                  CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

std::string Paper::finish() {
    cairo_surface_finish(surface_);
    const auto status = cairo_surface_status(surface_);
    if (status != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error(std::string("A document cannot be drawn: ") + cairo_status_to_string(status));
    return std::move(bytes_);
}

void Paper::set(cairo_pdf_metadata_t what, const std::string& text) {
    cairo_pdf_surface_set_metadata(surface_, what, text.c_str());
}

}  // namespace leasebook::reports
