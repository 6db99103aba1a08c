#include "reports/pdf.h"

#include <cairo-pdf.h>
#include <librsvg/rsvg.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "reports/paper_layout.h"
#include "reports/table_chart.h"

namespace leasebook::reports {

namespace {

constexpr const char* family = "Noto Sans CJK SC";
constexpr std::size_t contents_a_page = 30;

struct Colour {
    double red, green, blue;
};
constexpr Colour black{0.06, 0.11, 0.18}, grey{0.34, 0.39, 0.46}, pale{0.93, 0.945, 0.96}, warning{0.70, 0.15, 0.12},
    ruled{0.87, 0.89, 0.92};

enum class Align { Left, Right };

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

// What is drawn on: pages of a PDF in memory. Fonts are looked up in a map of its own, so that several may be drawn at
// once in threads of their own.
class Paper {
public:
    Paper() : fonts_(pango_cairo_font_map_new()), context_(pango_font_map_create_context(fonts_.get())) {
        surface_ = cairo_pdf_surface_create_for_stream(append, &bytes_, a4.width, a4.height);
        cairo_ = cairo_create(surface_);
        layout_.reset(pango_layout_new(context_.get()));
        font_ = pango_font_description_from_string(family);
    }
    ~Paper() {
        pango_font_description_free(font_);
        cairo_destroy(cairo_);
        cairo_surface_destroy(surface_);
    }
    Paper(const Paper&) = delete;
    Paper& operator=(const Paper&) = delete;

    void describe(const std::string& title, const std::string& author, Date made) {
        const auto moment = to_text(made) + "T00:00:00Z";
        set(CAIRO_PDF_METADATA_TITLE, title);
        set(CAIRO_PDF_METADATA_AUTHOR, author);
        set(CAIRO_PDF_METADATA_CREATOR, "Leasebook");
        set(CAIRO_PDF_METADATA_CREATE_DATE, moment);
        set(CAIRO_PDF_METADATA_MOD_DATE, moment);
    }
    void begin_page(const Sheet& sheet) { cairo_pdf_surface_set_size(surface_, sheet.width, sheet.height); }
    void end_page() { cairo_show_page(cairo_); }

