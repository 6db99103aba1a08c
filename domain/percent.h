#pragma once
// Percent-encoding (RFC 3986), strictly: Poco::URI::decode throws for bad digits but lets any bytes through.
#include <optional>
#include <string>
#include <string_view>

namespace leasebook {

enum class Plus { IsPlus, IsSpace };  // a space is written + in forms and queries, but not in paths

// Empty when an escape is malformed or the result is not UTF-8 or holds a NUL.
std::optional<std::string> percent_decoded(std::string_view text, Plus plus);

// All but unreserved characters are escaped, so it may stand anywhere in an address or a form.
std::string percent_encoded(std::string_view text);

}  // namespace leasebook
