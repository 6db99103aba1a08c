#pragma once
// How a table is shown to a reader: in which language, in whose name, from which run. And the text of its cells for the
// eye, the same on paper, in a spreadsheet's head and on a page of its own.
#include <functional>
#include <string>
#include <string_view>

#include "reports/table.h"

namespace leasebook::reports {

struct Edition {
    using Words = std::function<std::string(std::string_view)>;

    std::string language = "en";  // of the lang attribute
    std::string title;            // of the report, in the language
    std::string entity;           // whose books
    std::string run;              // names the figures: the same figures have the same
    Words text, label, word;      // an English sentence; the name of a column; a value of ours ("direct_finance")
};

// Every word as it is: names of columns and values as they are kept.
Edition plain_edition(std::string title = {});

// "1,234,567.89"; a negative amount begins with '-'.
std::string grouped(Money amount);
// "1234567.5" is "1,234,567.5".
std::string with_groups(std::string digits);
std::string grouped(std::int64_t count);
// "6.50%"
std::string percent(Rate rate);

// The cell as people read it.
std::string shown(const Cell& cell, const Column& column, const Edition& edition);
bool is_number(const Column& column);

// The sentence in the reader's language, its arguments filled in.
std::string note_text(const Note& note, const Edition& edition);

// "Huaxin Leasing · 2026-06-30 · CNY · run 3f5a9c" and, before the month is closed, PRELIMINARY.
std::string origin_line(const Table& table, const Edition& edition);
std::string preliminary_mark(const Edition& edition);

}  // namespace leasebook::reports
