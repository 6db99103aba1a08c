#include "server/filters.h"

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
