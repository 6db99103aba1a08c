#include "reports/letter.h"

#include <numeric>

#include "domain/overloaded.h"
#include "domain/result.h"
#include "reports/chart.h"
#include "reports/paper.h"

namespace leasebook::reports {

namespace {

constexpr Sheet upright{595, 842, 56};
constexpr double body = 10, leading = 15, cell_type = 8.5, cell_height = 14;

// The letter on its pages. How many there are is known only when all is drawn: it is drawn once to count them.
class LetterDrawing {
public:
    LetterDrawing(const Letter& letter, std::size_t pages) : letter_(letter), pages_(pages) {}

    void draw() {
        paper_.describe(letter_.title + " " + letter_.reference, letter_.sender, letter_.dated);
        begin_page();
        draw_head();
        for (const auto& block : letter_.blocks) std::visit([&](const auto& b) { add(b); }, block);
        draw_signatures();
        paper_.end_page();
    }
    std::size_t page() const { return page_; }
    std::string finish() { return paper_.finish(); }

private:
    static constexpr double left = upright.margin, foot = upright.height - upright.margin;

    void begin_page() {
        ++page_;
        paper_.begin_page(upright);
        paper_.type(8);
        paper_.colour(grey);
        paper_.text(left, foot + 22, letter_.title + " · " + letter_.reference, Align::Left,
                    upright.inner_width() * 0.7);
        const auto of = filled(letter_.page_text, {std::to_string(page_), std::to_string(pages_)});
        paper_.text(left + upright.inner_width(), foot + 22, of, Align::Right);
        if (!letter_.mark.empty()) {
            paper_.type(11, true);
            paper_.colour(warning_red);
            paper_.text(left + upright.inner_width(), upright.margin - 14, letter_.mark, Align::Right);
        }
        paper_.colour(black);
        y_ = upright.margin;
    }

    // Room for so much on this page, or a new one.
    bool need(double height) {
        if (y_ + height <= foot) return false;
        paper_.end_page();
        begin_page();
        return true;
    }

    void draw_head() {
        paper_.type(12, true);
        paper_.text(left, y_ + 4, letter_.sender, Align::Left, upright.inner_width());
        paper_.colour(ruled);
        paper_.line(left, y_ + 12, upright.inner_width(), 0.8);
        paper_.colour(black);
        y_ += 40;
        paper_.type(body);
        for (const auto& line : letter_.recipient) {
            paper_.text(left, y_, line, Align::Left, upright.inner_width());
            y_ += leading;
        }
        y_ += 16;
        paper_.type(18, true);
        for (const auto& line : wrapped(letter_.title, upright.inner_width(), 18)) {
            paper_.text(left, y_, line);
            y_ += 24;
        }
        paper_.type(body);
        paper_.colour(grey);
        paper_.text(left, y_, letter_.reference + " · " + to_text(letter_.dated));
        paper_.colour(black);
        y_ += 26;
    }

    void add(const Heading& heading) {
        need(46);
        y_ += 8;
        paper_.type(12, true);
        paper_.text(left, y_, heading.text, Align::Left, upright.inner_width());
        y_ += 18;
    }

    void add(const Paragraph& paragraph) {
        for (const auto& line : wrapped(paragraph.text, upright.inner_width(), body)) {
            need(leading);
            paper_.type(body);
            paper_.text(left, y_, line);
            y_ += leading;
        }
        y_ += 5;
    }

    void add(const Facts& facts) {
        const double half = upright.inner_width() / 2;
        bool beside = false;  // the next one has room beside the one before
        for (const auto& [label, text] : facts.pairs) {
            const bool wide = text_width(text, body) > half - 12;
            if (wide && beside) end_facts(beside);
            if (!beside) need(28);
            const double x = left + (beside ? half : 0), room = wide ? upright.inner_width() : half - 12;
            paper_.type(8);
            paper_.colour(grey);
            paper_.text(x, y_, label, Align::Left, room);
            paper_.type(body);
            paper_.colour(black);
            paper_.text(x, y_ + 13, text, Align::Left, room);
            beside = !beside && !wide;
            if (!beside) y_ += 30;
        }
        if (beside) end_facts(beside);
        y_ += 2;
    }

    void end_facts(bool& beside) {
        y_ += 30;
        beside = false;
    }

    void add(const LetterTable& table) {
        need(cell_height * 3);
        draw_cells(table, headings_of(table), true);
        for (std::size_t r = 0; r < table.rows.size(); ++r) {
            if (need(cell_height)) draw_cells(table, headings_of(table), true);
            draw_cells(table, table.rows[r], table.last_is_total && r + 1 == table.rows.size());
        }
        y_ += 14;
    }

    static std::vector<std::string> headings_of(const LetterTable& table) {
        std::vector<std::string> headings;
        for (const auto& column : table.columns) headings.push_back(column.heading);
        return headings;
    }

    void draw_cells(const LetterTable& table, const std::vector<std::string>& cells, bool strong) {
        const double whole = std::accumulate(table.columns.begin(), table.columns.end(), 0.0,
                                             [](double sum, const LetterColumn& c) { return sum + c.share; });
        paper_.type(cell_type, strong);
        double x = left;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const double width = upright.inner_width() * table.columns[i].share / whole;
            paper_.text(x, y_, cells[i], table.columns[i].number ? Align::Right : Align::Left, width - 6);
            x += width;
        }
        paper_.colour(ruled);
        paper_.line(left, y_ + 4, upright.inner_width(), strong ? 0.8 : 0.4);
        paper_.colour(black);
        y_ += cell_height;
    }

    void draw_signatures() {
        if (letter_.signatories.empty()) return;
        need(90);
        y_ += 56;
        const double width = upright.inner_width() / static_cast<double>(letter_.signatories.size());
        paper_.type(9);
        for (std::size_t i = 0; i < letter_.signatories.size(); ++i) {
            const double x = left + width * static_cast<double>(i);
            paper_.line(x, y_ - 14, width - 24, 0.6);
            paper_.text(x, y_, letter_.signatories[i], Align::Left, width - 24);
        }
    }

    const Letter& letter_;
    const std::size_t pages_;
    std::size_t page_ = 0;
    double y_ = 0;
    Paper paper_;
};

}  // namespace

std::string to_pdf(const Letter& letter) {
    LetterDrawing counted(letter, 0);
    counted.draw();
    LetterDrawing drawing(letter, counted.page());
    drawing.draw();
    return drawing.finish();
}

}  // namespace leasebook::reports
