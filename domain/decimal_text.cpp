#include "domain/decimal_text.h"

#include <algorithm>

namespace leasebook {

namespace {

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::optional<std::int64_t> parse_decimal(std::string_view text, int places) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const auto dot = text.find('.');
    const auto whole = text.substr(0, dot);
    const auto fraction = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
    if (!all_digits(whole) || (whole.size() > 1 && whole[0] == '0')) return {};
    if (dot != std::string_view::npos && (!all_digits(fraction) || fraction.size() > static_cast<std::size_t>(places)))
        return {};
    if (whole.size() + static_cast<std::size_t>(places) > 18) return {};
    std::int64_t value = 0;
    for (const char c : whole) value = value * 10 + (c - '0');
    for (int i = 0; i < places; ++i)
        value = value * 10 +
                (static_cast<std::size_t>(i) < fraction.size() ? fraction[static_cast<std::size_t>(i)] - '0' : 0);
    return negative ? -value : value;
}

std::string decimal_text(std::int64_t value, int places) {
    // Through unsigned, so that the smallest 64-bit value has a text too.
    std::uint64_t rest = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    std::string reversed;
    for (int i = 0; rest > 0 || i <= places; ++i) {
        if (i == places && places > 0) reversed += '.';
        reversed += static_cast<char>('0' + rest % 10);
        rest /= 10;
    }
    if (value < 0) reversed += '-';
    return {reversed.rbegin(), reversed.rend()};
}

std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t low, std::int64_t high) {
    const auto value = parse_decimal(text, 0);
    if (!value || text.find('.') != std::string_view::npos || *value < low || *value > high) return {};
    return value;
}

std::string shortened(std::string_view text) {
    constexpr std::size_t longest = 40;
    if (text.size() <= longest) return std::string(text);
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end)) + "…";
}

}  // namespace leasebook
