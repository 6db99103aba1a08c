#pragma once
// Numbers of fixed width inside longer texts: "000123". Unlike parse_integer, leading zeros are how they look.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leasebook::db {

// Digits only, at most 18 of them; empty on anything else.
inline std::optional<std::int64_t> read_digits(std::string_view text) {
    constexpr std::size_t most = 18;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.empty() || text.size() > most || !std::ranges::all_of(text, is_digit)) return std::nullopt;
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// With zeros in front up to the width; longer numbers keep all their digits.
inline std::string padded(std::int64_t value, std::size_t width) {
    const auto digits = std::to_string(value);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

}  // namespace leasebook::db
