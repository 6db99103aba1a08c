#pragma once
// The pieces that every list and table page is filled with, and the paths that link pages to each other.
#include <string>
#include <vector>

#include "server/call.h"
#include "server/web/form.h"

namespace leasebook::server {

struct Heading {
    std::string text;  // English, a key of the catalogue
    bool numeric = false;
};
void add_columns(Data& table, const Call& call, const std::vector<Heading>& headings);
void text_cell(Data& row, const std::string& text, const std::string& href = {});
void number_cell(Data& row, const std::string& text);

// Links to the next page and back to the first.
void add_pager(Data& page, const Call& call, const std::string& next);

// "/lessees/91310…" with the key percent-encoded.
std::string path_to(std::string_view folder, std::string_view key);
// The path with the parameters that are not empty; and these alone, "a=1&b=2".
std::string path_with(const std::string& path, const Fields& parameters);
std::string query_text(const Fields& parameters);
// This page with one parameter changed (an empty value drops it); the cursor is dropped, as it fits no other list.
std::string with_parameter(const Call& call, std::string_view name, std::string_view value);

// "2026-06-30 08:15:30 UTC"
std::string second_text(db::Moment at);

// The name in the person's language where the record has one.
std::string localised(Language language, const std::string& name, const std::optional<std::string>& name_zh);

// The first lessees by name, for suggestions; any other can be typed by its key.
std::vector<Choice> lessee_choices(const Call& call);

// The page of a request that cannot be answered as it was asked, and the 404 page of a record.
Response refusal_page(const Call& call, const Errors& errors);
Response no_such_page(const Call& call, const Error& error);

}  // namespace leasebook::server
