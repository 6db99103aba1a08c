#pragma once
// How a table is laid out on pages: sizes, widths of columns, wrapped headings, and which rows stand on which page. All
// by estimated widths, so that the number of pages is known before anything is drawn.
#include <string>
#include <vector>

#include "reports/edition.h"

namespace leasebook::reports {

// In points.
struct Sheet {
    double width = 842, height = 595;  // A4 lying
    double margin = 36;
    double inner_width() const { return width - 2 * margin; }
};
inline constexpr Sheet a4{}, a3{1191, 842, 36};

struct PaperColumn {
    double x = 0, width = 0;
    std::vector<std::string> heading;  // its lines
    bool number = false;
};

struct PaperTable {
    Sheet sheet;
    double size = 8;  // of the type
    double row_height = 0, heading_height = 0;
    std::vector<PaperColumn> columns;
    double chart_height = 0;              // on the first page; none where there is no chart
    std::vector<std::size_t> first_rows;  // of each page
    std::vector<std::string> notes;       // their lines
    double top = 0;                       // of the first line under the section's title
    bool notes_on_last = true;            // or on a page of their own

    std::size_t pages() const { return first_rows.size() + (notes_on_last ? 0 : 1); }
};

PaperTable laid_out(const Table& table, const Edition& edition, bool with_chart);

// Lines of at most so many points: broken at blanks, and anywhere before a Chinese character.
std::vector<std::string> wrapped(const std::string& text, double width, double size);

}  // namespace leasebook::reports
