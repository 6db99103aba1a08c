#pragma once
// Percent-encoding, strictly: Poco::URI::decode throws for bad digits but lets any bytes through.
#include <optional>
#include <string>
#include <string_view>

namespace leasebook::server {

enum class Plus { IsPlus, IsSpace };  // a space is written + in forms and queries, but not in paths

// Empty when an escape is malformed or the result is not UTF-8 or holds a NUL.
std::optional<std::string> percent_decoded(std::string_view text, Plus plus);

}  // namespace leasebook::server