    void colour(Colour c) { cairo_set_source_rgb(cairo_, c.red, c.green, c.blue); }
    void type(double size, bool bold = false) {
        pango_font_description_set_absolute_size(font_, size * PANGO_SCALE);
        pango_font_description_set_weight(font_, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(layout_.get(), font_);
    }
    // With its base line at y; what does not fit into `room` ends in "…".
    void text(double x, double y, const std::string& words, Align align = Align::Left, double room = -1) {
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
    void line(double x, double y, double width, double thickness) {
        cairo_set_line_width(cairo_, thickness);
        cairo_move_to(cairo_, x, y);
        cairo_line_to(cairo_, x + width, y);
        cairo_stroke(cairo_);
    }
    void box(double x, double y, double width, double height) {
        cairo_rectangle(cairo_, x, y, width, height);
        cairo_fill(cairo_);
    }
    void drawing(const Svg& svg, double x, double y, double width, double height) {
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
    void begin_link(std::size_t page) {
        cairo_tag_begin(cairo_, CAIRO_TAG_LINK, ("page=" + std::to_string(page) + " pos=[0 0]").c_str());
    }
    void end_link() { cairo_tag_end(cairo_, CAIRO_TAG_LINK); }
    void bookmark(const std::string& title, std::size_t page) {
        cairo_pdf_surface_add_outline(surface_, CAIRO_PDF_OUTLINE_ROOT, title.c_str(),
                                      ("page=" + std::to_string(page) + " pos=[0 0]").c_str(),
                                      CAIRO_PDF_OUTLINE_FLAG_OPEN);
    }

    std::string finish() {
        cairo_surface_finish(surface_);
        const auto status = cairo_surface_status(surface_);
        if (status != CAIRO_STATUS_SUCCESS)
            throw std::runtime_error(std::string("A report cannot be drawn: ") + cairo_status_to_string(status));
        return std::move(bytes_);
    }

private:
    void set(cairo_pdf_metadata_t what, const std::string& text) {
        cairo_pdf_surface_set_metadata(surface_, what, text.c_str());
    }

    std::string bytes_;
    std::unique_ptr<PangoFontMap, Unref> fonts_;
    std::unique_ptr<PangoContext, Unref> context_;
    std::unique_ptr<PangoLayout, Unref> layout_;
    PangoFontDescription* font_ = nullptr;
    cairo_surface_t* surface_ = nullptr;
    cairo_t* cairo_ = nullptr;
};

struct Section {
    const PdfSection* from = nullptr;
    std::optional<Svg> chart;
    PaperTable paper;
    std::size_t page = 0;  // its first
};

// One document while it is drawn.
class Document {
public:
    Document(const PdfCover& cover, const std::vector<PdfSection>& sections, const Edition& edition)
        : cover_(cover), edition_(edition) {
        for (const auto& section : sections) {
            auto chart = table_chart(section.table, section.edition);
            auto paper = laid_out(section.table, section.edition, chart.has_value());
            sections_.push_back({&section, std::move(chart), std::move(paper)});
        }
        const auto contents = (sections_.size() + contents_a_page - 1) / contents_a_page;
        std::size_t page = 2 + contents;
        for (auto& section : sections_) {
            section.page = page;
            page += section.paper.pages();
        }
        pages_ = page - 1;
    }

    std::string draw() {
        const auto& first = sections_.front().from->table;
        paper_.describe(cover_.title + " " + cover_.subtitle, edition_.entity, first.as_of);
        draw_cover();
        draw_contents();
        for (const auto& section : sections_) draw_section(section);
        for (const auto& section : sections_) paper_.bookmark(section.from->edition.title, section.page);
        return paper_.finish();
    }

private:
    std::string page_text() const {
        return filled(edition_.text("Page {0} of {1}"), {std::to_string(page_), std::to_string(pages_)});
    }
    bool preliminary() const {
        return std::ranges::any_of(sections_, [](const Section& s) { return s.from->table.preliminary; });
    }

    // The running head and foot.
    void begin_page(const Sheet& sheet, const std::string& head, const std::string& origin, bool mark) {
        ++page_;
        paper_.begin_page(sheet);
        const double right = sheet.width - sheet.margin, foot = sheet.height - sheet.margin + 4;
        paper_.type(8);
        paper_.colour(grey);
        paper_.text(sheet.margin, sheet.margin + 4, head, Align::Left, sheet.inner_width() * 0.7);
        paper_.text(sheet.margin, foot, origin, Align::Left, sheet.inner_width() * 0.8);
        paper_.text(right, foot, page_text(), Align::Right);
        if (mark) {
            paper_.type(9, true);
            paper_.colour(warning);
            paper_.text(right, sheet.margin + 4, preliminary_mark(edition_), Align::Right);
        }
        paper_.colour(ruled);
        paper_.line(sheet.margin, sheet.margin + 10, sheet.inner_width(), 0.6);
        paper_.colour(black);
    }

    void draw_cover() {
        const auto& first = sections_.front().from->table;
        begin_page(a4, "", origin_line(first, edition_), preliminary());
        paper_.type(30, true);
        paper_.text(a4.margin + 24, 210, cover_.title, Align::Left, a4.inner_width() - 48);
        paper_.type(18);
        paper_.colour(grey);
        paper_.text(a4.margin + 24, 246, cover_.subtitle, Align::Left, a4.inner_width() - 48);
        paper_.type(11);
        paper_.colour(black);
        double y = 300;
        for (const auto& line : cover_.lines) {
            paper_.text(a4.margin + 24, y, line, Align::Left, a4.inner_width() - 48);
            y += 18;
        }
        paper_.end_page();
    }

    void draw_contents() {
        for (std::size_t from = 0; from < sections_.size(); from += contents_a_page) {
            begin_page(a4, cover_.title + " " + cover_.subtitle, edition_.entity, preliminary());
            paper_.type(16, true);
            paper_.text(a4.margin, a4.margin + 40, edition_.text("Contents"));
            paper_.type(10);
            double y = a4.margin + 68;
            for (std::size_t i = from; i < std::min(from + contents_a_page, sections_.size()); ++i, y += 15) {
                const auto& section = sections_[i];
                paper_.begin_link(section.page);
                paper_.text(a4.margin, y, section.from->edition.title, Align::Left, a4.inner_width() - 60);
                paper_.text(a4.width - a4.margin, y, std::to_string(section.page), Align::Right);
                paper_.end_link();
            }
            paper_.end_page();
        }
    }

    void draw_section(const Section& section) {
        const auto& table = section.from->table;
        const auto& paper = section.paper;
        const auto head = cover_.title + " " + cover_.subtitle + " · " + section.from->edition.title;
        const auto origin = origin_line(table, section.from->edition);
        for (std::size_t p = 0; p < paper.first_rows.size(); ++p) {
            begin_page(paper.sheet, head, origin, table.preliminary);
            double y = paper.sheet.margin + 24;
            if (p == 0) y = draw_title(section);
            const auto last = p + 1 < paper.first_rows.size() ? paper.first_rows[p + 1] : table.rows.size();
            y = draw_rows(section, paper.first_rows[p], last, y);
            if (p + 1 == paper.first_rows.size() && paper.notes_on_last) draw_notes(paper, y + 8);
            paper_.end_page();
        }
        if (paper.notes_on_last) return;
        begin_page(paper.sheet, head, origin, table.preliminary);
        draw_notes(paper, paper.sheet.margin + 24);
        paper_.end_page();
    }

    double draw_title(const Section& section) {
        const auto& paper = section.paper;
        paper_.type(16, true);
        paper_.text(paper.sheet.margin, paper.sheet.margin + 40, section.from->edition.title, Align::Left,
                    paper.sheet.inner_width());
        if (section.chart)
            paper_.drawing(*section.chart, paper.sheet.margin, paper.top, paper.sheet.inner_width() * 0.8,
                           paper.chart_height - 12);
        paper_.colour(black);
        return paper.top + paper.chart_height;
    }

    // Answers where the rows end.
    double draw_rows(const Section& section, std::size_t from, std::size_t to, double y) {
        const auto& paper = section.paper;
        const auto& table = section.from->table;
        paper_.colour(pale);
        paper_.box(paper.sheet.margin, y, paper.sheet.inner_width(), paper.heading_height - 2);
        paper_.colour(black);
        paper_.type(paper.size, true);
        for (const auto& column : paper.columns) {
            double line = y + paper.size * 1.3;
            for (const auto& words : column.heading) {
                draw_in(column, line, words);
                line += paper.size * 1.3;
            }
        }
        y += paper.heading_height;
        for (std::size_t r = from; r < to; ++r, y += paper.row_height) draw_row(section, table.rows[r], y);
        return y;
    }

    void draw_in(const PaperColumn& column, double base, const std::string& words) {
        paper_.text(column.x + 3, base, words, column.number ? Align::Right : Align::Left, column.width - 5);
    }

    void draw_row(const Section& section, const Row& row, double y) {
        const auto& paper = section.paper;
        const auto& table = section.from->table;
        const bool strong = row.role != RowRole::Detail;
        paper_.type(paper.size, strong);
        if (strong) {
            paper_.colour(grey);
            paper_.line(paper.sheet.margin, y, paper.sheet.inner_width(), 0.5);
            paper_.colour(black);
        }
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            auto words = shown(row.cells[i], table.columns[i], section.from->edition);
            if (i == 0 && words.empty() && row.role == RowRole::Total) words = edition_.text("Total");
            draw_in(paper.columns[i], y + paper.size * 1.15, words);
        }
        paper_.colour(ruled);
        paper_.line(paper.sheet.margin, y + paper.row_height - 0.4, paper.sheet.inner_width(), 0.3);
        paper_.colour(black);
    }

    void draw_notes(const PaperTable& paper, double y) {
        paper_.type(8);
        paper_.colour(grey);
        for (const auto& line : paper.notes) {
            paper_.text(paper.sheet.margin, y + 9, line);
            y += 11;
        }
        paper_.colour(black);
    }

    const PdfCover& cover_;
    const Edition& edition_;
    std::vector<Section> sections_;
    std::size_t pages_ = 0, page_ = 0;
    Paper paper_;
};

}  // namespace

Table paper_part(const Table& table) {
    Table part{table.name, table.as_of, table.currency, table.columns, {}, table.notes, table.chart, table.preliminary};
    std::size_t details = 0;
    for (const auto& row : table.rows)
        if (row.role != RowRole::Detail || ++details <= rows_on_paper) part.rows.push_back(row);
    if (details > rows_on_paper)
        part.notes.push_back({"The first {0} of {1} lines are shown; the spreadsheet and the CSV have them all.",
                              {std::to_string(rows_on_paper), std::to_string(details)}});
    return part;
}

std::string to_pdf(const PdfCover& cover, const std::vector<PdfSection>& sections, const Edition& edition) {
    ensure(!sections.empty(), "a report on paper has a section");
    return Document(cover, sections, edition).draw();
}

}  // namespace leasebook::reports
