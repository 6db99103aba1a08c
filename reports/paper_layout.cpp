#include "reports/paper_layout.h"

#include <algorithm>
#include <numeric>

#include "domain/utf8.h"
#include "reports/chart.h"

namespace leasebook::reports {

namespace {

constexpr double largest_size = 8, smallest_size = 5, padding = 6, widest_text = 30, running_head = 24, title_room = 40,
                 foot_room = 18, chart_share = 0.42;
constexpr std::size_t rows_measured = 400;

// Pieces that stay together on a line.
// Marks that no line begins with.
bool ends_what_stands_before(std::string_view character) {
    constexpr std::string_view marks = "，。、；：？！）》」』”’％";
    return marks.find(character) != std::string_view::npos;
}

std::vector<std::string> pieces_of(const std::string& text) {
    std::vector<std::string> pieces;
    std::string piece;
    const auto end_piece = [&] {
        if (!piece.empty()) pieces.push_back(std::exchange(piece, {}));
    };
    for (std::string_view rest = text; !rest.empty();) {
        const auto length = std::max<std::size_t>(1, character_length(rest));
        if (length >= 3 && !ends_what_stands_before(rest.substr(0, length))) end_piece();
        piece += rest.substr(0, length);
        if (rest.front() == ' ') end_piece();
        rest.remove_prefix(length);
    }
    end_piece();
    return pieces;
}

// Widths at the size 1, which all others are multiples of.
struct Natural {
    std::vector<double> widths;
    std::vector<std::string> heads;
};

Natural natural(const Table& table, const Edition& edition) {
    Natural natural;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto& column = table.columns[i];
        natural.heads.push_back(edition.label(column.name));
        double width = 0;
        for (const auto& piece : pieces_of(natural.heads.back())) width = std::max(width, text_width(piece, 1));
        width = std::max(width, 3.0);
        std::size_t measured = 0;
        for (const auto& row : table.rows) {
            if (row.role == RowRole::Detail && ++measured > rows_measured) continue;
            double cell = text_width(shown(row.cells[i], column, edition), 1);
            if (!is_number(column)) cell = std::min(cell, widest_text);
            width = std::max(width, cell * (row.role == RowRole::Detail ? 1.0 : 1.06));
        }
        natural.widths.push_back(width);
    }
    return natural;
}

void choose_size(const Natural& natural, PaperTable& paper) {
    const double sum = std::accumulate(natural.widths.begin(), natural.widths.end(), 0.0);
    const double paddings = padding * static_cast<double>(natural.widths.size());
    const auto fitting = [&](const Sheet& sheet) { return (sheet.inner_width() - paddings) / sum; };
    paper.sheet = fitting(a4) < smallest_size ? a3 : a4;
    paper.size = std::min(largest_size, fitting(paper.sheet));
    double x = paper.sheet.margin;
    for (std::size_t i = 0; i < natural.widths.size(); ++i) {
        paper.columns[i].x = x;
        paper.columns[i].width = natural.widths[i] * paper.size + padding;
        x += paper.columns[i].width;
    }
}

void paginate(const Table& table, PaperTable& paper) {
    const double bottom = paper.sheet.height - paper.sheet.margin - foot_room;
    const auto fits = [&](double from) {
        return static_cast<std::size_t>(std::max(1.0, (bottom - from - paper.heading_height) / paper.row_height));
    };
    double from = paper.top + paper.chart_height;
    std::size_t on_last = 0;
    for (std::size_t row = 0; row < std::max<std::size_t>(1, table.rows.size());) {
        paper.first_rows.push_back(row);
        on_last = std::min(fits(from), table.rows.size() - row);
        row += std::max<std::size_t>(1, on_last);
        if (row < table.rows.size()) from = paper.sheet.margin + running_head;
    }
    const double used = from + paper.heading_height + static_cast<double>(on_last) * paper.row_height;
    paper.notes_on_last = paper.notes.empty() || used + 8 + static_cast<double>(paper.notes.size()) * 11 <= bottom;
}

}  // namespace

std::vector<std::string> wrapped(const std::string& text, double width, double size) {
    std::vector<std::string> lines{""};
    for (const auto& piece : pieces_of(text)) {
        if (!lines.back().empty() && text_width(lines.back() + piece, size) > width) lines.emplace_back();
        lines.back() += piece;
    }
    return lines;
}

PaperTable laid_out(const Table& table, const Edition& edition, bool with_chart) {
    PaperTable paper;
    paper.columns.resize(table.columns.size());
    const auto widths = natural(table, edition);
    choose_size(widths, paper);
    paper.row_height = paper.size * 1.55;
    std::size_t lines = 1;
    for (std::size_t i = 0; i < paper.columns.size(); ++i) {
        paper.columns[i].number = is_number(table.columns[i]);
        paper.columns[i].heading = wrapped(widths.heads[i], paper.columns[i].width - padding + 1, paper.size);
        lines = std::max(lines, paper.columns[i].heading.size());
    }
    paper.heading_height = static_cast<double>(lines) * paper.size * 1.3 + 8;
    paper.top = paper.sheet.margin + running_head + title_room;
    if (with_chart) paper.chart_height = paper.sheet.height * chart_share;
    for (const auto& note : table.notes)
        for (auto& line : wrapped(note_text(note, edition), paper.sheet.inner_width(), 8))
            paper.notes.push_back(std::move(line));
    paginate(table, paper);
    return paper;
}

}  // namespace leasebook::reports
