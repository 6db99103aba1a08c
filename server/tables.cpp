#include "server/tables.h"

#include <Poco/URI.h>

#include "db/register_store.h"
#include "server/corridor.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

std::string encoded(std::string_view text) {
    std::string out;
    Poco::URI::encode(std::string(text), "?&=#+%/:;", out);
    return out;
}

}  // namespace

std::string path_with(const std::string& path, const Fields& parameters) {
    const auto query = query_text(parameters);
    return query.empty() ? path : path + "?" + query;
}

std::string query_text(const Fields& parameters) {
    std::string query;
    for (const auto& [name, value] : parameters) {
        if (value.empty()) continue;
        if (!query.empty()) query += '&';
        query += encoded(name) + "=" + encoded(value);
    }
    return query;
}

void add_columns(Data& table, const Call& call, const std::vector<Heading>& headings) {
    for (const auto& heading : headings)
        table.add("COLUMN").set("TEXT", call.t(heading.text)).show("NUMERIC", heading.numeric);
}

void text_cell(Data& row, const std::string& text, const std::string& href) {
    row.add("CELL").set("TEXT", text).set("HREF", href);
}

void number_cell(Data& row, const std::string& text) { row.add("CELL").set("TEXT", text).show("NUMERIC"); }

void add_pager(Data& page, const Call& call, const std::string& next) {
    if (next.empty() && call.parameter("after").empty()) return;
    auto parameters = call.request.parameters();
    auto& pager = page.add("PAGER");
    if (parameters.erase("after") > 0) pager.set("FIRST_HREF", path_with(call.request.path, parameters));
    if (next.empty()) return;
    parameters["after"] = next;
    pager.set("NEXT_HREF", path_with(call.request.path, parameters));
}

std::string path_to(std::string_view folder, std::string_view key) { return std::string(folder) + "/" + encoded(key); }

std::string with_parameter(const Call& call, std::string_view name, std::string_view value) {
    auto parameters = call.request.parameters();
    parameters.erase("after");
    parameters.erase("saved");
    parameters.insert_or_assign(std::string(name), std::string(value));
    return path_with(call.request.path, parameters);
}

std::string second_text(db::Moment at) {
    auto text = db::moment_text(at).substr(0, std::string_view("2026-06-30T08:15:30").size());
    text[std::string_view("2026-06-30").size()] = ' ';
    return text + " UTC";
}

std::string localised(Language language, const std::string& name, const std::optional<std::string>& name_zh) {
    return language == Language::Chinese && name_zh ? *name_zh : name;
}

std::vector<Choice> lessee_choices(const Call& call) {
    std::vector<Choice> choices;
    for (auto& lessee : call.app.database.read([](db::Connection& c) {
             return db::list<Lessee>(c, {"", "", 200}).rows;
         }))
        choices.push_back({lessee.code.text, std::move(lessee.name)});
    return choices;
}

Response refusal_page(const Call& call, const Errors& errors) {
    return refusal(call.app, call.request, call.who, status_of(errors), errors);
}

Response no_such_page(const Call& call, const Error& error) { return refusal_page(call, {error}); }

}  // namespace leasebook::server
