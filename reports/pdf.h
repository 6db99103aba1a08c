#pragma once
// Reports on paper: a cover, contents with links, and each table under a running head with its chart, its headings on
// every page and "page x of y". Fonts are embedded as far as they are used. Two runs write the same bytes.
#include <string>
#include <vector>

#include "reports/edition.h"

namespace leasebook::reports {

struct PdfSection {
    Table table;
    Edition edition;
};

struct PdfCover {
    std::string title, subtitle;  // "Monthly report pack", "June 2026"
    std::vector<std::string> lines;
};

// Details that a table shows on paper; the others are left to the files, and a note says how many there are.
inline constexpr std::size_t rows_on_paper = 1'000;
// The table as paper shows it.
Table paper_part(const Table& table);

// `edition` names language and entity of the whole. Sections are not empty. Throws std::runtime_error where the drawing
// libraries fail.
std::string to_pdf(const PdfCover& cover, const std::vector<PdfSection>& sections, const Edition& edition);

}  // namespace leasebook::reports
