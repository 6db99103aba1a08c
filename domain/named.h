#pragma once
// The one text of each value of an enumeration: the same in forms, JSON, CSV and the database.
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "domain/decimal_text.h"
#include "domain/result.h"

namespace leasebook {

template <class E, std::size_t N>
using Names = std::array<std::pair<E, std::string_view>, N>;

template <class E>
struct NamesOf;  // specialised beside each enumeration: static constexpr Names<E, N> names

template <class E>
std::string_view name_of(E value) requires requires {
    NamesOf<E>::names;
}
{
    for (const auto& [known, name] : NamesOf<E>::names)
        if (known == value) return name;
    throw InvariantBroken("every value of an enumeration has a name");
}

template <class E>
std::string to_text(E value) requires requires {
    NamesOf<E>::names;
}
{ return std::string(name_of(value)); }

template <class E>
std::string all_names() {
    std::string list;
    for (const auto& [known, name] : NamesOf<E>::names) list += (list.empty() ? "" : ", ") + std::string(name);
    return list;
}

template <class E>
Result<E> parse_named(std::string_view text, std::string field) {
    for (const auto& [known, name] : NamesOf<E>::names)
        if (name == text) return known;
    return invalid(std::move(field), "\"{0}\" is not known here. Use one of: {1}.", shortened(text), all_names<E>());
}

}  // namespace leasebook
