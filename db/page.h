#pragma once
// Lists by page. A cursor is the key of the last row shown, so a page neither skips nor repeats a row when others
// add and change rows meanwhile.
#include <string>
#include <string_view>
#include <vector>

namespace leasebook::db {

struct ListQuery {
    std::string search;  // part of a code or name, upper and lower case alike; empty finds all
    std::string after;   // Page::next of the page before; empty starts at the beginning
    int limit = 50;      // rows a page; at least 1 and at most 1000 are given
};

template <class Row>
struct Page {
    std::vector<Row> rows;
    std::string next;  // cursor of the next page; empty when this is the last
};

// The pattern for LIKE … ESCAPE '!' that finds the text anywhere, with its own % and _ taken literally.
std::string contains_pattern(std::string_view text);

}  // namespace leasebook::db
