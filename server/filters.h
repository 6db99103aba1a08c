#pragma once
// The filters over a page of the books: what they show is what the page was asked for.
#include "server/call.h"
#include "server/web/form.h"

namespace leasebook::server {

struct Filter {
    const char* name;   // of the parameter
    std::string label;  // in the person's language
};
// A choice among names, or all of them.
void add_select(Data& page, const Call& call, const Filter& filter, std::vector<Choice> choices);
void add_input(Data& page, const Call& call, const Filter& filter, const char* type);

// The days, names and codes of a request's parameters; what cannot be read is an error on it.
class Asked {
public:
    explicit Asked(const Call& call) : call_(call) {}

    std::optional<Date> day(const char* name);
    std::optional<std::string> text(const char* name);
    template <NamedEnum E>
    std::optional<E> one_of(const char* name) {
        const auto value = call_.parameter(name);
        if (value.empty()) return {};
        const auto read = parse_named<E>(value, name);
        if (read) return *read;
        errors.push_back(read.error());
        return {};
    }

    Errors errors;

private:
    const Call& call_;
};

struct SortedHead {
    const char* text;         // English, a key of the catalogue
    const char* column = "";  // that the list is sorted by, by its name in the address; empty: it is not
    bool numeric = false;
};
// The heads of a table, each leading to the order of its column; `usual` is the order that no address names.
void add_sorted_heads(Data& table, const Call& call, const std::vector<SortedHead>& heads, const std::string& usual);

// The order that a list is asked for: a column, or "-column" for the largest first. Without one it stays as it was.
template <NamedEnum E>
void read_sort(const std::string& asked, E& column, bool& descending, Errors& errors) {
    if (asked.empty()) return;
    descending = asked.starts_with('-');
    const auto read = parse_named<E>(descending ? asked.substr(1) : asked, "sort");
    if (read)
        column = *read;
    else
        errors.push_back(read.error());
}

}  // namespace leasebook::server
