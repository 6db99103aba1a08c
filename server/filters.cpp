#include "server/filters.h"

#include "server/tables.h"

namespace leasebook::server {

void add_select(Data& page, const Call& call, const Filter& filter, std::vector<Choice> choices) {
    auto& select = page.add("SELECT").set("NAME", filter.name).set("LABEL", filter.label);
    choices.insert(choices.begin(), {"", call.t("All")});
    for (const auto& choice : choices)
        select.add("OPTION")
            .set("VALUE", choice.value)
            .set("TEXT", choice.text)
            .show("SELECTED", choice.value == call.parameter(filter.name));
}

void add_input(Data& page, const Call& call, const Filter& filter, const char* type) {
    page.add("INPUT")
        .set("NAME", filter.name)
        .set("LABEL", filter.label)
        .set("TYPE", type)
        .set("VALUE", call.parameter(filter.name));
}

void add_sorted_heads(Data& table, const Call& call, const std::vector<SortedHead>& heads, const std::string& usual) {
    const auto asked = call.parameter("sort");
    const auto& sort = asked.empty() ? usual : asked;
    for (const auto& [text, name, numeric] : heads) {
        auto& head = table.add("COLUMN").set("TEXT", call.t(text)).show("NUMERIC", numeric);
        const std::string column = name;
        if (column.empty()) continue;
        const bool up = sort == column, down = sort == "-" + column;
        // Figures are wanted from the largest on, texts from A on.
        const bool turn = numeric ? !down : up;
        head.set("HREF", with_parameter(call, "sort", (turn ? "-" : "") + column));
        if (up || down) head.set("SORT", up ? "ascending" : "descending");
    }
}

std::optional<Date> Asked::day(const char* name) {
    const auto value = call_.parameter(name);
    if (value.empty()) return {};
    const auto read = parse_date(value, name);
    if (read) return *read;
    errors.push_back(read.error());
    return {};
}

std::optional<std::string> Asked::text(const char* name) {
    auto value = call_.parameter(name);
    if (value.empty()) return {};
    return value;
}

}  // namespace leasebook::server
