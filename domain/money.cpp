#include "domain/money.h"

#include <algorithm>
#include <numeric>

#include "domain/decimal_text.h"

namespace leasebook {

namespace {

struct CurrencyDigits {
    Currency currency;
    int digits;
};
constexpr std::array<CurrencyDigits, 6> currencies{{
    {CNY, 2},
    {USD, 2},
    {EUR, 2},
    {{{'G', 'B', 'P'}}, 2},
    {{{'H', 'K', 'D'}}, 2},
    {{{'J', 'P', 'Y'}}, 0},
}};

}  // namespace

int minor_digits(Currency currency) {
    const auto* known = std::ranges::find(currencies, currency, &CurrencyDigits::currency);
    ensure(known != currencies.end(), "a Currency is made by parse_currency or named in money.h");
    return known->digits;
}

Result<Currency> parse_currency(std::string_view text, std::string field) {
    for (const auto& known : currencies)
        if (known.currency.text() == text) return known.currency;
    return invalid(std::move(field), "\"{0}\" is not a currency kept here. Use CNY, USD, EUR, GBP, HKD or JPY.",
                   std::string(text));
}

Result<Money> parse_money(std::string_view text, Currency currency, std::string field) {
    const auto units = parse_decimal(text, minor_digits(currency));
    if (!units)
        return invalid(std::move(field),
                       "\"{0}\" is not an amount. Write it like 1234567.89, with at most {1} decimals.",
                       shortened(text), std::to_string(minor_digits(currency)));
    if (*units > largest_amount || *units < -largest_amount)
        return invalid(std::move(field), "\"{0}\" is too large for an amount.", shortened(text));
    return Money::minor(*units, currency);
}

std::string to_text(Money amount) { return decimal_text(amount.minor_units(), minor_digits(amount.currency())); }

std::vector<Money> split(Money total, const std::vector<std::int64_t>& weights) {
    const auto sum = std::accumulate(weights.begin(), weights.end(), int128{0});
    ensure(sum > 0 && !total.is_negative() && std::ranges::none_of(weights, [](auto w) { return w < 0; }),
           "split needs weights that are not negative and not all zero");
    struct Share {
        std::size_t index;
        std::int64_t units;
        int128 remainder;
    };
    std::vector<Share> shares;
    std::int64_t left = total.minor_units();
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const int128 exact = int128{total.minor_units()} * weights[i];
        shares.push_back({i, static_cast<std::int64_t>(exact / sum), exact % sum});
        left -= shares.back().units;
    }
    std::ranges::stable_sort(shares, std::ranges::greater{}, &Share::remainder);
    for (auto& share : shares)
        if (left > 0) {
            ++share.units;
            --left;
        }
    std::vector<Money> parts(weights.size(), Money::zero(total.currency()));
    for (const auto& share : shares) parts[share.index] = Money::minor(share.units, total.currency());
    return parts;
}

}  // namespace leasebook
