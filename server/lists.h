#pragma once
// What lists of records have in common for the people who work in them all day: columns chosen and sorted by the
// address, views kept under a name, and what is shown as a file.
#include <string>
#include <vector>

#include "reports/table.h"
#include "server/routes.h"

namespace leasebook::server {

struct ListColumn {
    std::string name;  // its label is looked up from it
    reports::ColumnType type = reports::ColumnType::Text;
    bool usual = true;       // shown where no columns are chosen
    bool sorted_by = false;  // the list may be sorted by it
};

struct ListCell {
    reports::Cell value;
    std::string href = {};
    std::string small = {};     // a second line
    std::string tag_kind = {};  // see list_rows.html
    std::string text = {};      // of the page, where that says it otherwise than its type is written
};

struct List {
    std::string path;   // of its page: "/contracts"; files are at /contracts/export
    std::string title;  // English, a key of the catalogue
    std::vector<ListColumn> columns;
    std::string usual_sort = {};  // "-number": column, with '-' for the largest first
};

// A value as people read it.
std::string text_of(Language language, const reports::Cell& value, reports::ColumnType type);

inline constexpr int most_rows_in_file = 100'000;

// A list as one request asks for it: "columns=number,status&sort=-rent" and whatever narrows it.
class ShownList {
public:
    // Both must outlive this.
    ShownList(const Call& call, const List& list);

    // Where a form was sent whose ticks and empty controls stand in its address: the same in one parameter.
    std::optional<Response> plain_address() const;
    const std::string& sort() const { return sort_; }

    // Heads, choice of columns, views, downloads.
    void fill(Data& page) const;
    // The cells of all columns of the list, in their order.
    void add_row(Data& page, const std::vector<ListCell>& cells) const;
    // A sign that a parameter narrows the list, and that takes it away.
    void add_filter_chip(Data& page, const std::string& parameter, const std::string& value) const;
    // This page with one parameter changed; an empty value drops it.
    std::string with(const std::string& parameter, const std::string& value) const;

    // The file, row by row; its columns are those shown.
    reports::Table file() const;
    void add_row(reports::Table& file, const std::vector<ListCell>& cells) const;
    // In the format that the request names. `cut_off`: there are more rows than a file takes, which it says.
    Response answer(reports::Table file, bool cut_off) const;

private:
    void add_views(Data& page) const;
    Fields parameters() const;

    const Call& call_;
    const List& list_;
    std::vector<std::size_t> shown_;  // positions of columns
    std::string sort_;
};

void add_saved_view_routes(std::vector<Route>& routes);
// The search across everything, as a page and as what the palette and the forms suggest.
void add_search_routes(std::vector<Route>& routes);

}  // namespace leasebook::server
