#pragma once
// The one reader and writer of decimal strings: money, rates and shares all pass through it.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leasebook {

// "12.5" with places 2 is 1250. Nothing but an optional '-', digits, and '.' with 1 to `places` digits is
// accepted; at most 18 digits in all, so the value always fits. Empty on anything else.
std::optional<std::int64_t> parse_decimal(std::string_view text, int places);

// 1250 with places 2 is "12.50"; every place is written, at most 18.
std::string decimal_text(std::int64_t value, int places);

// The same into characters that the caller has room for, `longest_decimal` at most; answers the end of what it wrote.
// For texts of hundreds of numbers.
inline constexpr int longest_decimal = 40;
char* write_decimal(char* to, std::int64_t value, int places);

// Whole number between the bounds, digits only with an optional '-'.
std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t low, std::int64_t high);

// What an error message quotes of a user's text: at most 40 bytes, cut between UTF-8 characters.
std::string shortened(std::string_view text);

}  // namespace leasebook
