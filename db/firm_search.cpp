#include "db/firm_search.h"

#include <algorithm>

#include "db/page.h"
#include "db/record_mapper.h"
#include "db/register_store.h"
#include "domain/pinyin.h"

namespace leasebook::db {

namespace {

template <class Firm>
constexpr const char* table_of = nullptr;
template <>
constexpr const char* table_of<Lessee> = "lessees";
template <>
constexpr const char* table_of<Supplier> = "suppliers";

template <class Firm>
std::vector<FirmName<Firm>> read(Statement& select) {
    std::vector<FirmName<Firm>> firms;
    while (select.step()) firms.push_back({{select.text(0)}, select.text(1)});
    return firms;
}

template <class Firm>
Statement& prepared(Connection& connection, const std::string& condition) {
    return connection.prepare("SELECT `code`, `name` FROM `" + std::string(table_of<Firm>) + "` WHERE " + condition +
                              " ORDER BY `search_text`, `code` LIMIT ?");
}

template <class Firm>
std::vector<FirmName<Firm>> beginning_with(Connection& connection, const std::string& small, int limit) {
    auto& select = prepared<Firm>(connection, "`search_text` BETWEEN ? AND ?");
    select.bind(1, small).bind(2, small + std::string(last_character)).bind(3, limit);
    return read<Firm>(select);
}

std::vector<FirmName<Lessee>> with_initials(Connection& connection, const std::string& small, int limit) {
    return beginning_with<Lessee>(connection, small + " ", limit);
}

std::vector<FirmName<Lessee>> named(Connection& connection, const std::string& name, int limit) {
    // The index leads to the few with the same initials.
    auto firms = with_initials(connection, initials(name), 10 * limit);
    std::erase_if(firms, [&](const auto& firm) { return firm.name != name; });
    return firms;
}

Error not_one(const std::vector<FirmName<Lessee>>& firms, const std::string& typed, const std::string& field) {
    if (firms.empty()) return not_found(field, "There is no lessee \"{0}\".", shortened(typed));
    std::string names;
    for (const auto& firm : firms) names += (names.empty() ? "" : "; ") + firm.name + " (" + firm.code.text + ")";
    return invalid(field, "Several lessees could be meant by \"{0}\": {1}.", shortened(typed), names);
}

template <class Firm>
void fill(Connection& connection) {
    auto& select = connection.prepare("SELECT `code`, `name` FROM `" + std::string(table_of<Firm>) + "`");
    const auto firms = read<Firm>(select);
    auto& update =
        connection.prepare("UPDATE `" + std::string(table_of<Firm>) + "` SET `search_text` = ? WHERE `code` = ?");
    for (const auto& [code, name] : firms) update.bind(1, search_text(code.text, name)).bind(2, code.text).execute();
}

}  // namespace

template <class Firm>
std::vector<FirmName<Firm>> firms_like(Connection& connection, const std::string& typed, int limit) {
    const auto small = small_letters(typed);
    auto firms = beginning_with<Firm>(connection, small, limit);
    const auto missing = limit - static_cast<int>(firms.size());
    if (missing <= 0 || small.empty()) return firms;
    auto& select =
        prepared<Firm>(connection, "`search_text` LIKE ? ESCAPE '!' AND `search_text` NOT LIKE ? ESCAPE '!'");
    const auto anywhere = contains_pattern(small);
    select.bind(1, anywhere).bind(2, std::string_view(anywhere).substr(1)).bind(3, missing);
    std::ranges::move(read<Firm>(select), std::back_inserter(firms));
    return firms;
}
template std::vector<FirmName<Lessee>> firms_like<Lessee>(Connection&, const std::string&, int);
template std::vector<FirmName<Supplier>> firms_like<Supplier>(Connection&, const std::string&, int);

Result<LesseeCode> lessee_meant(Connection& connection, const std::string& typed, const std::string& field) {
    constexpr int most_named = 8;
    if (const auto known = find<Lessee>(connection, {typed})) return known->code;
    auto firms = named(connection, typed, most_named);
    if (firms.size() != 1) firms = with_initials(connection, small_letters(typed), most_named);
    if (firms.size() != 1) firms = firms_like<Lessee>(connection, typed, most_named);
    return firms.size() == 1 ? Result<LesseeCode>(firms.front().code) : not_one(firms, typed, field);
}

void fill_search_texts(Connection& connection) {
    fill<Lessee>(connection);
    fill<Supplier>(connection);
}

}  // namespace leasebook::db
