#pragma once
// A document to one party on upright pages: letterhead, recipient, what it says, tables, and lines to sign on. Every
// word is the caller's. Two runs write the same bytes.
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "domain/date.h"

namespace leasebook::reports {

struct Heading {
    std::string text;
};
struct Paragraph {
    std::string text;
};
// Labels and what stands behind them, two beside each other.
struct Facts {
    std::vector<std::pair<std::string, std::string>> pairs;
};
struct LetterColumn {
    std::string heading;
    double share = 1;  // of the width, beside the other columns
    bool number = false;
};
struct LetterTable {
    std::vector<LetterColumn> columns;
    std::vector<std::vector<std::string>> rows;
    bool last_is_total = false;
};
using LetterBlock = std::variant<Heading, Paragraph, Facts, LetterTable>;

struct Letter {
    std::string sender, title, reference;
    Date dated;
    std::string mark;                    // in red on every page: "DRAFT"; none when empty
    std::vector<std::string> recipient;  // its lines
    std::vector<LetterBlock> blocks;
    std::vector<std::string> signatories;  // a line to sign on for each
    std::string page_text;                 // "Page {0} of {1}"
};

// Throws std::runtime_error where the drawing libraries fail.
std::string to_pdf(const Letter& letter);

}  // namespace leasebook::reports
