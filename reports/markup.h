#pragma once
#include <string>
#include <string_view>

namespace leasebook::reports {

// The text as it may stand anywhere in HTML or XML, between tags and in quoted attributes.
std::string markup_text(std::string_view text);

}  // namespace leasebook::reports
