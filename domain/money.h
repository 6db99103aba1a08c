#pragma once
// Money: signed 64-bit minor units plus ISO 4217 currency (R-0-01). Arithmetic is overflow-checked; there
// is no constructor from floating point, and adding two currencies is a bug in the caller.
#include <array>
#include <compare>
#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "domain/result.h"

namespace leasebook {

__extension__ using int128 = __int128;

struct Currency {
    std::array<char, 3> code{'C', 'N', 'Y'};
    auto operator<=>(const Currency&) const = default;
    // All three letters at once: every sum of money asks this.
    constexpr bool operator==(const Currency& other) const {
        return ((code[0] ^ other.code[0]) | (code[1] ^ other.code[1]) | (code[2] ^ other.code[2])) == 0;
    }
    std::string text() const { return {code.begin(), code.end()}; }
};
inline constexpr Currency CNY{{'C', 'N', 'Y'}};
inline constexpr Currency EUR{{'E', 'U', 'R'}};
inline constexpr Currency USD{{'U', 'S', 'D'}};

// Decimal places of the minor unit (ISO 4217): 2 for CNY, 0 for JPY.
int minor_digits(Currency currency);
// The currencies the product keeps books in; anything else is an error naming them.
Result<Currency> parse_currency(std::string_view text, std::string field = "currency");

class Money {
public:
    constexpr Money() = default;
    static constexpr Money minor(std::integral auto units, Currency c) { return Money{std::int64_t{units}, c}; }
    static constexpr Money zero(Currency c) { return Money{0, c}; }

    constexpr std::int64_t minor_units() const { return units_; }
    constexpr Currency currency() const { return currency_; }
    constexpr bool is_zero() const { return units_ == 0; }
    constexpr bool is_negative() const { return units_ < 0; }

    // By reference: copies of a number and three letters cost compilers more than the sum itself.
    constexpr Money& operator+=(const Money& b) {
        ensure_same_currency(b);
        ensure(!__builtin_add_overflow(units_, b.units_, &units_), "Money overflow");
        return *this;
    }
    constexpr Money& operator-=(const Money& b) {
        ensure_same_currency(b);
        ensure(!__builtin_sub_overflow(units_, b.units_, &units_), "Money overflow");
        return *this;
    }
    friend constexpr Money operator+(Money a, const Money& b) { return a += b; }
    friend constexpr Money operator-(Money a, const Money& b) { return a -= b; }
    friend constexpr Money operator-(const Money& a) { return zero(a.currency_) - a; }
    friend constexpr std::strong_ordering operator<=>(const Money& a, const Money& b) {
        a.ensure_same_currency(b);
        return a.units_ <=> b.units_;
    }
    friend constexpr bool operator==(const Money&, const Money&) = default;

private:
    constexpr Money(std::int64_t units, Currency c) : units_(units), currency_(c) {}
    constexpr void ensure_same_currency(const Money& other) const {
        ensure(currency_ == other.currency_, "one currency per sum");
    }
    std::int64_t units_ = 0;
    Currency currency_ = CNY;
};

// numerator / denominator, half away from zero: the only rounding rule in the product (R-0-02).
constexpr std::int64_t round_half_away(int128 numerator, int128 denominator) {
    const int128 twice = numerator * 2;
    const int128 shift = numerator < 0 ? -denominator : denominator;
    const int128 rounded = (twice + shift) / (denominator * 2);
    ensure(rounded <= std::numeric_limits<std::int64_t>::max() && rounded >= std::numeric_limits<std::int64_t>::min(),
           "rounded value fits 64 bits");
    return static_cast<std::int64_t>(rounded);
}

// In minor units; larger amounts are typing errors, and sums of them would overflow.
inline constexpr std::int64_t largest_amount = 1'000'000'000'000'000;

// The plain decimal form used in JSON, CSV, forms and the database's text: "1234567.89", "-0.05".
// Accepts digits with at most the currency's decimal places; no sign but '-', no grouping, no exponent, no
// blanks. Amounts above the largest are refused.
Result<Money> parse_money(std::string_view text, Currency currency, std::string field);
std::string to_text(Money amount);

// Splits without losing a cent: largest remainder, ties to the lowest index (R-0-07). Weights are not negative.
std::vector<Money> split(Money total, const std::vector<std::int64_t>& weights);

}  // namespace leasebook
