#include "domain/decimal_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "domain/result.h"

namespace leasebook {

namespace {

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

constexpr auto powers_of_ten = [] {
    std::array<std::uint64_t, 19> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
}();

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
    std::array<char, longest_decimal> text;
    return {text.data(), write_decimal(text.data(), value, places)};
}

char* write_decimal(char* to, std::int64_t value, int places) {
    ensure(places >= 0 && places < static_cast<int>(powers_of_ten.size()), "a decimal has up to 18 places");
    // Through unsigned, so that the smallest 64-bit value has a text too.
    const auto size = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    if (value < 0) *to++ = '-';
    // Cents, of which there are most, are split off by a constant: that needs no division.
    const auto one = powers_of_ten[static_cast<std::size_t>(places)];
    const auto whole = places == 2 ? size / 100 : size / one;
    to = std::to_chars(to, to + 20, whole).ptr;  // 20 digits hold every 64-bit number
    if (places == 0) return to;
    *to++ = '.';
    auto rest = size - whole * one;
    for (int i = places - 1; i >= 0; --i, rest /= 10) to[i] = static_cast<char>('0' + rest % 10);
    return to + places;
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
