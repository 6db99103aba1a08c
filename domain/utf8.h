#pragma once
// What counts as well-formed text: UTF-8 without overlong forms and surrogates.
#include <cstddef>
#include <string_view>

namespace leasebook {

// Length in bytes of the well-formed character at the front of a text that is not empty; 0 when it is malformed.
std::size_t character_length(std::string_view text);

// Whether all of it is well-formed.
bool is_utf8(std::string_view text);

}  // namespace leasebook
