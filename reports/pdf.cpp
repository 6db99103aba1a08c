#include "reports/pdf.h"

#include <algorithm>

#include "reports/paper.h"
#include "reports/table_chart.h"

namespace leasebook::reports {

namespace {

constexpr std::size_t contents_a_page = 30;

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
            paper_.colour(warning_red);
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
